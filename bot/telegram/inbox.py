"""Confirms to Telegram only what is answered: what a kill interrupts comes again at the next start, once.

python-telegram-bot confirms whatever it has fetched with its next request, answered or not.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import Update

MOST = 50  # updates kept unconfirmed, of the 100 that Telegram gives at once: beyond it, new ones go before safety
SOON = 0.1  # seconds after which it is asked again: Telegram does not wait while something is unconfirmed


class Inbox:
    """Which updates were fetched and not yet confirmed, by id, and whether each is answered."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._answered: dict[int, bool] = {}
        self._changed = asyncio.Event()

    def first(self, offset: int) -> int:
        """Return the first id that may not be confirmed, up to `offset`, and forget those before it."""
        first = min((number for number, answered in self._answered.items() if not answered), default=offset)
        if sum(number >= first for number in self._answered) > MOST:
            first = offset
        self._answered = {number: answered for number, answered in self._answered.items() if number >= first}
        return first

    def new(self, updates: Iterable[Update]) -> tuple[Update, ...]:
        """Return the updates that were not fetched before; they are under way now."""
        found = tuple(update for update in updates if update.update_id not in self._answered)
        self._answered |= {update.update_id: False for update in found}
        return found

    def answered(self, number: int) -> None:
        """Take note that an update is answered."""
        if number in self._answered:
            self._answered[number] = True
        self._changed.set()

    async def changed(self) -> None:
        """Wait until one is answered, but not long."""
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SOON):
                await self._changed.wait()


class Receiver(ExtBot[Any]):
    """The bot as Telegram's client, which fetches its updates through an inbox."""

    def __init__(self, inbox: Inbox, token: str, **settings: Any) -> None:  # noqa: ANN401 - those of ExtBot
        """Take the settings of ExtBot."""
        super().__init__(token, **settings)
        self._inbox = inbox
        self._begun = False
        self._left = False

    def leave(self) -> None:
        """Fetch nothing any more: one more request would end that of the copy of this bot that stays."""
        self._left = True

    async def get_updates(self, offset: int | None = None, *args: Any, **settings: Any) -> tuple[Update, ...]:  # noqa: ANN401
        """Return the updates that are new, and confirm those that are answered."""
        if self._left:
            await asyncio.sleep(SOON)  # or whoever asks would ask all the time
            return ()
        if not settings.get("timeout"):  # the last request before the end: what is under way will be answered
            return await super().get_updates(offset, *args, **settings)
        fetched = await super().get_updates(offset and self._inbox.first(offset), *args, **settings)
        new = self._inbox.new(fetched)
        if not self._begun and new:
            # What a kill interrupted is tried once more, not for ever: it may have been what killed.
            with contextlib.suppress(TelegramError):
                await super().get_updates(new[-1].update_id + 1, limit=1, timeout=0)
        self._begun = True
        if fetched and not new:
            await self._inbox.changed()
        return new
