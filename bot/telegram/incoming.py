"""A Telegram update as the dialogue's message: a pure mapper."""

from __future__ import annotations

from dataclasses import replace
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
from telegram.constants import ChatType

from bot.dialogue.types import Command, Message, Quoted, Text, Unreadable

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
    ("paid_media", "other"),
    ("checklist", "other"),
)


def to_message(update: Update, now: datetime, username: str) -> Message | None:
    """Return what the person said, None for updates that want no answer (edits, service messages, channels).

    `now` is the time in UTC; `username` is the bot's, so that /help@AnotherBot is left alone.
    """
    hint = update.effective_user.language_code if update.effective_user else None
    private = update.effective_chat is None or update.effective_chat.type == ChatType.PRIVATE
    if update.callback_query is not None:
        return _command(update.callback_query.data or "none", now, hint, pressed=True) if private else None
    message = update.message
    if message is None:
        return None
    text = words(message)
    if text is not None and text.startswith("/") and message.forward_origin is None:
        return _typed(message, text, now, hint, username, private=private)
    if not private:
        return None
    if text is not None:
        return Text(text, now, hint, origin(message.forward_origin))
    return _unreadable(message, now, hint)


def words(message: TelegramMessage) -> str | None:
    """Return the text of a message, or its caption."""
    return message.text if message.text is not None else message.caption


def _typed(
    message: TelegramMessage, text: str, now: datetime, hint: str | None, username: str, *, private: bool
) -> Command | None:
    """Return a typed command, with the message that it replies to.

    Of a group's, only /check and what is addressed to this bot: everything else there is said to others.
    """
    name, addressee, rest = split(text)
    if addressee and addressee.lower() != username.lower():
        return None
    if not private and not addressee and name != "check":
        return None
    command = _command(f"{name} {rest}", now, hint, pressed=False)
    return replace(command, quoted=_quoted(message, username), group=None if private else username)


def split(text: str) -> tuple[str, str, str]:
    """Split a typed command into its name, the bot that it is addressed to ("" for any) and what follows."""
    name, *rest = text.removeprefix("/").split(maxsplit=1) or [""]
    name, _, addressee = name.partition("@")
    return name.lower(), addressee, "".join(rest)


def _about(message: TelegramMessage, username: str) -> TelegramMessage | None:
    """Return the message that this one replies to; the bot's own are no offers."""
    quoted = message.reply_to_message
    if quoted is None:
        return None
    own = quoted.from_user is not None and quoted.from_user.username == username
    # Whatever is said in a topic of a group "replies" to the note that the topic was made.
    return None if own or quoted.forum_topic_created else quoted


def _quoted(message: TelegramMessage, username: str) -> Quoted | None:
    if (quoted := _about(message, username)) is not None:
        return Quoted(words(quoted) or "", origin(quoted.forward_origin))
    # A part of a message of another chat comes without that message.
    away = message.external_reply
    if message.quote is None or message.reply_to_message is not None:
        return None
    return Quoted(message.quote.text, origin(away.origin if away else None))


def answered(update: Update, username: str) -> int | None:
    """Return the message that an answer in a group belongs under: the one asked about, else the command."""
    message = update.message
    return None if message is None else (_about(message, username) or message).message_id


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
            return f"{chat.title} (@{chat.username})" if chat.username else chat.title
        case _:
            return None
