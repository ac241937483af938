"""Subscribers move between machines and databases, and SQLite is saved while it is in use."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue.saved import dump, load
from bot.dialogue.types import Session, Subscription
from bot.store.engine import make_engine
from bot.store.sessions import Sessions
from bot.store.tables import Base
from bot.store.transfer import TransferError, backup, export, take
from tests import databases

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SESSIONS = {
    5: Session(
        lang="zh",
        lang_chosen=True,
        country="TH",
        subscription=Subscription(("jobs",), quiet=(1, 2), zone="Asia/Bangkok"),
    ),
    -7: Session(lang="en", subscription=Subscription(("food",), "digest", asleep_until=NOW, ended=True)),
}


async def test_subscribers_come_back_from_sqlite_to_either_and_again(
    sqlite_tables: Path, tables_url: str, tmp_path: Path
) -> None:
    first, second = make_engine(databases.copy(sqlite_tables, tmp_path / "first.db")), make_engine(tables_url)
    for chat, session in SESSIONS.items():
        await Sessions(first).put(chat, dump(session), NOW)
    file = tmp_path / "people.jsonl"
    assert await export(first, file) == (2, 0)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await take(second, file) == (2, 0)
    assert await take(second, file) == (0, 0)
    for chat, session in SESSIONS.items():
        assert load(await Sessions(second).get(chat)) == (session, False)
    again = tmp_path / "again.jsonl"
    await export(second, again)
    assert again.read_text() == file.read_text()
    for engine in (first, second):
        await engine.dispose()


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"kind": "vigil subscribers 1"}\n{"chat_id": 1}', "no json"])
async def test_a_file_that_holds_none_is_refused_and_changes_nothing(
    sqlite_url: str, tmp_path: Path, said: str
) -> None:
    engine = make_engine(sqlite_url)
    await Sessions(engine).put(5, dump(SESSIONS[5]), NOW)
    before = await rows(engine)
    file = tmp_path / "people.jsonl"
    file.write_text(said)
    with pytest.raises(TransferError):
        await take(engine, file)
    assert await rows(engine) == before
    await engine.dispose()


async def rows(engine: AsyncEngine) -> dict[str, int]:
    """How many stand in each table."""
    async with engine.connect() as connection:
        return {
            name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for name, table in Base.metadata.tables.items()
        }


async def exported(engine: AsyncEngine, folder: Path) -> tuple[Path, list[str]]:
    """Return the people's file and its lines; the database has forgotten them."""
    for chat, session in SESSIONS.items():
        await Sessions(engine).put(chat, dump(session), NOW)
    file = folder / "people.jsonl"
    await export(engine, file)
    for chat in SESSIONS:
        await Sessions(engine).forget(chat)
    return file, file.read_text().splitlines()


