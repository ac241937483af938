"""What each operator is writing, so that it survives a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.store.engine import reading
from bot.store.tables import Desk

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks in one database."""

    engine: AsyncEngine

    async def get(self, chat_id: int) -> tuple[int, str] | None:
        """Return the alert and the field that the operator's next words fill."""
        wanted = select(Desk.alert_id, Desk.field).where(Desk.chat_id == chat_id)
        async with reading(self.engine) as connection:
            found = (await connection.execute(wanted)).one_or_none()
        return (found.alert_id, found.field) if found else None

    async def put(self, chat_id: int, alert_id: int | None, field: str = "") -> None:
        """Await a field of an alert; None awaits nothing."""
        async with self.engine.begin() as connection:
            await connection.execute(delete(Desk).where(Desk.chat_id == chat_id))
            if alert_id is not None:
                await connection.execute(insert(Desk), {"chat_id": chat_id, "alert_id": alert_id, "field": field})
