"""The whole way: a person writes in the sandbox, the real Application answers over HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.pace import Pace
from bot.alerts.tasks import Tasks
from bot.catalog.chinese import traditional
from bot.dialogue.types import World
from bot.sandbox.client import Person, buttons
from bot.sandbox.state import Sandbox
from bot.store.alerts import Alerts, Words, new
from bot.store.deliveries import Deliveries
from bot.store.sessions import Sessions
from bot.telegram.app import Bot
from bot.telegram.chart import Charts
from tests.telegram.conftest import polling


class Place(NamedTuple):
    """A person, the bot that answers her, and what stands behind."""

    ann: Person
    bot: Bot
    engine: AsyncEngine
    sandbox: Sandbox

    async def execute(self, statement: str) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(statement))

    async def spoil(self, what: str, table: str) -> None:
        """Let the database refuse to write to a table, as with a full disk, or to read it."""
        full = f"CREATE TRIGGER full_{table} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        await self.execute(full if what != "READ" else f"ALTER TABLE {table} RENAME TO away")

    def called(self, method: str) -> int:
        """How often the server was asked for it."""
        return len([call for call in self.sandbox.calls if call["method"] == method])


@pytest.fixture
async def place(world: World, engine: AsyncEngine) -> AsyncIterator[Place]:
    tasks = Tasks(Alerts(engine), Deliveries(engine), Sessions(engine), lambda: world)
    bot = Bot(world, Sessions(engine), Charts(world.catalog), tasks)
    async with polling(bot) as (control, sandbox):
        yield Place(await control.person("Ann"), bot, engine, sandbox)


class Slow(Charts):
    """Charts that are not drawn before somebody says so."""

    begun, go_on = threading.Event(), threading.Event()

    def draw(self, name: str, lang: str) -> bytes:
        self.begun.set()
        assert self.go_on.wait(10)
        return super().draw(name, lang)


async def test_a_question_is_answered_over_http_with_its_source_and_buttons(place: Place) -> None:
    reply = await place.ann.ask("how many fraud cases were cracked?")
    assert "about 1.74 million" in reply["text"]
    assert "Source: Ministry of Public Security of China" in reply["text"]
    assert buttons(reply)
    assert any(entity["type"] == "bold" for entity in reply["entities"])


async def test_the_figures_come_with_a_picture(place: Place) -> None:
    await place.ann.send("/stats")
    photo, words = await place.ann.wait_reply(2)
    assert photo["photo"]
    assert "more than 80,000" in words["text"]


async def test_a_button_opens_its_answer_however_old_it_is(place: Place) -> None:
    welcome = await place.ann.ask("/start")
    for _ in range(2):
        await place.ann.press_data(welcome["message_id"], buttons(welcome)[0]["callback_data"])
        assert "Paste or forward" in (await place.ann.reply())["text"]


async def test_what_comes_after_a_turn_is_in_the_same_characters(place: Place) -> None:
    assert "掛斷" in (await place.ann.ask("這個號碼是誰的"))["text"]
    none = place.bot.world.catalog.languages["zh"].ui["recent.none"]
    await place.ann.send("/recent")
    _, last = await place.ann.wait_reply(2)
    assert last["text"] == traditional(none)


async def test_a_sticker_gets_a_word(place: Place) -> None:
    await place.ann.send_sticker()
    assert "stickers" in (await place.ann.reply())["text"]


async def test_a_forwarded_offer_is_checked(place: Place) -> None:
    offer = (
        "We are hiring chat agents in Myawaddy, no experience needed, USD 3000 per month, tourist visa. Contact us on "
        "Telegram @x"
    )
    await place.ann.forward(offer, "HR Manager")
    assert "High risk" in (await place.ann.reply())["text"]


async def test_a_page_of_countries_turns_in_place(place: Place) -> None:
    listed = await place.ann.ask("/country")
    await place.ann.press_data(listed["message_id"], buttons(listed)[-1]["callback_data"])
    turned = await place.ann.reply()
    assert turned["message_id"] == listed["message_id"]
    assert turned["reply_markup"] != listed["reply_markup"]


async def test_two_people_are_answered_at_once_each_in_their_language(place: Place) -> None:
    other = await place.ann.control.person("小李", "zh-hans")
    english, chinese = await asyncio.gather(place.ann.ask("/start"), other.ask("/start"))
    assert "Ask me anything" in english["text"]
    assert "都可以问我" in chinese["text"]


async def test_a_blocked_bot_stays_quiet_and_answers_again_later(place: Place) -> None:
    await place.ann.block()
    await place.ann.block(blocked=False)
    assert "Ask me anything" in (await place.ann.ask("/start"))["text"]
    assert place.called("sendMessage") == 1, "the bot takes one after another, so there was none before"


async def test_a_press_is_answered_also_where_the_server_fails_to_say_so_to_the_button(place: Place) -> None:
    listed = await place.ann.ask("/country")
    place.sandbox.faults.add("500", method="answerCallbackQuery", times=1)
    await place.ann.press_data(listed["message_id"], "country TH", wait=0)
    assert "Thailand" in (await place.ann.reply())["text"]
    assert list(place.sandbox.faults) == []


@pytest.mark.parametrize(("kind", "comes"), [("500", 1), ("cut", 2)])
async def test_an_answer_that_did_not_get_through_is_sent_again(place: Place, kind: str, comes: int) -> None:
    place.sandbox.faults.add(kind, method="sendMessage", times=1)
    await place.ann.send("/start")
    replies = await place.ann.wait_reply(comes)
    assert ["Ask me anything" in reply["text"] for reply in replies] == [True] * comes
    assert place.called("sendMessage") == 2


async def test_a_reply_that_telegram_refuses_comes_as_bare_words(place: Place) -> None:
    place.sandbox.faults.add("400", method="sendMessage", times=1)
    reply = await place.ann.ask("/sos")
    assert "emergency number" in reply["text"]
    assert "<b>" not in reply["text"]
    assert "reply_markup" not in reply


async def test_bare_words_that_did_not_get_through_are_sent_again(place: Place) -> None:
    for kind in ("400", "502"):
        place.sandbox.faults.add(kind, method="sendMessage", times=1)
    reply = await place.ann.ask("/sos")
    assert "emergency number" in reply["text"]
    assert reply["link_preview_options"] == {"is_disabled": True}


async def test_who_subscribed_is_told_so_also_where_the_newest_alert_cannot_be_looked_up(place: Place) -> None:
    await place.execute("DROP TABLE alerts")
    await place.ann.send("/start sub_jobs")
    told, error = await place.ann.wait_reply(2)
    assert "You will get" in told["text"]
    assert "broke on our side" in error["text"]


async def test_an_alert_that_comes_with_the_subscription_is_not_due_any_more(place: Place) -> None:
    now = datetime.now(UTC)
    draft = replace(new("11", "jobs", now + timedelta(days=1), now), texts=(("en", Words("New scam")),))
    alert = await Alerts(place.engine).save(replace(draft, state="done", started_at=now), "11", "draft")
    await place.ann.send("/start sub_jobs")
    _, newest = await place.ann.wait_reply(2)
    assert "New scam" in newest["text"]
    await place.ann.ask("/help")  # in its turn: all is written down before
    assert await Deliveries(place.engine).counts(alert.id) == {("sent", None): 1}


async def test_a_reply_that_is_lost_does_not_take_the_next_one_with_it(place: Place) -> None:
    place.sandbox.faults.add("502", method="sendMessage", times=3)
    assert "country" in (await place.ann.ask("a compound took my passport"))["text"]


async def test_what_never_arrived_is_not_said_to_stand_above(place: Place) -> None:
    place.sandbox.faults.add("502", method="sendMessage", times=3)
    await place.ann.ask("a compound took my passport")
    assert "Do not fight guards" in (await place.ann.ask("a compound took my passport"))["text"]


async def test_the_figures_come_also_where_the_picture_is_refused(place: Place) -> None:
    place.sandbox.faults.add("400", method="sendPhoto")
    assert "more than 80,000" in (await place.ann.ask("/stats"))["text"]


async def test_the_figures_come_also_where_the_picture_cannot_be_drawn(place: Place) -> None:
    without = {name: fact for name, fact in place.bot.world.catalog.facts.items() if name != "dens_dismantled"}
    place.bot.pictures = Charts(place.bot.world.catalog.model_copy(update={"facts": without}))
    assert "more than 80,000" in (await place.ann.ask("/stats"))["text"]


async def test_a_picture_that_was_taken_is_not_sent_again_with_its_words(place: Place) -> None:
    place.sandbox.faults.add("502", method="sendMessage", times=2)
    await place.ann.send("/stats")
    photo, words = await place.ann.wait_reply(2)
    assert photo["photo"]
    assert "more than 80,000" in words["text"]
    assert (place.called("sendMessage"), place.called("sendPhoto")) == (3, 1)


async def test_a_picture_that_is_being_drawn_while_content_is_reloaded_is_not_shown_again(place: Place) -> None:
    old = place.bot.world.catalog
    fact = old.facts["cases_cracked"].model_copy(update={"value": 9_876_543_210})
    new = Charts(old.model_copy(update={"facts": {**old.facts, "cases_cracked": fact}}))
    place.bot.pictures = slow = Slow(old)
    await place.ann.send("/stats")
    await asyncio.to_thread(slow.begun.wait, 10)
    place.bot.pictures = new
    slow.go_on.set()
    earlier, _ = await place.ann.wait_reply(2)
    await place.ann.send("/stats")
    later, _ = await place.ann.wait_reply(2)
    sizes = [photo["photo"][-1]["file_size"] for photo in (earlier, later)]
    assert sizes == [len(Charts(old).draw("stats", "en")), len(new.draw("stats", "en"))]


@pytest.mark.parametrize("what", ["INSERT", "READ"])
async def test_with_a_full_disk_questions_are_answered_and_nothing_is_promised(place: Place, what: str) -> None:
    await place.spoil(what, "chats")
    await place.ann.send("they took my passport, I cannot leave the compound")
    for reply in await place.ann.wait_reply(2):
        assert "broke on our side" not in reply["text"]
    for promise in ("/subscribe", "/unsubscribe" if what == "READ" else "/country TH"):
        assert "broke on our side" in (await place.ann.ask(promise))["text"], promise


async def test_nobody_is_told_that_all_is_erased_where_it_is_not(place: Place) -> None:
    await place.ann.ask("/subscribe")
    await place.execute("DROP TABLE deliveries")
    assert "broke on our side" in (await place.ann.ask("/forget yes"))["text"]


@pytest.fixture
def bot(world: World, engine: AsyncEngine) -> Bot:
    return Bot(world, Sessions(engine), Charts(world.catalog))


async def test_one_persons_flood_delays_nobody_else(bot: Bot) -> None:
    async with polling(bot) as (control, sandbox):
        ann, eve = await control.person("Ann"), await control.person("Eve")
        sandbox.faults.add("slow", method="sendMessage", chat_id=eve.id, seconds=0.3)
        for _ in range(90):
            await eve.send("/help")
        assert "emergency number" in (await ann.ask("/sos", timeout=10))["text"]
        answered = [call for call in sandbox.calls if call["params"].get("chat_id") == str(eve.id)]
        assert len(answered) < 15, "most of the flood is still waiting"


async def test_a_ninth_person_is_answered_while_eight_flood(bot: Bot) -> None:
    async with polling(bot) as (control, sandbox):
        flood = [await control.person("Eve") for _ in range(8)]
        ann = await control.person("Ann")
        for eve in flood:
            sandbox.faults.add("slow", method="sendMessage", chat_id=eve.id, seconds=30)
        for _ in range(8):
            for eve in flood:
                await eve.send("/help")
        assert "emergency number" in (await ann.ask("/sos", timeout=10))["text"]
        taken = {call["params"]["chat_id"] for call in sandbox.calls if call["method"] == "sendMessage"}
        assert taken == {str(ann.id)}, "all of the flood is still waiting"


async def test_a_flood_in_a_group_silences_nobody_else(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.alerts.pace.GROUP_WINDOW", 8.0)  # a minute, and stopping would wait for it
    async with polling(bot, Pace(30)) as (control, _):
        ann, eve = await control.person("Ann"), await control.person("Eve")
        group = await control.group("Jobs")
        for _ in range(100):
            await group.say(eve, "/check")
        await asyncio.sleep(1)
        assert "emergency number" in (await ann.ask("/sos", timeout=3))["text"]
