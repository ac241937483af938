"""What is Chinese, and Traditional Chinese as simplified and back: the content is simplified, people write in both."""

from __future__ import annotations

import re
from functools import cache, reduce

from opencc import OpenCC

CHARACTERS = "\u3400-\u9fff"  # inside the brackets of a pattern
HAN = re.compile(f"[{CHARACTERS}]")
# Where a character has two forms, the dictionaries take the other one: "旅遊籤", "別隻看", "在國外乾的活".
MENDED = (
    (re.compile("(?<!標)籤"), "簽"),
    (re.compile("髮卡"), "發卡"),
    (re.compile("別隻(?=[聽看憑信])"), "別只"),
    (re.compile("乾(?=的[活是])"), "幹"),
)
SHARE = 5  # one letter in so many: a sentence in Chinese may be full of Latin names


def mostly_han(text: str) -> bool:
    """Tell whether a text is written in Chinese characters. A single one in an English text does not make it so."""
    letters = sum(map(str.isalpha, text))
    return 0 < letters <= SHARE * len(HAN.findall(text))


def simplified(text: str) -> str:
    """Return a text in simplified characters; other letters stay."""
    found: str = _converter("t2s").convert(text)
    return found


def traditional(text: str) -> str:
    """Return a text in the Traditional characters of Taiwan, word by word and with the same words."""
    found: str = _converter("s2tw").convert(text)
    return reduce(lambda said, mend: mend[0].sub(mend[1], said), MENDED, found)


def in_traditional(text: str) -> bool | None:
    """Tell whether a text is written in Traditional characters; None where it has none that tell."""
    if not HAN.search(text):
        return None
    to_simplified = sum(a != b for a, b in zip(text, simplified(text), strict=False))
    to_traditional = sum(a != b for a, b in zip(text, traditional(text), strict=False))
    return None if to_simplified == to_traditional else to_simplified > to_traditional


@cache
def _converter(name: str) -> OpenCC:
    """Loaded when it is first needed: it takes a while."""
    return OpenCC(name)
