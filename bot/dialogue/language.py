"""Which language a person gets: the one they chose, else that of their message's script, else Telegram's hint.

Who reads Traditional characters gets the Chinese answers in them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.catalog.chinese import in_traditional, traditional
from bot.catalog.types import MAIN
from bot.dialogue.types import Button
from bot.match.language import pinyin, script

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.dialogue.types import Reply, Session, Turn, Url

CHINESE = "zh"
TRADITIONAL = "zh-hant"
PLACES = frozenset({"zh-tw", "zh-hk", "zh-mo"})  # where a phone in Chinese shows Traditional characters
SENTENCE = 300  # characters: what is longer may be pasted, and tells only who never wrote before


def choose(session: Session, text: str | None, hint: str | None, known: Collection[str]) -> str:
    """Return the code of the language for the next reply, always one of `known` or the main one."""
    if session.lang_chosen and session.lang in known:
        return session.lang or MAIN
    # What may be pinyin tells nothing: whoever spoke Chinese before, or whose phone does, goes on in Chinese.
    written = script(text) if text and not pinyin(text) else None
    candidates = (written, session.lang, (hint or "").partition("-")[0].lower())
    return next((code for code in candidates if code in known and code), MAIN)


def reads_traditional(session: Session, text: str | None, hint: str | None) -> bool:
    """Tell whether Chinese is to be shown in Traditional characters to who wrote `text`: they may have chosen."""
    if session.lang_chosen:
        return session.traditional
    new = session.lang is None
    written = in_traditional(text) if text and (new or len(text) <= SENTENCE) else None
    if written is not None:
        return written
    code = (hint or "").lower()
    return session.traditional or (new and (code in PLACES or code.startswith(TRADITIONAL)))


def shown(turn: Turn, session: Session) -> Turn:
    """Return a turn in the characters that `session` reads."""
    if not (session.lang == CHINESE and session.traditional):
        return turn
    return replace(turn, replies=tuple(map(_converted, turn.replies)))


def _converted(reply: Reply) -> Reply:
    rows = tuple(tuple(map(_labelled, row)) for row in reply.buttons)
    return replace(reply, html=traditional(reply.html), buttons=rows)


def _labelled(button: Button | Url) -> Button | Url:
    if isinstance(button, Button) and button.command.startswith("language "):
        return button  # a language is called what its readers call it
    return replace(button, label=traditional(button.label))
