"""The database engine. SQLite gets the settings without which two writers lose each other's work."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    from bot.store.tables import Base

BUSY_MS = 30_000


def make_engine(url: str) -> AsyncEngine:
    """Open the database at `url` (async SQLAlchemy form). The folder of an SQLite file is created."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        with suppress(OSError):  # whoever opens it is told that it cannot be
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    # A PostgreSQL server that was restarted leaves dead connections in the pool: they are tried before they are used.
    # An error's text is logged, and must not name the chats whose rows it failed at.
    engine = create_async_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite", hide_parameters=True)
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _configure)
        event.listen(engine.sync_engine, "begin", _begin)
    return engine


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a connection that only reads: on SQLite it waits for no writer, and none waits for it."""
    async with engine.connect() as connection:
        yield await connection.execution_options(reading=True)


def upsert(where: AsyncEngine | AsyncConnection, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that says what to do where the row is there already: each database has its own words for it."""
    if where.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not open transactions by itself: its deferred BEGIN lets two read-modify-writes overlap.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
