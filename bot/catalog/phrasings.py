"""Finds phrasings of different intents that are the same, or nearly."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NEAR = 92
MARKS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Fold case, width, marks and spaces, so that only the words count."""
    return MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def alike(said: Sequence[tuple[str, str, str]]) -> Iterator[tuple[int, int, bool]]:
    """Yield (first, second, exact) for pairs of (language, intent, text) that belong to different intents."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, (lang, _, _) in enumerate(said):
        groups[lang].append(index)
    for members in groups.values():
        folded = [fold(said[index][2]) for index in members]
        near = process.cdist(folded, folded, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
        for row, column in zip(*np.nonzero(np.triu(near, 1)), strict=True):
            first, second = members[row], members[column]
            if said[first][1] != said[second][1]:
                yield first, second, folded[row] == folded[column]
