"""What carries a message to a person, and the three ways in which that can fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from bot.dialogue.types import Reply


class RefusedError(Exception):
    """Telegram will never take this message for this person (400, 403). `blocked`: they blocked the bot."""

    def __init__(self, reason: str, *, blocked: bool = False) -> None:
        """Remember why."""
        super().__init__(reason)
        self.reason, self.blocked = reason, blocked


class LaterError(Exception):
    """Telegram asks to wait so many seconds (429), with this chat or with all; the message was not taken."""

    def __init__(self, seconds: float) -> None:
        """Remember how long."""
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class UnreachableError(Exception):
    """No usable answer came: a broken connection, a timeout, a 5xx. `taken`: the message may have been taken."""

    def __init__(self, reason: str, *, taken: bool = True) -> None:
        """Remember why."""
        super().__init__(reason)
        self.taken = taken


class Carrier(Protocol):
    """Sends messages. A message is prepared once and sent to many."""

    def prepare(self, reply: Reply, picture: bytes | None) -> Any:  # noqa: ANN401 - the carrier's own business
        """Return the message in the form in which it is sent."""
        ...

    async def send(self, chat_id: int, prepared: Any) -> None:  # noqa: ANN401
        """Send it. Raises RefusedError, LaterError or UnreachableError."""
        ...

    async def there(self) -> bool:
        """Tell whether Telegram answers at all, without a message to anybody."""
        ...
