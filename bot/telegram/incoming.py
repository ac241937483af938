"""A Telegram update as the dialogue's message: a pure mapper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from telegram import (
    Message as TelegramMessage,
)
from telegram import (
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.dialogue.types import Command, Message, Text, Unreadable

if TYPE_CHECKING:
    from datetime import datetime

    from telegram import MessageOrigin, Update

Kind = Literal["sticker", "voice", "photo", "video", "document", "location", "contact", "other"]

KINDS: tuple[tuple[str, Kind], ...] = (
    ("sticker", "sticker"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("photo", "photo"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "video"),
    ("document", "document"),
    ("location", "location"),
    ("venue", "location"),
    ("contact", "contact"),
    ("poll", "other"),
    ("dice", "other"),
    ("story", "other"),
    ("game", "other"),
)


def to_message(update: Update, now: datetime, username: str) -> Message | None:
    """Return what the person said, None for updates that want no answer (edits, service messages, channels).

    `now` is the time in UTC; `username` is the bot's, so that /help@AnotherBot is left alone.
    """
    hint = update.effective_user.language_code if update.effective_user else None
    if update.callback_query is not None:
        return _command(update.callback_query.data or "none", now, hint, pressed=True)
    message = update.message
    if message is None:
        return None
    text = message.text if message.text is not None else message.caption
    if text is not None and text.startswith("/") and message.forward_origin is None:
        name, _, argument = text.removeprefix("/").partition(" ")
        name, _, addressee = name.partition("@")
        if addressee and addressee.lower() != username.lower():
            return None
        return _command(f"{name.split()[0] if name.split() else ''} {argument}", now, hint, pressed=False)
    if text is not None:
        return Text(text, now, hint, origin(message.forward_origin))
    return _unreadable(message, now, hint)


def _command(text: str, now: datetime, hint: str | None, *, pressed: bool) -> Command:
    name, _, argument = text.strip().partition(" ")
    return Command(name.lower(), argument.strip(), now, hint, pressed)


def _unreadable(message: TelegramMessage, now: datetime, hint: str | None) -> Unreadable | None:
    kind = next((kind for field, kind in KINDS if getattr(message, field)), None)
    return None if kind is None else Unreadable(kind, now, hint)


def origin(source: MessageOrigin | None) -> str | None:
    """Return the name of whom a message was forwarded from, where Telegram gives it."""
    match source:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChannel(chat=chat) | MessageOriginChat(sender_chat=chat):
            return chat.title
        case _:
            return None
