"""Tries of a delivery are counted in the database, and what may have arrived is not forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts import audience
from bot.store.alerts import Alerts, Words, new
from bot.store.deliveries import UNANSWERED, UNSURE, Deliveries, Result
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.tables import Subscriber

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
PEOPLE = (1, 2, 3)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """A database of the version before tries were counted, with one alert for three people, brought up to date."""
    made = make_engine(database_url)
    await upgrade(made, "0003")
    record = replace(new("1", "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("x")),))
    assert (await Alerts(made).save(record, "1", "draft")).id == 1
    row = "INSERT INTO deliveries (alert_id, chat_id, lang, state, due_at, changed_at) VALUES (1, :chat, 'en', :to, "
    person = {"lang": "en", "topics": " jobs ", "mode": "now", "zone": "UTC", "since": NOW}
    async with made.begin() as connection:
        await connection.execute(insert(Subscriber), [{"chat_id": chat, **person} for chat in PEOPLE])
        when = "'2026-11-24 07:00:00.000000', '2026-11-24 07:00:00.000000')"
        await connection.execute(text(row + when), [{"chat": chat, "to": "pending"} for chat in PEOPLE])
    await upgrade(made)
    yield made
    await made.dispose()


async def tries(engine: AsyncEngine) -> dict[int, int]:
    return {each.chat_id: each.tries for each in await Deliveries(engine).due(1, NOW, 10)}


async def test_only_what_is_a_try_is_counted(engine: AsyncEngine) -> None:
    assert await tries(engine) == {1: 0, 2: 0, 3: 0}
    for _ in range(2):
        await Deliveries(engine).settle(
            1, [Result(1, "pending", due_at=NOW, tried=True), Result(2, "pending", due_at=NOW), Result(3, "pending")]
        )
    assert await tries(engine) == {1: 2, 2: 0, 3: 0}


async def test_a_correction_reaches_whoever_may_have_got_the_alert_without_an_answer(engine: AsyncEngine) -> None:
    deliveries = Deliveries(engine)
    await deliveries.settle(1, [Result(1, "pending", due_at=NOW, tried=True), Result(2, "failed", reason=UNANSWERED)])
    await deliveries.skip_open(1, "replaced")
    assert await deliveries.counts(1) == {
        ("skipped", UNSURE): 1,
        ("failed", UNANSWERED): 1,
        ("skipped", "replaced"): 1,
    }
    assert [person.chat_id for person in await deliveries.received(1, 0, 10)] == [1, 2]


async def test_as_many_are_shown_to_who_approves_a_correction_as_get_it(engine: AsyncEngine) -> None:
    deliveries, alerts = Deliveries(engine), Alerts(engine)
    await deliveries.settle(1, [Result(1, "sent"), Result(2, "failed", reason=UNANSWERED)], [3])
    draft = replace(new("1", "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("x")),), replaces=1)
    update = await alerts.save(draft, "1", "draft")
    shown = await audience.count(engine, update, NOW)
    await audience.prepare(engine, deliveries, update, NOW)
    assert await deliveries.counts(update.id) == {("pending", None): 3}
    assert shown.total == 3
