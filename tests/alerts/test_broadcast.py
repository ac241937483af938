"""A broadcast from approval to report, against the sandbox."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.alerts import audience, broadcaster, deskpages, digest
from bot.alerts.lock import SenderLock
from bot.alerts.progress import progress
from bot.store.alerts import Words
from bot.store.deliveries import PAUSED
from bot.store.sessions import Sessions
from bot.store.tables import Subscriber
from tests.alerts.conftest import APPROVER, AUTHOR, ENGLISH, Station


async def test_an_approved_alert_reaches_everybody_once_in_their_language(station: Station) -> None:
    english, chinese = await station.people(30), await station.people(20, lang="zh", first=2001)
    alert = await station.approved()
    station.start()
    done = await station.until(alert.id, "done")
    assert sorted(station.sent()) == sorted(english + chinese)
    assert "New scam" in station.texts()[english[0]]
    assert "新骗局" in station.texts()[chinese[0]]
    assert await station.states(alert.id) == {("sent", None): 50}
    assert done.finished_at is not None
    assert station.told == [alert.id]


async def test_every_alert_carries_stop_and_change(station: Station) -> None:
    await station.people(1)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert "unsubscribe" in station.calls()[0]["params"]["reply_markup"]
    assert '"alerts"' in station.calls()[0]["params"]["reply_markup"]


async def test_only_the_audience_gets_it(station: Station) -> None:
    wanted = await station.people(2, country="TH") + await station.people(1, first=2001)
    await station.people(1, first=3001, country="CN")
    await station.people(1, first=3002, topics=" food ")
    await station.people(1, first=3003, mode="urgent")
    await station.people(1, first=3004, asleep_until=station.now() + timedelta(days=1))
    await station.people(1, first=3005, ended_at=station.now())
    alert = await station.approved(countries=("TH",))
    station.start()
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == sorted(wanted)


async def test_a_missing_language_gets_nothing_or_another_as_the_operator_decided(station: Station) -> None:
    chinese = await station.people(1, lang="zh")
    first = await station.approved(texts=(ENGLISH,), missing="skip")
    second = await station.approved(texts=(ENGLISH,), missing="other")
    station.start()
    await station.until(first.id, "done")
    await station.until(second.id, "done")
    assert station.sent() == chinese
    assert await station.states(first.id) == {("skipped", "no text in zh"): 1}


async def test_who_blocked_the_bot_is_unsubscribed_and_the_rest_get_it(station: Station) -> None:
    blocked, other = await station.people(2)
    station.served.sandbox.persons[blocked].blocked = True
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert station.sent() == [other]
    assert await station.states(alert.id) == {("failed", "blocked"): 1, ("sent", None): 1}
    assert (await Sessions(station.engine).get(blocked))["subscription"]["ended"]
    assert not (await Sessions(station.engine).get(other))["subscription"]["ended"]


async def test_quiet_hours_hold_back_until_they_end(station: Station) -> None:
    minute = station.now().hour * 60 + station.now().minute
    (quiet,) = await station.people(1, quiet_from=(minute - 60) % 1440, quiet_to=(minute + 60) % 1440)
    (awake,) = await station.people(1, first=2001)
    alert = await station.approved()
    station.start()
    held = await station.wait(alert.id, lambda record: record.next_at is not None)
    assert station.sent() == [awake]
    assert held.state == "running"
    station.offset = timedelta(hours=2)
    await station.until(alert.id, "done")
    assert station.sent() == [awake, quiet]


async def test_after_a_restart_operators_are_shown_again_how_far_an_alert_is_that_goes_on(station: Station) -> None:
    minute = station.now().hour * 60 + station.now().minute
    await station.people(1, quiet_from=(minute - 60) % 1440, quiet_to=(minute + 60) % 1440)
    held, paused, over = [(await station.approved()).id for _ in range(3)]
    station.start()
    for alert in (held, paused, over):
        await station.wait(alert, lambda record: record.next_at is not None)
    await station.operators.pause(paused, AUTHOR)
    await station.alerts.mark(over, finished_at=station.now())
    await station.stop()
    assert sorted(station.told) == [held, paused, over]
    station.told.clear()
    station.start()
    async with asyncio.timeout(10):
        while len(station.told) < 2:
            await asyncio.sleep(0.05)
    await station.stop()
    assert sorted(station.told) == [held, paused]


@pytest.mark.parametrize("paused_before", [False, True])
async def test_the_figures_tell_why_each_is_held_back(station: Station, *, paused_before: bool) -> None:
    hour = station.now().hour * 60
    quiet = await station.people(2, quiet_from=(hour - 60) % 1440, quiet_to=(hour + 120) % 1440)
    busy, away, *_ = await station.people(5, first=2001)
    station.served.sandbox.faults.add("429", method="sendMessage", chat_id=busy, retry_after=600)
    station.served.sandbox.faults.add("lost_reply", method="sendMessage", chat_id=away, seconds=0.1)
    alert = await station.approved()
    if paused_before:  # quiet hours are then found out only as it is sent
        await station.alerts.move(alert.id, ("approved",), "running", APPROVER, started_at=station.now())
        await audience.prepare(station.engine, station.deliveries, alert, station.now() - timedelta(hours=3))
        await station.alerts.mark(alert.id, prepared=True)
    station.start()
    await station.wait(alert.id, lambda record: record.next_at is not None)
    seen = await progress(station.alerts, station.deliveries, alert.id)
    assert seen is not None
    assert (seen.sent, seen.waiting) == (3, len(quiet) + 2)
    assert seen.held == {"quiet hours": len(quiet), "held back": 1, "unreachable": 1}
    assert seen.plain()["held_back"] == len(quiet) + 2
    for lang, lines in (
        ("en", ("quiet hours: 2", "asks to wait: 1", "not reached yet: 1")),
        ("zh", ("免打扰，稍后发：2", "Telegram 要求稍等：1", "暂时没送到：1")),
    ):
        shown = deskpages.running(seen, station.world, lang).html
        assert [line for line in lines if line not in shown] == []


async def test_a_correction_for_somebody_who_paused_is_no_case_of_quiet_hours(station: Station) -> None:
    await station.people(1)
    first = await station.approved()
    station.start()
    await station.until(first.id, "done")
    await pause(station, station.now() + timedelta(days=1))
    draft = await station.operators.follow(first.id, "Update", AUTHOR)
    await station.operators.save(replace(draft, expires_at=station.now() + timedelta(days=3)), AUTHOR, "set expires")
    await station.operators.approve(draft.id, APPROVER)
    await station.wait(draft.id, lambda record: record.next_at is not None)
    seen = await progress(station.alerts, station.deliveries, draft.id)
    assert seen is not None
    assert seen.held == {"paused": 1}
    assert "paused alerts for themselves: 1" in deskpages.running(seen, station.world, "en").html


async def test_a_correction_waits_also_for_who_pauses_when_it_is_written_down_already(station: Station) -> None:
    (person,) = await station.people(1)
    first = await station.approved()
    station.start()
    await station.until(first.id, "done")
    await station.stop()
    until = station.now() + timedelta(days=1)
    draft = await station.operators.follow(first.id, "Update", AUTHOR)
    await station.operators.save(replace(draft, expires_at=until + timedelta(days=1)), AUTHOR, "set expires")
    correction = await station.operators.approve(draft.id, APPROVER)
    await audience.prepare(station.engine, station.deliveries, correction, station.now())
    await pause(station, until)
    assert await station.deliveries.settle(correction.id, [], [person]) == set()
    assert await station.states(correction.id) == {("pending", PAUSED): 1}
    assert await station.deliveries.next_due(correction.id) == until


async def test_who_pauses_before_their_turn_is_counted_as_one_who_paused(station: Station) -> None:
    at_once, weekly = await station.people(2)
    alert = await station.approved()
    rows = [
        {"chat_id": chat, "lang": "en", "state": state, "due_at": station.now()}
        for chat, state in ((at_once, "pending"), (weekly, "digest"))
    ]
    await station.deliveries.add(alert.id, rows)
    await pause(station, station.now() + timedelta(days=1))
    assert await station.deliveries.settle(alert.id, [], [at_once]) == set()
    assert await station.weekly.pack(weekly, station.now(), 15) == []
    assert await station.states(alert.id) == {("skipped", PAUSED): 2}


async def pause(station: Station, until: datetime) -> None:
    async with station.engine.begin() as connection:
        await connection.execute(update(Subscriber).values(asleep_until=until))


async def test_quiet_hours_that_begin_while_an_alert_is_paused_hold_back_too(station: Station) -> None:
    hour = station.now().hour * 60
    (person,) = await station.people(1, quiet_from=(hour + 120) % 1440, quiet_to=(hour + 300) % 1440)
    alert = await station.approved()
    await station.alerts.move(alert.id, ("approved",), "running", APPROVER, started_at=station.now())
    await audience.prepare(station.engine, station.deliveries, alert, station.now())
    station.offset = timedelta(hours=3)
    station.start()
    await station.wait(alert.id, lambda record: record.next_at is not None)
    assert station.sent() == []
    station.offset = timedelta(hours=6)
    await station.until(alert.id, "done")
    assert station.sent() == [person]


async def test_an_alert_that_expired_while_held_back_is_never_sent(station: Station) -> None:
    minute = station.now().hour * 60 + station.now().minute
    await station.people(1, quiet_from=(minute - 60) % 1440, quiet_to=(minute + 60) % 1440)
    alert = await station.approved(expires_at=station.now() + timedelta(minutes=30))
    station.start()
    await station.wait(alert.id, lambda record: record.next_at is not None)
    station.offset = timedelta(hours=2)
    await station.until(alert.id, "expired")
    assert station.sent() == []
    assert await station.states(alert.id) == {("skipped", "expired"): 1}


async def test_an_alert_approved_before_an_outage_and_expired_since_is_not_sent(station: Station) -> None:
    await station.people(1)
    alert = await station.approved(expires_at=station.now() + timedelta(hours=1))
    station.offset = timedelta(hours=2)
    station.start()
    await station.until(alert.id, "expired")
    assert station.sent() == []


async def test_a_scheduled_alert_waits_for_its_time(station: Station) -> None:
    people = await station.people(3)
    alert = await station.approved(scheduled_at=station.now() + timedelta(hours=1))
    station.start()
    await asyncio.sleep(0.5)  # five looks
    assert station.sent() == []
    station.offset = timedelta(hours=1, seconds=1)
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people


async def test_pausing_holds_and_resuming_goes_on_without_doubling(station: Station) -> None:
    station.pace.per_second = 15
    people = await station.people(150)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "running")
    await station.begun()
    await station.operators.pause(alert.id, AUTHOR)
    held = await station.still()
    assert 0 < held < 150
    await asyncio.sleep(0.5)
    assert len(station.sent()) == held
    station.pace.per_second = 100
    await station.operators.resume(alert.id, "12")
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people


async def test_cancelling_stops_for_good(station: Station) -> None:
    station.pace.per_second = 15
    await station.people(150)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "running")
    await station.begun()
    await station.operators.cancel(alert.id, AUTHOR)
    await station.wait(alert.id, lambda record: record.finished_at is not None)
    sent = len(station.sent())
    await asyncio.sleep(0.5)
    assert len(station.sent()) == sent < 150
    assert await station.states(alert.id) == {("sent", None): sent, ("skipped", "cancelled"): 150 - sent}


async def test_an_update_goes_to_exactly_those_who_got_the_first_and_stops_it(station: Station) -> None:
    station.pace.per_second = 15
    people = await station.people(100)
    first = await station.approved()
    station.start()
    await station.until(first.id, "running")
    await station.begun()
    draft = await station.operators.follow(first.id, "Update", AUTHOR)
    await station.operators.approve(draft.id, "12")
    await station.until(draft.id, "done")
    await station.people(1, first=5001)
    sent = station.sent()
    got = {chat for chat in people if chat in sent}
    assert len(got) < 100
    assert sorted(sent) == sorted([*got, *got])
    replaced = await station.until(first.id, "replaced")
    assert replaced.finished_at is not None


async def test_who_unsubscribes_before_their_turn_gets_nothing(station: Station) -> None:
    station.pace.per_second = 10
    people = await station.people(40)
    alert = await station.approved()
    station.start()
    async with asyncio.timeout(30):
        while not station.sent():  # from then on the audience is fixed
            await asyncio.sleep(0.02)
    await Sessions(station.engine).put(people[-1], {"lang": "en"}, station.now())
    await station.until(alert.id, "done")
    assert sorted(station.sent()) == people[:-1]
    assert (await station.states(alert.id))[("skipped", "unsubscribed")] == 1


async def test_a_digest_comes_once_a_week_without_what_expired(station: Station) -> None:
    (reader,) = await station.people(1, mode="digest")
    first = await station.approved()
    second = await station.approved(expires_at=station.now() + timedelta(days=30))
    station.start()
    await station.until(first.id, "done")
    await station.until(second.id, "done")
    assert station.sent() == []
    await station.stop()
    station.offset = timedelta(days=7)
    station.start()
    async with asyncio.timeout(10):
        while not station.sent():
            await asyncio.sleep(0.05)
    assert station.sent() == [reader]
    async with asyncio.timeout(5):
        while (await station.states(second.id)) != {("sent", None): 1}:
            await asyncio.sleep(0.05)
    assert await station.states(first.id) == {("skipped", "expired"): 1}


async def test_a_digest_that_an_outage_delayed_waits_for_the_end_of_the_quiet_hours(station: Station) -> None:
    zone = "Asia/Bangkok"
    here = station.now().astimezone(ZoneInfo(zone))
    minute = here.hour * 60 + here.minute
    hours: dict[str, Any] = {"quiet_from": (minute - 60) % 1440, "quiet_to": (minute + 60) % 1440}
    (asleep,) = await station.people(1, mode="digest", zone=zone, **hours)
    (awake,) = await station.people(1, first=2001, mode="digest", **hours)
    alert = await station.approved(expires_at=station.now() + timedelta(days=30))
    station.start()
    await station.until(alert.id, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    assert await digest.send_due(station.sender()) == 1
    assert station.sent() == [awake]
    station.offset = timedelta(days=7, hours=2)
    assert await digest.send_due(station.sender()) == 1
    assert station.sent() == [awake, asleep]
    assert await station.states(alert.id) == {("sent", None): 2}


async def test_a_digest_names_every_alert_however_long_the_others_are(station: Station) -> None:
    (reader,) = await station.people(1, mode="digest")
    lengths = [2700, 750, *[50] * 15]
    for number, length in enumerate(lengths):
        texts = (("en", Words(f"{number}. {'&' * 190}", "y" * length)),)
        await station.approved(texts=texts, expires_at=station.now() + timedelta(days=30))
    station.start()
    for number in range(len(lengths)):
        await station.until(number + 1, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    assert await digest.send_due(station.sender()) == 2
    assert station.sent() == [reader, reader]
    text = "".join(call["params"]["text"] for call in station.calls())
    assert [number for number in range(len(lengths)) if f"<b>{number}. " not in text] == []


async def test_an_alert_does_not_wait_until_all_digests_are_sent(station: Station) -> None:
    readers = await station.people(40, mode="digest")
    weekly = await station.approved(expires_at=station.now() + timedelta(days=30))
    station.start()
    await station.until(weekly.id, "done")
    await station.stop()
    (awake,) = await station.people(1, first=5001)
    station.served.sandbox.faults.add("slow", method="sendMessage", seconds=0.25)
    station.offset = timedelta(days=7)
    station.start()
    async with asyncio.timeout(5):
        while not station.sent():
            await asyncio.sleep(0.05)
    urgent = await station.approved()
    await station.wait(urgent.id, lambda record: record.next_at is not None or record.state == "done", seconds=5)
    assert awake in station.sent()
    assert len(station.sent()) < len(readers)


async def test_every_sent_alert_stands_in_the_feed(station: Station) -> None:
    await station.people(1)
    alert = await station.approved()
    station.start()
    await station.until(alert.id, "done")
    assert station.feed is not None
    async with asyncio.timeout(5):
        while not station.feed.exists():
            await asyncio.sleep(0.05)
    assert alert.identifier in station.feed.read_text()


async def test_of_two_feeds_written_at_once_the_newer_stays(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, write = threading.Event(), threading.Event(), broadcaster._write

    def held(path: Path, text: bytes) -> None:
        if not begun.is_set():
            begun.set()
            assert go_on.wait(10)
        write(path, text)

    monkeypatch.setattr(broadcaster, "_write", held)
    lock = SenderLock(station.engine, station.bot.token)
    writer = broadcaster.Broadcaster(station.sender(), lock, station.url, station.feed)
    older = asyncio.create_task(writer.write_feed())
    await asyncio.to_thread(begun.wait, 10)
    alert = await station.approved()
    await station.alerts.mark(alert.id, started_at=station.now())
    newer = asyncio.create_task(writer.write_feed())
    await asyncio.wait([newer], timeout=0.3)
    go_on.set()
    await asyncio.gather(older, newer)
    assert station.feed is not None
    assert alert.identifier in station.feed.read_text()


async def test_what_the_newest_alerts_replace_comes_with_them_however_old_it_is(station: Station) -> None:
    first, _, last = [(await station.approved()).id for _ in range(3)]
    for alert in (first, last):
        await station.alerts.mark(alert, started_at=station.now())
    assert [record.id for record in await station.alerts.sent(1)] == [last]
    await station.alerts.mark(last, replaces=first)
    assert [record.id for record in await station.alerts.sent(1)] == [last, first]
    assert [record.id for record in await station.alerts.sent(2)] == [last, first]
