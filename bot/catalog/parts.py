"""A long message in parts that a phone can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 3500  # of Telegram's 4096: room for a heading and buttons


def parts(blocks: Iterable[str], joint: str) -> tuple[str, ...]:
    """Join blocks with `joint` between them, into as few parts as there may be; no block is cut."""
    made = [""]
    for block in blocks:
        if made[-1] and len(made[-1]) + len(joint) + len(block) > LONGEST:
            made.append("")
        made[-1] = f"{made[-1]}{joint}{block}" if made[-1] else block
    return tuple(part.strip() for part in made)
