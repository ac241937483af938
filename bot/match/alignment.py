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

from bot.match.neighbours import MEANING_FROM, Lists, Neighbours, above, nearest
from bot.match.normalise import words
from bot.match.spelling import ALIKE_FROM, Spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.encoder import Encoders

NO_WORD = ""
OFTEN = 0.05  # of the texts: what is in more of them says too little to stand for another word, and takes most time
SEVERAL = 20  # texts: a word of fewer is not common, however few texts there are
LONGEST = 60  # words of one question that are looked at


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the indexed texts; `spellings` has those that can be misspelt.

    `place` and `cost` by word: its number, and how rare it is. `holders` lists the texts that have each word, `mass` is
    how much the words of each text weigh together. Those that are `common` are no other's neighbours in meaning.
    """

    place: Mapping[str, int]
    cost: Mapping[str, float]
    vocabulary: tuple[str, ...]
    spellings: Spellings
    idf: NDArray[np.float32]
    rarest: float
    neighbours: Neighbours
    holders: Lists
    mass: NDArray[np.float32]
    common: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str], encoders: Encoders | None) -> Words:
        """Index normalised texts, and compare every word with every other."""
        split = [_split(text) for text in texts]
        vocabulary = tuple(sorted({word for text in split for word in text}))
        place = {word: number for number, word in enumerate(vocabulary)}
        seen = Counter(word for text in split for word in set(text))
        idf = np.array([np.log((1 + len(texts)) / (1 + seen[word])) + 1 for word in vocabulary], np.float32)
        flat = np.array([place[word] for text in split for word in text])
        owner = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in split])
        starts = np.r_[0, np.cumsum(np.bincount(flat, minlength=len(vocabulary)))]
        holders = Lists(owner[np.argsort(flat, kind="stable")], starts)
        mass = np.bincount(owner, idf[flat]).astype(np.float32)
        return cls.indexed(
            vocabulary, idf, Neighbours.of(vocabulary, encoders, _common(holders, len(texts))), holders, mass
        )

    @classmethod
    def indexed(
        cls,
        vocabulary: tuple[str, ...],
        idf: NDArray[np.float32],
        neighbours: Neighbours,
        holders: Lists,
        mass: NDArray[np.float32],
    ) -> Words:
        """Return an index of what was counted and compared before."""
        place = {word: number for number, word in enumerate(vocabulary)}
        cost = dict(zip(vocabulary, idf.tolist(), strict=True))
        rarest = float(np.log(1 + len(mass)) + 1)
        common = _common(holders, len(mass))
        return cls(place, cost, vocabulary, Spellings.of(vocabulary), idf, rarest, neighbours, holders, mass, common)

    def held_by(self, kind: NDArray[np.int64], kinds: int) -> NDArray[np.float64]:
        """Return how many texts of each kind have each word, of the first texts, whose kinds are given.

        Shapes (texts,) and (words, kinds).
        """
        word = np.repeat(np.arange(len(self.vocabulary)), np.diff(self.holders.starts))
        among = self.holders.flat < len(kind)
        pairs = np.unique(word[among] * len(kind) + self.holders.flat[among])
        where = pairs // len(kind) * kinds + kind[pairs % len(kind)]
        return np.bincount(where, minlength=len(self.vocabulary) * kinds).reshape(-1, kinds).astype(np.float64)

    def similarity(self, folded: str, encoders: Encoders | None) -> NDArray[np.float32]:
        """Return the overlap of a normalised text with every indexed one, 0 to 1; shape (texts,)."""
        asked = words(folded)[:LONGEST]
        if not asked:
            return np.zeros(len(self.mass), np.float32)
        unknown = [word for word in dict.fromkeys(asked) if word not in self.place]
        strange = dict(zip(unknown, self._strange(unknown, encoders), strict=True))
        return self._overlap(
            [
                (strange[word], self.rarest)
                if word in strange
                else (self.neighbours.of_known(self.place[word]), self.cost[word])
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
        best.reshape(-1)[np.repeat(number * best.shape[1], times) + held] = np.repeat(how_near, times)
        of_question = (weights / weights.sum()) @ best
        nearest = np.zeros(len(self.idf), np.float32)
        np.maximum.at(nearest, near, how_near)
        touched = np.flatnonzero(nearest)
        held, times = self.holders.of(touched)
        mass = np.bincount(held, np.repeat(self.idf[touched] * nearest[touched], times), len(self.mass))
        of_text = np.asarray(mass / self.mass, np.float32)
        return np.asarray(2 * of_question * of_text / np.maximum(of_question + of_text, 1e-9), np.float32)

    def _strange(
        self, unknown: Sequence[str], encoders: Encoders | None
    ) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """Yield which words of the vocabulary are nearest to each unknown one, in meaning or spelling, and how near.

        Pairs of Chinese characters have no other spelling.
        """
        meaning = self.neighbours.of_others(unknown, encoders)
        for number, word in enumerate(unknown):
            at, alike = self.spellings.alike(word)
            spelt = MEANING_FROM + (1 - MEANING_FROM) * above(alike, ALIKE_FROM)  # as a cosine would say it
            if meaning is None:
                chosen, how_near = nearest(spelt)
                yield at[chosen].astype(np.int32), how_near
                continue
            cosines = meaning[number]
            cosines[self.common] = 0
            cosines[at] = np.maximum(cosines[at], spelt)
            yield nearest(cosines)

    def kernel(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the overlap of every indexed text with every other, made symmetric; shape (texts, texts)."""
        rows = np.empty((len(texts), len(texts)), np.float32)
        known = [(self.neighbours.of_known(word), float(weight)) for word, weight in enumerate(self.idf)]
        for number, text in enumerate(texts):
            rows[number] = self._overlap([known[self.place[word]] for word in _split(text)])
        for number in range(len(rows)):
            both = (rows[number, number:] + rows[number:, number]) / 2
            rows[number, number:] = rows[number:, number] = both
        return rows


def _common(holders: Lists, texts: int) -> NDArray[np.int64]:
    """Return the words that are in so many texts that they stand for no other."""
    return np.flatnonzero(np.diff(holders.starts) > max(OFTEN * texts, SEVERAL))


def _split(text: str) -> Sequence[str]:
    return words(text) or (NO_WORD,)
