"""What is Chinese, and Traditional Chinese as simplified: the content is simplified, people write in both."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

CHARACTERS = "\u3400-\u9fff"  # inside the brackets of a pattern
HAN = re.compile(f"[{CHARACTERS}]")
SHARE = 5  # one letter in so many: a sentence in Chinese may be full of Latin names


def mostly_han(text: str) -> bool:
    """Tell whether a text is written in Chinese characters. A single one in an English text does not make it so."""
    letters = sum(map(str.isalpha, text))
    return 0 < letters <= SHARE * len(HAN.findall(text))


def simplified(text: str) -> str:
    """Return a text in simplified characters; other letters stay."""
    found: str = _converter().convert(text)
    return found


@cache
def _converter() -> OpenCC:
    """Loaded when it is first needed: it takes a while."""
    return OpenCC("t2s")
