"""Finds phrasings of different intents that are the same, or nearly. Each is given as (language, intent, text)."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Said = Sequence[tuple[str, str, str]]

NEAR = 92
LONGER = (200 - NEAR) / NEAR  # what is longer by more than this shares too little, whatever stands in it
BLOCK = 128  # texts of about one length that are compared at once
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
    """Yield (first, second) for pairs that are almost the same. Each is compared with those about as long."""
    for members in _by_language(said):
        found = sorted(((fold(said[index][2]), index) for index in members), key=lambda each: len(each[0]))
        folded, numbers = [text for text, _ in found], [index for _, index in found]
        for start in range(0, len(folded), BLOCK):
            block = folded[start : start + BLOCK]
            end = bisect_right(folded, len(block[-1]) * LONGER, key=len)
            near = process.cdist(block, folded[start:end], scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
            for row, column in zip(*np.nonzero(np.triu(near, 1)), strict=True):
                first, second = sorted((numbers[start + row], numbers[start + column]))
                if said[first][1] != said[second][1] and block[row] != folded[start + column]:
                    yield first, second


def _by_language(said: Said) -> Iterable[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, (lang, _, _) in enumerate(said):
        groups[lang].append(index)
    return groups.values()
