"""How far a broadcast is: counts, rate and time left, for the operator's message, the terminal and the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.store.deliveries import BLOCKED, DIGEST, OPEN

if TYPE_CHECKING:
    from bot.store.alerts import Alerts, Record
    from bot.store.deliveries import Deliveries

CELLS = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one alert. `failed`, `skipped` and `held` are by reason; `held` are part of `waiting`.

    `blocked` are those who blocked the bot, and no part of `failed`. `seconds` since its start, or until its end;
    `per_second` is sent per second of that.
    """

    record: Record
    sent: int
    waiting: int
    held: dict[str, int]
    digest: int
    blocked: int
    failed: dict[str, int]
    skipped: dict[str, int]
    seconds: float

    @property
    def total(self) -> int:
        """Everybody in the audience."""
        rest = sum(self.failed.values()) + sum(self.skipped.values())
        return self.sent + self.waiting + self.digest + self.blocked + rest

    @property
    def rests(self) -> bool:
        """Whether it is paused, or nobody is due of those who wait."""
        return self.record.state == "paused" or 0 < self.waiting <= sum(self.held.values())

    @property
    def per_second(self) -> float:
        """Messages sent a second."""
        return self.sent / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds until those who are due have it; None while that cannot be told."""
        due = self.waiting - sum(self.held.values())
        return due / self.per_second if self.per_second else None

    @property
    def bar(self) -> str:
        """The share that is done, as a line of cells."""
        done = CELLS * (self.total - self.waiting) // self.total if self.total else 0
        return "▓" * done + "░" * (CELLS - done)

    def plain(self) -> dict[str, object]:
        """Return the figures as JSON data."""
        return {
            "id": self.record.id,
            "state": self.record.state,
            "total": self.total,
            "sent": self.sent,
            "waiting": self.waiting,
            "held_back": sum(self.held.values()),
            "held_by_reason": self.held,
            "digest": self.digest,
            "blocked": self.blocked,
            "failed": self.failed,
            "skipped": self.skipped,
            "seconds": round(self.seconds, 1),
            "per_second": round(self.per_second, 2),
        }


async def progress(alerts: Alerts, deliveries: Deliveries, alert_id: int) -> Progress | None:
    """Count how far an alert is; None where there is no such alert."""
    record = await alerts.peek(alert_id)
    if record is None:
        return None
    now = datetime.now(UTC)
    counts = await deliveries.counts(alert_id)
    by_state: dict[str, dict[str, int]] = {}
    for (state, reason), number in counts.items():
        by_state.setdefault(state, {})[reason or ""] = number
    failed = by_state.get("failed", {})
    seconds = ((record.finished_at or now) - record.started_at).total_seconds() if record.started_at else 0.0
    return Progress(
        record,
        sent=sum(by_state.get("sent", {}).values()),
        waiting=sum(sum(by_state.get(state, {}).values()) for state in OPEN),
        held=await deliveries.held(alert_id, now),
        digest=sum(sum(by_state.get(state, {}).values()) for state in DIGEST),
        blocked=failed.pop(BLOCKED, 0),
        failed=failed,
        skipped=by_state.get("skipped", {}),
        seconds=seconds,
    )
