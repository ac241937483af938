"""Words that were typed without spaces, taken apart: "theytookmypassport"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONG = 9  # letters from which a word that nobody has written may be several
LONGEST_WORD, LONGEST_RUN = 20, 200
ALONE = frozenset("ai")  # letters that are words
RUN = re.compile(f"[a-z0-9]{{{LONG},{LONGEST_RUN}}}")


def unglued(folded: str, cost: Mapping[str, float]) -> str:
    """Put the spaces into a normalised text's runs of letters where known words make up the whole run.

    `cost` tells how rare each known word is: of several ways the one of the commonest words is taken (Viterbi).
    """
    return RUN.sub(lambda found: found[0] if found[0] in cost else _apart(found[0], cost), folded)


def _apart(run: str, cost: Mapping[str, float]) -> str:
    best: list[tuple[float, int] | None] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(max(0, end - LONGEST_WORD), end):
            so_far, word = best[start], run[start:end]
            if so_far is not None and word in cost and (len(word) > 1 or word in ALONE):
                ways.append((so_far[0] + cost[word], start))
        best.append(min(ways, default=None))
    if best[-1] is None:
        return run
    words, end = [], len(run)
    while end:
        found = best[end]
        assert found is not None  # noqa: S101 - every step of a whole way was reached
        words.append(run[found[1] : end])
        end = found[1]
    return " ".join(reversed(words))
