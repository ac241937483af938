"""Deliveries: one row an alert and person, so that a step that is run again skips what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, case, delete, func, select, update

from bot.store.engine import reading, upsert
from bot.store.sessions import end
from bot.store.subscribers import active, asleep, concerned
from bot.store.tables import Alert, Delivery, Subscriber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Delete, Update
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

OPEN = ("pending", "sending")
DIGEST = ("digest", "packed")  # waits for the weekly message, or is in one that is on its way
GOING = ("sending", "packed")
WAITING, OVER = ("pending", "digest"), ("sent", "failed", "skipped")
BLOCKED = "blocked"
PAGE = 2000  # rows that one transaction changes
UNSURE = "unsure"
# Why one that waits is put off.
QUIET, PAUSED, ASKED, UNREACHABLE = "quiet hours", "paused", "held back", "unreachable"
UNANSWERED = "no answer after several tries"  # it may have arrived all the same
MAYBE = (UNSURE, UNANSWERED)
STOPPED = "unsubscribed"


class Due(NamedTuple):
    """One message to send, how often it was tried, and the quiet hours of who gets it, as Subscriber has them."""

    chat_id: int
    lang: str
    quiet_from: int | None = None
    quiet_to: int | None = None
    zone: str = "UTC"
    tries: int = 0

    @property
    def quiet(self) -> tuple[int, int] | None:
        """From and to, in minutes of the day; None for who has no quiet hours."""
        return None if self.quiet_from is None or self.quiet_to is None else (self.quiet_from, self.quiet_to)


DUE = (
    Delivery.chat_id,
    Delivery.lang,
    Subscriber.quiet_from,
    Subscriber.quiet_to,
    func.coalesce(Subscriber.zone, "UTC"),
    Delivery.tries,
)


class Result(NamedTuple):
    """What became of one: "sent", "failed" or "skipped" with a reason, or still "pending" or "digest".

    `due_at` puts off one that still waits; `tried` counts a try.
    """

    chat_id: int
    state: str
    reason: str | None = None
    due_at: datetime | None = None
    tried: bool = False


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The deliveries in one database."""

    engine: AsyncEngine

    async def add(self, alert_id: int, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows (chat_id, lang, state, due_at, reason); those that are there already stay as they are.

        Whoever erased everything since they were read gets none.
        """
        now = datetime.now(UTC)
        base = {"alert_id": alert_id, "reason": None, "changed_at": now}
        there = select(Subscriber.chat_id).where(Subscriber.chat_id.in_([row["chat_id"] for row in rows]))
        async with self.engine.begin() as connection:
            # On PostgreSQL nobody is erased from here on; on SQLite a transaction that writes is alone.
            kept = set((await connection.execute(there.with_for_update(read=True, key_share=True))).scalars())
            if values := [{**base, **row} for row in rows if row["chat_id"] in kept]:
                await connection.execute(upsert(self.engine, Delivery).on_conflict_do_nothing(), values)

    async def claim(self, alert_id: int, chat_id: int, lang: str, until: datetime) -> bool:
        """Write down that a person is shown an alert beside the broadcast. False: they have it, or it is on its way.

        The row decides, as for the audience: whoever of the two writes it first shows the alert. Where it is not
        settled as sent by `until`, the sender takes it for one that is due.
        """
        now = datetime.now(UTC)
        row = {"alert_id": alert_id, "chat_id": chat_id, "lang": lang, "state": "pending", "due_at": until}
        missed = Delivery.state.in_(("skipped", "failed"))
        adding = (
            upsert(self.engine, Delivery)
            .values(**row, changed_at=now)
            .on_conflict_do_update(
                index_elements=[Delivery.alert_id, Delivery.chat_id],
                set_={"state": "pending", "reason": None, "due_at": until, "tries": 0, "changed_at": now},
                where=missed,
            )
            .returning(Delivery.chat_id)
        )
        async with self.engine.begin() as connection:
            return (await connection.execute(adding)).first() is not None

    async def due(self, alert_id: int, now: datetime, limit: int) -> list[Due]:
        """Return who is to get the alert now, those of an interrupted step first."""
        found: list[Due] = []
        async with reading(self.engine) as connection:
            # One query a state: each reads its part of the index in order, where both together would sort a million.
            for state in reversed(OPEN):
                wanted = (
                    select(*DUE)
                    .outerjoin(Subscriber, Subscriber.chat_id == Delivery.chat_id)
                    .where(Delivery.alert_id == alert_id, Delivery.state == state, Delivery.due_at <= now)
                    .order_by(Delivery.due_at)
                    .limit(limit - len(found))
                )
                found += [Due(*row) for row in await connection.execute(wanted)]
        return found

    async def settle(self, alert_id: int, results: Sequence[Result], then: Sequence[int] = ()) -> set[int]:
        """Write what became of messages, and mark the next as being sent: one transaction for both.

        Who blocked the bot is unsubscribed with it. Returns those of `then` that stand open and still want alerts.
        """
        now = datetime.now(UTC)
        async with self.engine.begin() as connection:
            if results:
                await write_down(connection, alert_id, results, now)
            return await _claim(connection, alert_id, then, now) if then else set()

    async def skip_open(self, alert_id: int, reason: str) -> None:
        """Give up everything that has not been sent, digests included.

        A row still marked as being sent was cut off by a kill, or is in a weekly message on its way, and one that was
        tried got no answer: whether they arrived, nobody knows.
        """
        unsure = Delivery.state.in_(GOING) | (Delivery.tries > 0)
        values = {"state": "skipped", "reason": case((unsure, UNSURE), else_=reason), "changed_at": datetime.now(UTC)}
        here = (Delivery.alert_id == alert_id) & Delivery.state.in_((*OPEN, *DIGEST))
        page = Delivery.chat_id.in_(select(Delivery.chat_id).where(here).limit(PAGE))
        await self._pages(update(Delivery).where(here, page).values(values))

    async def _pages(self, change: Update | Delete) -> int:
        """Repeat a change of at most PAGE rows until none is left. A million at once would keep all others waiting."""
        total = 0
        while True:
            async with self.engine.begin() as connection:
                done = (await connection.execute(change)).rowcount
            if done == 0:
                return total
            total += done

    async def next_due(self, alert_id: int) -> datetime | None:
        """Return when the next open delivery is due, None where none is open."""
        wanted = select(func.min(Delivery.due_at)).where(Delivery.alert_id == alert_id, Delivery.state.in_(OPEN))
        async with reading(self.engine) as connection:
            return (await connection.execute(wanted)).scalar()

    async def concerns(self, chat_id: int, countries: Sequence[str], *, urgent: bool) -> bool:
        """Tell whether an alert concerns a subscriber, by country and mode."""
        wanted = select(Subscriber.chat_id).where(Subscriber.chat_id == chat_id, concerned(countries, urgent=urgent))
        async with reading(self.engine) as connection:
            return (await connection.execute(wanted)).scalar() is not None

    async def counts(self, alert_id: int) -> dict[tuple[str, str | None], int]:
        """Count by state and reason."""
        wanted = (
            select(Delivery.state, Delivery.reason, func.count())
            .where(Delivery.alert_id == alert_id)
            .group_by(Delivery.state, Delivery.reason)
        )
        async with reading(self.engine) as connection:
            return {(state, reason): count for state, reason, count in await connection.execute(wanted)}

    async def held(self, alert_id: int, now: datetime) -> dict[str, int]:
        """Count those whose time has not come, by the reason."""
        these = (Delivery.alert_id == alert_id) & Delivery.state.in_(OPEN) & (Delivery.due_at > now)
        # What was put off by an earlier version has no reason: that was for quiet hours.
        reason = func.coalesce(Delivery.reason, QUIET)
        wanted = select(reason, func.count()).where(these).group_by(reason)
        async with reading(self.engine) as connection:
            return {why: count for why, count in await connection.execute(wanted)}  # noqa: C416 - rows are no pairs

    async def received(self, alert_id: int, after: int, limit: int) -> list[Any]:
        """Return a page of the subscribers who got the alert."""
        wanted = (
            select(Subscriber)
            .join(Delivery, Delivery.chat_id == Subscriber.chat_id)
            .where(got(alert_id), Subscriber.chat_id > after)
            .order_by(Subscriber.chat_id)
            .limit(limit)
        )
        async with reading(self.engine) as connection:
            return list(await connection.execute(wanted))

    async def erase_before(self, moment: datetime) -> int:
        """Erase the deliveries of alerts that ended before a moment. Returns how many."""
        kept = select(Delivery.chat_id).where(Delivery.alert_id == Alert.id).exists()
        async with reading(self.engine) as connection:
            old = (await connection.execute(select(Alert.id).where(Alert.finished_at < moment, kept))).scalars().all()
        total = 0
        for alert_id in old:
            here = Delivery.alert_id == alert_id
            page = Delivery.chat_id.in_(select(Delivery.chat_id).where(here).limit(PAGE))
            total += await self._pages(delete(Delivery).where(here, page))
        return total


def overdue(now: datetime) -> ColumnElement[bool]:
    """Tell which alerts somebody waits for whose time has come."""
    waits = (Delivery.alert_id == Alert.id) & Delivery.state.in_(OPEN) & (Delivery.due_at <= now)
    return select(Delivery.chat_id).where(waits).exists()


def got(alert_id: int) -> ColumnElement[bool]:
    """Tell who got an alert, or may have: a kill or no answer leaves a few unsure."""
    return (Delivery.alert_id == alert_id) & (Delivery.state.in_(("sent", *GOING)) | Delivery.reason.in_(MAYBE))


async def write_down(connection: AsyncConnection, alert_id: int, results: Sequence[Result], now: datetime) -> None:
    """Write what became of messages of one alert. What was given up meanwhile does not wait again."""
    this = update(Delivery).where(Delivery.alert_id == alert_id, Delivery.chat_id == bindparam("chat"))
    for waits in (False, True):
        values = [
            {"chat": each.chat_id, "to": each.state, "why": each.reason}
            for each in results
            if (each.state in WAITING) is waits
        ]
        here = this.where(*(Delivery.state != over for over in OVER)) if waits else this
        done = here.values(state=bindparam("to"), reason=bindparam("why"))
        if values:
            await connection.execute(done.values(changed_at=now), values)
    put_off = [
        {"chat": each.chat_id, "when": each.due_at, "more": int(each.tried)}
        for each in results
        if each.due_at is not None
    ]
    if put_off:
        later = this.values(due_at=bindparam("when"), tries=Delivery.tries + bindparam("more"))
        await connection.execute(later, put_off)
    blocked = [each.chat_id for each in results if each.reason == BLOCKED]
    if blocked:
        await end(connection, blocked, now)


async def _claim(connection: AsyncConnection, alert_id: int, chat_ids: Sequence[int], now: datetime) -> set[int]:
    there = select(Subscriber.chat_id).where(Subscriber.chat_id.in_(chat_ids), active(now))
    wanted = {row.chat_id for row in await connection.execute(there)}
    # By the key alone: with the state in the condition SQLite searches the other index, a million rows a time.
    here = select(Delivery.chat_id, Delivery.state)
    these = (Delivery.alert_id == alert_id) & Delivery.chat_id.in_(chat_ids)
    opened = {row.chat_id for row in await connection.execute(here.where(these)) if row.state in OPEN}
    claimed = opened & wanted
    mine = (Delivery.alert_id == alert_id) & Delivery.chat_id.in_(claimed)
    await connection.execute(update(Delivery).where(mine).values(state="sending", changed_at=now))
    if gone := opened - wanted:
        await _leave_out(connection, alert_id, gone, now)
    return claimed


async def _leave_out(connection: AsyncConnection, alert_id: int, chat_ids: set[int], now: datetime) -> None:
    """Settle those who want nothing now. A pause puts a correction off: it is for who has read what it corrects."""
    paused = select(Subscriber.chat_id, Subscriber.asleep_until).where(asleep(now), Subscriber.chat_id.in_(chat_ids))
    sleepers = (await connection.execute(paused)).all()
    corrects = (await connection.execute(select(Alert.replaces).where(Alert.id == alert_id))).scalar() is not None
    results = [Result(chat_id, "skipped", reason=STOPPED) for chat_id in chat_ids - {each.chat_id for each in sleepers}]
    for chat_id, until in sleepers:
        state, due_at = ("pending", until) if corrects else ("skipped", None)
        results.append(Result(chat_id, state, reason=PAUSED, due_at=due_at))
    await write_down(connection, alert_id, results, now)
