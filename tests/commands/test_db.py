"""`db offers`: what operators read of the offers that people let us keep."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path

from bot.dialogue.types import KeptOffer
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.offers import Offers
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


async def fill(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    for offer in OFFERS:
        await Offers(engine, 180).keep(offer)
    await engine.dispose()
