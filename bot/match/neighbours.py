"""Which words may stand for a word: those close in meaning, by the word vectors of the encoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.match.rows import Rows
from bot.match.whole_numbers import on_every_core

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.match.encoder import Encoders

MEANING_FROM = 0.4  # a cosine of word vectors below this says nothing
NEAREST, GROUPS = 64, 512  # words that may stand for a word, and groups of words among which these are looked for
SELF = 2.0  # nearer than any other
WHOLE = 255  # parts of which the nearness of two words is kept: a byte each
BLOCK = 512
AXES = 128  # of the word vectors: as right as all 512, and a question, which waits for memory, reads a quarter of it
RIDGE = 0.3
CLOSE = 0.92  # on average, to the vector itself, must be the guess of it: at 0.9 one question in 200 was lost
TINY = 1e-9


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
class Guess:
    """Tells from the tokens of a word where the encoder would put it: the network, asked for words, is nearly linear.

    `weights` has shape (dimensions + 1, AXES), the last row for the bias; `length` is how long such vectors are.
    """

    weights: NDArray[np.float32]
    length: float

    @classmethod
    def learned(cls, tokens: NDArray[np.float32], vectors: NDArray[np.float32]) -> Guess | None:
        """Learn from words, (words, dimensions), and their vectors, (words, AXES), by ridge regression.

        None where the words are too few for it: where, each left out, the guess is not CLOSE to the vector.
        """
        known = np.hstack([tokens, np.ones((len(tokens), 1), np.float32)]).astype(np.float64)
        inverse = np.linalg.inv(known.T @ known + RIDGE * np.eye(known.shape[1]))
        weights = inverse @ (known.T @ vectors)
        leverage = np.einsum("ij,ij->i", known @ inverse, known)
        left_out = vectors - (vectors - known @ weights) / (1 - leverage)[:, None]
        if _cosines(left_out, vectors).mean() < CLOSE:
            return None
        return cls(weights.astype(np.float32), float(np.linalg.norm(vectors, axis=1).mean()))

    def __call__(self, tokens: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return where words are, from shape (words, dimensions); shape (words, AXES)."""
        found = tokens @ self.weights[:-1] + self.weights[-1]
        lengths = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), TINY)
        return np.asarray(found * (self.length / lengths), np.float32)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which words are closest in meaning: each word's `NEAREST`, the farthest first and the word itself last.

    `near` numbers them, `how_near`, in parts of `WHOLE`, stands beside its `flat`. `vectors` are the words' along their
    main `axes`: (words, AXES) and (dimensions, AXES), None without an encoder. `guess` tells where another word is
    without asking the network, None where it was not to be learned.
    """

    near: Lists
    how_near: NDArray[np.uint8]
    vectors: Rows | None = None
    axes: NDArray[np.float32] | None = None
    guess: Guess | None = None

    @classmethod
    def of(
        cls, vocabulary: Sequence[str], encoders: Encoders | None, common: NDArray[np.int64] | None = None
    ) -> Neighbours:
        """Compare every word with every other; without an encoder a word is near to itself only.

        The words numbered in `common` stand for no other.
        """
        total = len(vocabulary)
        if encoders is None:
            itself = Lists(np.arange(total, dtype=np.int32), np.arange(total + 1))
            return cls(itself, np.full(total, WHOLE, np.uint8))
        blocks = [vocabulary[at : at + BLOCK] for at in range(0, total, BLOCK)]
        whole = np.vstack(on_every_core(encoders.words, blocks))
        axes = _main_axes(whole)
        vectors = whole @ axes
        found = []
        for at in range(0, total, BLOCK):
            block = vectors[at : at + BLOCK] @ vectors.T
            if common is not None:
                block[:, common] = 0
            block[np.arange(len(block)), np.arange(at, at + len(block))] = SELF
            found += [nearest(row) for row in block]
        starts = np.cumsum([0, *(len(at) for at, _ in found)])
        near = Lists(np.concatenate([at for at, _ in found]), starts)
        how_near = np.concatenate([np.asarray(np.rint(how * WHOLE), np.uint8) for _, how in found])
        guess = Guess.learned(encoders.tokens(vocabulary), vectors)
        return cls(near, how_near, Rows.of(vectors), axes, guess)

    def of_known(self, word: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the numbers of the words near a word of the vocabulary, and how near each is."""
        start, end = self.near.starts[word : word + 2]
        return self.near.flat[start:end], np.asarray(self.how_near[start:end] / np.float32(WHOLE), np.float32)

    def of_others(self, words: Sequence[str], encoders: Encoders | None) -> NDArray[np.float32] | None:
        """Return the cosines of other words with each of the vocabulary, (words, vocabulary); None with no encoder."""
        if self.vectors is None or self.axes is None or encoders is None or not words:
            return None
        at = encoders.words(words) @ self.axes if self.guess is None else self.guess(encoders.tokens(words))
        return self.vectors.times(at)


def nearest(cosines: NDArray[np.float32]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the words that are nearest, at most NEAREST of them, the nearest last, and how near each is."""
    near = np.flatnonzero(cosines >= max(np.float32(MEANING_FROM), _least(cosines)))
    found = cosines[near]
    order = np.argsort(found, kind="stable")[-NEAREST:]
    return near[order].astype(np.int32), above(found[order], MEANING_FROM)


def _least(cosines: NDArray[np.float32]) -> np.float32:
    """Return a number that at least NEAREST cosines reach; minus infinity where there are few.

    It is reached by the largest ones of so many groups: most words need not be put in order.
    """
    wide = len(cosines) // GROUPS
    if not wide:
        return np.float32(-np.inf)
    largest = cosines[: wide * GROUPS].reshape(wide, GROUPS).max(axis=0)
    return np.float32(np.partition(largest, -NEAREST)[-NEAREST])


def above(values: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
    """Return how far values reach from a floor to 1, in place: 0 below it, 1 at 1."""
    values -= np.float32(floor)
    values *= np.float32(1 / (1 - floor))
    return np.clip(values, 0, 1, out=values)


def _main_axes(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the AXES directions that carry most of vectors (n, dimensions), best first (Pearson 1901).

    Shape (dimensions, at most AXES). Cosines stay: the axes are at right angles, and what is cut off is small.
    """
    _, found = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(found[:, ::-1][:, :AXES], np.float32)


def _cosines(some: NDArray[np.float64], others: NDArray[np.float32]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(some, axis=1) * np.linalg.norm(others, axis=1)
    return np.asarray(np.einsum("ij,ij->i", some, others) / np.maximum(lengths, TINY))
