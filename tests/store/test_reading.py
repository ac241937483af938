"""Who only reads waits for no writer; on SQLite every other transaction takes the one lock there is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts import audience
from bot.alerts.progress import progress
from bot.dialogue.types import KeptOffer
from bot.store import deliveries
from bot.store.alerts import Alerts, Words, new
from bot.store.deliveries import Deliveries
from bot.store.desks import Desks
from bot.store.digests import Digests
from bot.store.engine import make_engine
from bot.store.migrate import current
from bot.store.offers import Offers
from bot.store.sessions import Sessions
from bot.store.tables import Delivery

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
ALERT = replace(new("1", "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("x")),))

READS: dict[str, Callable[[AsyncEngine], Awaitable[Any]]] = {
    "alert": lambda engine: Alerts(engine).get(1),
    "audit": lambda engine: Alerts(engine).audit(),
    "audience": lambda engine: audience.count(engine, ALERT, NOW),
    "correction": lambda engine: audience.count(engine, replace(ALERT, replaces=1), NOW),
    "concerns": lambda engine: Deliveries(engine).concerns(1, ("TH",), urgent=False),
    "current": current,
    "desk": lambda engine: Desks(engine).get(1),
    "due": lambda engine: Deliveries(engine).due(1, NOW, 10),
    "next due": lambda engine: Deliveries(engine).next_due(1),
    "offers": lambda engine: Offers(engine, 1).newest(),
    "own": lambda engine: Sessions(engine).kept(1),
    "progress": lambda engine: progress(Alerts(engine), Deliveries(engine), 1),
    "received": lambda engine: Deliveries(engine).received(1, 0, 10),
    "session": lambda engine: Sessions(engine).get(1),
    "weekly": lambda engine: Digests(engine).due(NOW, 10),
}


@pytest.mark.parametrize("name", READS)
async def test_a_read_does_not_wait_for_a_writer(engine: AsyncEngine, name: str) -> None:
    await Alerts(engine).save(ALERT, "1", "draft")
    await Offers(engine, 1).keep(KeptOffer("x", "en", "high", (), date(2026, 11, 24)))
    writer = make_engine(engine.url.render_as_string(hide_password=False))
    async with writer.begin(), asyncio.timeout(10):
        await READS[name](engine)
    await writer.dispose()


@pytest.mark.parametrize("step", ["skip_open", "erase_before"])
async def test_many_rows_are_changed_a_page_at_a_time_so_that_others_come_in_between(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(deliveries, "PAGE", 10)
    alert = await Alerts(engine).save(ALERT, "1", "draft")
    await Alerts(engine).mark(alert.id, finished_at=NOW)
    row = {"alert_id": alert.id, "lang": "en", "state": "pending", "due_at": NOW, "changed_at": NOW}
    async with engine.begin() as connection:
        await connection.execute(insert(Delivery), [{**row, "chat_id": chat} for chat in range(-3, 22)])
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    if step == "skip_open":
        await Deliveries(engine).skip_open(alert.id, "cancelled")
        assert await Deliveries(engine).counts(alert.id) == {("skipped", "cancelled"): 25}
    else:
        assert await Deliveries(engine).erase_before(NOW + timedelta(days=1)) == 25
        async with engine.connect() as connection:
            assert (await connection.execute(select(func.count()).select_from(Delivery))).scalar() == 0
    assert len(commits) >= 3
