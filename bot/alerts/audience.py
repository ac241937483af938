"""Who gets an alert: counted before it is approved, written down as deliveries when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from bot.alerts.hours import after_quiet, digest_time
from bot.alerts.render import speaks
from bot.store.deliveries import PAUSED, QUIET, STOPPED, got
from bot.store.engine import reading
from bot.store.subscribers import addressed
from bot.store.tables import Delivery, Subscriber

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.store.alerts import Record
    from bot.store.deliveries import Deliveries

PAGE = 2000


@dataclass(frozen=True, slots=True)
class Audience:
    """How many get it in their own language, how many in another, and how many nothing, each by language."""

    own: dict[str, int]
    other: dict[str, int]
    none: dict[str, int]

    @property
    def total(self) -> int:
        """How many get a message."""
        return sum(self.own.values()) + sum(self.other.values())


async def count(engine: AsyncEngine, record: Record, now: datetime) -> Audience:
    """Count who would get the alert if it started now."""
    counted = select(Subscriber.lang, func.count()).group_by(Subscriber.lang)
    if record.replaces is not None:
        them = select(Delivery.chat_id).where(got(record.replaces))
        counted = counted.where(Subscriber.chat_id.in_(them), Subscriber.ended_at.is_(None))
    else:
        counted = counted.where(addressed(record.topic, record.countries, urgent=record.urgent, now=now))
    async with reading(engine) as connection:
        found = {lang: number for lang, number in await connection.execute(counted)}  # noqa: C416 - rows are no pairs
    own = {lang: number for lang, number in found.items() if speaks(record, lang) == lang}
    none = {lang: number for lang, number in found.items() if speaks(record, lang) is None}
    return Audience(own, {lang: n for lang, n in found.items() if lang not in own and lang not in none}, none)


async def prepare(engine: AsyncEngine, deliveries: Deliveries, record: Record, now: datetime) -> None:
    """Write a delivery for everybody in the audience. Run again after a crash it adds only what is missing."""
    after = -(2**62)
    while True:
        page = await _page(engine, deliveries, record, after, now)
        await deliveries.add(record.id, [_row(record, person, now) for person in page])
        if len(page) < PAGE:
            return
        after = page[-1].chat_id


async def _page(engine: AsyncEngine, deliveries: Deliveries, record: Record, after: int, now: datetime) -> list[Any]:
    if record.replaces is not None:
        return await deliveries.received(record.replaces, after, PAGE)
    wanted = addressed(record.topic, record.countries, urgent=record.urgent, now=now) & (Subscriber.chat_id > after)
    # Columns, not objects: a million of them stay small and quick.
    columns = Subscriber.__table__.columns
    async with reading(engine) as connection:
        return list(await connection.execute(select(*columns).where(wanted).order_by(Subscriber.chat_id).limit(PAGE)))


def _row(record: Record, person: Any, now: datetime) -> dict[str, Any]:  # noqa: ANN401 - a row of the subscribers
    base = {"chat_id": person.chat_id, "lang": person.lang, "due_at": now, "state": "pending", "reason": None}
    if speaks(record, person.lang) is None:
        return {**base, "state": "skipped", "reason": f"no text in {person.lang}"}
    if person.ended_at is not None:
        return {**base, "state": "skipped", "reason": STOPPED}
    # A correction does not wait for the week's end: what it corrects was read already.
    if person.mode == "digest" and record.replaces is None:
        return {**base, "state": "digest", "due_at": digest_time(now, person.zone)}
    start = max(now, person.asleep_until) if record.replaces is not None and person.asleep_until else now
    quiet = None if person.quiet_from is None else (person.quiet_from, person.quiet_to)
    due = after_quiet(start, quiet, person.zone)
    if due == now:
        return base
    return {**base, "due_at": due, "reason": QUIET if start == now else PAUSED}
