"""Whose words a text is: an offer that was pasted, or what somebody asks and tells in their own name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.offer.kind import ASKING, hiring
from bot.offer.signs import any_hit
from bot.offer.text import grams
from bot.offer.written import NONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bot.offer.rules import Rules
    from bot.offer.text import Folded

SHORT = 160  # characters: what may be a question of one line
ASIDE, ASIDE_HAN = 90, 40  # characters of a question beside the offer that it is about
REST, REST_HAN = 40, 15  # characters of what may be that offer
ENDS = re.compile(r"\n+|(?<=[?:!。]) ?")
SAID = frozenset({"question", "story", "told", "happened"})


def asks(folded: Folded, rules: Rules) -> bool:
    """Tell whether somebody asks or tells in their own name."""
    line = folded.text.strip()
    short = len(line) <= SHORT and "\n" not in line
    return any_hit(rules.asks.get("words", NONE), folded) or (short and any_hit(rules.asks.get("line", NONE), folded))


def addresses(folded: Folded, rules: Rules) -> bool:
    """Tell whether a text speaks to its reader."""
    return any_hit(rules.asks.get("reader", NONE), folded)


def own_words(folded: Folded, rules: Rules, said: Collection[str], parts: Collection[str]) -> bool:
    """Tell whether a text is somebody's own, and wants nothing of who reads it: a lure in the first person does."""
    if not ASKING.isdisjoint(parts) or addresses(folded, rules):
        return False
    return not SAID.isdisjoint(said) or asks(folded, rules)


def without_aside(folded: Folded, rules: Rules) -> Folded:
    """Leave out what somebody asks before or after the offer that they pasted ("Is this real?"): no words of its own.

    Nothing is left out where no offer would remain.
    """
    patterns = rules.asks.get("aside", NONE)
    if not any_hit(patterns, folded):
        return folded
    longest, least = (ASIDE_HAN, REST_HAN) if folded.chinese else (ASIDE, REST)
    for start, end, alone in _rests(folded.text, folded.gaps, longest):
        rest, aside = _part(folded, start, end), _part(folded, *((0, start) if start else (end, None)))
        if len(rest.text) < least or not any_hit(patterns, aside):
            continue
        parts = hiring(rest, rules)
        if parts and (alone or not ASKING.isdisjoint(parts) or (len(parts) > 1 and not asks(rest, rules))):
            return without_aside(rest, rules)
    return folded


def _rests(text: str, gaps: Collection[int], longest: int) -> Iterator[tuple[int, int, bool]]:
    """Yield what remains without the first or the last few words, and whether those stood on a line by themselves."""
    cuts = [(found.start(), found.end(), "\n" in found[0]) for found in ENDS.finditer(text)]
    for before, after, alone in sorted([*cuts, *((gap, gap, False) for gap in gaps)]):
        if before <= longest and 0 < after < len(text):
            yield after, len(text), alone
        if len(text.rstrip()) - after <= longest and after < len(text) and alone:
            yield 0, before, True


def _part(folded: Folded, start: int, end: int | None) -> Folded:
    text = folded.text[start:end]
    gaps = tuple(gap - start for gap in folded.gaps if start < gap < start + len(text))
    return replace(folded, text=text, places=folded.places[start:end], grams=grams(text), gaps=gaps, known={})
