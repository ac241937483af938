"""A text as patterns see it, with the way back to the original: width, case, script, spacing and look-alikes folded."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.catalog.chinese import HAN, mostly_han, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 20_000  # characters of an offer that are read, in whatever way it comes
LOOKALIKES = str.maketrans("帐αοаеорсхуіѕԁɡνβτκιռհ０¥￥—–−‐‑‒’‘“”•·", "账aoaeopcxyisdgvbtkinh0¥¥------''\"\"**")
DIGITS = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "$": "s"}
VOWELS = "aeiouy"
# Figures inside a word: "f00d", "h1r1ng", "fr33".
RUN = re.compile(r"(?<=[a-z])([01345$])\1{0,2}(?=[a-z])|(?<=\bfr)33\b")
MONEY_OS = re.compile(r"(?<=\d)o{2,4}(?![a-z])")  # "1ooo$"
AT_IN_WORD = re.compile(r"(?<=\bs)@(?=l[a@]r)|(?<=\bs[a@]l)@(?=ry\b)|(?<=\bc)@(?=sh\b)")  # elsewhere "@" is an address
PICTURES = {"\U0001f6c2": " passport ", "\U0001f193": " free "}  # said by a picture, between Latin words
SPACED = re.compile(r"(?<![a-z])(?:[a-z][ .*_-]){3,24}[a-z](?![a-z])")
GAPS = " *.-_|~+/'"
SHORT_GRAM, LONG_GRAM = 2, 4  # characters of the pieces by which a text is known before patterns are searched
WRAPPED_HAN, WRAPPED_LATIN = 14, 40  # a line this long that ends without punctuation was broken by a screen


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what patterns read; `places[i]` is where its character i stands in the original.

    `has_han`: a Chinese character stands in it. `chinese`: it is written in Chinese, which takes more than one.
    `traditional`: it was written in traditional characters. `grams`: its pieces of none, one, two and four characters.
    `gaps`: where Chinese words begin that a space kept apart; in chats it stands for a comma.
    `known`: where strings were found to stand; hundreds of patterns share them.
    """

    original: str
    text: str
    places: tuple[int, ...]
    has_han: bool
    chinese: bool
    grams: frozenset[str]
    traditional: bool = False
    gaps: tuple[int, ...] = ()
    known: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def spots(self, strings: Iterable[str], most: int) -> list[int]:
        """Return where any of these strings begins, in order; only some where there are `most` or more."""
        found: list[int] = []
        for string in strings:
            places = self.known.get(string)
            if places is None:
                places = self.known[string] = _spots(self.text, string, most) if gram(string) in self.grams else ()
            if places:
                found += places
                if len(found) >= most:
                    return found
        return sorted(found)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of the folded characters start to end (end > start)."""
        return self.places[start], self.places[end - 1] + 1


def _spots(text: str, string: str, most: int) -> tuple[int, ...]:
    found: list[int] = []
    place = text.find(string)
    while place >= 0 and len(found) < most:
        found.append(place)
        place = text.find(string, place + 1)
    return tuple(found)


def simplified_in_place(text: str) -> str:
    """Return the text in simplified characters, each in the place that it had; as it is where that cannot be."""
    simple = simplified(text)
    return simple if len(simple) == len(text) else text


def fold(original: str) -> Folded:
    """Fold the first 20,000 characters, traditional ones into simple ones. Linear."""
    read = original[:LONGEST]
    simple = simplified_in_place(read)
    characters: list[str] = []
    places: list[int] = []
    known = {char: _folded(char) for char in set(simple)}
    if not HAN.search(simple):
        known |= {char: said for char, said in PICTURES.items() if char in known}
    for place, char in enumerate(simple):
        for folded in known[char]:
            if folded == " " and (not characters or characters[-1] in " \n"):
                continue
            if folded == "\n" and characters and characters[-1] == " ":
                characters[-1], places[-1] = "\n", place
            elif folded != "\n" or (characters and characters[-1] != "\n"):
                characters.append(folded)
                places.append(place)
    return replace(_close_gaps(original, characters, places), traditional=_traditional(read, simple))


def _traditional(read: str, simple: str) -> bool:
    """Tell whether more than one character in twenty has another simple form: single ones stand in simple texts too."""
    return sum(before != after for before, after in zip(read, simple, strict=True)) * 20 > len(read)


def _folded(char: str) -> str:
    """Return the character as patterns see it: "" for what is invisible, a space for a picture."""
    if char.isascii():
        return "\n" if char in "\n\r" else " " if char.isspace() else char.lower()
    plain = unicodedata.normalize("NFKC", char).casefold().translate(LOOKALIKES)
    kept = []
    for part in plain:
        category = unicodedata.category(part)
        if category in ("Zl", "Zp"):
            kept.append("\n")
        elif part.isspace() or category in ("So", "Sk", "Co"):
            kept.append(" ")
        elif category not in ("Cf", "Mn", "Me", "Cs", "Cc", "Cn"):
            kept.append(part)
    return "".join(kept)


def _close_gaps(original: str, characters: list[str], places: list[int]) -> Folded:
    """Take out what stands between Chinese characters (缅*北) and between s p a c e d letters; mend digits in words."""
    _mend(characters)
    text = "".join(characters)
    drop: set[int] = set()
    breaks: list[int] = []
    for found in SPACED.finditer(text):
        drop.update(range(found.start() + 1, found.end(), 2))
    han = [False] * len(text)
    for found in HAN.finditer(text):
        han[found.start()] = True
    line = 0
    for index in range(1, len(text) - 1):
        char = text[index]
        if char == "\n":
            if _is_wrapped(text, line, index):
                characters[index] = " "
                if han[index - 1] or han[index + 1]:
                    drop.add(index)
            line = index + 1
        elif (char == " " and (han[index - 1] or han[index + 1])) or (
            char in GAPS and han[index - 1] and han[index + 1]
        ):
            drop.add(index)
            if char == " " and all(han[max(0, index - 2) : index]) and all(han[index + 1 : index + 3]):
                breaks.append(index + 1)
        elif char == "0" and _is_no(text, index):
            characters[index] = "o"
    kept = [index for index in range(len(characters)) if index not in drop]
    folded = "".join(characters[index] for index in kept)
    gaps = tuple(bisect_left(kept, index) for index in breaks)
    back = tuple(places[index] for index in kept)
    return Folded(original, folded, back, any(han), mostly_han(folded), grams(folded), gaps=gaps)


def _mend(characters: list[str]) -> None:
    """Turn the figures and signs that stand for letters in a word into them, and letters in a number into figures."""
    text = "".join(characters)
    for found in RUN.finditer(text):
        for index in range(*found.span()):
            characters[index] = _letter(text, index)
    for found in AT_IN_WORD.finditer(text):
        characters[found.start()] = "a"
    for found in MONEY_OS.finditer(text):
        characters[found.start() : found.end()] = "0" * len(found[0])


def _letter(text: str, index: int) -> str:
    """Return what a figure stands for; a one between consonants is an i ("h1ring"), beside a vowel an l ("sa1ary")."""
    around = text[index - 1] + text[index + 1 : index + 2]
    return "i" if text[index] == "1" and not set(around) & set(VOWELS) else DIGITS[text[index]]


def gram(word: str) -> str:
    """Return the piece of a word that stands in the grams of every text that holds the word."""
    return word[:LONG_GRAM] if len(word) >= LONG_GRAM else word[:SHORT_GRAM]


def grams(text: str) -> frozenset[str]:
    """Return the pieces by which a text is known: none, one, two and four characters."""
    pieces = {"", *text}
    for size in (SHORT_GRAM, LONG_GRAM):
        pieces.update([text[start : start + size] for start in range(len(text) - size + 1)])
    return frozenset(pieces)


def _is_wrapped(text: str, line: int, index: int) -> bool:
    before, after = text[index - 1], text[index + 1]
    if HAN.match(before) and HAN.match(after):
        return index - line >= WRAPPED_HAN
    return index - line >= WRAPPED_LATIN and (_is_letter(before) or before == ",") and _is_letter(after)


def _is_no(text: str, index: int) -> bool:
    """Tell whether a zero ends the word "n0"."""
    return (
        text[index - 1 : index + 1] == "n0"
        and text[index - 2 : index - 1] in ("", " ", "\n")
        and text[index + 1] == " "
    )


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"
