"""Questions as bags of character n-grams, across words, weighted by how telling each is (tf-idf), in hashed buckets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BUCKETS = 1 << 15
SHORTEST, LONGEST = 2, 5
BLOCK = 512  # texts that are compared at a time
OFTEN, MANY = 0.1, 500  # in more texts than this share, and than so many, an n-gram tells too little for its time


def pieces(folded: str) -> Counter[int]:
    """Count the buckets of the n-grams of 2 to 5 characters; a missing space or a typo spoils only a few of them."""
    edged = f" {folded} "
    return Counter(
        crc32(edged[start : start + size].encode()) % BUCKETS
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(edged) - size + 1)
    )


@dataclass(frozen=True, slots=True)
class Characters:
    """An index of texts. `rows` is sparse (BUCKETS, texts): a query reads only the rows of its own n-grams.

    What tells too little, having an idf of 0, is in none.
    """

    idf: NDArray[np.float32]
    rows: sparse.csr_array

    @classmethod
    def of(cls, texts: Sequence[str]) -> Characters:
        """Index normalised texts."""
        counted = [pieces(text) for text in texts]
        seen = np.bincount([bucket for counts in counted for bucket in counts], minlength=BUCKETS)
        idf = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
        idf[seen > max(OFTEN * len(texts), MANY)] = 0
        vectors = [_weighted(counts, idf) for counts in counted]
        return cls(idf, sparse.csr_array(_stack(vectors).T))

    def similarity(self, folded: str) -> NDArray[np.float32]:
        """Return the cosine of a normalised text with every indexed one; shape (texts,)."""
        buckets, values = _weighted(pieces(folded), self.idf)
        return np.asarray(values @ self.rows[buckets], np.float32)

    def kernel(self) -> NDArray[np.float32]:
        """Return the cosine of every indexed text with every other; shape (texts, texts)."""
        texts = self.rows.T.tocsr()
        found = np.empty((texts.shape[0], texts.shape[0]), np.float32)
        for at in range(0, len(found), BLOCK):  # the whole product takes three times the memory of what it gives
            (texts[at : at + BLOCK] @ self.rows).todense(out=found[at : at + BLOCK])
        return found


def _weighted(counts: Counter[int], idf: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    buckets = np.fromiter(counts, np.int64, len(counts))
    values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * idf[buckets]
    buckets, values = buckets[values > 0], values[values > 0]
    norm = float(np.linalg.norm(values))
    return buckets, (values / norm if norm else values).astype(np.float32)


def _stack(vectors: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> sparse.csr_array:
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in vectors)])
    columns = np.concatenate([buckets for buckets, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return sparse.csr_array((values, columns, ends), shape=(len(vectors), BUCKETS))
