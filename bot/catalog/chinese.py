"""Traditional Chinese as simplified: content is written in simplified characters, people write in both."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC


def simplified(text: str) -> str:
    """Return a text in simplified characters; other letters stay."""
    found: str = _converter().convert(text)
    return found


@cache
def _converter() -> OpenCC:
    """Loaded when it is first needed: it takes a while."""
    return OpenCC("t2s")
