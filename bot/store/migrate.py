"""Alembic's upgrade and downgrade, run from the program."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from bot.store.engine import reading

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine


class NotReadyError(Exception):
    """The database cannot be used, or its tables are not those of this program; the message says what to do."""


async def ready(engine: AsyncEngine) -> None:
    """Bring an SQLite file up to date. A PostgreSQL server may be shared: there somebody decides, or NotReadyError.

    Raises NotReadyError also for a database that cannot be opened or written.
    """
    try:
        if engine.dialect.name == "sqlite":
            # First by itself: a thread of aiosqlite's that cannot open a file says so in a traceback.
            sqlite3.connect(engine.url.database or ":memory:").close()
            await upgrade(engine)
            return
        known = await current(engine)
    except (OperationalError, sqlite3.OperationalError) as error:
        why = error.orig if isinstance(error, OperationalError) else error
        raise NotReadyError(f"The database {engine.url} cannot be used: {why}. Look at VIGIL_DATABASE_URL.") from error
    if not known:
        raise NotReadyError("The database's tables are not up to date. Run `python -m bot db upgrade` first.")


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the database's tables to `revision`."""
    async with engine.begin() as connection:
        await connection.run_sync(_run, "upgrade", revision)


async def current(engine: AsyncEngine) -> bool:
    """Tell whether the tables are those of this program."""
    async with reading(engine) as connection:
        found = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    return found == ScriptDirectory.from_config(_config()).get_current_head()


async def downgrade(engine: AsyncEngine, revision: str = "base") -> None:
    """Take the database's tables back to `revision`."""
    async with engine.begin() as connection:
        await connection.run_sync(_run, "downgrade", revision)


def _run(connection: Connection, direction: str, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    (command.upgrade if direction == "upgrade" else command.downgrade)(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
