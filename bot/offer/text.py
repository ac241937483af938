"""A text as patterns see it, with the way back to the original: width, case, spacing and look-alike letters folded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 20_000
LOOKALIKES = str.maketrans("αοеаосрухіѕԁɡν０", "aoeaocpyxisdgv0")
SPACED = re.compile(r"(?:(?<=\s)|^)(?:[a-z] ){3,}[a-z](?=\s|$)")
HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what patterns read; `places[i]` is where its character i stands in the original."""

    original: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of the folded characters start to end."""
        return self.places[start], self.places[end - 1] + 1


def fold(original: str) -> Folded:
    """Fold the first 20,000 characters. Linear in the length."""
    characters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(original[:LONGEST]):
        for folded in unicodedata.normalize("NFKC", char).casefold().translate(LOOKALIKES):
            if _is_noise(folded):
                continue
            gap = folded.isspace()
            if gap and (not characters or characters[-1] == " "):
                continue
            characters.append(" " if gap else folded)
            places.append(place)
    return _close_gaps(original, characters, places)


def _is_noise(char: str) -> bool:
    return char != " " and unicodedata.category(char) in ("Cf", "Mn", "So", "Sk", "Cs", "Co")


def _close_gaps(original: str, characters: list[str], places: list[int]) -> Folded:
    """Take out what stands between Chinese characters (缅*北) and between s p a c e d letters."""
    text = "".join(characters)
    drop = {
        index for found in SPACED.finditer(text) for index in range(found.start(), found.end()) if text[index] == " "
    }
    for index in range(1, len(text) - 1):
        if text[index] in " *.-_·|~+/" and HAN.match(text[index - 1]) and HAN.match(text[index + 1]):
            drop.add(index)
    kept = [index for index in range(len(text)) if index not in drop]
    return Folded(original, "".join(text[index] for index in kept), tuple(places[index] for index in kept))
