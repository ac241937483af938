"""Finds warning signs and good signs by their words, unless the clause takes them back ("we never ask for fees")."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot.catalog.chinese import HAN
from bot.offer.near import Places
from bot.offer.types import Flag, Good

if TYPE_CHECKING:
    from bot.offer.rules import Rules
    from bot.offer.search import Sought
    from bot.offer.text import Folded
    from bot.offer.written import Patterns

BEFORE, AFTER = 60, 40  # characters around a hit in which a negation can stand
CLAUSE_END = re.compile(  # a number goes on after its point, so do a page's name and "Rs. 500"
    r"[!?;。！？；\n]|(?<!\brs)(?<!\bno)\.(?!\d|(?:com|org|net|gov|edu|int|co|go|ac)\b)"
)
PART_END = re.compile(rf"[,，、:]|{CLAUSE_END.pattern}")
BARE = 4  # characters of a Chinese word that is only named
MOST_HITS = 40  # of one pattern: a text of nothing but repetition must not cost seconds


def words_flags(folded: Folded, rules: Rules) -> dict[str, Flag]:
    """Return the signs that words raise, by id: of each, the first place where nothing takes it back."""
    found, places = {}, Places(folded)
    for key, flag in rules.flags.items():
        hit = _first(folded, rules, key) or _nearby(folded, rules, key, places)
        if hit is not None:
            start, end = folded.span(*_whole_words(folded.text, *hit))
            found[key] = Flag(key, flag.severity, flag.group, folded.original[start:end], start, end)
    return found


def good_signs(folded: Folded, rules: Rules) -> tuple[Good, ...]:
    """Return what an honest offer has and this text states."""
    found = []
    for key, sign in rules.good.items():
        hits = (hit for sought in rules.good_signs[key].live(folded) for hit in islice(sought.hits(folded), MOST_HITS))
        stated = (hit for hit in hits if hit.end() > hit.start() and _stated(folded, rules, hit))
        if (hit := next(stated, None)) is not None:
            start, end = folded.span(*_whole_words(folded.text, *hit.span()))
            found.append(Good(key, sign.checkable, folded.original[start:end], start, end))
    return tuple(found)


def _stated(folded: Folded, rules: Rules, hit: re.Match[str]) -> bool:
    """Tell whether no "no" stands before it in its part of the clause ("no degree in anything", "don't have a visa").

    Chinese has no spaces that would end a negation's reach: its patterns say themselves what may not stand before.
    """
    if HAN.search(hit[0]):
        return True
    before = _tail(folded.text[max(0, hit.start() - BEFORE) : hit.start()], PART_END)
    return not any(pattern.search(before) for pattern in rules.negations)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a hit with the rest of the words that it was cut in."""
    while start > 0 and _goes_on(text[start - 1 : start + 1]):
        start -= 1
    while end < len(text) and _goes_on(text[end - 1 : end + 1]):
        end += 1
    return start, end


def _goes_on(pair: str) -> bool:
    """Tell whether two characters are parts of one word, or of one number."""
    return pair.isascii() and ((pair[0].isalpha() and pair[1].isalpha()) or pair.isdecimal())


def any_hit(patterns: Patterns, folded: Folded) -> bool:
    """Tell whether one of the patterns stands in the text."""
    return any(stands(sought, folded) for sought in patterns.live(folded))


def stands(sought: Sought, folded: Folded) -> bool:
    """Tell whether the pattern stands in the text."""
    return next(sought.hits(folded), None) is not None


def _first(folded: Folded, rules: Rules, key: str) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for sought in rules.signs[key].live(folded):
        for hit in islice(sought.hits(folded), MOST_HITS):
            if best is not None and hit.start() >= best[0]:
                break
            if hit.end() > hit.start() and not _taken_back(folded, rules, key, hit.span()):
                best = (hit.start(), hit.end())
                break
    return best


def _nearby(folded: Folded, rules: Rules, key: str, places: Places) -> tuple[int, int] | None:
    """Return where parts of the sign stand near each other, unless the words around them take it back."""
    for wording in rules.near[key]:
        if (span := places.span(wording)) is not None and not _taken_back(folded, rules, key, span):
            return span
    return None


def _taken_back(folded: Folded, rules: Rules, key: str, hit: tuple[int, int]) -> bool:
    text, (first, last) = folded.text, hit
    earliest, latest = _between_gaps(folded, first, last)
    if rules.flags[key].negatable:
        before = _tail(text[earliest:first])
        if any(pattern.search(before) for pattern in rules.negations):
            return True
        after = text[last : last + AFTER]
        if any(pattern.match(after) for pattern in rules.negations_after):
            return True
    if not rules.unless[key]:
        return False
    around = _tail(text[earliest:first]) + text[first:last] + _head(text[last:latest])
    return any(sought.pattern.search(around) for sought in rules.unless[key])


def _between_gaps(folded: Folded, first: int, last: int) -> tuple[int, int]:
    """Return from where to where words can take a hit back: not over a space that keeps Chinese words apart.

    But a bare word goes on with what is listed before it ("no deposit no agency fee"), unless an amount is named.
    """
    listed = last - first <= BARE and not any(char.isdigit() for char in folded.text[first : last + 1])
    before = max((gap for gap in folded.gaps if gap < first + (not listed)), default=0)
    after = min((gap for gap in folded.gaps if gap >= last), default=len(folded.text))
    return max(before, first - BEFORE), min(after, last + AFTER)


def _tail(text: str, ends: re.Pattern[str] = CLAUSE_END) -> str:
    return text[max((found.end() for found in ends.finditer(text)), default=0) :]


def _head(text: str) -> str:
    found = CLAUSE_END.search(text)
    return text[: found.start()] if found else text
