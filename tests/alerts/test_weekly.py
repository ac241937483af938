"""What holds when the weekly message is sent is decided as it is sent, not when its round began."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.alerts import digest
from bot.store.alerts import Record
from bot.store.deliveries import QUIET, UNSURE, Result
from bot.store.digests import Packed
from tests.alerts.conftest import APPROVER, AUTHOR, Station

MONTH = timedelta(days=30)


async def waiting(station: Station) -> Record:
    """Return an alert that waits for the weekly message of its readers, which is due."""
    alert = await station.approved(expires_at=station.now() + MONTH)
    station.start()
    await station.until(alert.id, "done")
    await station.stop()
    station.offset = timedelta(days=7)
    return alert


async def test_whoever_got_an_alert_in_a_round_under_way_gets_its_withdrawal_and_nobody_else_gets_either(
    station: Station,
) -> None:
    await station.people(12, mode="digest")
    alert = await waiting(station)
    station.served.sandbox.faults.add("slow", method="sendMessage", seconds=0.3)
    station.start()
    await station.begun(2)
    draft = await station.operators.follow(alert.id, "Cancel", AUTHOR)
    await station.operators.save(replace(draft, expires_at=station.now() + MONTH), AUTHOR, "set expires")
    await station.operators.approve(draft.id, APPROVER)
    await station.until(draft.id, "done", seconds=30)
    await station.still()
    taken = [call["params"] for call in station.calls() if call["status"] == 200]
    withdrawn = [int(call["chat_id"]) for call in taken if "withdrawn" in call["text"].lower()]
    got = [int(call["chat_id"]) for call in taken if "withdrawn" not in call["text"].lower()]
    assert 2 <= len(got) < 12
    assert sorted(withdrawn) == sorted(got)


async def test_a_paused_alert_is_in_no_weekly_message_until_it_goes_on(station: Station) -> None:
    (reader,) = await station.people(1, mode="digest")
    alert = await waiting(station)
    await station.alerts.move(alert.id, ("done",), "paused", AUTHOR)
    assert await digest.send_due(station.sender()) == 0
    assert station.sent() == []
    await station.alerts.move(alert.id, ("paused",), "running", APPROVER)
    assert await digest.send_due(station.sender()) == 1
    assert station.sent() == [reader]


async def test_a_weekly_message_that_a_kill_cut_off_is_sent_again(station: Station) -> None:
    (reader,) = await station.people(1, mode="digest")
    alert = await waiting(station)
    assert await station.weekly.pack(reader, station.now(), 15) == [Packed(alert.id, "en", 0)]
    assert await digest.send_due(station.sender()) == 1
    assert station.sent() == [reader]
    assert await station.states(alert.id) == {("sent", None): 1}


async def test_whoever_may_have_got_an_alert_in_a_weekly_message_that_a_kill_cut_off_gets_its_withdrawal(
    station: Station,
) -> None:
    first, *_ = await station.people(2, mode="digest")
    alert = await waiting(station)
    await station.weekly.pack(first, station.now(), 15)
    assert [person.chat_id for person in await station.deliveries.received(alert.id, 0, 10)] == [first]
    await station.deliveries.skip_open(alert.id, "replaced")
    assert await station.states(alert.id) == {("skipped", UNSURE): 1, ("skipped", "replaced"): 1}
    assert [person.chat_id for person in await station.deliveries.received(alert.id, 0, 10)] == [first]
    late = Result(first, "digest", reason=QUIET, due_at=station.now())
    await station.weekly.settle([(alert.id, late)])
    assert await digest.send_due(station.sender()) == 0, "what was given up does not wait again"
