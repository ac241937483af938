"""Plain text that everything an alert goes through can hold: XML 1.0 forbids most control characters, PostgreSQL one.

https://www.w3.org/TR/xml/#charsets
"""

from __future__ import annotations

import re

ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
HIDDEN = re.compile("[\x7f-\x9f\ufeff]")
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return the text without the characters that no XML can hold."""
    return ILLEGAL.sub("", text)


def cleaned(text: str) -> str:
    """Return a typed or pasted text without control characters; every kind of line's end becomes a line feed."""
    return legal(HIDDEN.sub("", ENDS.sub("\n", text)))
