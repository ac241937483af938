"""A firm's name by its capitals, where no "Ltd" ends it: what patterns of small letters find is widened or narrowed."""

from __future__ import annotations

import re

WORD = re.compile(r"[\w&'’.+-]*[\w&+]")
BETWEEN = re.compile(r"[ \t]{1,2}")
JOINING = frozenset({"of", "and", "&", "the", "de", "for", "du", "la"})
SHORTEST = 3  # letters of a name in nothing but capitals
NO_FIRM = frozenset(
    {"whatsapp", "telegram", "wechat", "line", "viber", "facebook", "signal", "english", "mandarin", "chinese"}
    | {
        "chef",
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "captain",
        "manager",
        "hr",
        "head",
        "director",
        "sister",
        "our",
        "the",
        "we",
    }
)


def whole_name(original: str, start: int, end: int) -> tuple[int, int]:
    """Return the name in capitals that ends a match, with the capitals that follow; as it was where there are none."""
    found = [word.span() for word in WORD.finditer(original, start, end)]
    if not found or not _large(original, *found[-1]) or original[start:end].isupper():
        return start, end
    first = len(found) - 1
    for index in range(len(found) - 1, -1, -1):
        if _large(original, *found[index]):
            first = index
        elif original[slice(*found[index])].lower() not in JOINING:
            break
    return found[first][0], _onward(original, found[-1][1])


def stated_name(original: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the name that begins here, of two words in capitals or one of nothing else; None where there is none."""
    stop = original.find("\n", end)
    line = original[original.rfind("\n", 0, start) + 1 : len(original) if stop < 0 else stop]
    first = WORD.match(original, start, end)
    if first is None or line.isupper() or not _large(original, *first.span()) or first[0].lower() in NO_FIRM:
        return None
    stop = _onward(original, first.end(), end)
    alone = stop == first.end()
    short = sum(map(str.isalpha, first[0])) < SHORTEST
    return None if alone and (short or not first[0].isupper()) else (start, stop)


def _onward(original: str, end: int, last: int | None = None) -> int:
    """Return where the words in capitals end that follow a place."""
    last = len(original) if last is None else last
    while gap := BETWEEN.match(original, end, last):
        word = WORD.match(original, gap.end(), last)
        if word is None or not _large(original, *word.span()):
            break
        end = word.end()
    return end


def _large(original: str, start: int, end: int) -> bool:
    return end > start and original[start].isupper()
