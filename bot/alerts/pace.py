"""Telegram's limits, kept for every message of the bot: so many a second in all, and few to one chat.

A permit is given when fewer than `per_second` messages are on their way or were answered within the last second. The
server has seen a message before it answers, so no window of one second at the server can ever hold more, however late
or bunched they arrive. Permits are also spaced evenly, so that no second starts with a burst.
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this

A refusal (429) does not say whether the chat has had too much or the whole bot has said too much. It holds back its own
chat; where several chats are refused soon after each other, it holds back everybody.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter, deque
from itertools import islice
from typing import TYPE_CHECKING

from bot.alerts.reach import Reach

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

WINDOW = 1.0
CHAT_SECONDS = 1.0
GROUP_WINDOW, GROUP_MESSAGES = 60.0, 20
SEVERAL, SOON = 3, 5.0  # so many chats refused within so many seconds: it is about the whole bot
KNOWN = 600.0  # seconds in which a chat is not counted again: a few that flood must not hold up everybody


class Pace:
    """The limits of one bot token. Times are of a clock that never jumps."""

    def __init__(self, per_second: float | None) -> None:
        """Keep to so many messages a second; None is without limit."""
        self.per_second = per_second
        self.reach = Reach()
        self._recent: deque[float] = deque()
        self._flying = 0
        self._next = 0.0
        self._paused_until = 0.0
        self._replies: deque[asyncio.Future[None]] = deque()
        self._broadcasts: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._broadcasting = 0
        self._chats: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._places: Counter[int] = Counter()
        self._held: dict[int, float] = {}
        self._refused: dict[int, float] = {}

    @contextlib.contextmanager
    def broadcast(self) -> Iterator[None]:
        """Hold everybody to the limit while a broadcast runs; without one, replies go out as people ask for them."""
        self._broadcasting += 1
        try:
            yield
        finally:
            self._broadcasting -= 1

    def refused(self, chat_id: int, seconds: float) -> None:
        """Take note that Telegram asks to wait so long with a message to the chat."""
        now = time.monotonic()
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), now + seconds)
        while self._refused and self._refused[first := next(iter(self._refused))] < now - KNOWN:
            del self._refused[first]
        if chat_id in self._refused:
            return
        self._refused[chat_id] = now
        newest = list(islice(reversed(self._refused.values()), SEVERAL))
        if len(newest) == SEVERAL and newest[-1] > now - SOON:
            self._paused_until = max(self._paused_until, now + seconds)
            self._pump()

    def held(self, chat_id: int) -> float:
        """Return the seconds for which this chat is held back: an alert is put off until then."""
        return max(self._held.get(chat_id, 0.0) - time.monotonic(), 0.0)

    def wait(self, chat_id: int) -> float:
        """Return the seconds for which nothing may be sent to this chat, whatever else is sent meanwhile."""
        return max(self.held(chat_id), self._paused_until - time.monotonic(), 0.0)

    @contextlib.asynccontextmanager
    async def permit(self, chat_id: int, *, reply: bool) -> AsyncIterator[None]:
        """Wait until one message may go to the chat; inside the block it is on its way. Replies go first.

        A reply also waits while its chat is held back. An alert does not: what waits for one chat keeps others waiting.
        """
        async with self._chat(chat_id, reply=reply):
            if not (reply and not self._broadcasting and time.monotonic() >= self._paused_until):
                await self._turn(self._replies if reply else self._broadcasts)
            else:
                self._flying += 1
            try:
                yield
            finally:
                self._landed(chat_id)

    async def _turn(self, queue: deque[asyncio.Future[None]]) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(waiting)
        self._pump()
        try:
            await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._flying -= 1  # the permit came together with the end
            raise

    def _landed(self, chat_id: int) -> None:
        now = time.monotonic()
        self._flying -= 1
        if self.per_second is not None:
            self._recent.append(now)
            self._forget(now)  # also where nobody waits: without alerts nobody ever does
        self._chats.pop(chat_id, None)
        self._chats[chat_id] = now
        while self._chats and self._chats[first := next(iter(self._chats))] < now - CHAT_SECONDS:
            del self._chats[first]
        if chat_id < 0:
            self._said(chat_id, now)
        if self._replies or self._broadcasts:
            self._pump()

    def _said(self, group: int, now: float) -> None:
        """Take note of a message to a group, which then stands last; forget those that had none for a minute."""
        said = self._groups.pop(group, deque())
        said.append(now)
        self._groups[group] = said
        while self._groups and self._groups[first := next(iter(self._groups))][-1] <= now - GROUP_WINDOW:
            del self._groups[first]

    def _pump(self) -> None:
        """Give out what may go now, and wake again when the next may."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._replies or self._broadcasts:
            now = time.monotonic()
            wait = self._wait(now)
            if wait is None:
                return  # the next message that lands pumps again
            if wait > 0:
                self._timer = asyncio.get_running_loop().call_later(wait, self._pump)
                return
            waiting = (self._replies or self._broadcasts).popleft()
            if waiting.done():
                continue  # whoever waited was cancelled
            self._flying += 1
            if self.per_second is not None:
                # A timer that fires late may be made up for, by one message and no more.
                self._next = max(self._next, now - 1 / self.per_second) + 1 / self.per_second
            waiting.set_result(None)

    def _wait(self, now: float) -> float | None:
        """Return the seconds until a permit is free, None where that depends on messages on their way."""
        paused = self._paused_until - now
        if self.per_second is None:
            return paused
        self._forget(now)
        beyond = self._flying + len(self._recent) - max(int(self.per_second), 1)
        if beyond < 0:
            return max(paused, self._next - now)
        if beyond >= len(self._recent):
            return None
        return max(paused, self._next - now, self._recent[beyond] + WINDOW - now)

    def _forget(self, now: float) -> None:
        """Forget the messages that were answered before the window."""
        while self._recent and self._recent[0] <= now - WINDOW:
            self._recent.popleft()

    @contextlib.asynccontextmanager
    async def _chat(self, chat_id: int, *, reply: bool) -> AsyncIterator[None]:
        """Wait for the chat's own limit, and hold a place in it. Replies may come in bursts, as Telegram allows."""
        while (wait := self._early(chat_id, reply=reply)) > 0:  # noqa: ASYNC110 - it is known for how long
            await asyncio.sleep(wait)
        self._places[chat_id] += 1
        try:
            yield
        finally:
            self._places[chat_id] -= 1
            if not self._places[chat_id]:
                del self._places[chat_id]

    def _early(self, chat_id: int, *, reply: bool) -> float:
        """Return the seconds until the chat's own limit may have room; what is on its way has its place already."""
        now, going = time.monotonic(), self._places[chat_id]
        last = now if going else self._chats.get(chat_id, -CHAT_SECONDS)
        wait = self.held(chat_id) if reply else last + CHAT_SECONDS - now
        said = self._groups.get(chat_id, deque())
        while len(said) > 1 and said[0] <= now - GROUP_WINDOW:
            said.popleft()
        beyond = len(said) + going - GROUP_MESSAGES
        if chat_id < 0 and beyond >= 0:
            wait = max(wait, CHAT_SECONDS if beyond >= len(said) else said[beyond] + GROUP_WINDOW - now)
        return wait
