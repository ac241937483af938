"""Which words are spelt alike (Jaro-Winkler, rapidfuzz), found without comparing a word with all that are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from bot.catalog.chinese import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

ALIKE_FROM = 0.8  # a Jaro-Winkler similarity below this is another word
START = 0.4  # of what is missing to 1, most that the same beginning adds to Jaro's similarity (Winkler 1990)
BITS = 64  # letters that share a bit are taken for one: no words seem less alike than they are


@dataclass(frozen=True, slots=True)
class Spellings:
    """Words that can be misspelt: all but those with Chinese characters.

    `words` stand at `at` in a vocabulary. `letters` has a bit for each letter of a word, `length` counts them, `first`
    is the first one; shapes (words,).
    """

    words: tuple[str, ...]
    at: NDArray[np.int64]
    letters: NDArray[np.uint64]
    length: NDArray[np.float32]
    first: NDArray[np.uint32]

    @classmethod
    def of(cls, vocabulary: Sequence[str]) -> Spellings:
        """Index words; an empty one is like no other."""
        at = [number for number, word in enumerate(vocabulary) if word and not HAN.search(word)]
        words = tuple(vocabulary[number] for number in at)
        return cls(
            words,
            np.array(at, np.int64),
            np.array([_letters(word) for word in words], np.uint64),
            np.array([len(word) for word in words], np.float32),
            np.array([ord(word[0]) for word in words], np.uint32),
        )

    def alike(self, word: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return where in the vocabulary the words are that are spelt like another, and how alike: over ALIKE_FROM."""
        none = np.zeros(0, np.int64), np.zeros(0, np.float32)
        if not word or HAN.search(word):
            return none
        maybe = self._maybe(word)
        if not len(maybe):
            return none
        others = [self.words[number] for number in maybe.tolist()]
        alike = process.cdist([word], others, scorer=JaroWinkler.similarity, score_cutoff=ALIKE_FROM)[0]
        close = alike > ALIKE_FROM
        return self.at[maybe[close]], alike[close]

    def _maybe(self, word: str) -> NDArray[np.int64]:
        """Return the words that may be alike: no more letters can agree than those that are in both.

        Jaro's similarity is at most (common / length + common / length of the other + 1) / 3.
        """
        letters, length = np.uint64(_letters(word)), np.float32(len(word))
        common = np.minimum(
            length - np.bitwise_count(letters & ~self.letters),
            self.length - np.bitwise_count(self.letters & ~letters),
        )
        most = (common / length + common / self.length + 1) / 3
        needed = np.where(self.first == ord(word[0]), (ALIKE_FROM - START) / (1 - START), ALIKE_FROM)
        return np.flatnonzero(most >= needed)


def _letters(word: Iterable[str]) -> int:
    return sum({1 << ord(letter) % BITS for letter in word})
