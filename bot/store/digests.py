"""The rows of the weekly message: whose is due, what goes into it, and what became of that.

A row is packed, in the transaction that looks whether its alert still holds, when its message is about to leave. From
then on a withdrawal counts its reader among those who got the alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select, update

from bot.store.alerts import HOLDS
from bot.store.deliveries import DIGEST, PAUSED, STOPPED, Due, write_down
from bot.store.engine import reading
from bot.store.subscribers import active, asleep
from bot.store.tables import Alert, Delivery, Subscriber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.store.deliveries import Result


class Packed(NamedTuple):
    """One alert of a weekly message, the language of its reader, and how often it was tried."""

    alert_id: int
    lang: str
    tries: int


@dataclass(frozen=True, slots=True)
class Digests:
    """The weekly messages in one database. One process sends them, one after the other."""

    engine: AsyncEngine

    async def due(self, now: datetime, limit: int) -> list[Due]:
        """Return who is to get a weekly message now, those of an interrupted round too; `tries` is the most of any."""
        person = (Delivery.chat_id, Subscriber.quiet_from, Subscriber.quiet_to, Subscriber.zone)
        wanted = (
            select(*person, func.max(Delivery.lang), func.max(Delivery.tries))
            .outerjoin(Subscriber, Subscriber.chat_id == Delivery.chat_id)
            .where(_waits(now), Delivery.alert_id.in_(select(Alert.id).where(Alert.state.in_(HOLDS))))
            .group_by(*person)
            .order_by(Delivery.chat_id)
            .limit(limit)
        )
        async with reading(self.engine) as connection:
            return [
                Due(chat_id, lang, start, end, zone or "UTC", tries)
                for chat_id, start, end, zone, lang, tries in await connection.execute(wanted)
            ]

    async def pack(self, chat_id: int, now: datetime, limit: int) -> list[Packed]:
        """Return the alerts that the person's message is to bring, the oldest first, marked as being on their way.

        What expired is given up, and everything where the person wants none any more.
        """
        mine = (Delivery.chat_id == chat_id) & _waits(now)
        async with self.engine.begin() as connection:
            there = select(active(now), asleep(now)).where(Subscriber.chat_id == chat_id)
            wants, paused = (await connection.execute(there)).one_or_none() or (False, False)
            if not wants:
                await _give_up(connection, mine, PAUSED if paused else STOPPED, now)
                return []
            holding = select(Alert.id).where(Alert.state.in_(HOLDS))
            expired = Delivery.alert_id.in_(holding.where(Alert.expires_at <= now))
            await _give_up(connection, mine & expired, "expired", now)
            first = select(Delivery.alert_id).where(mine, Delivery.alert_id.in_(holding)).order_by(Delivery.alert_id)
            taken = (
                update(Delivery)
                .where(mine, Delivery.alert_id.in_(first.limit(limit)))
                .values(state="packed", changed_at=now)
                .returning(Delivery.alert_id, Delivery.lang, Delivery.tries)
            )
            return sorted(Packed(*row) for row in await connection.execute(taken))

    async def put_off(self, chat_id: int, reason: str, now: datetime, until: datetime) -> None:
        """Let everything that is due for the person wait."""
        mine = (Delivery.chat_id == chat_id) & _waits(now)
        values = {"state": "digest", "reason": reason, "due_at": until, "changed_at": datetime.now(UTC)}
        async with self.engine.begin() as connection:
            await connection.execute(update(Delivery).where(mine).values(values))

    async def settle(self, results: Sequence[tuple[int, Result]]) -> None:
        """Write what became of one message: for each alert in it."""
        now = datetime.now(UTC)
        async with self.engine.begin() as connection:
            for alert_id, result in results:
                await write_down(connection, alert_id, [result], now)


def _waits(now: datetime) -> ColumnElement[bool]:
    return Delivery.state.in_(DIGEST) & (Delivery.due_at <= now)


async def _give_up(connection: AsyncConnection, these: ColumnElement[bool], reason: str, now: datetime) -> None:
    values = {"state": "skipped", "reason": reason, "changed_at": now}
    await connection.execute(update(Delivery).where(these).values(values))
