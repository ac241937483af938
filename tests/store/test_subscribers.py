"""A subscription is kept with its session, found by its audience, and erased everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts import audience
from bot.dialogue.saved import dump, load
from bot.dialogue.types import Session, Subscription
from bot.store.alerts import Alerts, Words, new
from bot.store.deliveries import Deliveries
from bot.store.desks import Desks
from bot.store.sessions import Sessions
from bot.store.subscribers import addressed
from bot.store.tables import Base, Subscriber

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
HELD = Subscription(("jobs", "food"), "urgent", (1320, 420), "Asia/Bangkok", NOW + timedelta(days=3))


async def keep(engine: AsyncEngine, chat: int, session: Session) -> None:
    await Sessions(engine).put(chat, dump(session), NOW)


async def test_a_session_with_a_subscription_comes_back_as_it_was(engine: AsyncEngine) -> None:
    session = Session(lang="zh", country="TH", subscription=HELD)
    await keep(engine, 5, session)
    assert load(await Sessions(engine).get(5)) == (session, False)
    changed = replace(session, subscription=replace(HELD, quiet=None, asleep_until=None, topics=()))
    await keep(engine, 5, changed)
    assert load(await Sessions(engine).get(5)) == (changed, False)
    await keep(engine, 5, replace(session, subscription=None))
    assert load(await Sessions(engine).get(5)) == (Session(lang="zh", country="TH"), False)


async def test_nothing_is_kept_about_a_subscriber_but_what_was_promised() -> None:
    assert set(Subscriber.__table__.columns.keys()) == {
        *("chat_id", "lang", "country", "topics", "mode", "quiet_from", "quiet_to", "zone"),
        *("asleep_until", "since", "ended_at"),
    }


async def test_a_block_ends_the_subscription_and_keeps_the_choices(engine: AsyncEngine) -> None:
    await keep(engine, 5, Session(lang="en", subscription=HELD))
    await Sessions(engine).end(5, NOW)
    session, _ = load(await Sessions(engine).get(5))
    assert session.subscription == replace(HELD, ended=True)


async def test_what_is_told_to_somebody_is_every_row_about_them_and_forgetting_leaves_none(engine: AsyncEngine) -> None:
    await keep(engine, 5, Session(lang="en", subscription=HELD))
    record = replace(new("1", "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("x")),))
    alert = await Alerts(engine).save(record, "1", "draft")
    await Deliveries(engine).add(alert.id, [{"chat_id": 5, "lang": "en", "state": "sent", "due_at": NOW}])
    await Desks(engine).put(5, alert.id, "area")
    tables = {table.name: table for table in Base.metadata.tables.values() if "chat_id" in table.columns}
    kept = await Sessions(engine).kept(5)
    assert {name: [set(row) for row in rows] for name, rows in kept.items()} == {
        name: [set(table.columns.keys())] for name, table in tables.items()
    }
    assert kept["subscribers"][0]["since"] == kept["chats"][0]["updated_at"] == NOW
    await Sessions(engine).forget(5)
    assert await Sessions(engine).kept(5) == {name: [] for name in tables}


async def test_who_is_forgotten_while_the_audience_is_written_down_is_not_written_down_again(
    engine: AsyncEngine,
) -> None:
    for chat in (5, 6):
        await keep(engine, chat, Session(lang="en", subscription=HELD))
    record = replace(new("1", "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("x")),), severity="Severe")
    alert = await Alerts(engine).save(record, "1", "draft")

    class Late(Deliveries):
        """Deliveries that are written down just after somebody was told that all is erased."""

        async def add(self, alert_id: int, rows: Sequence[dict[str, Any]]) -> None:
            await Sessions(engine).forget(5)
            await Deliveries.add(self, alert_id, rows)

    await audience.prepare(engine, Late(engine), alert, NOW + timedelta(days=4))
    assert [kept["deliveries"] != [] for kept in [await Sessions(engine).kept(chat) for chat in (5, 6)]] == [
        False,
        True,
    ]


async def test_rows_that_are_there_stay_when_the_audience_is_written_again(engine: AsyncEngine) -> None:
    record = replace(new("1", "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("x")),))
    alert = await Alerts(engine).save(record, "1", "draft")
    for chat in (5, 6):
        await keep(engine, chat, Session(lang="en", subscription=HELD))
    row: dict[str, Any] = {"chat_id": 5, "lang": "en", "due_at": NOW}
    await Deliveries(engine).add(alert.id, [{**row, "state": "sent"}])
    await Deliveries(engine).add(alert.id, [{**row, "state": "pending"}, {**row, "chat_id": 6, "state": "pending"}])
    assert await Deliveries(engine).counts(alert.id) == {("sent", None): 1, ("pending", None): 1}


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (None, True),
        ("skipped", True),
        ("failed", True),
        ("pending", False),
        ("sending", False),
        ("sent", False),
        ("digest", False),
    ],
)
async def test_an_alert_is_shown_beside_the_broadcast_to_who_does_not_get_it_anyway(
    engine: AsyncEngine, state: str | None, *, shown: bool
) -> None:
    record = replace(new("1", "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("x")),))
    alert, deliveries = await Alerts(engine).save(record, "1", "draft"), Deliveries(engine)
    await keep(engine, 5, Session(lang="en", subscription=HELD))
    if state is not None:
        await deliveries.add(alert.id, [{"chat_id": 5, "lang": "en", "due_at": NOW, "state": state}])
    assert await deliveries.claim(alert.id, 5, "en", NOW) is shown
    assert await deliveries.claim(alert.id, 5, "en", NOW) is False
    await deliveries.add(alert.id, [{"chat_id": 5, "lang": "en", "due_at": NOW, "state": "pending"}])
    assert await deliveries.counts(alert.id) == {("pending" if shown else state, None): 1}


@pytest.mark.parametrize(
    ("session", "gets"),
    [
        (Session(country="TH", subscription=Subscription(("jobs",))), True),
        (Session(subscription=Subscription(("jobs",))), True),
        (Session(country="MM", subscription=Subscription(("jobs",))), False),
        (Session(country="TH", subscription=Subscription(("food",))), False),
        (Session(country="TH", subscription=Subscription(("jobs",), "urgent")), False),
        (Session(country="TH", subscription=Subscription(("jobs",), "digest")), True),
        (Session(country="TH", subscription=Subscription(("jobs",), asleep_until=NOW + timedelta(1))), False),
        (Session(country="TH", subscription=Subscription(("jobs",), asleep_until=NOW - timedelta(1))), True),
        (Session(country="TH", subscription=Subscription(("jobs",), ended=True)), False),
    ],
)
async def test_the_audience_is_who_asked_for_it(engine: AsyncEngine, session: Session, *, gets: bool) -> None:
    await keep(engine, 5, session)
    wanted = select(Subscriber.chat_id).where(addressed("jobs", ["TH"], urgent=False, now=NOW))
    async with engine.connect() as connection:
        assert ((await connection.execute(wanted)).scalar() == 5) is gets
