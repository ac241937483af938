"""What Telegram, the network, the disk and the clock can do to a broadcast."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.alerts import digest, reach
from bot.alerts.pace import SEVERAL, Pace
from bot.alerts.progress import progress
from bot.alerts.reach import WAITS
from bot.alerts.render import DIGESTED
from bot.alerts.sender import ALIKE, shape
from bot.commands.broadcast import busiest
from bot.sandbox.faults import Limits
from bot.store.alerts import Record
from bot.store.deliveries import UNANSWERED, UNREACHABLE
from tests.alerts.conftest import APPROVER, Station

pytestmark = pytest.mark.long


async def test_a_storm_of_429_makes_everybody_wait_and_loses_nobody(station: Station) -> None:
    station.pace.per_second = 10  # one message at a time
    people = await station.people(30)
    station.served.sandbox.faults.add("429", method="sendMessage", times=SEVERAL, retry_after=2)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people
    refused = [call["at"] for call in station.calls() if call["status"] == 429]
    taken = [call["at"] for call in station.calls() if call["status"] == 200]
    assert len(refused) == SEVERAL
    assert min(taken) - refused[-1] >= 2


async def test_one_chat_that_telegram_asks_to_wait_holds_up_nobody_else_and_gets_it_later(station: Station) -> None:
    station.pace.per_second = 10
    people = await station.people(30)
    station.served.sandbox.faults.add("429", method="sendMessage", chat_id=people[0], times=1, retry_after=6)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people
    assert station.sent()[-1] == people[0]
    refused, last = (call["at"] for call in station.calls() if call["params"]["chat_id"] == str(people[0]))
    assert last - refused >= 6


async def test_a_chat_that_replies_are_held_back_from_gets_an_alert_when_its_time_is_over(station: Station) -> None:
    held, other = await station.people(2)
    station.pace.refused(held, 3)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert station.sent() == [other, held]
    assert {call["status"] for call in station.calls()} == {200}


@pytest.mark.parametrize("kind", ["500", "502"])
async def test_server_errors_are_tried_again(station: Station, kind: str) -> None:
    people = await station.people(30)
    station.served.sandbox.faults.add(kind, method="sendMessage", times=20)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people


@pytest.mark.parametrize("kind", ["cut", "broken", "lost_reply"])
async def test_a_message_that_was_taken_without_a_reply_is_doubled_and_none_is_lost(
    station: Station, kind: str
) -> None:
    people = await station.people(30)
    station.served.sandbox.faults.add(kind, method="sendMessage", times=4, seconds=0.5)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    counts = Counter(station.sent())
    assert sorted(counts) == people
    assert sum(counts.values()) - len(people) == 4


async def test_what_may_have_been_taken_twice_is_put_off_whatever_else_went_wrong_between(station: Station) -> None:
    (reader,) = await station.people(1)
    for kind in ("lost_reply", "502", "lost_reply", "lost_reply"):
        station.served.sandbox.faults.add(kind, method="sendMessage", chat_id=reader, times=1, seconds=0.5)
    alert = await station.approved()
    station.start()
    async with asyncio.timeout(20):
        while (await station.states(alert.id)).get(("pending", UNREACHABLE)) != 1:
            await asyncio.sleep(0.05)
    assert station.sent() == [reader, reader]


async def test_a_refusal_is_final_and_recorded_with_its_reason(station: Station) -> None:
    people = await station.people(5)
    station.served.sandbox.faults.add("400", method="sendMessage", chat_id=people[2])
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert len([call for call in station.calls() if call["params"]["chat_id"] == str(people[2])]) == 1
    assert (await station.states(alert.id))[("failed", "Bad Request: sandbox fault")] == 1


async def test_a_message_that_telegram_takes_for_nobody_is_paused_before_all_have_missed_it(station: Station) -> None:
    await station.people(100)
    refusing = station.served.sandbox.faults.add("400", method="sendMessage")
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "paused")
    refused = ("failed", "Bad Request: sandbox fault")
    async with asyncio.timeout(10):
        while (await station.states(alert.id)).get(refused, 0) < ALIKE:
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)  # what was on its way is written down
    failed = (await station.states(alert.id))[refused]
    assert failed <= ALIKE + shape(station.pace.per_second).bound
    station.served.sandbox.faults.remove(refusing.id)
    await station.alerts.move(alert.id, ("paused",), "running", APPROVER, "mended")
    await station.until(alert.id, "done")
    assert await station.states(alert.id) == {refused: failed, ("sent", None): 100 - failed}


async def test_a_full_disk_stops_the_sending_and_doubles_no_more_than_the_bound(station: Station) -> None:
    station.pace.per_second = 50
    people = await station.people(200)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "running")
    await station.begun()
    full = "CREATE TRIGGER full BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    async with station.engine.begin() as connection:
        await connection.execute(text(full))
    held = await station.still()
    assert held < 200
    async with station.engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER full"))
    await station.until(alert.id, "done", seconds=40)
    counts = Counter(station.sent())
    assert sorted(counts) == people
    assert sum(counts.values()) - len(people) <= shape(50).bound


async def test_a_digest_that_cannot_be_written_down_is_sent_once(station: Station) -> None:
    (reader,) = await station.people(1, mode="digest")
    alert = await station.approved(expires_at=station.now() + timedelta(days=30))
    station.start()
    await station.until(alert.id, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    full = (
        "CREATE TRIGGER full BEFORE UPDATE ON deliveries WHEN NEW.state = 'sent' BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    async with station.engine.begin() as connection:
        await connection.execute(text(full))
    sending = asyncio.create_task(digest.send_due(station.sender()))
    async with asyncio.timeout(5):
        while not station.sent():
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    async with station.engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER full"))
    assert await sending == 1
    assert station.sent() == [reader]
    assert await station.states(alert.id) == {("sent", None): 1}


@pytest.mark.parametrize("kind", ["500", "429"])
async def test_a_chat_that_cannot_be_reached_holds_up_no_other_digest(station: Station, kind: str) -> None:
    first, *others = await station.people(5, mode="digest")
    fault = station.served.sandbox.faults.add(kind, method="sendMessage", chat_id=first, retry_after=60)
    alerts = [await station.approved(expires_at=station.now() + timedelta(days=30)) for _ in range(DIGESTED + 1)]
    station.start()
    for alert in alerts:
        await station.until(alert.id, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    assert await digest.send_due(station.sender()) == 2 * len(others), "each gets two messages, so many are the alerts"
    assert station.sent() == [*others, *others]
    assert len([call for call in station.calls() if call["params"]["chat_id"] == str(first)]) == 1
    station.served.sandbox.faults.remove(fault.id)
    assert await digest.send_due(station.sender()) == 0
    station.offset += timedelta(minutes=11)
    station.pace = Pace(None)
    assert await digest.send_due(station.sender()) == 2
    assert station.sent()[-2:] == [first, first]
    assert await station.states(alerts[0].id) == {("sent", None): 5}


async def test_a_chat_that_times_out_holds_up_no_other_digest(station: Station) -> None:
    first, *others = await station.people(5, mode="digest")
    station.served.sandbox.faults.add("slow", method="sendMessage", chat_id=first, seconds=6)
    alert = await station.approved(expires_at=station.now() + timedelta(days=30))
    station.start()
    await station.until(alert.id, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    assert await digest.send_due(station.sender()) == len(others)
    assert [chat for chat in station.sent() if chat != first] == others
    assert await station.states(alert.id) == {("sent", None): 4, ("digest", "unreachable"): 1}


async def test_no_digest_is_cut_in_two_at_the_edge_of_a_page(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.alerts.digest.PAGE", 4)
    readers = await station.people(3, mode="digest")
    alerts = [await station.approved(expires_at=station.now() + timedelta(days=30)) for _ in range(3)]
    station.start()
    for alert in alerts:
        await station.until(alert.id, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    assert await digest.send_due(station.sender()) == len(readers)
    assert station.sent() == readers


async def test_digests_wait_while_nobody_can_be_reached_and_nobody_is_lost(station: Station) -> None:
    readers = await station.people(30, mode="digest")
    alert = await station.approved(expires_at=station.now() + timedelta(days=30))
    station.start()
    await station.until(alert.id, "done")
    await station.stop()
    fault = station.served.sandbox.faults.add("502", method="sendMessage")
    station.offset = timedelta(days=7)
    assert await digest.send_due(station.sender()) == 0
    assert len(station.calls()) == reach.SEVERAL
    station.served.sandbox.faults.remove(fault.id)
    station.offset += timedelta(minutes=11)
    assert await digest.send_due(station.sender()) == len(readers)
    assert sorted(station.sent()) == readers


async def test_a_clock_that_jumps_changes_neither_the_pace_nor_who_gets_it(station: Station) -> None:
    station.pace.per_second = 30
    people = await station.people(90)
    alert = await station.approved(expires_at=station.now() + timedelta(days=2))
    station.start()
    await station.until(alert.id, "running")
    for hours in (1, -3, 12):
        station.offset = timedelta(hours=hours)
        await asyncio.sleep(0.7)
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people
    assert busiest(sorted(call["at"] for call in station.calls())) <= 30


async def test_the_limit_is_never_passed_and_the_server_never_complains(station: Station) -> None:
    station.pace.per_second = 30
    station.served.sandbox.limiter.limits = Limits(per_second=30, per_chat_per_second=1)
    people = await station.people(120)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people
    assert {call["status"] for call in station.calls()} == {200}
    assert busiest(sorted(call["at"] for call in station.calls())) <= 30


async def test_replies_go_first_while_a_broadcast_runs(station: Station) -> None:
    station.pace.per_second = 10
    await station.people(60)
    asker = station.served.sandbox.add_person("Asker", "en", 9001).id
    alert = await station.approved()
    station.start()
    await station.begun()
    waits = []
    for _ in range(3):
        asked = time.monotonic()
        await station.bot.send_message(asker, "an answer")
        waits.append(time.monotonic() - asked)
        await asyncio.sleep(0.3)
    assert max(waits) < 3, "the broadcast alone has six seconds to go"
    await station.operators.cancel(alert.id, "11")
    assert busiest(sorted(call["at"] for call in station.calls())) <= 10


async def test_a_workflow_of_another_version_is_taken_up_anew(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.pace.per_second = 20
    people = await station.people(60)
    alert = await station.approved()
    monkeypatch.setattr("bot.alerts.durable.VERSION", "0")
    station.start()
    await station.until(alert.id, "running")
    await station.begun()
    assert station.broadcaster is not None
    # As after a kill: the workflow stays pending under the old version.
    assert station.task is not None
    monkeypatch.setattr("bot.alerts.broadcaster.PATIENCE", 0.0)
    for task in station.broadcaster.active.values():
        task.cancel()
    await station.stop()
    monkeypatch.setattr("bot.alerts.durable.VERSION", "1")
    station.start()
    await station.until(alert.id, "done")
    assert set(station.sent()) == set(people)


async def test_a_broadcast_that_breaks_off_is_taken_up_again_after_a_rest(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerts.broadcaster.AGAIN", 1.0)
    people = await station.people(3)
    alert = await station.approved()
    whole, station.world = station.world, replace(station.world, catalog=None)  # type: ignore[arg-type]  # it breaks
    station.start()
    async with asyncio.timeout(20):
        while "broke off" not in [row["action"] for row in await station.alerts.audit(alert.id)]:
            await asyncio.sleep(0.05)
    assert station.broadcaster is not None
    assert list(station.broadcaster.active) == [alert.id]
    station.world = whole
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people


async def rounds(station: Station, alert_id: int, most: int) -> list[timedelta]:
    """Let the clock jump to the next try, again and again, with a restart at each. Returns how long each wait was."""
    waits: list[timedelta] = []
    while len(waits) < most:
        station.start()
        record = await station.wait(alert_id, lambda found: found.state == "done" or _waits(found, station))
        await station.stop()
        if record.state == "done" or record.next_at is None:
            break
        waits.append(record.next_at - station.now())
        station.offset += waits[-1] + timedelta(seconds=1)
    return waits


def _waits(record: Record, station: Station) -> bool:
    return record.next_at is not None and record.next_at > station.now()


async def test_an_alert_that_is_never_acknowledged_comes_a_handful_of_times_ever_more_rarely(station: Station) -> None:
    lost, *others = await station.people(10)
    station.served.sandbox.faults.add("lost_reply", method="sendMessage", chat_id=lost, seconds=0.1)
    alert = await station.approved(expires_at=station.now() + timedelta(days=3))
    waits = await rounds(station, alert.id, 20)
    assert len(waits) == len(WAITS)
    assert waits == sorted(waits)
    assert waits[0] <= timedelta(minutes=1) < timedelta(hours=2) < waits[-1]
    assert await station.states(alert.id) == {("sent", None): len(others), ("failed", UNANSWERED): 1}
    assert Counter(station.sent())[lost] == len(WAITS) + 2, "twice at first, as a passing error is the likeliest"
    shown = await progress(station.alerts, station.deliveries, alert.id)
    assert shown is not None
    assert shown.failed == {UNANSWERED: 1}


@pytest.mark.parametrize(("count", "method"), [(1, None), (12, "sendMessage")])
async def test_an_outage_uses_up_no_tries_however_long_it_is(
    station: Station, monkeypatch: pytest.MonkeyPatch, count: int, method: str | None
) -> None:
    monkeypatch.setattr("bot.alerts.sender.FIRST_WAIT", 0.01)
    monkeypatch.setattr("bot.alerts.pace.CHAT_SECONDS", 0.01)  # the tries of a round, too, wait for it
    people = await station.people(count)
    alert = await station.approved(expires_at=station.now() + timedelta(days=3))
    asker = station.served.sandbox.add_person("Asker", "en", 9001).id
    for chat in people if method else [None]:
        station.served.sandbox.faults.add("502", method=method, chat_id=chat)
    for _ in range(len(WAITS) + 4):
        station.start()
        await station.wait(alert.id, lambda found: _waits(found, station))
        station.offset += timedelta(hours=7)
        if method is None:
            await station.stop()
        else:  # a picture, say, may get through to nobody where short answers do
            await station.bot.send_message(asker, "an answer")
    station.served.sandbox.faults.remove()
    await rounds(station, alert.id, 20)
    assert sorted(set(station.sent()) - {asker}) == people
    assert await station.states(alert.id) == {("sent", None): count}


async def test_a_digest_that_is_never_acknowledged_comes_a_handful_of_times(station: Station) -> None:
    lost, *others = await station.people(3, mode="digest")
    station.served.sandbox.faults.add("lost_reply", method="sendMessage", chat_id=lost, seconds=0.1)
    alert = await station.approved(expires_at=station.now() + timedelta(days=30))
    station.start()
    await station.until(alert.id, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    for _ in range(len(WAITS) + 4):
        await digest.send_due(station.sender())
        assert await digest.send_due(station.sender()) == 0
        station.offset += timedelta(hours=7)
    assert Counter(station.sent()) == {**dict.fromkeys(others, 1), lost: len(WAITS) + 1}
    assert await station.states(alert.id) == {("sent", None): len(others), ("failed", UNANSWERED): 1}
