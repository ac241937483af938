"""What an operator may do with an alert, and what must hold before it: the same rules for the bot and the terminal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from bot.alerts.sendable import is_link, is_photo
from bot.dialogue.flows.subscribe import TOPICS as SUBSCRIBED
from bot.store.alerts import EVERY, Record, new

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.store.alerts import Alerts

Problem = Literal[
    "not_author",
    "not_approver",
    "same_person",
    "no_text",
    "expired",
    "no_topic",
    "late_start",
    "not_sent",
    "unknown",
    "too_long",
    "link",
    "picture",
    "changed",
]
TERMINAL = "terminal"
LONGEST = 3000  # characters of one text: with the bot's own words it stays one message
TOPICS = (*SUBSCRIBED, EVERY)
# Of an alert, what its update or withdrawal begins with.
FOLLOWS = ("countries", "severity", "urgency", "certainty", "area", "link", "missing", "texts")


class NotAllowedError(Exception):
    """The step is refused; `problem` names why, and has its words in content/<lang>/ui.yaml under desk.problem."""

    def __init__(self, problem: Problem) -> None:
        """Remember why."""
        super().__init__(problem.replace("_", " "))
        self.problem: Problem = problem


@dataclass(frozen=True, slots=True)
class Roles:
    """Who may do what, by operator: "123" is a Telegram id, "terminal:ann" whoever can run commands on the machine."""

    authors: frozenset[str] = frozenset()
    approvers: frozenset[str] = frozenset()
    two_persons: bool = True

    def knows(self, operator: str) -> bool:
        """Tell whether this is an operator at all."""
        return self.writes(operator) or self.approves(operator)

    def writes(self, operator: str) -> bool:
        """Tell whether the operator may write alerts."""
        return operator in self.authors or operator.startswith(TERMINAL)

    def approves(self, operator: str) -> bool:
        """Tell whether the operator may approve alerts."""
        return operator in self.approvers or operator.startswith(TERMINAL)


@dataclass(frozen=True, slots=True)
class Operators:
    """The steps of an alert's life. Each raises NotAllowedError, or StateError where the alert has moved on."""

    alerts: Alerts
    roles: Roles
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def save(self, record: Record, operator: str, action: str) -> Record:
        """Write a draft; only its own fields can change, never its state."""
        await self._may(self.roles.writes(operator), "not_author", operator, action, record.id)
        return await self.alerts.save(replace(record, state="draft"), operator, action)

    async def approve(self, alert_id: int, operator: str, seen: str = "") -> Record:
        """Let an alert go out: at once, or at its time. With two persons, not by its author.

        `seen` is the mark of what the operator was shown: what was changed since is not approved unseen.
        """
        await self.found(alert_id)
        await self._may(self.roles.approves(operator), "not_approver", operator, "approve", alert_id)

        def fits(record: Record, log: list[dict[str, Any]]) -> None:
            if self.roles.two_persons and operator in _writers(record, log):
                raise NotAllowedError("same_person")
            if seen and seen != mark(record):
                raise NotAllowedError("changed")
            check(record, self.clock())

        try:
            return await self.alerts.approve(alert_id, operator, fits)
        except NotAllowedError as error:
            await self._may(error.problem != "same_person", "same_person", operator, "approve", alert_id)
            raise

    async def tested(self, alert_id: int, operator: str, to: str | None = None) -> Record:
        """Return an alert that is to be sent as a test, `to` whom; what could not go out is not tested."""
        record = await self.found(alert_id)
        await self._may(self.roles.knows(operator), "not_author", operator, "test", alert_id)
        check(record, self.clock())
        await self.alerts.log(operator, "test", alert_id, to)
        return record

    async def reject(self, alert_id: int, operator: str) -> Record:
        """Drop a draft."""
        await self._may(self.roles.knows(operator), "not_author", operator, "reject", alert_id)
        return await self.alerts.move(alert_id, ("draft",), "rejected", operator)

    async def cancel(self, alert_id: int, operator: str) -> Record:
        """Stop for good what waits or runs. Who has it keeps it: `withdraw` tells them."""
        await self._may(self.roles.knows(operator), "not_author", operator, "cancel", alert_id)
        return await self.alerts.move(alert_id, ("approved", "running", "paused"), "cancelled", operator)

    async def pause(self, alert_id: int, operator: str) -> Record:
        """Hold a running alert; it goes on where it stopped."""
        await self._may(self.roles.knows(operator), "not_author", operator, "pause", alert_id)
        return await self.alerts.move(alert_id, ("running",), "paused", operator)

    async def resume(self, alert_id: int, operator: str) -> Record:
        """Let a paused alert go on."""
        await self._may(self.roles.approves(operator), "not_approver", operator, "resume", alert_id)
        return await self.alerts.move(alert_id, ("paused",), "running", operator, next_at=None)

    async def follow(self, alert_id: int, kind: Literal["Update", "Cancel"], operator: str) -> Record:
        """Start an update or a withdrawal of an alert that was sent; it goes to exactly those who got that."""
        record = await self.found(alert_id)
        if record.started_at is None or record.state == "replaced":
            raise NotAllowedError("not_sent")
        draft = replace(
            new(operator, record.topic, record.expires_at, self.clock()),
            message_type=kind,
            replaces=record.id,
            **{name: getattr(record, name) for name in FOLLOWS},
        )
        return await self.save(draft, operator, kind.lower())

    async def found(self, alert_id: int) -> Record:
        """Return an alert. Raises NotAllowedError where there is none."""
        record = await self.alerts.get(alert_id)
        if record is None:
            raise NotAllowedError("unknown")
        return record

    async def _may(self, allowed: bool, problem: Problem, operator: str, action: str, alert_id: int) -> None:  # noqa: FBT001
        if not allowed:
            await self.alerts.log(operator, "refused", alert_id or None, f"{action}: {problem}")
            raise NotAllowedError(problem)


def _writers(record: Record, log: Sequence[dict[str, Any]]) -> set[str]:
    """Return who wrote any of it: others than the author may have changed the draft."""
    return {record.author, *(row["operator"] for row in log if row["action"].startswith("set "))}


def mark(record: Record) -> str:
    """Return a few signs that belong to this very content of a draft."""
    content = hashlib.sha256(repr(replace(record, picture=None)).encode())
    content.update(record.picture or b"")
    return content.hexdigest()[:8]


def check(record: Record, now: datetime) -> None:
    """Look whether an alert can be sent. Raises NotAllowedError with the first thing that is missing."""
    problems: tuple[tuple[bool, Problem], ...] = (
        (not record.texts or not all(words.headline for _, words in record.texts), "no_text"),
        (record.topic not in TOPICS, "no_topic"),
        (record.expires_at <= now, "expired"),
        (record.scheduled_at is not None and record.scheduled_at >= record.expires_at, "late_start"),
        (any(_length(record, lang) > LONGEST for lang, _ in record.texts), "too_long"),
        (record.link is not None and not is_link(record.link), "link"),
        (record.picture is not None and not is_photo(record.picture), "picture"),
    )
    for wrong, problem in problems:
        if wrong:
            raise NotAllowedError(problem)


def _length(record: Record, lang: str) -> int:
    words = record.words[lang]
    return len(words.headline) + len(words.description) + len(words.instruction) + len(record.area)
