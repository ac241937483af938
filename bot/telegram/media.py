"""Pictures and documents on their way to the reader: albums gathered, files fetched, queues kept short."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from typing import TYPE_CHECKING

from telegram.constants import ChatAction, FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.dialogue.media import Read, messages
from bot.dialogue.types import Unreadable
from bot.telegram.incoming import origin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from datetime import datetime

    from telegram import Document, PhotoSize
    from telegram import Message as Sent

    from bot.dialogue.media import Reader, Reason
    from bot.dialogue.types import Message

    Told = Callable[[], Awaitable[None]]

QUIET = 0.8  # seconds without a further picture, after which an album is whole: its messages come one by one
PER_CHAT, ALL = 10, 30  # files waiting: one album, and a minute's work
FETCHED = 2  # files in memory: one is fetched while another is read
PATIENCE = 60.0  # seconds to fetch one file
TYPING = 4.5  # seconds; Telegram shows the action for five


def file_of(sent: Sent | None) -> PhotoSize | Document | None:
    """Return the picture (its largest size) or the document of a message. A GIF comes as both: it is a film."""
    if sent is None or sent.animation is not None:
        return None
    return sent.photo[-1] if sent.photo else sent.document


class Media:
    """Turns messages with files into the dialogue's messages, by a reader. One for the whole bot."""

    def __init__(self, reader: Reader, *, quiet: float = QUIET, per_chat: int = PER_CHAT, most: int = ALL) -> None:
        """Use this reader. `quiet` in seconds, `per_chat` and `most` in files."""
        self._reader, self._quiet, self._per_chat, self._most = reader, quiet, per_chat, most
        self._albums: dict[tuple[int, str], list[Sent]] = {}
        self._waiting: Counter[int] = Counter()
        self._refused: set[int] = set()
        self._fetching = asyncio.Semaphore(FETCHED)

    async def read(self, sent: Sent, at: datetime, told: Told) -> tuple[Message, ...]:
        """Read a message's file, or the whole album where it is the album's first message; none for the others.

        `told` is called at once where the chat has nothing else waiting.
        """
        album = [sent]
        if sent.media_group_id is not None:
            # Before anything is waited for: the album's next message may come at any moment.
            known = self._albums.setdefault((sent.chat_id, sent.media_group_id), album)
            if known is not album:
                known.append(sent)
                return ()
        async with self._typing(sent):
            if not self._waiting[sent.chat_id]:
                await told()
            return await self._album(await self._whole(album), at)

    async def _whole(self, album: list[Sent]) -> list[Sent]:
        """Wait for the rest of an album; its order is that of the ids, not of arrival."""
        group = album[0].media_group_id
        if group is None:
            return album
        try:
            known = 0
            while known < len(album):
                known = len(album)
                await asyncio.sleep(self._quiet)
        finally:
            del self._albums[album[0].chat_id, group]
        return sorted(album, key=lambda each: each.message_id)

    async def _album(self, album: Sequence[Sent], at: datetime) -> tuple[Message, ...]:
        first = album[0]
        hint = first.from_user.language_code if first.from_user else None
        if (refusal := self._refusal(first.chat_id, len(album))) is not None:
            # Once until the queue is empty: fifty pictures sent together need no fifty refusals.
            known = first.chat_id in self._refused
            self._refused.add(first.chat_id)
            return () if known else (Unreadable(refusal, at, hint),)
        self._waiting[first.chat_id] += len(album)
        try:
            reads = [await self._file(each) for each in album]
        finally:
            self._waiting[first.chat_id] -= len(album)
            if not self._waiting[first.chat_id]:
                del self._waiting[first.chat_id]
                self._refused.discard(first.chat_id)
        caption = "\n".join(filter(None, map(_caption, album)))
        return messages(caption, reads, at, hint, origin(first.forward_origin))

    def _refusal(self, chat_id: int, files: int) -> Reason | None:
        if self._waiting[chat_id] + files > self._per_chat:
            return "queue_chat"
        return "queue_full" if self._waiting.total() + files > self._most else None

    async def _file(self, sent: Sent) -> Read:
        file = file_of(sent)
        if file is None or (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
            return Read(reason="moving" if file is None else "too_big")
        async with self._fetching:
            try:
                async with asyncio.timeout(PATIENCE):
                    handle = await file.get_file()
                    data = await handle.download_as_bytearray(read_timeout=PATIENCE)
            except (TelegramError, TimeoutError) as error:
                big = isinstance(error, BadRequest) and "too big" in error.message
                return Read(reason="too_big" if big else "not_fetched")
            return await self._reader.read(bytes(data))

    @contextlib.asynccontextmanager
    async def _typing(self, sent: Sent) -> AsyncIterator[None]:
        """Show that the bot is at work, for as long as it is."""

        async def show() -> None:
            while True:
                with contextlib.suppress(TelegramError):
                    await sent.get_bot().send_chat_action(sent.chat_id, ChatAction.TYPING)
                await asyncio.sleep(TYPING)

        showing = asyncio.create_task(show())
        try:
            yield
        finally:
            showing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await showing


def _caption(sent: Sent) -> str:
    """Return the words below a picture; "/check" is no part of the offer, it only says what to do with it."""
    caption = (sent.caption or "").strip()
    command, _, rest = caption.partition(" ")
    return rest if command.partition("@")[0].lower() == "/check" and sent.forward_origin is None else caption
