"""The newest alert comes with the subscription: to everybody once, however the two fall together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.alerts import audience
from bot.alerts.tasks import Tasks
from bot.store.alerts import Record
from bot.store.sessions import Sessions
from tests.alerts.conftest import APPROVER, AUTHOR, Station


async def running(station: Station) -> Record:
    alert = await station.approved()
    return await station.alerts.move(alert.id, ("approved",), "running", APPROVER, started_at=station.now())


def tasks(station: Station) -> Tasks:
    return Tasks(station.alerts, station.deliveries, Sessions(station.engine), lambda: station.world)


async def shown(station: Station, chat: int) -> int:
    replies = await tasks(station).run("latest jobs fraud food", chat, "en")
    await tasks(station).shown(chat, replies)
    return len(replies)


async def test_an_alert_that_the_reply_did_not_bring_is_sent_to_the_new_subscriber(station: Station) -> None:
    alert = await station.approved()
    station.start()
    ended = await station.until(alert.id, "done")
    lost, got = await station.people(2)
    assert len(await tasks(station).run("latest jobs", lost, "en")) == 1
    assert await shown(station, got) == 1
    await station.stop()
    assert station.sent() == [], "the reply may still be on its way"
    assert await tasks(station).run("latest jobs", lost, "en") == (), "pressed twice"
    station.offset = timedelta(minutes=2)
    station.start()
    await station.begun(1)
    over = await station.until(alert.id, "done")
    assert station.sent() == [lost]
    assert await station.states(alert.id) == {("sent", None): 2}
    assert over.finished_at == ended.finished_at, "how long the broadcast took stays true"


async def test_what_the_reply_did_not_bring_does_not_wait_for_those_who_are_held_back_until_the_morning(
    station: Station,
) -> None:
    minute = station.now().hour * 60 + station.now().minute
    await station.people(1, quiet_from=(minute - 60) % 1440, quiet_to=(minute + 300) % 1440)
    alert = await station.approved(expires_at=station.now() + timedelta(hours=3))
    station.start()
    await station.wait(alert.id, lambda record: record.next_at is not None)
    (late,) = await station.people(1, first=5001)
    assert len(await tasks(station).run("latest jobs", late, "en")) == 1
    station.offset = timedelta(minutes=2)
    await station.begun(1)
    assert station.sent() == [late]


@pytest.mark.parametrize("written_down_first", [True, False])
async def test_who_subscribes_while_the_audience_is_written_down_gets_the_alert_once(
    station: Station, *, written_down_first: bool
) -> None:
    alert = await running(station)
    (person,) = await station.people(1)
    if written_down_first:
        await audience.prepare(station.engine, station.deliveries, alert, station.now())
    newest = await shown(station, person)
    station.start()
    await station.until(alert.id, "done")
    assert newest + len(station.sent()) == 1
    assert await station.states(alert.id) == {("sent", None): 1}


async def test_who_has_the_newest_alert_does_not_get_it_again_by_subscribing_anew(station: Station) -> None:
    (person,) = await station.people(1)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert station.sent() == [person]
    assert await shown(station, person) == 0


async def test_who_stopped_before_their_turn_is_shown_the_alert_when_they_come_back(station: Station) -> None:
    alert = await running(station)
    (person,) = await station.people(1)
    await audience.prepare(station.engine, station.deliveries, alert, station.now())
    await station.deliveries.skip_open(alert.id, "unsubscribed")
    assert await shown(station, person) == 1
    assert await shown(station, person) == 0


async def test_a_correction_reaches_who_was_shown_the_alert_when_they_subscribed(station: Station) -> None:
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    (person,) = await station.people(1)
    assert await shown(station, person) == 1
    draft = await station.operators.follow(alert.id, "Update", AUTHOR)
    await station.operators.approve(draft.id, APPROVER)
    await station.until(draft.id, "done")
    assert station.sent() == [person]


async def test_the_newest_alerts_are_read_at_once_and_without_their_pictures(station: Station) -> None:
    held = station.now() + timedelta(days=9)
    ids = [(await running(station)).id for _ in range(5)]
    await station.alerts.mark(ids[0], started_at=station.now() + timedelta(seconds=5), picture=b"large")
    await station.alerts.mark(ids[1], topic="food")
    await station.alerts.mark(ids[2], state="paused")
    await station.alerts.mark(ids[3], topic="all", expires_at=held)
    asked: list[str] = []
    event.listen(station.engine.sync_engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    found = await station.alerts.holding(station.now(), ("jobs",), 10)
    assert [(record.id, record.picture) for record in found] == [(ids[0], None), (ids[4], None), (ids[3], None)]
    assert len([said for said in asked if said.startswith("SELECT")]) == 2
    assert [record.id for record in await station.alerts.holding(held - timedelta(days=1), ("jobs",), 10)] == [ids[3]]
