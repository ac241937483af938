"""Words that were typed without spaces, taken apart: "theytookmypassport"."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from bot.match.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Mapping

LONG = 11  # letters from which a word that nobody has written may be several
LONGEST_WORD, LONGEST_RUN = 20, 200
ALONE = frozenset("ai")  # letters that are words
RUN = re.compile(f"[a-z0-9]{{{LONG},{LONGEST_RUN}}}")
COMMON = {1: 0, 2: 150, 3: 2500}  # how common a short word of general English must be, by its letters
FOREIGN = 3.0  # a word that no phrasing has costs this much more than one as rare that some have
PLURAL = 1.0
UNKNOWN, A_LETTER, SHORTEST = 8.0, 2.0, 4  # what a word costs that nobody knows, and how long it is at least


def costs(own: Mapping[str, float]) -> dict[str, float]:
    """Return how rare each known word is: those of the phrasings (`own`), and those of general English by their rank.

    The n-th most common word is about log(n) rare (Zipf's law); BERT's vocabulary is in that order.
    """
    known = dict(_general())
    for word, cost in own.items():
        known[word] = min(cost, known.get(word, cost))
    return known


@cache
def _general() -> dict[str, float]:
    return {
        word: FOREIGN + math.log(rank)
        for rank, word in enumerate(WordPieces.load().words(), 1)
        if rank <= COMMON.get(len(word), rank)
    }


def unglued(folded: str, known: Mapping[str, float]) -> str:
    """Put the spaces into a normalised text's runs of letters: the cheapest way to read each as words (Viterbi).

    `known` tells what known words cost; a word that nobody knows may stand among them.
    """
    return RUN.sub(lambda found: found[0] if _is_word(found[0], known) else _apart(found[0], known), folded)


def _is_word(word: str, known: Mapping[str, float]) -> bool:
    """Tell whether a word is known, or the plural of one that is."""
    return word in known or (len(word) > SHORTEST and word[-1] == "s" and word[:-1] in known)


def _apart(run: str, known: Mapping[str, float]) -> str:
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - LONGEST_WORD), end)
        best.append(min((best[start][0] + _cost(run[start:end], known), start) for start in starts))
    words, end = [], len(run)
    while end:
        start = best[end][1]
        words.append(run[start:end])
        end = start
    return " ".join(reversed(words))


def _cost(word: str, known: Mapping[str, float]) -> float:
    if word in known and (len(word) > 1 or word in ALONE):
        return known[word]
    if len(word) > 1 and _is_word(word, known):
        return known[word[:-1]] + PLURAL
    return UNKNOWN + A_LETTER * len(word) if len(word) >= SHORTEST else math.inf
