"""A soft overlap of words: each word of a question looks for its best partner in a phrasing.

Partners are equal, close in meaning (word vectors of the encoder) or close in spelling (Jaro-Winkler, rapidfuzz);
a word counts as much as it is telling (idf). The overlap is the harmonic mean of how much of the question and how much
of the phrasing found a partner, so word order, an inserted word and a typo cost little.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from scipy import sparse

from bot.match.normalise import HAN, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.encoder import Encoder

MEANING_FROM = 0.4  # a cosine of word vectors below this says nothing
SPELLING_FROM = 0.8  # a Jaro-Winkler similarity below this is another word
BLOCK = 512
AXES = 128  # of the word vectors: as right as all 512, and a question, which waits for memory, reads a quarter of it
NO_WORD = ""
LONGEST = 60  # words of one question that are looked at


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which words are close in meaning. `near` is sparse, (words, words).

    `vectors` are the words' along their main `axes`: (words, AXES) and (dimensions, AXES), None without an encoder.
    """

    near: sparse.csr_array
    vectors: NDArray[np.float32] | None = None
    axes: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, vocabulary: Sequence[str], encoder: Encoder | None) -> Neighbours:
        """Compare every word with every other; without an encoder a word is near to itself only."""
        total = len(vocabulary)
        if encoder is None:
            return cls(sparse.csr_array(sparse.eye_array(total, dtype=np.float32)))
        whole = np.vstack([encoder(vocabulary[at : at + BLOCK]) for at in range(0, total, BLOCK)])
        axes = _main_axes(whole)
        vectors = whole @ axes
        blocks = []
        for at in range(0, total, BLOCK):
            block = _above(vectors[at : at + BLOCK] @ vectors.T, MEANING_FROM)
            block[np.arange(len(block)), np.arange(at, at + len(block))] = 1
            blocks.append(sparse.csr_array(block))
        return cls(sparse.csr_array(sparse.vstack(blocks)), vectors, axes)

    def of_known(self, word: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the numbers of the words near a word of the vocabulary, and how near each is."""
        start, end = self.near.indptr[word : word + 2]
        return self.near.indices[start:end], self.near.data[start:end]

    def of_others(self, meanings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how near other words, given by their sentence vectors, are to each of the vocabulary."""
        if self.vectors is None or self.axes is None:
            return np.zeros((len(meanings), self.near.shape[0]), np.float32)
        along = np.asarray(meanings @ self.axes, np.float32)
        return _above(along @ self.vectors.T, MEANING_FROM)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the indexed texts; `spelt` are those that can be misspelt, at `spelt_at` in the vocabulary.

    `place` and `cost` by word: its number, and how rare it is.

    `flat` holds each text's words from `starts` on.
    """

    place: Mapping[str, int]
    cost: Mapping[str, float]
    vocabulary: tuple[str, ...]
    spelt: tuple[str, ...]
    spelt_at: NDArray[np.int64]
    idf: NDArray[np.float32]
    rarest: float
    neighbours: Neighbours
    flat: NDArray[np.int64]
    starts: NDArray[np.int64]
    mass: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        encoder: Encoder | None,
        kept: Neighbours | None = None,
    ) -> Words:
        """Index normalised texts. `kept`, of the same texts, spares comparing every word with every other again."""
        split = [words(text) or [NO_WORD] for text in texts]
        vocabulary = tuple(sorted({word for text in split for word in text}))
        neighbours = Neighbours.of(vocabulary, encoder) if kept is None else kept
        spelt_at = [number for number, word in enumerate(vocabulary) if not HAN.search(word)]
        place = {word: number for number, word in enumerate(vocabulary)}
        seen = Counter(word for text in split for word in set(text))
        idf = np.array([np.log((1 + len(texts)) / (1 + seen[word])) + 1 for word in vocabulary], np.float32)
        flat = np.array([place[word] for text in split for word in text])
        starts = np.cumsum([0, *(len(text) for text in split[:-1])])
        mass = np.add.reduceat(idf[flat], starts)
        rarest = float(np.log(1 + len(texts)) + 1)
        spelt = tuple(vocabulary[number] for number in spelt_at)
        cost = {word: float(idf[number]) for word, number in place.items()}
        at = np.array(spelt_at, np.int64)
        return cls(place, cost, vocabulary, spelt, at, idf, rarest, neighbours, flat, starts, mass)

    def unknown(self, folded: str) -> list[str]:
        """Return the words of a normalised text that no indexed text has."""
        return [word for word in dict.fromkeys(words(folded)[:LONGEST]) if word not in self.place]

    def similarity(self, folded: str, meanings: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """Return the overlap of a normalised text with every indexed one, 0 to 1; shape (texts,).

        `meanings` has the vectors of its unknown words, None without an encoder.
        """
        asked = words(folded)[:LONGEST]
        if not asked:
            return np.zeros(len(self.starts), np.float32)
        weights = np.array([self.idf[self.place[w]] if w in self.place else self.rarest for w in asked], np.float32)
        partner = self._partners(asked, self.unknown(folded), meanings)
        return self._overlap(weights, partner)

    def _overlap(self, weights: NDArray[np.float32], partner: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the overlap with every text of words that weigh `weights`, given their nearness to the vocabulary."""
        best = np.maximum.reduceat(np.take(partner, self.flat, axis=1), self.starts, axis=1)
        of_question = (weights @ best) / weights.sum()
        of_phrasing = np.add.reduceat((self.idf * partner.max(axis=0))[self.flat], self.starts) / self.mass
        both = np.maximum(of_question + of_phrasing, 1e-9)
        return np.asarray(2 * of_question * of_phrasing / both, np.float32)

    def _partners(
        self, asked: Sequence[str], unknown: Sequence[str], meanings: NDArray[np.float32] | None
    ) -> NDArray[np.float32]:
        """Return how near each asked word is to each word of the vocabulary; shape (asked, words)."""
        strange: dict[str, NDArray[np.float32]] = {}
        if unknown:
            near = self._respelt(unknown)
            if meanings is not None:
                near = np.maximum(near, self.neighbours.of_others(meanings))
            strange = dict(zip(unknown, near, strict=True))
        found = np.zeros((len(asked), len(self.vocabulary)), np.float32)
        for number, word in enumerate(asked):
            if word in strange:
                found[number] = strange[word]
            else:
                near_to, how_near = self.neighbours.of_known(self.place[word])
                found[number, near_to] = how_near
        return found

    def _respelt(self, unknown: Sequence[str]) -> NDArray[np.float32]:
        """Return how near unknown words are in spelling; pairs of Chinese characters have no other spelling."""
        near = np.zeros((len(unknown), len(self.vocabulary)), np.float32)
        rows = [row for row, word in enumerate(unknown) if not HAN.search(word)]
        if rows and self.spelt:
            asked = [unknown[row] for row in rows]
            found = process.cdist(asked, self.spelt, scorer=JaroWinkler.similarity, score_cutoff=SPELLING_FROM)
            near[np.ix_(np.array(rows), self.spelt_at)] = _above(found, SPELLING_FROM)
        return near

    def kernel(self) -> NDArray[np.float32]:
        """Return the overlap of every indexed text with every other, made symmetric; shape (texts, texts)."""
        total = len(self.starts)
        ends = np.append(self.starts[1:], len(self.flat))
        rows = np.empty((total, total), np.float32)
        for number, (start, end) in enumerate(zip(self.starts, ends, strict=True)):
            own = self.flat[start:end]
            rows[number] = self._overlap(self.idf[own], self.neighbours.near[own].toarray())
        return np.asarray((rows + rows.T) / 2, np.float32)


def _above(values: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
    return np.asarray(np.clip((values - floor) / (1 - floor), 0, 1), np.float32)


def _main_axes(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the AXES directions that carry most of vectors (n, dimensions), best first (Pearson 1901).

    Shape (dimensions, at most AXES). Cosines stay: the axes are at right angles, and what is cut off is small.
    """
    _, found = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(found[:, ::-1][:, :AXES], np.float32)
