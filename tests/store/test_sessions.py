"""Sessions on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engine import make_engine
from bot.store.migrate import downgrade, upgrade
from bot.store.sessions import Sessions
from bot.store.tables import Base

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = make_engine(f"sqlite+aiosqlite:///{tmp_path}/new/vigil.db")
    await upgrade(made)
    yield made
    await made.dispose()


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_the_migrations_make_the_tables_of_the_code_and_take_them_back(engine: AsyncEngine) -> None:
    assert await tables(engine) == {*Base.metadata.tables, "alembic_version"}
    await downgrade(engine)
    assert await tables(engine) == {"alembic_version"}
    await upgrade(engine)
    await upgrade(engine)
    assert "chats" in await tables(engine)


async def test_a_session_is_kept_replaced_and_erased(engine: AsyncEngine) -> None:
    sessions = Sessions(engine)
    assert await sessions.get(-100_123_456_789_012) is None
    await sessions.put(-100_123_456_789_012, {"lang": "zh"}, NOW)
    await sessions.put(-100_123_456_789_012, {"lang": "en"}, NOW)
    assert await sessions.get(-100_123_456_789_012) == {"lang": "en"}
    await sessions.put(-100_123_456_789_012, {}, NOW)
    assert await sessions.get(-100_123_456_789_012) is None


async def test_many_writers_lose_nothing_and_are_not_locked_out(engine: AsyncEngine) -> None:
    sessions = Sessions(engine)
    await asyncio.gather(*(sessions.put(chat, {"lang": "en"}, NOW) for chat in range(100)))
    assert [await sessions.get(chat) for chat in range(100)] == [{"lang": "en"}] * 100


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
