"""What two spellings of one question have in common: width, case, script, short forms, drawn-out letters, padding."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.catalog.chinese import CHARACTERS, HAN, simplified

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Forms = Mapping[str, Sequence[tuple[str, str]]]

QUESTION = 3  # words from which something is asked
LONGEST = 600  # characters: a question is short, and a paste must not cost seconds
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
MARKS = re.compile(r"[^\w]+|_")
APOSTROPHE = re.compile("['’`´]")
PIECE = re.compile(rf"[{CHARACTERS}]|[^\W{CHARACTERS}]+")
WORD = re.compile(rf"[{CHARACTERS}]|[^\W{CHARACTERS}]+(?:['’`´./@=?&-][^\W{CHARACTERS}]+)*")  # "don't", "u.s."
LETTER = re.compile(rf"(?<=[{CHARACTERS}])[a-z](?![^\W{CHARACTERS}])|(?<!\w)[a-z](?=[{CHARACTERS}])")


@dataclass(frozen=True)
class Normaliser:
    """Folds questions. `short` maps chat short forms, pinyin and words of a region to plain ones.

    `padding` lists polite words to leave out. Both are content: matching.yaml and regional.yaml in content/<language>.
    """

    short: Mapping[str, str] = field(default_factory=dict)
    padding: tuple[str, ...] = ()

    def __call__(self, text: str) -> str:
        """Fold a question: NFKC, simplified Chinese, lower case, single spaces; at most 600 characters.

        Padding is left out where a question remains: of "thanks a lot" or "hello there" it is what was meant.
        """
        folded = _replaced(_fold(simplified(text[: 2 * LONGEST])), self._forms)
        bare = " ".join(_replaced(folded, self._polite).split())
        return (bare if len(words(bare)) >= QUESTION else folded)[:LONGEST]

    def plain(self, text: str) -> str:
        """Return a text with its short forms and words of a region replaced, and its marks as they are."""
        clean = unicodedata.normalize("NFKC", INVISIBLE.sub("", simplified(text)))
        return _replaced(clean.casefold(), self._forms, WORD)

    @property
    def made_from(self) -> tuple[object, ...]:
        """All that it depends on, in a form that JSON can hold."""
        return dict(self.short), self.padding

    @cached_property
    def _forms(self) -> Forms:
        return _forms(self.short)

    @cached_property
    def _polite(self) -> Forms:
        return _forms(dict.fromkeys(self.padding, " "))


def _forms(known: Mapping[str, str]) -> Forms:
    """Return what is replaced by what, by its first word or Chinese character; the longest first."""
    forms: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for form, plain in known.items():
        folded = _fold(simplified(form))
        if pieces := PIECE.findall(folded):
            forms[pieces[0]].append((folded, plain))
    return {first: sorted(same, key=lambda each: -len(each[0])) for first, same in forms.items()}


def _replaced(folded: str, forms: Forms, word: re.Pattern[str] = PIECE) -> str:
    """Replace whole words of a folded text; in Chinese they need no space around them, a single letter does.

    No form reaches over a space between Chinese characters, which often ends a sentence, nor over a mark.
    """
    letters = {found.start() for found in LETTER.finditer(folded)}
    pieces = list(word.finditer(folded))
    ends = {piece.end() for piece in pieces}
    said, end = [], 0
    for piece in pieces:
        start = piece.start()
        if start < end:
            continue
        known = () if start in letters else forms.get(piece[0], ())
        fits = (each for each in known if folded.startswith(each[0], start) and start + len(each[0]) in ends)
        form, plain = next(fits, (piece[0], piece[0]))
        said += [folded[end:start], plain]
        end = start + len(form)
    return "".join([*said, folded[end:]])


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    folded = DRAWN_OUT.sub(r"\1\1", APOSTROPHE.sub("", folded))
    return " ".join(MARKS.sub(" ", folded).split())


def words(folded: str) -> list[str]:
    """Split a normalised text into words; Chinese, written without spaces, gives its pairs of characters."""
    pieces = PIECE.findall(folded)
    found: list[str] = []
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else ""
        if not HAN.match(piece):
            found.append(piece)
        elif after and HAN.match(after):
            found.append(piece + after)
        elif not found or not HAN.match(found[-1][-1:]):
            found.append(piece)
    return found
