"""Tells one chat that cannot be reached from an outage, and when the chat is tried again.

A message to such a chat may arrive each time, with only its acknowledgement lost. So the tries are counted, in the
database, and grow rare. In an outage nobody is at fault: then nothing is counted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.store.deliveries import UNANSWERED, UNREACHABLE, Result

if TYPE_CHECKING:
    from datetime import datetime

    from bot.dialogue.carrier import Carrier

SEVERAL = 5  # chats that cannot be reached, and no message taken in between: then nobody can
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=6))


class Reach:
    """Who could not be reached since Telegram last took an alert or a digest.

    A reply is no proof: with a picture, say, an alert may get through to nobody where short answers do.
    """

    def __init__(self) -> None:
        """Start without knowing anything."""
        self._missed: set[int] = set()

    def answered(self) -> None:
        """Take note that Telegram took an alert or a digest."""
        self._missed.clear()

    async def alone(self, carrier: Carrier, chat_id: int, *, fresh: bool) -> bool:
        """Take note that a chat cannot be reached, and tell whether it is the chat alone.

        `fresh`: it had no try before. One that had is known for it, and says nothing about the others.
        """
        if fresh:
            self._missed.add(chat_id)
        # At night a single person may be waiting: then only Telegram itself can tell.
        return len(self._missed) < SEVERAL and await carrier.there() and len(self._missed) < SEVERAL


def missed(chat_id: int, state: str, tries: int, now: datetime) -> Result:
    """Return what becomes of a delivery that a chat has missed, after so many earlier tries."""
    if tries >= len(WAITS):
        return Result(chat_id, "failed", reason=UNANSWERED)
    return Result(chat_id, state, reason=UNREACHABLE, due_at=now + WAITS[tries], tried=True)
