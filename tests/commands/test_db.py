"""`db offers`: what operators read of the offers that people let us keep."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.dialogue.types import KeptOffer
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.offers import Offers
from tests import postgres
from tests.commands.conftest import Run

OFFERS = (
    KeptOffer("Hiring in Bavet, [handle]", "en", "high", ("border_zone_worksite",), date(2026, 11, 23)),
    KeptOffer("招聘客服", "zh", "caution", (), date(2026, 11, 24)),
)


def test_kept_offers_are_listed_newest_first_and_move_with_the_database(run: Run, tmp_path: Path) -> None:
    assert run("db", "offers").stdout == "0 kept offers\n"
    asyncio.run(fill(f"sqlite+aiosqlite:///{tmp_path}/vigil.db"))
    lines = run("db", "offers").stdout.splitlines()
    assert lines[0] == "2026-11-24 zh caution "
    assert lines[-1] == "2 kept offers"
    found = json.loads(run("db", "offers", "--json").stdout)
    assert [each["text"] for each in found] == ["招聘客服", "Hiring in Bavet, [handle]"]
    assert found[1] == {
        "text": "Hiring in Bavet, [handle]",
        "lang": "en",
        "risk": "high",
        "flags": ["border_zone_worksite"],
        "day": "2026-11-23",
    }
    assert "2 kept offers written" in run("db", "export", "all.jsonl").stdout
    other = {"VIGIL_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/other.db"}
    assert "2 kept offers added" in run("db", "import", "all.jsonl", **other).stdout
    assert json.loads(run("db", "offers", "--json", **other).stdout) == found


@pytest.mark.parametrize("command", ["alert sender", "alert list", "db export people.jsonl", "db offers", "run"])
async def test_no_command_changes_the_tables_of_postgresql_unasked(
    run: Run, postgres_server: str, command: str
) -> None:
    url = postgres.database(postgres_server)
    token = "1:sandbox" if command == "alert sender" else ""
    done = await asyncio.to_thread(run, *command.split(), VIGIL_DATABASE_URL=url, VIGIL_TELEGRAM_TOKEN=token)
    assert (done.returncode, "bot db upgrade" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    engine = make_engine(url)
    async with engine.connect() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == []
    await engine.dispose()


async def fill(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    for offer in OFFERS:
        await Offers(engine, 180).keep(offer)
    await engine.dispose()
