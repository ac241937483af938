"""Reading, keeping and erasing the session of a chat. The subscription in it is a row of its own, written with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from bot.store.batch import Batch
from bot.store.engine import reading
from bot.store.subscribers import plain, row
from bot.store.tables import Chat, Delivery, Desk, Subscriber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

OWN = (Chat, Subscriber, Delivery, Desk)  # every table with rows about a chat


@dataclass(frozen=True, slots=True)
class Kept:
    """A session to keep, as data."""

    chat_id: int
    session: dict[str, Any]
    now: datetime


class Sessions:
    """The sessions in one database. Chats that are read or kept at the same time share one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use this database."""
        self.engine = engine
        self._get = Batch(self._get_all)
        self._put = Batch(self._put_all)

    async def get(self, chat_id: int) -> Any:  # noqa: ANN401 - whatever JSON stands there; the core judges it
        """Return what is stored for the chat, None if nothing is."""
        return await self._get(chat_id)

    async def put(self, chat_id: int, session: dict[str, Any], now: datetime) -> None:
        """Keep the session; an empty one is erased, so that a forgotten chat leaves no row."""
        await self._put(Kept(chat_id, session, now))

    async def _get_all(self, chat_ids: Sequence[int]) -> Sequence[Any]:
        async with reading(self.engine) as connection:
            chats = select(Chat.chat_id, Chat.session).where(Chat.chat_id.in_(chat_ids))
            stored = {chat_id: session for chat_id, session in await connection.execute(chats)}  # noqa: C416 - rows
            people = select(Subscriber).where(Subscriber.chat_id.in_(chat_ids))
            found = {one.chat_id: plain(one) for one in await connection.execute(people)}
        return [_joined(stored.get(chat_id), found.get(chat_id)) for chat_id in chat_ids]

    async def _put_all(self, kept: Sequence[Kept]) -> Sequence[None]:
        latest = {each.chat_id: each for each in kept}
        rows = [
            {"chat_id": each.chat_id, "session": rest, "updated_at": each.now}
            for each in latest.values()
            if (rest := {name: value for name, value in each.session.items() if name != "subscription"})
        ]
        async with self.engine.begin() as connection:
            await connection.execute(delete(Chat).where(Chat.chat_id.in_(latest)))
            if rows:
                await connection.execute(insert(Chat), rows)
            await _subscriptions(connection, latest)
        return [None] * len(kept)

    async def end(self, chat_id: int, now: datetime) -> None:
        """End the subscription of somebody who blocked the bot; their choices stay for when they come back."""
        async with self.engine.begin() as connection:
            await end(connection, [chat_id], now)

    async def forget(self, chat_id: int) -> None:
        """Erase every row about the chat, deliveries included."""
        async with self.engine.begin() as connection:
            for table in OWN:
                await connection.execute(delete(table).where(table.chat_id == chat_id))

    async def purge(self, before: datetime) -> int:
        """Erase the sessions of chats that have been silent since, and the alerts of who has blocked the bot since.

        Who gets alerts is not silent. Returns how many sessions.
        """
        alerts = select(Subscriber.chat_id).where(Subscriber.chat_id == Chat.chat_id).exists()
        async with self.engine.begin() as connection:
            await connection.execute(delete(Subscriber).where(Subscriber.ended_at < before))
            return (await connection.execute(delete(Chat).where(Chat.updated_at < before, ~alerts))).rowcount

    async def kept(self, chat_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return every row about the chat, by table: what `forget` erases."""
        async with reading(self.engine) as connection:
            return {
                table.__tablename__: [
                    dict(row)
                    for row in (
                        await connection.execute(select(table.__table__).where(table.chat_id == chat_id))
                    ).mappings()
                ]
                for table in OWN
            }


async def end(connection: AsyncConnection, chat_ids: list[int], now: datetime) -> None:
    """Mark the subscriptions as ended by a block."""
    wanted = update(Subscriber).where(Subscriber.chat_id.in_(chat_ids), Subscriber.ended_at.is_(None))
    await connection.execute(wanted.values(ended_at=now))


def _joined(stored: Any, subscription: dict[str, Any] | None) -> Any:  # noqa: ANN401 - see Sessions.get
    if subscription is None:
        return stored
    # A stored session that is no record is lost, as everywhere; the subscription is not.
    return {**(stored if isinstance(stored, dict) else {}), "subscription": subscription}


async def _subscriptions(connection: AsyncConnection, latest: Mapping[int, Kept]) -> None:
    known = select(Subscriber.chat_id, Subscriber.ended_at).where(Subscriber.chat_id.in_(latest))
    ended = {chat_id: ended_at for chat_id, ended_at in await connection.execute(known)}  # noqa: C416 - rows
    gone = [chat_id for chat_id in ended if latest[chat_id].session.get("subscription") is None]
    if gone:
        # What waits for somebody who stopped is not sent any more: the sender looks for the subscriber.
        await connection.execute(delete(Subscriber).where(Subscriber.chat_id.in_(gone)))
    for chat_id, each in latest.items():
        held = each.session.get("subscription")
        if held is None:
            continue
        values = row(each.session, held)
        values["ended_at"] = (ended.get(chat_id) or each.now) if held.get("ended") else None
        if chat_id in ended:
            await connection.execute(update(Subscriber).where(Subscriber.chat_id == chat_id).values(values))
        else:
            await connection.execute(insert(Subscriber), {"chat_id": chat_id, "since": each.now, **values})
