"""Databases whose tables were made once: a test gets a copy of its own, which takes a tenth of the time."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from bot.store.engine import make_engine
from bot.store.migrate import upgrade


def address(file: Path) -> str:
    """Return the URL of an SQLite database for the program."""
    return f"sqlite+aiosqlite:///{file}"


def make(url: str) -> None:
    """Make the tables in an empty database."""

    async def made() -> None:
        engine = make_engine(url)
        await upgrade(engine)
        await engine.dispose()

    asyncio.run(made())


def copy(template: Path, file: Path) -> str:
    """Copy an SQLite database that nobody has open, with what stands beside it; returns the copy's URL."""
    for each in template.parent.glob(f"{template.name}*"):
        shutil.copyfile(each, file.with_name(each.name.replace(template.name, file.name, 1)))
    return address(file)
