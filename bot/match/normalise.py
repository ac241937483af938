"""What two spellings of one question have in common: width, case, script, short forms, drawn-out letters, padding."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.catalog.chinese import CHARACTERS, HAN, simplified

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTION = 3  # words from which something is asked
LONGEST = 600  # characters: a question is short, and a paste must not cost seconds
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
MARKS = re.compile(r"[^\w]+|_")
APOSTROPHE = re.compile("['’`´]")
PIECE = re.compile(rf"[{CHARACTERS}]|[^\W{CHARACTERS}]+")


@dataclass(frozen=True)
class Normaliser:
    """Folds questions. `short` maps chat short forms and pinyin to words; `padding` lists polite words to leave out.

    Both are content: content/<language>/matching.yaml.
    """

    short: Mapping[str, str] = field(default_factory=dict)
    padding: tuple[str, ...] = ()

    def __call__(self, text: str) -> str:
        """Fold a question: NFKC, simplified Chinese, lower case, single spaces; at most 600 characters.

        Padding is left out where a question remains: of "thanks a lot" or "hello there" it is what was meant.
        """
        folded = _fold(simplified(text[: 2 * LONGEST]))
        if self.short:
            folded = self._forms.sub(lambda found: self.short[found[0]], folded)
        bare = " ".join(self._polite.sub(" ", f" {folded} ").split()) if self.padding else folded
        return (bare if len(words(bare)) >= QUESTION else folded)[:LONGEST]

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        known = sorted(self.short, key=len, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)")

    @cached_property
    def _polite(self) -> re.Pattern[str]:
        known = sorted(self.padding, key=len, reverse=True)
        whole = [re.escape(part) for part in known if not HAN.search(part)]
        inside = [re.escape(part) for part in known if HAN.search(part)]
        return re.compile("|".join([*inside, *(rf"(?<= ){part}(?= )" for part in whole)]))


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
