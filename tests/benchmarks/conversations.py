"""What people get in whole conversations: of every message whether the reply is what they needed.

    python -m tests.benchmarks.conversations [--perils] [--no-semantic] [--odd] [--show]

`tests/match/conversations.jsonl`: 660 conversations of 2,966 messages, English and Chinese, by nineteen writers who
knew the answers' titles and how they begin, and had seen no phrasing and no reply. The first 180 were read, and so were
the odd ones up to 500; what was missing in them was written. Of the even ones since 180 none but three messages was
read: they are the test. The odd ones since 500 are for choosing. `right` has, for each message, every answer that would
serve, or `stay` (the last answer still holds), `numbers` (of their country), `offer` (the offer check), `small` (small
talk) and `none` (nobody wrote an answer for that).

`tests/match/perils.jsonl` (--perils): 300 conversations of 1,035 messages by nine further writers, in which a wrong
answer could hurt somebody, a third of them jokes, games and stories in the same words. The odd ones were read, and are
learned in part; the even ones are the test.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.assemble import make_world
from bot.catalog.types import NOTHING, STAYS
from bot.dialogue.step import step
from bot.dialogue.types import Button, Session, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dialogue.types import Reply, World

ROOT = Path(__file__).parent.parent
CONVERSATIONS, PERILS = "conversations.jsonl", "perils.jsonl"
# Of each file the last conversation, and the last odd one, that was read, and is learned.
READ = {CONVERSATIONS: (180, 500), PERILS: (0, 300)}
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
AGAIN = ("above", "still")  # the last answer in short, with buttons
NUMBERS = ("sos", "bot.hotlines", "country.set")
OFFER = ("card", "check", "interview")
SMALL = ("welcome", "said.")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what would have been right, the reply, and what became of it."""

    conversation: int
    lang: str
    text: str
    right: frozenset[str]
    reply: str
    outcome: str


def read(name: str) -> list[dict[str, Any]]:
    """Read the lines of a file in `tests/match`, in order."""
    return [json.loads(line) for line in (ROOT / "match" / name).read_text(encoding="utf-8").splitlines()]


def was_read(conversation: int, name: str = CONVERSATIONS) -> bool:
    """Tell whether a conversation of a file is learned, and so neither a test nor one for choosing."""
    known, odd = READ[name]
    return conversation <= known or (conversation % 2 == 1 and conversation <= odd)


def play(world: World, name: str = CONVERSATIONS, *, odd: bool = False) -> Iterator[Heard]:
    """Hold every even conversation of a file that was not read, or every odd one, each with a new session."""
    for told in (each for each in read(name) if not was_read(each["conv"], name) and each["conv"] % 2 == odd):
        session, last = Session(lang=told["lang"]), None
        for turn in told["turns"]:
            taken = step(session, Text(turn["text"], NOW), world)
            right = frozenset(turn["right"])
            first = taken.replies[0]
            result = outcome(taken.replies, right, last, world)
            yield Heard(told["conv"], told["lang"], turn["text"], right, first.id, result)
            session = taken.session
            last = first.id if first.id in world.catalog.intents else last


def offered(replies: tuple[Reply, ...]) -> set[str]:
    """Return the words of the commands that the buttons of some replies send: the intents that they lead to."""
    buttons = (button for each in replies for row in each.buttons for button in row if isinstance(button, Button))
    return {word for button in buttons for word in button.command.split()}


def outcome(replies: tuple[Reply, ...], right: frozenset[str], last: str | None, world: World) -> str:
    """Name what became of a message: "right", "said so" (nothing is written on it), or what went amiss."""
    reply, within = replies[0].id, offered(replies)
    if _right(reply, right, last, world):
        return "right"
    if NOTHING in right:
        return "said so" if reply in {"unknown", *AGAIN} else "not said"
    if right & within or right & {each.id for each in replies}:
        return "offered"
    if reply in AGAIN:
        return "said again"
    if reply == "unknown":
        return "unknown"
    return "asked" if reply == "disambiguate" or reply.startswith(("country", "home")) else "wrong"


def _right(reply: str, right: frozenset[str], last: str | None, world: World) -> bool:
    if reply in AGAIN:
        return STAYS in right or last in right
    small = reply.startswith(SMALL) or (reply in world.catalog.intents and world.catalog.intents[reply].small_talk)
    return (
        reply in right
        or (STAYS in right and (reply == last or reply.startswith("said.")))
        or ("small" in right and small)
        or ("numbers" in right and reply.startswith(NUMBERS))
        or ("offer" in right and reply.startswith(OFFER))
    )


def main() -> None:
    """Print what became of the messages, in all and by language; with --show, each that went amiss."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--no-semantic", action="store_true")
    options.add_argument("--odd", action="store_true", help="the half for choosing instead of the test")
    options.add_argument("--perils", action="store_true", help="where a wrong answer could hurt")
    options.add_argument("--show", action="store_true")
    chosen = options.parse_args()
    content = ROOT.parent / "content"
    world = make_world(content, semantic=not chosen.no_semantic, cache=content.parent / "var" / "cache")
    heard = list(play(world, PERILS if chosen.perils else CONVERSATIONS, odd=chosen.odd))
    for lang in (None, "en", "zh"):
        counted = Counter(each.outcome for each in heard if lang in {None, each.lang})
        print(lang or "all", counted.total(), dict(counted.most_common()))  # noqa: T201
    for each in heard if chosen.show else ():
        if each.outcome not in {"right", "said so"}:
            print(each.conversation, each.outcome, each.text, sorted(each.right), each.reply, sep=" | ")  # noqa: T201


if __name__ == "__main__":
    main()
