"""Wordings of several parts that stand near each other, in any order: found in linear time, unlike one long pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.offer.written import alternatives, cue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.offer.search import Sought
    from bot.offer.text import Folded

DISTANCE = re.compile(r"<~?(\d{1,3})\+{0,2}>")
MOST = 40  # places of one part that are looked at


@dataclass(frozen=True, slots=True)
class Near:
    """Parts of which the last begins at most `within` characters after the first has ended."""

    parts: tuple[Sought, ...]
    within: int


def near(lists: Iterable[Iterable[str]]) -> tuple[Near, ...]:
    """Read "a<~90>b<~60+>c": a, b and c within 150 characters, whatever stands between them, in any order."""
    return tuple(_read(part) for patterns in lists for written in patterns for part in alternatives(written))


def _read(written: str) -> Near:
    pieces = _split(written)
    return Near(tuple(cue(piece) for piece in pieces[::2]), sum(map(int, pieces[1::2])))


def _split(written: str) -> list[str]:
    """Return parts and distances in turn; a distance inside brackets belongs to its part."""
    pieces, start = [], 0
    for found in DISTANCE.finditer(written):
        before = re.sub(r"\\.|\[[^\]]{1,200}\]", "", written[start : found.start()])
        if before.count("(") == before.count(")"):
            pieces += [written[start : found.start()], found[1]]
            start = found.end()
    return [*pieces, written[start:]]


class Places:
    """Where parts stand in one text; each part is looked for once, however many wordings share it."""

    def __init__(self, folded: Folded) -> None:
        """Look in this text; nothing is sought yet."""
        self._folded = folded
        self._known: dict[str, list[tuple[int, int]]] = {}

    def stand(self, wording: Near) -> bool:
        """Tell whether all parts of a wording stand near each other. Linear in the places of its parts."""
        return self.span(wording) is not None

    def span(self, wording: Near) -> tuple[int, int] | None:
        """Return from where to where the parts of a wording stand together, the first time that they do."""
        found = []
        for index, part in enumerate(wording.parts):
            places = self._of(part)
            if not places:
                return None
            found += [(start, end, index) for start, end in places]
        return _together(sorted(found), wording)

    def _of(self, part: Sought) -> list[tuple[int, int]]:
        key = part.expression
        if key not in self._known:
            self._known[key] = [hit.span() for hit in islice(part.hits(self._folded), MOST)]
        return self._known[key]


def _together(places: list[tuple[int, int, int]], wording: Near) -> tuple[int, int] | None:
    last: dict[int, tuple[int, int]] = {}
    for start, end, index in places:
        last[index] = (start, end)
        if len(last) == len(wording.parts) and start - min(stop for _, stop in last.values()) <= wording.within:
            return min(begin for begin, _ in last.values()), max(stop for _, stop in last.values())
    return None
