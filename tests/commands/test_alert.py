"""`alert` and `db` at the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIGIL_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/vigil.db")
    monkeypatch.setenv("VIGIL_ALERT_TWO_PERSONS", "true")
    (tmp_path / "en.txt").write_text("Fake police\n\nThey call you.\n\nHang up.")
    return tmp_path


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == code, result.output
    return result


def draft(here: Path) -> str:
    fields = ["--field", "severity=Severe", "--field", "countries=TH,MM", "--field", "expires=2d"]
    return run("alert", "new", "--topic", "fraud", "--text", f"en={here}/en.txt", *fields, "--as", "ann").stdout.strip()


def test_an_alert_is_written_shown_and_approved_by_another(here: Path) -> None:
    number = draft(here)
    assert "Fake police" in run("alert", "preview", number).stdout
    assert "not allowed" in run("alert", "approve", number, "--as", "ann", code=1).stderr
    assert run("alert", "approve", number, "--as", "bob").stdout.split() == [number, "approved"]
    (listed,) = json.loads(run("alert", "list", "--json").stdout)
    assert (listed["state"], listed["severity"], listed["topic"]) == ("approved", "Severe", "fraud")
    status = json.loads(run("alert", "status", number, "--json").stdout)
    assert (status["state"], status["sent"]) == ("approved", 0)
    assert "Fake" in run("alert", "list").stdout
    assert "sent" in run("alert", "status", number).stdout
    assert run("alert", "cancel", number, "--as", "bob").stdout.split() == [number, "cancelled"]
    actions = [json.loads(line)["action"] for line in run("alert", "audit", number, "--json").stdout.splitlines()]
    assert actions == ["draft", "refused", "approved", "cancelled"]


def test_an_alert_goes_out_and_in_as_a_cap_message(here: Path) -> None:
    message = run("alert", "export", draft(here)).stdout
    assert "urn:oasis:names:tc:emergency:cap:1.2" in message
    (here / "message.xml").write_text(message)
    number = run("alert", "import", "message.xml").stdout.strip()
    assert "Hang up." in run("alert", "preview", number).stdout
    assert "<feed" in run("alert", "feed").stdout


def test_an_update_of_an_alert_that_was_never_sent_is_refused(here: Path) -> None:
    message = run("alert", "export", draft(here)).stdout
    (identifier,) = re.findall("<identifier>(.+)</identifier>", message)
    update = message.replace("<msgType>Alert", "<msgType>Update").replace(
        "<scope>Public</scope>",
        f"<scope>Public</scope><references>vigil,{identifier},2026-11-26T00:00:00-00:00</references>",
    )
    (here / "update.xml").write_text(update)
    assert "name no alert that was sent from here" in " ".join(
        run("alert", "import", "update.xml", code=1).stderr.split()
    )


@pytest.mark.parametrize(
    "words",
    [
        ("approve", "99"),
        ("status", "99"),
        ("import", "none.xml"),
        ("import", "en.txt"),
        ("new", "--topic", "weather"),
        ("new", "--field", "severity=Awful"),
        ("new", "--text", "en=none.txt"),
        ("pause", "1"),
        ("sender",),
        ("test", "1", "5"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(here: Path, words: tuple[str, ...]) -> None:
    draft(here)
    assert run("alert", *words, code=1).stderr.strip()


@pytest.mark.usefixtures("here")
def test_an_empty_draft_is_not_tested_and_the_log_claims_no_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIL_TELEGRAM_TOKEN", "1:nobody")
    monkeypatch.setenv("VIGIL_TELEGRAM_BASE_URL", "http://127.0.0.1:9/bot")
    assert run("alert", "new").stdout == "1\n"
    assert "not allowed: no text" in run("alert", "test", "1", "5", code=1).stderr
    assert "test" not in run("alert", "audit", "1").stdout


def test_a_link_that_is_too_long_is_refused_with_its_length_and_nothing_is_saved(here: Path) -> None:
    link = "https://example.org/" + "a" * 1000
    said = run("alert", "new", "--text", f"en={here}/en.txt", "--field", f"link={link}", code=1).stderr
    assert "the link has 1020 characters, and at most 1000 fit" in " ".join(said.split())
    assert json.loads(run("alert", "list", "--json").stdout) == []


def test_a_text_that_is_no_utf8_is_named(here: Path) -> None:
    (here / "word.txt").write_bytes("Fake police\n\nThey call you.".encode("utf-16"))
    assert "is no UTF-8 text" in run("alert", "new", "--text", "en=word.txt", code=1).stderr


def test_the_database_is_upgraded_saved_and_moved(here: Path) -> None:
    assert "up to date" in run("db", "upgrade").stdout
    assert "0 subscribers" in run("db", "export", "people.jsonl").stdout
    assert "0 subscribers" in run("db", "import", "people.jsonl").stdout
    run("db", "import", "en.txt", code=1)
    run("db", "backup", "copy.db")
    assert (here / "copy.db").stat().st_size > 0


def test_postgresql_is_upgraded_only_when_somebody_says_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIL_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    result = CliRunner().invoke(app, ["db", "upgrade"], input="n\n")
    assert result.exit_code == 1
    assert "Change the tables" in result.output
