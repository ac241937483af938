"""One pattern of many hundred, searched only in the parts of a text where its letters stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.offer.anchors import facts
from bot.offer.text import gram

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.offer.anchors import Anchors
    from bot.offer.text import Folded

FEW = 16  # places of a set of strings up to which only their surroundings are searched
ANYWHERE = frozenset(("",))  # the piece that every text has
MARGIN = 40  # characters beyond the longest match that a look at what follows may need


@dataclass(frozen=True)
class Sought:
    """One pattern, sets of strings of which a match holds one each, and the length of its longest match in characters.

    It is compiled when it is first searched: most never are.

    `first` and `pieces`: the pieces of those strings, looked up among those of the text: there are some thousand
    patterns, and nearly all fall out there.
    """

    expression: str
    first: Anchors
    pieces: tuple[Anchors, ...]
    needs: tuple[Anchors, ...]
    longest: int
    han: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        # A Chinese character ends a Latin word: "要付agent fee" has the word "agent".
        return re.compile(self.expression, re.ASCII)

    def hits(self, folded: Folded) -> Iterator[re.Match[str]]:
        """Find every place in a text, from left to right."""
        if self.han and not folded.has_han:
            return iter(())
        grams = folded.grams
        if self.first.isdisjoint(grams) or any(choice.isdisjoint(grams) for choice in self.pieces):
            return iter(())
        fewest: Sequence[int] | None = None
        for need in self.needs:
            spots = folded.spots(need, FEW)
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


def searched(expression: str, *, han: bool) -> Sought:
    """Make a pattern ready to search. Raises re.error for what is none."""
    needs, longest = facts(expression)
    pieces = tuple(frozenset(map(gram, strings)) for strings in needs)
    return Sought(expression, pieces[0] if pieces else ANYWHERE, pieces[1:], needs, longest, han)
