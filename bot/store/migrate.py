"""Alembic's upgrade and downgrade, run from the program."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from bot.errors import CannotError
from bot.store.engine import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine


class NotReadyError(CannotError):
    """The database cannot be used, or its tables are not those of this program; the message says what to do."""


async def ready(engine: AsyncEngine) -> None:
    """Bring an SQLite file up to date. A PostgreSQL server may be shared: there somebody decides, or NotReadyError.

    Raises NotReadyError also for what `upgrade` cannot use.
    """
    if engine.dialect.name == "sqlite":
        await upgrade(engine)
        return
    with _named(engine):
        known = await current(engine)
    if not known:
        raise NotReadyError("The database's tables are not up to date. Run `python -m bot db upgrade` first.")


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the database's tables to `revision`.

    Raises NotReadyError for a database that cannot be opened or written, that is none, or that a newer program made.
    """
    with _named(engine):
        if engine.dialect.name == "sqlite":
            # First by itself: a thread of aiosqlite's that cannot open a file says so in a traceback.
            sqlite3.connect(engine.url.database or ":memory:").close()
        async with engine.begin() as connection:
            await connection.run_sync(_run, "upgrade", revision)


@contextmanager
def _named(engine: AsyncEngine) -> Iterator[None]:
    """Name the database that cannot be used, and say why: NotReadyError."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        raise NotReadyError(f"The database {engine.url} cannot be used: {why}. Look at VIGIL_DATABASE_URL.") from error
    except CommandError as error:
        raise NotReadyError(
            f"The database {engine.url} was made by another version of Vigil ({error}). "
            "Start that version or a newer one, or look at VIGIL_DATABASE_URL."
        ) from error


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
