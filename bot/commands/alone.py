"""One copy a token: Telegram ends the older request for messages when a newer one comes, so both copies hear of it."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from telegram.error import Conflict

from bot.errors import CannotError

if TYPE_CHECKING:
    import asyncio

    from telegram.error import TelegramError

    from bot.telegram.inbox import Receiver

# The copy that people talk to has asked for messages for long, and takes them back a second after a newcomer began; a
# minute is for a network so slow that it notices late.
YOUNG = 60.0
WEBHOOK = ("setWebhook", "webhook is active")  # of Telegram's words where no second copy is what is in the way
log = logging.getLogger(__name__)


class Alone:
    """Decides who stays where a second copy fetches the same messages: the newcomer gives way.

    Of two that begin within the same minute the one that is turned away first gives way, without another request, which
    would turn the other away too.
    """

    def __init__(self, stop: asyncio.Event, young: float = YOUNG) -> None:
        """Set `stop` where this copy gives way, as it does in its first `young` seconds."""
        self._stop = stop
        self._young = young
        self._began = time.monotonic()
        self._receiver: Receiver | None = None
        self._why: CannotError | None = None
        self._warned = False

    def begin(self, receiver: Receiver) -> None:
        """Take note of who fetches the messages, and that it begins now."""
        self._receiver, self._began = receiver, time.monotonic()

    def failed(self, error: TelegramError) -> None:
        """Take note of why messages could not be fetched; they are asked for again."""
        if not isinstance(error, Conflict):
            log.warning("fetching updates failed: %s", type(error).__name__)
        elif any(words in error.message for words in WEBHOOK):
            # No request succeeds any more, however long it is repeated; a start takes the webhook away.
            self._give_way(
                "Another program has Telegram send this bot's messages to a webhook, so none arrive here. "
                "Stop that program; the next start takes the messages back."
            )
        elif time.monotonic() - self._began < self._young:
            self._give_way("Another copy of this bot is running. Stop it first: only one may fetch the messages.")
        elif not self._warned:
            self._warned = True
            log.warning("a second copy of this bot was started with the same token: it has to stop, this one goes on")

    def check(self) -> None:
        """Raise CannotError where this copy has given way."""
        if self._why is not None:
            raise self._why

    def _give_way(self, why: str) -> None:
        self._why = CannotError(why)
        if self._receiver is not None:
            self._receiver.leave()
        self._stop.set()
