"""The offers that chats sent last, in memory only: for a minute to be read with what follows, a little longer to keep.

The shell owns one of these and hands its texts to the pure core with each message. It has no clock: time is that of the
messages. What is bounded: the number of chats, and the characters of all of them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.dialogue.types import Command, Text

if TYPE_CHECKING:
    from datetime import datetime

    from bot.dialogue.types import Message

TOGETHER = timedelta(minutes=1)
KEEPABLE = timedelta(minutes=15)
MOST_CHATS = 1000
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """The parts of one chat's offer, and when the last of them came."""

    parts: tuple[str, ...]
    at: datetime

    @property
    def size(self) -> int:
        """How many characters it is."""
        return sum(map(len, self.parts))

    def within(self, span: timedelta, now: datetime) -> bool:
        """Tell whether it is no older than `span`; a clock that jumped, forward or back, makes it old."""
        return abs(now - self.at) <= span


@dataclass(slots=True)
class Recent:
    """What is held, the chat that was heard last at the end."""

    chats: OrderedDict[int, Held] = field(default_factory=OrderedDict)
    size: int = 0

    def given(self, chat_id: int, message: Message) -> Message:
        """Return the message with the offer before it, where it comes in time."""
        held = self.chats.get(chat_id)
        if held is None:
            return message
        match message:
            case Text() if held.within(TOGETHER, message.at):
                return replace(message, before=held.parts)
            case Command(name="keep") if held.within(KEEPABLE, message.at):
                return replace(message, before=held.parts)
            case _:
                return message

    def take(self, chat_id: int, parts: tuple[str, ...] | None, at: datetime) -> None:
        """Hold what a turn names: None leaves what is held, nothing forgets it. What is old or too much goes."""
        self.expire(at)
        if parts is None:
            return
        self.forget(chat_id)
        if parts:
            self.chats[chat_id] = Held(parts, at)
            self.size += self.chats[chat_id].size
        while len(self.chats) > MOST_CHATS or self.size > MOST_CHARACTERS:
            self.forget(next(iter(self.chats)))

    def forget(self, chat_id: int) -> None:
        """Forget one chat."""
        held = self.chats.pop(chat_id, None)
        self.size -= held.size if held is not None else 0

    def expire(self, now: datetime) -> None:
        """Forget what can no longer be kept."""
        for chat_id in [chat_id for chat_id, held in self.chats.items() if not held.within(KEEPABLE, now)]:
            self.forget(chat_id)
