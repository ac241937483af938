"""Which updates are answered at once: many, but of one chat one, so that one person's flood delays nobody else."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.media import PER_CHAT as FILES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

AT_ONCE = 64
PER_CHAT = FILES + 6  # taken up: more than may wait to be read, so that the next is refused and /sos answered at once
WAITING = 100_000  # updates that may wait to be taken up


class Turns:
    """The places of all chats, and each chat's turns, one after another. What waits for its turn takes no place.

    What has no order takes one of the `places` alone.
    """

    def __init__(self) -> None:
        """Start with every place free."""
        self.places = asyncio.Semaphore(AT_ONCE)
        self._of_chat: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for the chat's turn, and then for a place."""
        # The lock first: whoever holds a place waits for no lock, so that it comes free.
        async with self._of_chat.get(chat_id) or self._of_chat.setdefault(chat_id, asyncio.Lock()), self.places:
            yield


class Fair(BaseUpdateProcessor):
    """python-telegram-bot's hook: takes up a few updates of each chat, which then wait for their turn.

    `done` is called with an update's id when it is answered.
    """

    def __init__(self, done: Callable[[int], None]) -> None:
        """Let nobody wait at the door; who waits for what is decided here."""
        super().__init__(WAITING)
        self._done = done
        self._of_chat: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Answer one update when its chat has few under way."""
        chat = update.effective_chat if isinstance(update, Update) else None
        key = chat.id if chat is not None else 0
        async with self._of_chat.get(key) or self._of_chat.setdefault(key, asyncio.Semaphore(PER_CHAT)):
            try:
                await coroutine
            finally:
                if isinstance(update, Update):
                    self._done(update.update_id)
