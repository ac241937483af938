"""Which language a person gets: the one they chose, else that of their message's script, else Telegram's hint."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.dialogue.types import Session

DEFAULT = "en"
READ_FIRST = 500
HAN_SHARE = 0.2


def script(text: str) -> str | None:
    """Return "zh" for mostly Han text, "en" for Latin, None where the letters tell nothing (or there are none)."""
    letters = [char for char in text[:READ_FIRST] if char.isalpha()]
    if not letters:
        return None
    if sum(_is_kana(char) for char in letters):
        return None
    if sum("\u3400" <= char <= "\u9fff" for char in letters) >= HAN_SHARE * len(letters):
        return "zh"
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return "en" if latin > len(letters) // 2 else None


def foreign(text: str) -> bool:
    """Tell whether a text is written in letters that are neither Latin nor Chinese: Thai, Korean, Arabic ..."""
    return script(text) is None and any(char.isalpha() for char in text[:READ_FIRST])


def _is_kana(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff"


def choose(session: Session, text: str | None, hint: str | None, known: Collection[str]) -> str:
    """Return the code of the language for the next reply, always one of `known` or the default."""
    if session.lang_chosen and session.lang in known:
        return session.lang or DEFAULT
    candidates = (script(text) if text else None, session.lang, (hint or "").partition("-")[0].lower())
    return next((code for code in candidates if code in known and code), DEFAULT)
