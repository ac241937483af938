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

from bot.match.normalise import HAN, words
from bot.match.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.encoder import Encoder

MEANING_FROM = 0.4  # a cosine of word vectors below this says nothing
SPELLING_FROM = 0.8  # a Jaro-Winkler similarity below this is another word
NEAREST = 64  # words that may stand for a word
SELF = 2.0  # nearer than any other
WHOLE = 255  # parts of which the nearness of two words is kept: a byte each
BLOCK = 512
AXES = 128  # of the word vectors: as right as all 512, and a question, which waits for memory, reads a quarter of it
NO_WORD = ""
LONGEST = 60  # words of one question that are looked at


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of whole numbers in one array: the n-th is `flat[starts[n] : starts[n + 1]]`."""

    flat: NDArray[np.int32]
    starts: NDArray[np.int64]

    def of(self, chosen: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the chosen lists one after another, and how long each is."""
        starts = self.starts[chosen]
        lengths = self.starts[chosen + 1] - starts
        ends = np.cumsum(lengths)
        return self.flat[np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)], lengths


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which words are closest in meaning: each word's `NEAREST`, the farthest first and the word itself last.

    `near` numbers them, `how_near`, in parts of `WHOLE`, stands beside its `flat`. `vectors` are the words' along their
    main `axes`: (words, AXES) and (dimensions, AXES), None without an encoder.
    """

    near: Lists
    how_near: NDArray[np.uint8]
    vectors: Rows | None = None
    axes: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, vocabulary: Sequence[str], encoder: Encoder | None) -> Neighbours:
        """Compare every word with every other; without an encoder a word is near to itself only."""
        total = len(vocabulary)
        if encoder is None:
            itself = Lists(np.arange(total, dtype=np.int32), np.arange(total + 1))
            return cls(itself, np.full(total, WHOLE, np.uint8))
        whole = np.vstack([encoder(vocabulary[at : at + BLOCK]) for at in range(0, total, BLOCK)])
        axes = _main_axes(whole)
        vectors = whole @ axes
        found = []
        for at in range(0, total, BLOCK):
            block = _above(vectors[at : at + BLOCK] @ vectors.T, MEANING_FROM)
            block[np.arange(len(block)), np.arange(at, at + len(block))] = SELF
            found += [_nearest(row) for row in block]
        starts = np.cumsum([0, *(len(at) for at, _ in found)])
        near = Lists(np.concatenate([at for at, _ in found]), starts)
        return cls(near, np.concatenate([_parts(how) for _, how in found]), Rows.of(vectors), axes)

    def of_known(self, word: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the numbers of the words near a word of the vocabulary, and how near each is."""
        start, end = self.near.starts[word : word + 2]
        return self.near.flat[start:end], np.asarray(self.how_near[start:end] / np.float32(WHOLE), np.float32)

    def of_others(self, meanings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how near other words, given by their sentence vectors, are to each of the vocabulary."""
        if self.vectors is None or self.axes is None:
            return np.zeros((len(meanings), len(self.near.starts) - 1), np.float32)
        return _above(self.vectors.times(meanings @ self.axes), MEANING_FROM)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the indexed texts; `spelt` are those that can be misspelt, at `spelt_at` in the vocabulary.

    `place` and `cost` by word: its number, and how rare it is. `holders` lists the texts that have each word, `mass` is
    how much the words of each text, `split`, weigh together.
    """

    place: Mapping[str, int]
    cost: Mapping[str, float]
    vocabulary: tuple[str, ...]
    spelt: tuple[str, ...]
    spelt_at: NDArray[np.int64]
    idf: NDArray[np.float32]
    rarest: float
    neighbours: Neighbours
    split: tuple[tuple[str, ...], ...]
    holders: Lists
    mass: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        encoder: Encoder | None,
        kept: Neighbours | None = None,
    ) -> Words:
        """Index normalised texts. `kept`, of the same texts, spares comparing every word with every other again."""
        split = tuple(tuple(words(text)) or (NO_WORD,) for text in texts)
        vocabulary = tuple(sorted({word for text in split for word in text}))
        neighbours = Neighbours.of(vocabulary, encoder) if kept is None else kept
        spelt_at = [number for number, word in enumerate(vocabulary) if not HAN.search(word)]
        place = {word: number for number, word in enumerate(vocabulary)}
        seen = Counter(word for text in split for word in set(text))
        idf = np.array([np.log((1 + len(texts)) / (1 + seen[word])) + 1 for word in vocabulary], np.float32)
        flat = np.array([place[word] for text in split for word in text])
        owner = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in split])
        starts = np.r_[0, np.cumsum(np.bincount(flat, minlength=len(vocabulary)))]
        holders = Lists(owner[np.argsort(flat, kind="stable")], starts)
        mass = np.bincount(owner, idf[flat]).astype(np.float32)
        rarest = float(np.log(1 + len(texts)) + 1)
        spelt = tuple(vocabulary[number] for number in spelt_at)
        cost = {word: float(idf[number]) for word, number in place.items()}
        at = np.array(spelt_at, np.int64)
        return cls(place, cost, vocabulary, spelt, at, idf, rarest, neighbours, split, holders, mass)

    def unknown(self, folded: str) -> list[str]:
        """Return the words of a normalised text that no indexed text has."""
        return [word for word in dict.fromkeys(words(folded)[:LONGEST]) if word not in self.place]

    def similarity(self, folded: str, meanings: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """Return the overlap of a normalised text with every indexed one, 0 to 1; shape (texts,).

        `meanings` has the vectors of its unknown words, None without an encoder.
        """
        asked = words(folded)[:LONGEST]
        if not asked:
            return np.zeros(len(self.mass), np.float32)
        unknown = self.unknown(folded)
        strange = dict(zip(unknown, map(_nearest, self._strange(unknown, meanings)), strict=True))
        return self._overlap(
            [
                (strange[word], self.rarest)
                if word in strange
                else (self.neighbours.of_known(self.place[word]), float(self.idf[self.place[word]]))
                for word in asked
            ]
        )

    def _overlap(
        self, asked: Sequence[tuple[tuple[NDArray[np.int32], NDArray[np.float32]], float]]
    ) -> NDArray[np.float32]:
        """Return the overlap of words, given by their neighbours (the nearest last) and weights, with every text.

        That is, how much of the question has a partner in the text, and how much of the text in the question.
        """
        near = np.concatenate([words_near for (words_near, _), _ in asked])
        how_near = np.concatenate([how for (_, how), _ in asked])
        weights = np.array([weight for _, weight in asked], np.float32)
        number = np.repeat(np.arange(len(asked)), [len(words_near) for (words_near, _), _ in asked])
        held, times = self.holders.of(near)
        best = np.zeros((len(asked), len(self.mass)), np.float32)
        # Of several partners in one text the nearest is written last.
        best[np.repeat(number, times), held] = np.repeat(how_near, times)
        of_question = (weights / weights.sum()) @ best
        nearest = np.zeros(len(self.idf), np.float32)
        np.maximum.at(nearest, near, how_near)
        touched = np.flatnonzero(nearest)
        held, times = self.holders.of(touched)
        mass = np.bincount(held, np.repeat(self.idf[touched] * nearest[touched], times), len(self.mass))
        of_text = np.asarray(mass / self.mass, np.float32)
        return np.asarray(2 * of_question * of_text / np.maximum(of_question + of_text, 1e-9), np.float32)

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
        rows = np.empty((len(self.split), len(self.split)), np.float32)
        known = [(self.neighbours.of_known(word), float(weight)) for word, weight in enumerate(self.idf)]
        for number, own in enumerate(self.split):
            rows[number] = self._overlap([known[self.place[word]] for word in own])
        return np.asarray((rows + rows.T) / 2, np.float32)


def _nearest(row: NDArray[np.float32]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the words that are nearest, at most NEAREST of them, the nearest last, and how near each is."""
    near = np.flatnonzero(row)
    how_near = row[near]
    if len(near) > NEAREST:
        chosen = np.argpartition(how_near, -NEAREST)[-NEAREST:]
        near, how_near = near[chosen], how_near[chosen]
    order = np.argsort(how_near, kind="stable")
    return near[order].astype(np.int32), np.minimum(how_near[order], np.float32(1))


def _parts(how_near: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.rint(how_near * WHOLE), np.uint8)


def _above(values: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
    return np.asarray(np.clip((values - floor) / (1 - floor), 0, 1), np.float32)


def _main_axes(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the AXES directions that carry most of vectors (n, dimensions), best first (Pearson 1901).

    Shape (dimensions, at most AXES). Cosines stay: the axes are at right angles, and what is cut off is small.
    """
    _, found = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(found[:, ::-1][:, :AXES], np.float32)
