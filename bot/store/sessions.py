"""Reading, keeping and erasing the session of a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from bot.store.tables import Chat

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions in one database."""

    engine: AsyncEngine

    async def get(self, chat_id: int) -> Any:  # noqa: ANN401 - whatever JSON stands there; the core judges it
        """Return what is stored for the chat, None if nothing is."""
        async with self.engine.connect() as connection:
            return (await connection.execute(select(Chat.session).where(Chat.chat_id == chat_id))).scalar()

    async def put(self, chat_id: int, session: dict[str, Any], now: datetime) -> None:
        """Keep the session; an empty one is erased, so that a forgotten chat leaves no row."""
        async with self.engine.begin() as connection:
            await connection.execute(delete(Chat).where(Chat.chat_id == chat_id))
            if session:
                row = {"chat_id": chat_id, "session": session, "updated_at": now}
                await connection.execute(insert(Chat), row)
