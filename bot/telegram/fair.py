"""Which updates are answered at once: many, but of one chat few, so that one person's flood delays nobody else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

if TYPE_CHECKING:
    from collections.abc import Awaitable

AT_ONCE = 64
PER_CHAT = 8  # more than one: a picture is read for seconds, and /sos does not wait for it
WAITING = 100_000  # updates that may wait for one of these places


class Fair(BaseUpdateProcessor):
    """python-telegram-bot's hook: an update waits for a place of its chat first, and takes one of all only then."""

    def __init__(self) -> None:
        """Let nobody wait at the door; who waits for what is decided here."""
        super().__init__(WAITING)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._of_chat: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Answer one update when there is a place for it."""
        chat = update.effective_chat if isinstance(update, Update) else None
        key = chat.id if chat is not None else 0
        own = self._of_chat.get(key) or self._of_chat.setdefault(key, asyncio.Semaphore(PER_CHAT))
        async with own, self._places:
            await coroutine
