"""Sentences with a hole for a name: "I am in {place}". What a text says in them, and what is left without it.

A text is folded first: lower case, simplified characters, nothing of what it quotes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import utils

from bot.catalog.chinese import simplified
from bot.dialogue.sayings import APOSTROPHES, BESIDE, CORRECTED, HOLE, LONGEST, NOT_MINE, QUOTED, UPPER_US, US

if TYPE_CHECKING:
    from collections.abc import Mapping

    Patterns = tuple[str, ...]
    Sought = tuple[Patterns, Mapping[str, str]]


def with_names(patterns: Patterns, names: Mapping[str, str], folded: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that can be found in a text: with those names in their holes that stand in it, or none.

    All thousand names in each would take a second to compile at every start.
    """
    said = tuple(name for name in names if name in folded)
    return _compiled(patterns, said) if said else ()


@lru_cache(maxsize=1 << 9)
def _compiled(patterns: Patterns, names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    known = "|".join(map(re.escape, names))
    return tuple(re.compile(HOLE.sub(lambda _: known, each)) for each in patterns)


def only(patterns: Patterns, names: Mapping[str, str], text: str) -> str | None:
    """Return the code of the one country whose name stands in a hole; None for none, two, or a long text.

    Of two, the last where it corrects the first.
    """
    if len(text) > LONGEST:
        return None
    folded = fold(text)
    for pattern in with_names(patterns, names, folded):
        said = spoken(pattern, folded)
        found = {names[match[1]] for match in said}
        if found:
            sure = len(found) == 1 or CORRECTED.search(folded, said[-2].end(), said[-1].start())
            return names[said[-1][1]] if sure else None
    return None


def spoken(pattern: re.Pattern[str], folded: str) -> list[re.Match[str]]:
    """Return what a pattern finds that is neither somebody else's words nor a mere possibility."""
    return [match for match in pattern.finditer(folded) if not NOT_MINE.search(folded[: match.start()])]


def has(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a pattern without a hole is found where a text begins."""
    return pattern.search(fold(text[:LONGEST])) is not None


def nothing_beside(sought: tuple[Sought, ...], text: str) -> bool:
    """Tell whether small words alone are left of a text without what the patterns find, one after another."""
    return len(text) <= LONGEST and BESIDE.fullmatch(without(sought, text)) is not None


def without(sought: tuple[Sought, ...], text: str, instead: str = " ") -> str:
    """Return a text, folded, without what the patterns find, one after another; a long one as it stands."""
    if len(text) > LONGEST:
        return text
    left = fold(text)
    for patterns, names in sought:
        for pattern in with_names(patterns, names, left):
            left = pattern.sub(instead, left)
    return left


def fold(text: str) -> str:
    """Return the text in lower case and in simplified characters, without what is quoted in it.

    The country that is written as the pronoun "us" is spelt out.
    """
    known = UPPER_US.sub("usa", text.translate(APOSTROPHES))
    return US.sub(_spelt_out, QUOTED.sub(" ", simple(known)))


def _spelt_out(found: re.Match[str]) -> str:
    return re.sub(r"\bus\b", "usa", found[0])


def plain(text: str) -> str:
    """Return a typed name as `exact` has it: in lower case, in simplified characters, without marks.

    What is marks alone stays as it is: “🆘”.
    """
    return utils.default_process(simple(text)) or text.strip()


@lru_cache
def listed(words: tuple[str, ...]) -> frozenset[str]:
    """Return the names of a list in the content as `plain` has them; lists are few, and read at every message."""
    return frozenset(map(plain, words))


def simple(text: str) -> str:
    """Return a text in lower case and in simplified characters."""
    return simplified(text).casefold()
