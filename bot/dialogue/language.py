"""Which language a person gets: the one they chose, else that of their message's script, else Telegram's hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalog.types import MAIN
from bot.match.language import pinyin, script

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.dialogue.types import Session


def choose(session: Session, text: str | None, hint: str | None, known: Collection[str]) -> str:
    """Return the code of the language for the next reply, always one of `known` or the main one."""
    if session.lang_chosen and session.lang in known:
        return session.lang or MAIN
    # What may be pinyin tells nothing: whoever spoke Chinese before, or whose phone does, goes on in Chinese.
    written = script(text) if text and not pinyin(text) else None
    candidates = (written, session.lang, (hint or "").partition("-")[0].lower())
    return next((code for code in candidates if code in known and code), MAIN)
