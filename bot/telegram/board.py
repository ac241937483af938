"""A message that is kept up to date: an operator watches a broadcast on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.telegram.outgoing import NO_PREVIEW, below, keyboard

if TYPE_CHECKING:
    from telegram.ext import ExtBot

    from bot.dialogue.types import Reply


@dataclass(frozen=True, slots=True)
class Board:
    """Shows replies through one bot. What cannot be shown is let go: the broadcast matters more."""

    bot: ExtBot[Any]

    async def show(
        self, chat_id: int, reply: Reply, message_id: int | None, picture: bytes | None = None
    ) -> int | None:
        """Send the reply, or change message `message_id` into it. Returns the message's id, None where that failed."""
        layout: dict[str, Any] = {"parse_mode": ParseMode.HTML, "reply_markup": keyboard(reply)}
        try:
            if message_id is not None:
                await self.bot.edit_message_text(
                    reply.html, chat_id, message_id, link_preview_options=NO_PREVIEW, **layout
                )
                return message_id
            if (photo := below(picture, reply)) is not None:
                return (await self.bot.send_photo(chat_id, photo, caption=reply.html, **layout)).message_id
            sent = await self.bot.send_message(chat_id, reply.html, link_preview_options=NO_PREVIEW, **layout)
        except TelegramError:
            return message_id
        return sent.message_id
