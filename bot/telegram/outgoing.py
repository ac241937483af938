"""A reply as Bot API calls. A picture that fails never takes the words with it."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.catalog.html import text_of
from bot.dialogue.types import Button

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from telegram import Bot

    from bot.dialogue.types import Reply, Url

CAPTION, MESSAGE = 1024, 4096  # characters that Telegram takes
WAITS = (0.5, 2.0)  # seconds, before a reply that did not get through is tried again
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
log = logging.getLogger(__name__)


class Pictures(Protocol):
    """Draws the charts that replies name."""

    def draw(self, name: str, lang: str) -> bytes:
        """Return a PNG."""
        ...


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """Lay out the buttons of a reply, None where it has none."""
    if not reply.buttons:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in reply.buttons])


def _button(button: Button | Url) -> InlineKeyboardButton:
    if isinstance(button, Button):
        return InlineKeyboardButton(button.label, callback_data=button.command)
    return InlineKeyboardButton(button.label, url=button.url)


def below(picture: bytes | None, reply: Reply) -> bytes | None:
    """Return the picture where the words fit below it, else None: they matter more, and stay one message."""
    return picture if len(reply.html) <= CAPTION else None


async def deliver(
    bot: Bot,
    pictures: Pictures,
    chat_id: int,
    replies: Iterable[Reply],
    *,
    edit: int | None = None,
    to: int | None = None,
) -> tuple[Reply, ...]:
    """Send replies one after another; returns those that got through, logs the others. `edit` and `to` as in `send`."""
    through: list[Reply] = []
    for reply in replies:
        picture = None if reply.picture is None else await _drawn(bot, pictures, chat_id, reply.picture)
        try:
            await send(bot, chat_id, reply, edit=edit, picture=picture, to=to)
        except Forbidden:
            break  # the person blocked the bot: nobody to tell
        except BadRequest as error:
            log.error("Telegram refused reply %s: %s", reply.id, error.message)  # noqa: TRY400
        except TelegramError as error:
            # The next one may get through; and what is to be done after them must be done.
            log.error("reply %s could not be sent: %s", reply.id, type(error).__name__)  # noqa: TRY400
        else:
            through.append(reply)
    return tuple(through)


async def _drawn(bot: Bot, pictures: Pictures, chat_id: int, name: str) -> bytes | None:
    await quietly(bot.send_chat_action(chat_id, ChatAction.UPLOAD_PHOTO))
    try:
        return await asyncio.to_thread(pictures.draw, *name.split())
    except Exception as error:  # noqa: BLE001 - the words say the same
        log.error("picture %s could not be drawn: %s", name, type(error).__name__)  # noqa: TRY400
        return None


async def send(
    bot: Bot, chat_id: int, reply: Reply, *, edit: int | None, picture: bytes | None, to: int | None = None
) -> None:
    """Send one reply, or change message `edit` where the reply asks for it. Raises what the Bot API raises.

    `to` is the message that it answers, which may be gone by now.
    """
    if reply.document is not None:
        name, text = reply.document
        await _insist(partial(bot.send_document, chat_id, text.encode(), filename=name))
        return
    if picture is not None:
        await _show(bot, chat_id, reply, picture)
    layout: dict[str, Any] = {
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(reply),
        "link_preview_options": NO_PREVIEW,
    }
    if reply.edit and edit is not None and await _changed(bot, chat_id, reply, edit, layout):
        return
    answers = None if to is None else ReplyParameters(to, allow_sending_without_reply=True)
    try:
        await _insist(partial(bot.send_message, chat_id, reply.html, reply_parameters=answers, **layout))
    except BadRequest as error:
        # Help without bold type and buttons is better than none.
        log.error("Telegram refused reply %s, its words go alone: %s", reply.id, error.message)  # noqa: TRY400
        plain: dict[str, Any] = {"reply_parameters": answers, "link_preview_options": NO_PREVIEW}
        await _insist(partial(bot.send_message, chat_id, text_of(reply.html)[:MESSAGE], **plain))


async def _show(bot: Bot, chat_id: int, reply: Reply, picture: bytes) -> None:
    """Send the picture, once: the words need not wait for it, and one that was taken unheard would come thrice."""
    try:
        await bot.send_photo(chat_id, picture, filename="figures.png")
    except Forbidden:
        raise
    except TelegramError as error:
        log.warning("picture %s could not be sent: %s", reply.picture, type(error).__name__)


async def _changed(bot: Bot, chat_id: int, reply: Reply, message_id: int, layout: dict[str, Any]) -> bool:
    """Change a message into the reply. False where it is too old or gone: the answer then comes as a new one."""
    try:
        await _insist(partial(bot.edit_message_text, reply.html, chat_id, message_id, **layout))
    except BadRequest as error:
        return "not modified" in error.message
    return True


async def _insist(call: Callable[[], Awaitable[object]]) -> None:
    """Try again what the network or a fault of the server's kept; an answer that comes twice is better than none."""
    for wait in WAITS:
        try:
            await call()
        except BadRequest:
            raise
        except NetworkError:
            await asyncio.sleep(wait)
        else:
            return
    await call()


async def quietly(call: Awaitable[object]) -> None:
    """Make a call that nobody waits for."""
    try:
        await call
    except TelegramError as error:
        log.debug("a call that nobody waits for failed: %s", type(error).__name__)
