"""What two spellings of one question have in common: width, case, marks, invisible characters, drawn-out letters."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 600  # characters: a question is short, and a paste must not cost seconds
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
MARKS = re.compile(r"[^\w]+|_")
APOSTROPHE = re.compile("['’`´]")
HAN = re.compile("[\u3400-\u9fff]")
PIECE = re.compile("[\u3400-\u9fff]|[^\\W\u3400-\u9fff]+")


def normalise(text: str) -> str:
    """Fold a question: NFKC, case, nothing invisible, no marks or emoji, single spaces; at most 600 characters."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[: 2 * LONGEST])).casefold()
    folded = DRAWN_OUT.sub(r"\1\1", APOSTROPHE.sub("", folded))
    return " ".join(MARKS.sub(" ", folded).split())[:LONGEST]


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