@pytest.mark.parametrize(("column", "most"), [("topics", 100), ("lang", 16), ("zone", 64)])
async def test_what_is_too_long_for_its_column_is_named_and_changes_nothing(
    tables_url: str, tmp_path: Path, column: str, most: int
) -> None:
    engine = make_engine(tables_url)
    file, (head, first, second) = await exported(engine, tmp_path)
    spoiled = json.dumps({**json.loads(second), column: "x" * (most + 1)})
    file.write_text(f"{head}\n{first}\n{spoiled}")
    with pytest.raises(TransferError, match=rf"^line 3: {column} has {most + 1} characters, and at most {most} fit"):
        await take(engine, file)
    assert await Sessions(engine).get(5) is None
    assert await Sessions(engine).get(-7) is None
    await engine.dispose()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"topics": " jobs nosuch "}, "line 3: topics are nosuch; the bot knows jobs, fraud, food"),
        ({"mode": "daily"}, "line 3: the mode is 'daily'"),
        ({"quiet_from": 5}, "line 3: quiet hours are 5 to None"),
        ({"quiet_from": 5, "quiet_to": 1440}, "line 3: quiet hours are 5 to 1440"),
        ({"zone": "UTC\0"}, "line 3: a text holds the character NUL"),
        ({"session": {"lang": ["\0"]}}, "line 3: a text holds the character NUL"),
        ({"chat_id": 2**63}, "line 3: 9223372036854775808 is beyond 64 bits"),
        ({"zone": "\ud800"}, "line 3 is no subscriber"),
        ({"chat_id": None}, "line 3: chat_id is missing"),
        ({"chat_id": True}, "line 3 is no subscriber"),
        ({"since": None}, "line 3: since is missing"),
        ({"updated_at": None}, "line 3: updated_at is missing"),
    ],
)
async def test_what_no_bot_could_work_with_is_named_and_changes_nothing(
    sqlite_url: str, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    engine = make_engine(sqlite_url)
    file, (head, first, second) = await exported(engine, tmp_path)
    spoiled = json.dumps({**json.loads(first), **change})
    file.write_text(f"{head}\n{second}\n{spoiled}")
    with pytest.raises(TransferError) as caught:
        await take(engine, file)
    assert str(caught.value).startswith(said)
    assert [await Sessions(engine).get(chat) for chat in SESSIONS] == [None, None]
    await engine.dispose()


async def test_a_backup_is_a_whole_database(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    await Sessions(engine).put(5, dump(SESSIONS[5]), NOW)
    backup(sqlite_url, tmp_path / "saved" / "copy.db")
    assert stat.S_IMODE((tmp_path / "saved" / "copy.db").stat().st_mode) == 0o600
    with sqlite3.connect(tmp_path / "saved" / "copy.db") as copy:
        (row,) = copy.execute("SELECT session FROM chats").fetchall()
    copy.close()
    assert json.loads(row[0])["lang"] == "zh"
    await engine.dispose()


def test_only_sqlite_is_backed_up_from_here(tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="pg_dump"):
        backup("postgresql+psycopg://x@127.0.0.1/x", tmp_path / "x")
    with pytest.raises(TransferError, match="no database"):
        backup(f"sqlite+aiosqlite:///{tmp_path}/none.db", tmp_path / "x")


async def test_the_database_itself_is_never_written_over(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    await Sessions(engine).put(5, dump(SESSIONS[5]), NOW)
    with pytest.raises(TransferError, match="database itself"):
        backup(sqlite_url, tmp_path / "." / "vigil.db")
    with pytest.raises(TransferError, match="database itself"):
        await export(engine, tmp_path / "vigil.db")
    assert load(await Sessions(engine).get(5)) == (SESSIONS[5], False)
    await engine.dispose()


async def test_a_place_that_cannot_be_written_is_named(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "file" / "people.jsonl", tmp_path / "folder"):
        with pytest.raises(TransferError, match=f"^{place} cannot be written: "):
            await export(engine, place)
        with pytest.raises(TransferError, match=f"^{place} cannot be written: "):
            backup(sqlite_url, place)
    await engine.dispose()


async def test_what_cannot_be_saved_leaves_the_file_of_before_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "file").write_text("of before")
    (tmp_path / "broken.db").write_text("no database, but as long as the head of one " * 9)
    with pytest.raises(TransferError, match=r"broken.db cannot be copied to .+: file is not a database"):
        backup(databases.address(tmp_path / "broken.db"), folder / "file")
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE kept_offers"))
    with pytest.raises(OperationalError, match="kept_offers"):
        await export(engine, folder / "file")
    assert {each.name: each.read_text() for each in folder.iterdir()} == {"file": "of before"}
    await engine.dispose()


async def test_people_are_exported_while_somebody_writes(sqlite_url: str, tmp_path: Path) -> None:
    engine, writer = make_engine(sqlite_url), make_engine(sqlite_url)
    await Sessions(engine).put(5, dump(SESSIONS[5]), NOW)
    async with writer.begin(), asyncio.timeout(5):
        assert await export(engine, tmp_path / "people.jsonl") == (1, 0)
    await engine.dispose()
    await writer.dispose()


@pytest.mark.parametrize(("data", "said"), [(None, "cannot be read"), (b"\xff\xfe\x00", "no UTF-8")])
async def test_a_file_that_is_no_export_is_named(
    sqlite_url: str, tmp_path: Path, data: bytes | None, said: str
) -> None:
    engine = make_engine(sqlite_url)
    file = tmp_path / "people.jsonl"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(TransferError, match=said):
        await take(engine, file)
    await engine.dispose()
