"""/alert in the bot, over HTTP: two operators, a subscriber, and somebody who tries."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy import text as sql
from sqlalchemy.engine import ExceptionContext

from bot.alerts.desk import Desk
from bot.commands.alone import Alone
from bot.commands.run import running
from bot.commands.sending import make_operators
from bot.config import Settings
from bot.dialogue.types import World
from bot.sandbox.client import Control, Person, buttons
from bot.sandbox.server import serve
from bot.sandbox.state import Sandbox
from bot.store.alerts import Alerts, new
from bot.store.desks import Desks
from bot.store.engine import make_engine
from bot.store.tables import Subscriber
from bot.telegram.board import Board
from tests import databases
from tests.alerts.conftest import APPROVER, AUTHOR, ENGLISH, Station

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
# The line below an alert's title, once it is approved: the broadcaster may be as quick as the page that tells so.
APPROVED = re.compile("^(Approved, waits for its start|Running|Done)$", re.MULTILINE)


@dataclass
class Office:
    control: Control
    author: Person
    approver: Person
    reader: Person
    sandbox: Sandbox
    database_url: str


@pytest.fixture
async def office(world: World, sending_tables: Path, tmp_path: Path) -> AsyncIterator[Office]:
    sandbox = Sandbox()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it; its types do not say so
        database_url=databases.copy(sending_tables, tmp_path / "vigil.db"),
        alert_authors=(11,),
        alert_approvers=(12,),
        alert_feed=tmp_path / "alerts.atom",
    )
    async with (
        serve(sandbox) as served,
        running(settings, world, "1:sandbox", served.api, Alone(asyncio.Event())),
        Control(served.url) as control,
    ):
        yield Office(
            control,
            await control.person("Author", id=11),
            await control.person("Approver", id=12),
            await control.person("Reader", id=13),
            sandbox,
            settings.database_url,
        )
    assert sandbox.bugs == []


async def press(person: Person, message: dict[str, Any], ending: str) -> dict[str, Any]:
    """Press the button whose data begins so, and return the reply."""
    data = next(b["callback_data"] for b in buttons(message) if re.match(ending, b.get("callback_data", "")))
    await person.press_data(message["message_id"], data)
    return await person.reply()


async def done_by(office: Office, operator: str) -> list[str]:
    """What the audit log says that an operator did, and was let do."""
    engine = make_engine(office.database_url)
    log = await Alerts(engine).audit(1)
    await engine.dispose()
    return [row["action"] for row in log if row["operator"] == operator]


async def written(office: Office) -> str:
    """Write a draft with a text in both languages; returns its number."""
    draft = await press(office.author, await office.author.ask("/alert"), "alert new")
    number = re.search(r"#(\d+)", draft["text"])
    assert number
    for lang, text in (("en", "Fake police\n\nThey call you.\n\nHang up."), ("zh", "假警察\n\n他们打电话。\n\n挂掉。")):
        asked = await press(office.author, draft, rf"alert ask \d+ text.{lang}")
        assert "empty line" in asked["text"]
        draft = await office.author.ask(text)
    return number[1]


async def test_an_alert_is_written_approved_by_another_and_reaches_the_subscriber(office: Office) -> None:
    assert "You will get alerts" in (await office.reader.ask("/subscribe"))["text"]
    number = await written(office)
    picked = await press(office.author, await office.author.ask(f"/alert show {number}"), r"alert pick \d+ severity")
    draft = await press(office.author, picked, r"alert set \d+ severity Severe")
    assert "Severe" in draft["text"]
    assert "Audience now: 1" in draft["text"]
    refused = await press(office.author, draft, "alert approve")
    assert "may not approve" in refused["text"]
    approved = await press(office.approver, await office.approver.ask(f"/alert show {number}"), "alert approve")
    assert APPROVED.search(approved["text"])
    assert "approved" in await done_by(office, "12")
    got = await office.reader.reply(timeout=10)
    assert "Fake police" in got["text"]
    assert "Severe" in got["text"]
    report = ""
    while "Done" not in report:
        report = (await office.author.reply(timeout=10))["text"]
    assert "sent: 1" in report
    shown = await office.author.ask(f"/alert show {number}")
    assert "100 %" in shown["text"]


async def test_what_was_changed_since_it_was_shown_is_not_approved_unseen(office: Office) -> None:
    number = await written(office)
    seen = await office.approver.ask(f"/alert show {number}")
    await press(office.author, await office.author.ask(f"/alert show {number}"), rf"alert ask {number} text.en")
    await office.author.ask("Other words\n\nThat nobody has read.")
    assert "changed after you saw it" in (await press(office.approver, seen, "alert approve"))["text"]
    again = await office.approver.ask(f"/alert show {number}")
    assert "Other words" in again["text"]
    assert "approved" not in await done_by(office, "12")
    assert APPROVED.search((await press(office.approver, again, "alert approve"))["text"])
    assert "approved" in await done_by(office, "12")


async def test_the_preview_shows_every_language_as_it_will_look(office: Office) -> None:
    number = await written(office)
    await office.author.send(f"/alert preview {number}")
    english, chinese, _ = await office.author.wait_reply(3)
    assert "Fake police" in english["text"]
    assert "假警察" in chinese["text"]
    assert "停止预警" in buttons(chinese)[0]["text"]


async def test_a_text_in_a_language_that_the_bot_does_not_speak_is_shown_too(office: Office) -> None:
    draft = await press(office.author, await office.author.ask("/alert"), "alert new")
    number = re.search(r"#(\d+)", draft["text"])
    assert number
    await office.author.ask(f"/alert ask {number[1]} text.fr")
    await office.author.ask("Faux policiers\n\nIls appellent.")
    assert "Faux policiers" in (await office.author.ask(f"/alert preview {number[1]}"))["text"]


async def test_a_picture_goes_with_the_alert(office: Office) -> None:
    number = await written(office)
    await office.reader.ask("/subscribe")
    asked = await press(office.author, await office.author.ask(f"/alert show {number}"), r"alert ask \d+ picture")
    assert "picture" in asked["text"]
    await office.author.send_photo(PIXEL)
    assert "✅" in (await office.author.reply())["text"]
    await press(office.approver, await office.approver.ask(f"/alert show {number}"), "alert approve")
    got = await office.reader.reply(timeout=10)
    assert got["photo"]
    assert "Fake police" in got["caption"]


async def test_a_test_of_words_too_long_to_stand_below_a_picture_shows_what_readers_will_get(office: Office) -> None:
    number = await written(office)
    await office.author.ask(f"/alert ask {number} text.en")
    await office.author.ask(f"Fake police\n\n{'They call you. ' * 100}")
    await office.author.ask(f"/alert ask {number} picture")
    await office.author.send_photo(PIXEL)
    assert "✅" in (await office.author.reply())["text"]
    await office.author.send(f"/alert test {number}")
    english, chinese, _ = await office.author.wait_reply(3)
    assert "Fake police" in english["text"]
    assert chinese["photo"]
    await office.reader.ask("/subscribe")
    await press(office.approver, await office.approver.ask(f"/alert show {number}"), "alert approve")
    assert (await office.reader.reply(timeout=10))["text"] == english["text"]


async def test_a_picture_stays_when_words_or_a_file_come_while_one_is_awaited_and_goes_when_none_is_wanted(
    office: Office,
) -> None:
    number = await written(office)
    ask = f"/alert ask {number} picture"
    await office.author.ask(ask)
    await office.author.send_photo(PIXEL)
    assert "✅" in (await office.author.reply())["text"]
    await office.author.ask(ask)
    assert "no value" in (await office.author.ask("wait, which one?"))["text"]
    await office.author.send_document(b"notes", "notes.bin", "application/octet-stream")
    assert "reading" in (await office.author.reply())["text"]
    await office.author.reply()
    engine = make_engine(office.database_url)
    kept = [record.picture for record in await Alerts(engine).find(pictures=True)]
    await office.author.ask("-")
    gone = [record.picture for record in await Alerts(engine).find(pictures=True)]
    await engine.dispose()
    assert (kept, gone) == ([PIXEL], [None])


async def test_an_operator_in_need_is_answered_where_the_desk_cannot_be_read(office: Office) -> None:
    engine = make_engine(office.database_url)
    async with engine.begin() as connection:
        await connection.execute(sql("ALTER TABLE desks RENAME TO away"))
    await engine.dispose()
    assert "emergency number" in (await office.author.ask("/sos"))["text"]
    assert "Ask me anything" in (await office.author.ask("/start"))["text"]
    assert "1.74 million" in (await office.author.ask("how many fraud cases were cracked?"))["text"]
    assert "broke on our side" in (await office.author.ask("/alert"))["text"]
    assert "don't know that command" in (await office.reader.ask("/alert"))["text"]


async def test_the_look_at_a_broadcast_outlives_a_fault_of_the_database(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerts.desk.EVERY", 0.05)
    station.served.sandbox.add_person("Author", "en", int(AUTHOR))
    alert = await station.approved()
    looked = 0

    @event.listens_for(station.engine.sync_engine, "handle_error")
    def note(_: ExceptionContext) -> None:
        nonlocal looked
        looked += 1

    async with station.engine.begin() as connection:
        await connection.execute(sql("ALTER TABLE alerts RENAME TO away"))
    desk = Desk(station.operators, station.deliveries, Desks(station.engine), Board(station.bot), lambda: station.world)
    watching = asyncio.create_task(desk._watch(alert.id, int(AUTHOR)))
    async with asyncio.timeout(10):
        while looked < 2:
            await asyncio.sleep(0.01)
    async with station.engine.begin() as connection:
        await connection.execute(sql("ALTER TABLE away RENAME TO alerts"))
    await station.alerts.move(alert.id, ("approved",), "cancelled", APPROVER)
    await asyncio.wait_for(watching, 10)
    assert "Cancelled" in station.texts()[int(AUTHOR)]


async def test_a_paused_alert_is_not_shown_again_for_every_second_that_goes_by(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerts.desk.SELDOM", 0.05)
    station.served.sandbox.add_person("Author", "en", int(AUTHOR))
    alert = await station.approved()
    await station.alerts.move(alert.id, ("approved",), "paused", APPROVER, started_at=station.now())
    desk = Desk(station.operators, station.deliveries, Desks(station.engine), Board(station.bot), lambda: station.world)
    watching = asyncio.create_task(desk._watch(alert.id, int(AUTHOR)))
    await station.begun(1)
    await asyncio.sleep(0.5)  # ten looks
    await station.alerts.move(alert.id, ("paused",), "cancelled", APPROVER)
    await asyncio.wait_for(watching, 10)
    edits = [call for call in station.served.sandbox.calls if call["method"] == "editMessageText"]
    assert ["Cancelled" in call["params"]["text"] for call in edits] == [True]


async def test_an_operator_watches_a_broadcast_on_one_message_though_its_sender_starts_again(station: Station) -> None:
    for operator in (AUTHOR, APPROVER):
        station.served.sandbox.add_person("Operator", "en", int(operator))
    alert = await station.approved()
    desk = Desk(station.operators, station.deliveries, Desks(station.engine), Board(station.bot), lambda: station.world)
    for _ in range(2):
        await desk.started(alert.id)
    await station.alerts.move(alert.id, ("approved",), "cancelled", APPROVER)
    async with asyncio.timeout(10):
        while desk.watching:
            await asyncio.sleep(0.05)
    assert sorted(station.sent()) == [int(AUTHOR), int(APPROVER)]


async def test_an_operator_is_told_of_a_test_that_telegram_refused(office: Office) -> None:
    number = await written(office)
    office.sandbox.faults.add("400", method="sendMessage", times=1)
    await office.author.send(f"/alert test {number}")
    chinese, refused, _ = await office.author.wait_reply(3)
    assert "假警察" in chinese["text"]
    assert "did not take the test in en" in refused["text"]


async def test_nobody_else_can_do_any_of_this(office: Office) -> None:
    number = await written(office)
    for words in ("/alert", "/alert new", f"/alert approve {number}", f"/alert show {number}"):
        assert "don't know that command" in (await office.reader.ask(words))["text"]
    message = await office.reader.ask("/start")
    await office.reader.press_data(message["message_id"], f"alert approve {number}")
    assert "don't know that command" in (await office.reader.reply())["text"]
    assert "Draft" in (await office.author.ask(f"/alert show {number}"))["text"]


CRAFTED = (
    "approve",
    "approve 99",
    "set 1",
    "set 1 severity Awful",
    "set 1 state approved",
    "pick 1 x",
    "ask 1 x",
    "ask 1 text.alanguageofverymanylettersindeed",
    "ask 1 area.x",
    "show 99999999999999999999",
    "9 9",
)


async def test_crafted_commands_of_an_operator_get_a_sentence_and_break_nothing(office: Office) -> None:
    await written(office)
    for junk in CRAFTED:
        assert "broke on our side" not in (await office.author.ask(f"/alert {junk}"))["text"], junk
        assert "Draft" in (await office.author.ask("/alert show 1"))["text"], junk


async def test_an_operator_is_a_person_too(office: Office) -> None:
    assert "Ask me anything" in (await office.author.ask("/start"))["text"]
    await office.author.ask("/alert ask 1 area")
    assert "country" in (await office.author.ask("/country"))["text"].lower()


async def test_the_newest_alert_comes_with_the_subscription_and_the_last_three_on_demand(office: Office) -> None:
    number = await written(office)
    await press(office.approver, await office.approver.ask(f"/alert show {number}"), "alert approve")
    report = ""
    while "Done" not in report:
        report = (await office.author.reply(timeout=10))["text"]
    await office.reader.send("/subscribe")
    _, newest = await office.reader.wait_reply(2)
    assert "Fake police" in newest["text"]
    await office.reader.send("/recent")
    _, recent = await office.reader.wait_reply(2)
    assert "Fake police" in recent["text"]


async def test_with_the_subscription_comes_no_alert_for_another_country(office: Office) -> None:
    number = await written(office)
    asked = await press(office.author, await office.author.ask(f"/alert show {number}"), r"alert ask \d+ countries")
    assert asked["text"]
    await office.author.ask("MM")
    await press(office.approver, await office.approver.ask(f"/alert show {number}"), "alert approve")
    report = ""
    while "Done" not in report:
        report = (await office.author.reply(timeout=10))["text"]
    await office.reader.ask("/country PH")
    assert "You will get alerts" in (await office.reader.ask("/subscribe"))["text"]
    assert "Fake police" not in (await office.reader.ask("/help"))["text"]


async def test_mydata_is_a_file_and_forgetting_erases_it(office: Office) -> None:
    await office.reader.ask("/subscribe")
    await office.reader.send("/mydata")
    _, file = await office.reader.wait_reply(2)
    assert file["document"]["file_name"] == "vigil-my-data.json"
    asked = await office.reader.ask("/forgetme")
    assert "Erased" in (await press(office.reader, asked, "forget yes"))["text"]
    assert "Alerts warn you" in (await office.reader.ask("/alerts"))["text"]


async def test_blocking_ends_the_subscription_and_coming_back_offers_to_resume(office: Office) -> None:
    await office.reader.ask("/subscribe")
    await office.reader.block()
    await office.reader.block(blocked=False)
    await office.reader.send("/start")
    _, offer = await office.reader.wait_reply(2)
    assert "Welcome back" in offer["text"]
    assert "on again" in (await press(office.reader, offer, "resume"))["text"]


async def test_the_panel_changes_in_place(office: Office) -> None:
    panel = await office.reader.ask("/subscribe")
    changed = await press(office.reader, panel, "sub m urgent")
    assert changed["message_id"] == panel["message_id"]
    assert "only urgent" in changed["text"]


async def test_an_alert_throws_nobody_out_of_a_conversation(office: Office) -> None:
    await office.reader.ask("/subscribe")
    assert "Paste or forward" in (await office.reader.ask("/check"))["text"]
    number = await written(office)
    await press(office.approver, await office.approver.ask(f"/alert show {number}"), "alert approve")
    assert "Fake police" in (await office.reader.reply(timeout=10))["text"]
    offer = "Hiring chat agents in Myawaddy, no experience needed, USD 3000 per month, tourist visa, Telegram @x"
    assert "High risk" in (await office.reader.ask(offer))["text"]


def at_work() -> set[str]:
    """The tasks that are under way, of the bot and not of the server that it speaks to."""
    ours = {"_watch", "follow", "forever", "reload", "delete_daily", "_digests"}
    return ours & {task.get_coro().__qualname__.rpartition(".")[2] for task in asyncio.all_tasks()}  # type: ignore[union-attr]


async def test_nothing_goes_on_once_the_bot_has_stopped(world: World, sending_tables: Path, tmp_path: Path) -> None:
    sandbox = Sandbox()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # see above
        database_url=databases.copy(sending_tables, tmp_path / "vigil.db"),
        alert_authors=(11,),
        alert_approvers=(12,),
        alert_feed=tmp_path / "alerts.atom",
    )
    engine, now = make_engine(settings.database_url), datetime.now(UTC)
    minute = now.hour * 60 + now.minute
    quiet = {"quiet_from": (minute - 60) % 1440, "quiet_to": (minute + 60) % 1440, "zone": "UTC", "since": now}
    async with engine.begin() as connection:
        await connection.execute(
            insert(Subscriber), {"chat_id": 14, "lang": "en", "topics": " jobs ", "mode": "now", **quiet}
        )
    async with serve(sandbox) as served:
        async with (
            running(settings, world, "1:sandbox", served.api, Alone(asyncio.Event())),
            Control(served.url) as control,
        ):
            author = await control.person("Author", id=int(AUTHOR))
            operators = make_operators(settings, engine)
            draft = replace(new(AUTHOR, "jobs", now + timedelta(days=1), now), texts=(ENGLISH,))
            await operators.approve((await operators.save(draft, AUTHOR, "draft")).id, APPROVER)
            assert "Running" in (await author.reply(timeout=20))["text"]
            assert {"_watch", "forever"} <= at_work()  # the alert waits until the night is over, and is watched
        assert at_work() == set()
    await engine.dispose()
