"""Pictures and documents on their way to the reader: albums gathered, files fetched, queues kept short."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.constants import ChatAction, FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.dialogue.media import Read, messages
from bot.dialogue.types import Unreadable
from bot.telegram.incoming import origin, split

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
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


@dataclass(slots=True)
class _Album:
    """Messages that are one offer; most often a single one."""

    sent: list[Sent]
    refusal: Reason | None = None


class Media:
    """Turns messages with files into the dialogue's messages, by a reader. One for the whole bot."""

    def __init__(self, reader: Reader, *, quiet: float = QUIET, per_chat: int = PER_CHAT, most: int = ALL) -> None:
        """Use this reader. `quiet` in seconds, `per_chat` and `most` in files."""
        self._reader, self._quiet, self._per_chat, self._most = reader, quiet, per_chat, most
        self._albums: dict[tuple[int, str], _Album] = {}
        self._waiting: Counter[int] = Counter()
        self._refused: set[int] = set()
        self._fetching = asyncio.Semaphore(FETCHED)

    async def read(self, sent: Sent, at: datetime, told: Told) -> tuple[Message, ...]:
        """Read a message's file, or the whole album where it is the album's first message; none for the others.

        `told` is called at once where the chat has nothing else waiting.
        """
        # Counted before anything is waited for: the next message may come at any moment.
        refusal = self._refusal(sent.chat_id)
        album = _Album([], refusal)
        if sent.media_group_id is not None:
            album = self._albums.setdefault((sent.chat_id, sent.media_group_id), album)
        album.refusal = album.refusal or refusal
        leads, alone = not album.sent, not self._waiting[sent.chat_id]
        album.sent.append(sent)
        self._waiting[sent.chat_id] += 1
        return await self._lead(album, at, told if alone and refusal is None else None) if leads else ()

    def _refusal(self, chat_id: int) -> Reason | None:
        if self._waiting[chat_id] >= self._per_chat:
            return "queue_chat"
        return "queue_full" if self._waiting.total() >= self._most else None

    async def _lead(self, album: _Album, at: datetime, told: Told | None) -> tuple[Message, ...]:
        """Answer for a whole album."""
        chat_id = album.sent[0].chat_id
        try:
            async with self._typing(album.sent[0]):
                if told is not None:
                    await told()
                await self._whole(album)
                return await self._answer(album, at)
        finally:
            self._close(album)  # whatever broke: what came later would be added to it, and nobody would answer
            self._waiting[chat_id] -= len(album.sent)
            if not self._waiting[chat_id]:
                del self._waiting[chat_id]
                self._refused.discard(chat_id)

    async def _whole(self, album: _Album) -> None:
        """Wait for the rest of an album."""
        known = 0
        while album.sent[0].media_group_id is not None and known < len(album.sent):
            known = len(album.sent)
            await asyncio.sleep(self._quiet)
        self._close(album)

    def _close(self, album: _Album) -> None:
        """Take nothing more for an album: a further picture is one of its own."""
        key = (album.sent[0].chat_id, album.sent[0].media_group_id or "")
        if self._albums.get(key) is album:
            del self._albums[key]

    async def _answer(self, album: _Album, at: datetime) -> tuple[Message, ...]:
        # Their order is that of the ids, not of arrival.
        sent = sorted(album.sent, key=lambda each: each.message_id)
        first = sent[0]
        hint = first.from_user.language_code if first.from_user else None
        if album.refusal is not None:
            # Once until the queue is empty: fifty pictures sent together need no fifty refusals.
            known = first.chat_id in self._refused
            self._refused.add(first.chat_id)
            return () if known else (Unreadable(album.refusal, at, hint),)
        reads = [await self._file(each) for each in sent]
        caption = "\n".join(filter(None, map(_caption, sent)))
        return messages(caption, reads, at, hint, origin(first.forward_origin))

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
    if not caption.startswith("/") or sent.forward_origin is not None:
        return caption
    name, _, rest = split(caption)
    return rest if name == "check" else caption
