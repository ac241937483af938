"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid et al. 1975) of English."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE = re.compile(r"[.!?:;\n]+")
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: groups of vowels, less a silent final e."""
    low = word.lower()
    count = len(VOWELS.findall(low))
    if low.endswith("e") and not low.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(1, count)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade (years of school) of `text`; 0 for a text without words."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, sum(bool(WORD.search(part)) for part in SENTENCE.split(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
