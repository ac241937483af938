"""Holds every call that sends something to the bot's limits, and waits when Telegram asks for it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextlib import AbstractAsyncContextManager

COUNTED = frozenset(
    {"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption", "editMessageReplyMarkup"}
)
TRIES = 3
LONGEST = 30.0  # seconds that a reply waits; later it is of no use to anybody


class Permits(Protocol):
    """The limits that replies share with broadcasts."""

    def permit(self, chat_id: int, *, reply: bool) -> AbstractAsyncContextManager[None]:
        """Wait until a message may go."""
        ...

    def refused(self, chat_id: int, seconds: float) -> None:
        """Take note that Telegram asks to wait so long with a message to the chat."""
        ...

    def wait(self, chat_id: int) -> float:
        """Return the seconds for which nothing may be sent to the chat."""
        ...


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait. The public property warns of its coming type; this is that type."""
    return error._retry_after.total_seconds()  # noqa: SLF001


class Limiter(BaseRateLimiter[bool]):
    """python-telegram-bot's hook. `rate_limit_args=True` marks a broadcast, which has its permit already."""

    def __init__(self, permits: Permits) -> None:
        """Share these limits."""
        self._permits = permits

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - as the interface has it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: bool | None,  # noqa: FBT001
    ) -> Any:  # noqa: ANN401
        """Carry out one call of the Bot API."""
        chat_id = data.get("chat_id")
        if rate_limit_args or endpoint not in COUNTED or not isinstance(chat_id, int):
            return await callback(*args, **kwargs)
        for _ in range(TRIES):
            if (wait := self._permits.wait(chat_id)) > LONGEST:
                break
            async with self._permits.permit(chat_id, reply=True):
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:
                    wait = seconds(error)
                    self._permits.refused(chat_id, wait)
        raise RetryAfter(ceil(wait))
