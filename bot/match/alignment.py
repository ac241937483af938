"""A soft overlap of words: each word of a question looks for its best partner in a phrasing.

Partners are equal, close in meaning (word vectors of the encoder) or close in spelling (Jaro-Winkler, rapidfuzz);
a word counts as much as it is telling (idf). The overlap is the harmonic mean of how much of the question and how much
of the phrasing found a partner, so word order, an inserted word and a typo cost little.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from scipy import sparse

from bot.match.normalise import HAN, words
from bot.match.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.encoder import Encoder

MEANING_FROM = 0.4  # a cosine of word vectors below this says nothing
SPELLING_FROM = 0.8  # a Jaro-Winkler similarity below this is another word
WHOLE = 255  # parts of which the nearness of two words is kept: a byte each
BLOCK = 512
AXES = 128  # of the word vectors: as right as all 512, and a question, which waits for memory, reads a quarter of it
NO_WORD = ""
LONGEST = 60  # words of one question that are looked at


@dataclass(frozen=True, slots=True)
class Flat:
    """The words of all texts, one after the other, by number; each text's from `starts` on."""

    flat: NDArray[np.int64]
    starts: NDArray[np.int64]

    def best(self, near: NDArray[Any]) -> NDArray[Any]:
        """Return the highest value among the words of each text; shapes (n, words) and (n, texts)."""
        return np.asarray(np.maximum.reduceat(np.take(near, self.flat, axis=1), self.starts, axis=1), near.dtype)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which words are close in meaning, in parts of `WHOLE`: `near`, sparse, (words, words).

    `reach` tells how near a word is to the nearest word of each text: (words, texts). `vectors` are the words' along
    their main `axes`: (words, AXES) and (dimensions, AXES), None without an encoder.
    """

    near: sparse.csr_array
    reach: NDArray[np.uint8]
    vectors: Rows | None = None
    axes: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, vocabulary: Sequence[str], texts: Flat, encoder: Encoder | None) -> Neighbours:
        """Compare every word with every other; without an encoder a word is near to itself only."""
        total = len(vocabulary)
        if encoder is None:
            near = sparse.csr_array(sparse.eye_array(total, dtype=np.uint8) * np.uint8(WHOLE))
            return cls(near, np.vstack([texts.best(near[[word]].toarray()) for word in range(total)]))
        whole = np.vstack([encoder(vocabulary[at : at + BLOCK]) for at in range(0, total, BLOCK)])
        axes = _main_axes(whole)
        vectors = whole @ axes
        near_blocks, reach_blocks = [], []
        for at in range(0, total, BLOCK):
            block = _above(vectors[at : at + BLOCK] @ vectors.T, MEANING_FROM)
            block[np.arange(len(block)), np.arange(at, at + len(block))] = 1
            parts = np.asarray(np.rint(block * WHOLE), np.uint8)
            near_blocks.append(sparse.csr_array(parts))
            reach_blocks.append(texts.best(parts))
        return cls(sparse.csr_array(sparse.vstack(near_blocks)), np.vstack(reach_blocks), Rows.of(vectors), axes)

    def nearest(self, known: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how near each word of the vocabulary is to the nearest of some of them; shape (words,)."""
        best = np.zeros(self.near.shape[0], np.uint8)
        for word in known:
            start, end = self.near.indptr[word : word + 2]
            at = self.near.indices[start:end]
            best[at] = np.maximum(best[at], self.near.data[start:end])
        return np.asarray(best / np.float32(WHOLE), np.float32)

    def of_others(self, meanings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how near other words, given by their sentence vectors, are to each of the vocabulary."""
        if self.vectors is None or self.axes is None:
            return np.zeros((len(meanings), self.near.shape[0]), np.float32)
        return _above(self.vectors.times(meanings @ self.axes), MEANING_FROM)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the indexed texts; `spelt` are those that can be misspelt, at `spelt_at` in the vocabulary.

    `place` and `cost` by word: its number, and how rare it is. `mass` is how much each text's words weigh together.
    """

    place: Mapping[str, int]
    cost: Mapping[str, float]
    vocabulary: tuple[str, ...]
    spelt: tuple[str, ...]
    spelt_at: NDArray[np.int64]
    idf: NDArray[np.float32]
    rarest: float
    neighbours: Neighbours
    texts: Flat
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
        spelt_at = [number for number, word in enumerate(vocabulary) if not HAN.search(word)]
        place = {word: number for number, word in enumerate(vocabulary)}
        seen = Counter(word for text in split for word in set(text))
        idf = np.array([np.log((1 + len(texts)) / (1 + seen[word])) + 1 for word in vocabulary], np.float32)
        starts = np.cumsum([0, *(len(text) for text in split[:-1])])
        flat = Flat(np.array([place[word] for text in split for word in text]), starts)
        neighbours = Neighbours.of(vocabulary, flat, encoder) if kept is None else kept
        mass = np.add.reduceat(idf[flat.flat], starts)
        rarest = float(np.log(1 + len(texts)) + 1)
        spelt = tuple(vocabulary[number] for number in spelt_at)
        cost = {word: float(idf[number]) for word, number in place.items()}
        at = np.array(spelt_at, np.int64)
        return cls(place, cost, vocabulary, spelt, at, idf, rarest, neighbours, flat, mass)

    def unknown(self, folded: str) -> list[str]:
        """Return the words of a normalised text that no indexed text has."""
        return [word for word in dict.fromkeys(words(folded)[:LONGEST]) if word not in self.place]

    def similarity(self, folded: str, meanings: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """Return the overlap of a normalised text with every indexed one, 0 to 1; shape (texts,).

        `meanings` has the vectors of its unknown words, None without an encoder.
        """
        asked = words(folded)[:LONGEST]
        if not asked:
            return np.zeros(len(self.texts.starts), np.float32)
        known = [self.place[word] for word in asked if word in self.place]
        strange = Counter(word for word in asked if word not in self.place)
        found, nearest = self._of_known(known), self.neighbours.nearest(known)
        if strange:
            near = self._strange(list(strange), meanings)
            weights = self.rarest * np.array(list(strange.values()), np.float32)
            found += weights @ self.texts.best(near)
            nearest = np.maximum(nearest, near.max(axis=0))
        return self._overlap(found / (self.idf[known].sum() + self.rarest * strange.total()), nearest)

    def _of_known(self, known: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how much of known words, by weight, has a partner in each text; shape (texts,)."""
        return np.asarray((self.idf[known] / WHOLE) @ self.neighbours.reach[known], np.float32)

    def _overlap(self, of_question: NDArray[np.float32], nearest: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the overlap with every text: the share of the question, and the share of the text, with a partner."""
        of_text = np.add.reduceat((self.idf * nearest)[self.texts.flat], self.texts.starts) / self.mass
        both = np.maximum(of_question + of_text, 1e-9)
        return np.asarray(2 * of_question * of_text / both, np.float32)

    def _strange(self, unknown: Sequence[str], meanings: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """Return how near unknown words are to each word of the vocabulary; shape (unknown, words)."""
        near = self._respelt(unknown)
        return near if meanings is None else np.maximum(near, self.neighbours.of_others(meanings))

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
        total = len(self.texts.starts)
        rows = np.empty((total, total), np.float32)
        for number, own in enumerate(np.split(self.texts.flat, self.texts.starts[1:])):
            rows[number] = self._overlap(self._of_known(own) / self.mass[number], self.neighbours.nearest(own))
        return np.asarray((rows + rows.T) / 2, np.float32)


def _above(values: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
    return np.asarray(np.clip((values - floor) / (1 - floor), 0, 1), np.float32)


def _main_axes(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the AXES directions that carry most of vectors (n, dimensions), best first (Pearson 1901).

    Shape (dimensions, at most AXES). Cosines stay: the axes are at right angles, and what is cut off is small.
    """
    _, found = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(found[:, ::-1][:, :AXES], np.float32)
