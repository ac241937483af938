"""One pattern of many hundred, searched only in the parts of a text where its letters stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.offer.anchors import all_anchors, longest
from bot.offer.text import gram

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from bot.offer.anchors import Anchors
    from bot.offer.text import Folded

FEW = 16  # places of a set of strings up to which only their surroundings are searched
ANYWHERE = frozenset(("",))  # the piece that every text has
MARGIN = 40  # characters beyond the longest match that a look at what follows may need


@dataclass(frozen=True, slots=True)
class Need:
    """Strings of which one must stand in a match, and the pieces by which they are looked up among a text's."""

    strings: Anchors
    grams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """One pattern, what a match of it must hold, and the length of its longest match in characters.

    `first`: pieces of the most telling need, one of which every text has that is worth a search.
    """

    pattern: re.Pattern[str]
    first: frozenset[str]
    needs: tuple[Need, ...]
    longest: int
    han: bool

    def hits(self, folded: Folded) -> Iterator[re.Match[str]]:
        """Find every place in a text, from left to right."""
        if self.han and not folded.has_han:
            return iter(())
        for need in self.needs:
            if need.grams.isdisjoint(folded.grams):
                return iter(())
        fewest: Sequence[int] | None = None
        for need in self.needs:
            spots = folded.spots(need.strings, FEW)
            if not spots:
                return iter(())
            if len(spots) < FEW and (fewest is None or len(spots) < len(fewest)):
                fewest = spots
        if fewest is None or len(folded.text) < self.longest:
            return self.pattern.finditer(folded.text)
        return self._around(fewest, folded.text)

    def _around(self, spots: Sequence[int], text: str) -> Iterator[re.Match[str]]:
        """Search the surroundings of these places; what overlaps is searched as one."""
        start = end = 0
        for spot in (*spots, None):
            if spot is not None and spot - self.longest <= end:
                start, end = (start if end else max(0, spot - self.longest)), spot + self.longest + MARGIN
                continue
            if end:
                yield from self.pattern.finditer(text, start, end)
            if spot is not None:
                start, end = max(0, spot - self.longest), spot + self.longest + MARGIN


def searched(pattern: re.Pattern[str], *, han: bool) -> Sought:
    """Make a compiled pattern ready to search."""
    needs = tuple(Need(strings, frozenset(map(gram, strings))) for strings in all_anchors(pattern.pattern))
    return Sought(pattern, needs[0].grams if needs else ANYWHERE, needs, longest(pattern.pattern), han)
