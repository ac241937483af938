"""Splits English into the pieces that BERT's encoders know (WordPiece, greedy; Devlin et al. 2018)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST, LAST, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
COMMONEST = "the"  # before it stand marks, digits and single letters
LONGEST_WORD = 60
MOST = 126  # pieces of one text, beside the two that frame it
BROKEN = 1.6  # pieces a word: from here on it is another language in Latin letters, or no language


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The vocabulary: `place` numbers the pieces; those inside a word begin with ##."""

    place: Mapping[str, int]

    @classmethod
    @cache
    def load(cls) -> WordPieces:
        """Read the vocabulary of BERT, uncased English (30,522 pieces; google-research/bert, Apache-2.0)."""
        written = files("bot.match").joinpath("wordpieces.txt").read_text(encoding="utf-8")
        return cls({piece: number for number, piece in enumerate(written.split("\n")[:-1])})

    def words(self) -> list[str]:
        """Return the whole words of two letters or more, the commonest first."""
        first = self.place[COMMONEST]
        return [piece for piece, number in self.place.items() if number >= first and piece.isalpha() and len(piece) > 1]

    def ids(self, folded: str) -> list[int]:
        """Return the numbers of a normalised text's pieces, framed; at most 128 of them."""
        pieces = [piece for word in folded.split() for piece in self._pieces(word)][:MOST]
        return [self.place[piece] for piece in (FIRST, *pieces, LAST)]

    def is_english(self, folded: str) -> bool:
        """Tell whether a normalised text reads as English: plain letters, and words that are mostly known whole."""
        words = folded.split()
        if not words or not folded.isascii() or not any(map(str.isalpha, folded)):
            return False
        return len(self.ids(folded)) - 2 <= BROKEN * len(words) + 1

    def _pieces(self, word: str) -> list[str]:
        found: list[str] = []
        start = 0
        while start < len(word[:LONGEST_WORD]):
            mark = "##" if start else ""
            ends = range(min(len(word), LONGEST_WORD), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self.place), None)
            if end is None:
                return [UNKNOWN]
            found.append(mark + word[start:end])
            start = end
        return found
