"""Offers that people let us keep to warn others: kept for a time, then deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.dialogue.types import KeptOffer
from bot.store.engine import reading
from bot.store.tables import KeptOffer as Row

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


@dataclass(frozen=True, slots=True)
class Offers:
    """The kept offers in one database. `days` is how long one stays."""

    engine: AsyncEngine
    days: int

    async def keep(self, offer: KeptOffer) -> None:
        """Keep an offer, once a day whoever sends it, and delete what is past its time."""
        async with self.engine.begin() as connection:
            await self._delete(connection, offer.day)
            if not await stands(connection, offer):
                await connection.execute(insert(Row), as_row(offer))

    async def purge(self, today: date) -> int:
        """Delete what is past its time on this day. Returns how many."""
        async with self.engine.begin() as connection:
            return await self._delete(connection, today)

    async def newest(self) -> list[KeptOffer]:
        """Return all of them, the newest first."""
        wanted = select(Row).order_by(Row.day.desc(), Row.id.desc())
        async with reading(self.engine) as connection:
            return [
                KeptOffer(row.text, row.lang, row.risk, tuple(row.flags), row.day)
                for row in await connection.execute(wanted)
            ]

    async def _delete(self, connection: AsyncConnection, today: date) -> int:
        old = delete(Row).where(Row.day < today - timedelta(days=self.days))
        return (await connection.execute(old)).rowcount


def as_row(offer: KeptOffer) -> dict[str, object]:
    """Return the columns of an offer."""
    return {**asdict(offer), "flags": list(offer.flags)}


async def stands(connection: AsyncConnection, offer: KeptOffer) -> bool:
    """Tell whether this very text of this day is kept already."""
    same = select(Row.id).where(Row.day == offer.day, Row.text == offer.text, Row.risk == offer.risk)
    return (await connection.execute(same)).first() is not None
