"""Kept offers: what a row holds, how long it stays, and that it moves with the database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue.types import KeptOffer
from bot.store.engine import make_engine
from bot.store.offers import Offers
from bot.store.tables import KeptOffer as Row
from bot.store.transfer import TransferError, export, take
from tests import databases

DAY = date(2026, 11, 24)
LURE = KeptOffer("Hiring in [link]", "en", "high", ("border_zone_worksite", "chat_contact"), DAY)


async def test_a_row_holds_nothing_about_who_sent_it() -> None:
    assert set(Row.__table__.columns.keys()) == {"id", "day", "lang", "risk", "flags", "text"}
    assert not Row.__table__.foreign_keys


async def test_offers_come_back_as_they_were_newest_first(engine: AsyncEngine) -> None:
    offers = Offers(engine, 180)
    late = replace(LURE, text="招聘客服", lang="zh", risk="caution", flags=(), day=DAY + timedelta(days=1))
    for offer in (late, LURE, replace(LURE, text="third")):
        await offers.keep(offer)
    assert await offers.newest() == [late, replace(LURE, text="third"), LURE]


async def test_the_same_text_is_kept_once_a_day(engine: AsyncEngine) -> None:
    offers = Offers(engine, 180)
    for day in (DAY, DAY, DAY + timedelta(days=1)):
        await offers.keep(replace(LURE, day=day))
    assert [offer.day for offer in await offers.newest()] == [DAY + timedelta(days=1), DAY]


async def test_what_is_past_its_time_goes_when_the_day_comes_and_when_another_is_kept(engine: AsyncEngine) -> None:
    offers = Offers(engine, 30)
    await offers.keep(LURE)
    assert await offers.purge(DAY + timedelta(days=30)) == 0
    assert await offers.purge(DAY + timedelta(days=31)) == 1
    await offers.keep(LURE)
    later = replace(LURE, day=DAY + timedelta(days=31))
    await offers.keep(later)
    assert await offers.newest() == [later]


async def test_offers_move_between_databases_and_are_added_once(
    engine: AsyncEngine, sqlite_tables: Path, tmp_path: Path
) -> None:
    offer = replace(LURE, text=f"{LURE.text}\u2028on a line of its own\x85")
    await Offers(engine, 180).keep(offer)
    file = tmp_path / "all.jsonl"
    assert await export(engine, file) == (0, 1)
    other = make_engine(databases.copy(sqlite_tables, tmp_path / "other.db"))
    assert await take(other, file) == (0, 1)
    assert await take(other, file) == (0, 0)
    assert await Offers(other, 180).newest() == [offer]
    await other.dispose()


@pytest.mark.parametrize("broken", [{}, {"day": "soon"}, {"day": "2026-11-24", "text": 5}])
async def test_a_broken_offer_is_refused_and_nothing_is_added(
    engine: AsyncEngine, tmp_path: Path, broken: dict[str, object]
) -> None:
    await Offers(engine, 180).keep(LURE)
    file = tmp_path / "all.jsonl"
    await export(engine, file)
    with file.open("a") as out:
        out.write(json.dumps({"kept_offer": broken}) + "\n")
    with pytest.raises(TransferError, match="line 3"):
        await take(engine, file)
