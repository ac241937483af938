"""Sessions on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.sessions import Sessions
from bot.store.tables import Chat

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = make_engine(f"sqlite+aiosqlite:///{tmp_path}/new/vigil.db")
    await upgrade(made)
    yield made
    await made.dispose()


async def test_a_session_is_kept_replaced_and_erased(engine: AsyncEngine) -> None:
    sessions = Sessions(engine)
    assert await sessions.get(-100_123_456_789_012) is None
    await sessions.put(-100_123_456_789_012, {"lang": "zh"}, NOW)
    await sessions.put(-100_123_456_789_012, {"lang": "en"}, NOW)
    assert await sessions.get(-100_123_456_789_012) == {"lang": "en"}
    await sessions.put(-100_123_456_789_012, {}, NOW)
    assert await sessions.get(-100_123_456_789_012) is None


async def test_who_has_not_written_for_long_is_forgotten_but_for_those_who_get_alerts(tables_url: str) -> None:
    made = make_engine(tables_url)
    sessions = Sessions(made)
    alerts = {"topics": ["jobs"], "mode": "now", "quiet": None, "zone": "UTC", "asleep_until": None}
    await sessions.put(1, {"country": "TH"}, NOW)
    await sessions.put(2, {"country": "TH", "subscription": alerts}, NOW)
    await sessions.put(3, {"country": "TH"}, NOW + timedelta(days=2))
    await sessions.put(4, {"country": "TH", "subscription": {**alerts, "ended": True}}, NOW)
    assert await sessions.purge(NOW + timedelta(days=1)) == 2
    assert [await sessions.get(chat) is not None for chat in (1, 2, 3, 4)] == [False, True, True, False]
    assert (await sessions.get(2))["country"] == "TH"
    assert await sessions.purge(NOW + timedelta(days=1)) == 0
    await made.dispose()


async def test_two_processes_that_write_at_once_lose_nothing_and_are_not_locked_out(engine: AsyncEngine) -> None:
    other = make_engine(engine.url.render_as_string(hide_password=False))
    writes: list[object] = []

    async def add(writer: AsyncEngine) -> None:
        """Read and write back, as whoever counts does: where two overlap one of the two is lost."""
        async with writer.begin() as connection:
            number = (await connection.execute(select(Chat.session).where(Chat.chat_id == 1))).scalar_one()["number"]
            await connection.execute(update(Chat).where(Chat.chat_id == 1).values(session={"number": number + 1}))

    await Sessions(engine).put(1, {"number": 0}, NOW)
    for each in (engine, other):
        event.listen(each.sync_engine, "commit", writes.append)
    await asyncio.gather(*(add(writer) for _ in range(20) for writer in (engine, other)))
    assert await Sessions(other).get(1) == {"number": 40}
    assert len(writes) >= 40
    await other.dispose()


async def test_an_error_of_the_database_names_nobody(engine: AsyncEngine) -> None:
    full = "CREATE TRIGGER full BEFORE INSERT ON chats BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    async with engine.begin() as connection:
        await connection.execute(text(full))
    with pytest.raises(IntegrityError) as caught:
        await Sessions(engine).put(777_123_456, {"country": "MM"}, NOW)
    assert "disk is full" in str(caught.value)
    assert "777123456" not in str(caught.value)
    assert "MM" not in str(caught.value)


async def test_a_session_survives_a_restart(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/vigil.db"
    first = make_engine(url)
    await upgrade(first)
    await Sessions(first).put(1, {"country": "TH"}, NOW)
    await first.dispose()
    second = make_engine(url)
    await upgrade(second)
    assert await Sessions(second).get(1) == {"country": "TH"}
    await second.dispose()
