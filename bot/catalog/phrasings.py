"""Finds phrasings of different intents that are the same, or nearly. Each is given as (language, intent, text)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Said = Sequence[tuple[str, str, str]]

NEAR = 92
MARKS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Fold case, width, marks and spaces, so that only the words count."""
    return MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def same(said: Said) -> Iterator[tuple[int, int]]:
    """Yield (first, second) for pairs of the same words in one language that belong to different intents."""
    for members in _by_language(said):
        first_of: dict[str, int] = {}
        for index in members:
            first = first_of.setdefault(fold(said[index][2]), index)
            if said[first][1] != said[index][1]:
                yield first, index


def nearly(said: Said) -> Iterator[tuple[int, int]]:
    """Yield (first, second) for pairs that are almost the same. Each is compared with each, which takes its time."""
    for members in _by_language(said):
        folded = [fold(said[index][2]) for index in members]
        near = process.cdist(folded, folded, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
        for row, column in zip(*np.nonzero(np.triu(near, 1)), strict=True):
            first, second = members[row], members[column]
            if said[first][1] != said[second][1] and folded[row] != folded[column]:
                yield first, second


def _by_language(said: Said) -> Iterable[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, (lang, _, _) in enumerate(said):
        groups[lang].append(index)
    return groups.values()
