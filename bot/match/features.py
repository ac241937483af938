"""Questions as sparse vectors: hashed character n-grams and word n-grams, weighted by how telling they are (tf-idf)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from scipy import sparse

from bot.match.normalise import normalise, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

BUCKETS = 1 << 12
CHARACTERS = (2, 5)


def characters(folded: str) -> Counter[str]:
    """Count the character n-grams of each word with its edges, so that a typo spoils only a few."""
    low, high = CHARACTERS
    counts: Counter[str] = Counter()
    for word in folded.split():
        edged = f" {word} "
        counts.update(edged[i : i + n] for n in range(low, high + 1) for i in range(len(edged) - n + 1))
    return counts


def tokens(folded: str) -> Counter[str]:
    """Count words and pairs of neighbouring words."""
    found = words(folded)
    return Counter([*found, *(f"{a} {b}" for a, b in pairwise(found))])


@dataclass(frozen=True, slots=True)
class Hashed:
    """A tf-idf index of texts. `columns` has shape (BUCKETS, texts): a query reads only the rows that it needs."""

    pieces: Callable[[str], Counter[str]]
    idf: NDArray[np.float32]
    columns: NDArray[np.float32]

    def similarity(self, text: str) -> NDArray[np.float32]:
        """Return the cosine of `text` with every indexed text; shape (texts,)."""
        buckets, values = weighted(self.pieces(normalise(text)), self.idf)
        if not len(buckets):
            return np.zeros(self.columns.shape[1], np.float32)
        return np.asarray(values @ self.columns[buckets], np.float32)

    def kernel(self) -> NDArray[np.float32]:
        """Return the cosine of every indexed text with every other; shape (texts, texts)."""
        rows = sparse.csr_array(self.columns.T)
        return np.asarray((rows @ rows.T).todense(), np.float32)


def weighted(counts: Counter[str], idf: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return buckets and values of one text, of length one together."""
    sums: dict[int, float] = {}
    for piece, count in counts.items():
        bucket = crc32(piece.encode()) % BUCKETS
        sums[bucket] = sums.get(bucket, 0.0) + 1.0 + np.log(count)
    buckets = np.fromiter(sums, np.int64, len(sums))
    values = np.fromiter(sums.values(), np.float32, len(sums)) * idf[buckets]
    norm = float(np.linalg.norm(values))
    return buckets, values / norm if norm else values


def index(texts: Sequence[str], pieces: Callable[[str], Counter[str]]) -> Hashed:
    """Index texts by their pieces."""
    counted = [pieces(normalise(text)) for text in texts]
    seen = np.zeros(BUCKETS, np.float32)
    for counts in counted:
        for bucket in {crc32(piece.encode()) % BUCKETS for piece in counts}:
            seen[bucket] += 1
    idf = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
    columns = np.zeros((BUCKETS, len(texts)), np.float32)
    for row, counts in enumerate(counted):
        buckets, values = weighted(counts, idf)
        columns[buckets, row] = values
    return Hashed(pieces, idf, columns)
