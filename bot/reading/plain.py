"""A text file as text: UTF-8, UTF-16 with its mark, or GB 18030, which old Chinese files are in."""

from __future__ import annotations

from bot.reading.limits import MAX_TEXT, UnreadableError

LONGEST = 4  # bytes of one character in all of these encodings
ENCODINGS = ("utf-8-sig", "gb18030")
SHARE = 0.02  # of characters that may be lost; more of them, and the encoding is another


def plain(data: bytes) -> tuple[str, bool]:
    """Return the first 20,000 characters, and whether more follow. Raises UnreadableError("file_type")."""
    part = data[: (MAX_TEXT + 1) * LONGEST]
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _cut(part.decode("utf-16", "ignore"))
    for encoding in ENCODINGS:
        # Where the part ends, a character may be broken: that is no sign of another encoding.
        text = part.decode(encoding, "replace")
        if text.count("\ufffd") <= max(1, SHARE * len(text)):
            return _cut(text.replace("\ufffd", ""))
    raise UnreadableError("file_type")


def _cut(text: str) -> tuple[str, bool]:
    if not text.strip():
        raise UnreadableError("no_words")
    return text[:MAX_TEXT], len(text) > MAX_TEXT
