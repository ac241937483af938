"""Every command says in a sentence why it cannot do what was asked: never a traceback, and nothing taken for markup."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.alerts.pace import Pace
from bot.cli import app
from bot.commands.sending import bare_world, sending, sending_bot
from bot.config import Settings
from bot.store.engine import make_engine
from bot.store.migrate import upgrade


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIGIL_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/vigil.db")
    (tmp_path / "en.txt").write_text("Fake police\n\nThey call you.\n\nHang up.")
    return tmp_path


def told(*words: str, code: int = 1) -> str:
    """Run a command that cannot be carried out and return what it says."""
    done = CliRunner().invoke(app, list(words))
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "words",
    [
        ("alert", "import", "[/x].xml"),
        ("alert", "new", "--text", "en=[/x].txt"),
        ("content", "preview", "[/x]"),
        ("check", "--image", "[/x].png"),
        ("bench", "offer", "[/x].csv"),
        ("bench", "match", "--train", "[/x].csv", "--test", "[/x].csv"),
        ("bench", "picture", "[/x].png"),
        ("db", "import", "[/x].jsonl"),
    ],
)
def test_what_looks_like_markup_is_quoted_as_it_is(words: tuple[str, ...]) -> None:
    assert "[/x]" in told(*words)
    assert "[b]" in told(*(word.replace("[/x]", "[b]") for word in words))


def test_a_headline_that_looks_like_markup_is_listed_as_it_is(here: Path) -> None:
    (here / "en.txt").write_text("[/b] [red]\n\nThey call you.")
    assert CliRunner().invoke(app, ["alert", "new", "--text", "en=en.txt"]).exit_code == 0
    assert "[/b] [red]" in CliRunner().invoke(app, ["alert", "list"]).stdout


@pytest.mark.parametrize(
    "url", ["", "foo", "sqlite:///x.db", "postgresql://u:secret@h/d", "postgresql+psycopg://u:secret@h:port/d"]
)
@pytest.mark.parametrize("command", ["db upgrade", "db offers", "db backup copy.db", "alert list"])
def test_an_address_of_a_database_that_is_none_is_named(
    monkeypatch: pytest.MonkeyPatch, url: str, command: str
) -> None:
    monkeypatch.setenv("VIGIL_DATABASE_URL", url)
    said = told(*command.split(), code=2)
    assert "VIGIL_DATABASE_URL" in said
    assert "sqlite+aiosqlite:///FILE" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    "command", ["db upgrade", "db offers", "db backup copy.db", "db export all.jsonl", "alert list"]
)
def test_a_file_that_is_no_database_is_named(here: Path, command: str) -> None:
    (here / "vigil.db").write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    said = told(*command.split())
    assert "file is not a database" in said
    assert "vigil.db" in said


@pytest.mark.parametrize("command", ["db upgrade", "db offers", "alert list"])
def test_a_database_of_a_newer_version_is_named(here: Path, command: str) -> None:
    async def make() -> None:
        engine = make_engine(f"sqlite+aiosqlite:///{here}/vigil.db")
        await upgrade(engine)
        await engine.dispose()

    asyncio.run(make())
    with sqlite3.connect(here / "vigil.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    said = told(*command.split())
    assert "was made by another version of Vigil" in said
    assert "9999" in said


def test_a_server_that_is_away_is_named_by_the_upgrade_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIL_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    for command in ("db upgrade --yes", "db offers"):
        assert "cannot be used: connection failed" in told(*command.split())


def test_a_file_that_cannot_be_opened_is_named_by_the_upgrade_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "file").touch()
    monkeypatch.setenv("VIGIL_DATABASE_URL", f"sqlite+aiosqlite:///{here}/file/vigil.db")
    assert "cannot be used: unable to open database file" in told("db", "upgrade")


@pytest.mark.parametrize("command", ["alert preview 1", "alert test 1 5", "alert sender"])
@pytest.mark.parametrize("missing", [True, False])
def test_broken_content_is_named_where_an_alert_needs_it(
    content: Path, monkeypatch: pytest.MonkeyPatch, command: str, *, missing: bool
) -> None:
    assert CliRunner().invoke(app, ["alert", "new", "--text", "en=en.txt"]).exit_code == 0
    monkeypatch.setenv("VIGIL_TELEGRAM_TOKEN", "1:sandbox")
    (content / "en" / "ui.yaml").write_text("[", encoding="utf-8")
    monkeypatch.setenv("VIGIL_CONTENT", "nowhere" if missing else str(content))
    said = told(*command.split())
    assert "error: " in said
    assert "python -m bot content check" in said


async def test_a_database_that_is_away_is_one_line_in_the_senders_log(caplog: pytest.LogCaptureFixture) -> None:
    settings, pace = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none"), Pace(None)
    engine, bot = make_engine(settings.database_url), sending_bot("1:x", "http://127.0.0.1:1/bot")
    async with sending(settings, engine, bot, pace, lambda: bare_world(settings)), asyncio.timeout(20):
        while not caplog.records:
            await asyncio.sleep(0.05)
    await engine.dispose()
    assert "the database does not answer (OperationalError)" in caplog.records[0].message
    assert len(caplog.text.splitlines()) == 1


def test_an_account_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654)
    assert CliRunner().invoke(app, ["alert", "new", "--text", "en=en.txt"]).exit_code == 0
    assert ":987654" in CliRunner().invoke(app, ["alert", "audit"]).stdout


def test_schemas_that_cannot_be_written_are_named(here: Path) -> None:
    (here / "file").touch()
    assert "cannot be written" in told("content", "schema", "file/schema")


def test_wording_is_learnt_only_where_its_texts_are(here: Path) -> None:
    assert "--sets" in told("content", "wording", "zh")
    (here / "offers.jsonl").write_text('{"id": "1", "text": "Hiring", "lang": "en", "label": "honest"}\n')
    assert "--questions" in told("content", "wording", "en", "--sets", ".")
    (here / "questions.jsonl").write_text("[]\n")
    assert "questions.jsonl" in told("content", "wording", "en", "--sets", ".", "--questions", "questions.jsonl")


def test_a_database_that_fails_in_the_middle_is_named(here: Path) -> None:
    assert CliRunner().invoke(app, ["alert", "new", "--text", "en=en.txt"]).exit_code == 0
    with sqlite3.connect(here / "vigil.db") as connection:
        connection.execute("ALTER TABLE alert_texts RENAME TO away")
    said = told("alert", "list")
    assert "The database failed in the middle" in said
    assert "try again" in said
