"""Carries alerts to Telegram: a message is encoded once, sent to many, and every refusal has its meaning.

It speaks the Bot API directly: building and reading python-telegram-bot's objects for each of thousands of equal
messages took two thirds of the processor time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.dialogue.carrier import LaterError, RefusedError, UnreachableError
from bot.telegram.limiter import seconds
from bot.telegram.outgoing import NO_PREVIEW, below, keyboard
from bot.telegram.wire import WireError

if TYPE_CHECKING:
    from telegram import Message
    from telegram.ext import ExtBot

    from bot.dialogue.types import Reply
    from bot.telegram.wire import Wire

OK, BAD_REQUEST, FORBIDDEN, TOO_MANY = 200, 400, 403, 429
PATIENCE = 1.0  # seconds where Telegram names none


@dataclass(slots=True)
class Prepared:
    """A message ready to be sent: as an encoded form, or with a picture, which goes up once and then by its id."""

    form: bytes
    html: str
    reply: Reply
    picture: bytes | None
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class TelegramCarrier:
    """Sends through one bot: texts by `wire`, whose address is the bot's, pictures by the bot itself.

    Without a wire, as behind a proxy, the bot sends everything.
    """

    bot: ExtBot[Any]
    wire: Wire | None = None

    def prepare(self, reply: Reply, picture: bytes | None) -> Prepared:
        """Encode the message."""
        markup = keyboard(reply)
        fields = {
            "text": reply.html,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": NO_PREVIEW.to_json(),
            **({"reply_markup": markup.to_json()} if markup else {}),
        }
        return Prepared(urlencode(fields).encode(), reply.html, reply, below(picture, reply))

    async def send(self, chat_id: int, prepared: Prepared) -> None:
        """Send it."""
        if prepared.picture is not None or self.wire is None:
            await self._by_bot(chat_id, prepared)
            return
        try:
            status, body = await self.wire.post("/sendMessage", b"chat_id=%d&%b" % (chat_id, prepared.form))
        except WireError as error:
            raise UnreachableError(str(error), taken=error.sent) from error
        try:
            answer = json.loads(body)
            if status == OK and answer["ok"]:
                return
            reason = str(answer.get("description", ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreachableError(f"status {status} without a readable answer") from error
        raise _failure(status, reason, answer.get("parameters") or {})

    async def there(self) -> bool:
        """Ask for the bot itself."""
        try:
            await self.bot.get_me()
        except TelegramError:
            return False
        return True

    async def _by_bot(self, chat_id: int, prepared: Prepared) -> None:
        try:
            sent = await self._message(chat_id, prepared)
        except RetryAfter as error:
            raise LaterError(seconds(error)) from error
        except Forbidden as error:
            raise RefusedError(error.message, blocked=True) from error
        except (BadRequest, ChatMigrated) as error:
            raise _failure(BAD_REQUEST, error.message, {}) from error
        except TelegramError as error:
            raise UnreachableError(error.message) from error
        prepared.file_id = sent.photo[-1].file_id if sent.photo else None

    async def _message(self, chat_id: int, prepared: Prepared) -> Message:
        layout: dict[str, Any] = {"parse_mode": ParseMode.HTML, "reply_markup": keyboard(prepared.reply)}
        if prepared.picture is None:
            return await self.bot.send_message(
                chat_id, prepared.html, link_preview_options=NO_PREVIEW, rate_limit_args=True, **layout
            )
        photo = prepared.file_id or prepared.picture
        return await self.bot.send_photo(chat_id, photo, caption=prepared.html, rate_limit_args=True, **layout)


def _failure(status: int, reason: str, parameters: dict[str, Any]) -> Exception:
    """Say what a refusal means. 401 and 404 are about the token, not the person: they may pass."""
    if status == TOO_MANY:
        return LaterError(float(parameters.get("retry_after", PATIENCE)))
    if status == FORBIDDEN:
        return RefusedError(reason, blocked=True)
    if status == BAD_REQUEST:
        return RefusedError(reason, blocked="chat not found" in reason.lower())
    return UnreachableError(f"{status} {reason}", taken=False)
