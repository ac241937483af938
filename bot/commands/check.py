"""`check`: the offer check for a person or a script."""

from __future__ import annotations

import json
import time
from typing import IO, TYPE_CHECKING, Any

from bot.catalog.html import text_of
from bot.commands.talk import as_line, each_line
from bot.dialogue.language import choose
from bot.dialogue.types import Session
from bot.offer.assess import assess, to_json
from bot.offer.card import card
from bot.offer.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.offer.rules import Rules


def check_one(loaded: Rules, text: str, lang: str | None, *, as_json: bool, read: bool = False) -> str:
    """Return the card, or the assessment as JSON, with its text where that was `read` from a file."""
    if as_json:
        return json.dumps({**_timed(loaded, text), **({"text": text} if read else {})}, ensure_ascii=False)
    spoken = lang or choose(Session(), text, None, ("en", "zh"))
    return "\n\n".join(text_of(part) for part in card(assess(Reading(text, loaded)), loaded, spoken))


def check_lines(loaded: Rules, lines: Iterable[bytes], out: IO[str]) -> int:
    """Check JSON lines {"id", "text"}. A bad line gets {"id", "error"}; returns how many were bad."""
    bad = 0
    for item in each_line(lines):
        if isinstance(item, str):
            bad += 1
            found: dict[str, Any] = {"id": None, "error": item}
        else:
            found = {"id": item["id"], **_timed(loaded, item["text"])}
        out.write(as_line(found))
        out.flush()
    return bad


def _timed(loaded: Rules, text: str) -> dict[str, Any]:
    start = time.perf_counter()
    found = to_json(assess(Reading(text, loaded)))
    return {**found, "ms": round((time.perf_counter() - start) * 1000, 3)}
