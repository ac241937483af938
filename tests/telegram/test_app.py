"""The whole way: a person writes in the sandbox, the real Application answers over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.pace import Pace
from bot.alerts.tasks import Tasks
from bot.dialogue.types import World
from bot.sandbox.client import Control
from bot.sandbox.server import Served, serve
from bot.sandbox.state import Sandbox
from bot.store.alerts import Alerts, Words, new
from bot.store.deliveries import Deliveries
from bot.store.engine import make_engine
from bot.store.sessions import Sessions
from bot.telegram.app import Bot, build
from bot.telegram.chart import Charts

TOKEN = "1:test"


class Talk:
    """A person in the sandbox."""

    def __init__(self, served: Served, http: aiohttp.ClientSession, person: int, engine: AsyncEngine, bot: Bot) -> None:
        self.engine, self.bot = engine, bot
        self.base, self.http, self.person, self.seen = f"{served.url}/sandbox", http, person, 0

    async def spoil(self, what: str, table: str) -> None:
        """Let the database refuse to write to a table, as with a full disk, or to read it."""
        full = f"CREATE TRIGGER full_{table} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        async with self.engine.begin() as connection:
            await connection.execute(text(full if what != "READ" else f"ALTER TABLE {table} RENAME TO away"))

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.http.post(f"{self.base}/{path}", json=body) as response:
            return await response.json()

    async def send(self, text: str) -> list[dict[str, Any]]:
        await self.post(f"chats/{self.person}/messages", {"text": text})
        return await self.replies()

    async def replies(self, quiet: float = 0.4) -> list[dict[str, Any]]:
        """Return the bot's messages and edits until it is quiet."""
        found: list[dict[str, Any]] = []
        wait = 5.0
        while True:
            url = f"{self.base}/chats/{self.person}/messages?after={self.seen}&wait={wait}"
            async with self.http.get(url) as response:
                news = await response.json()
            self.seen = news["seq"]
            mine = [e["message"] for e in news["events"] if "message" in e and e["message"]["from"]["is_bot"]]
            found += mine
            if found:
                wait = quiet
            if not news["events"]:
                return found


@pytest.fixture
async def talk(world: World, sqlite_url: str) -> AsyncIterator[Talk]:
    sandbox = Sandbox(token=TOKEN)
    engine = make_engine(sqlite_url)
    async with serve(sandbox) as served, aiohttp.ClientSession() as http:
        tasks = Tasks(Alerts(engine), Deliveries(engine), Sessions(engine), lambda: world)
        bot = Bot(world, Sessions(engine), Charts(world.catalog), tasks)
        app = build(bot, TOKEN, served.api)
        await app.initialize()
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        person = sandbox.add_person("Ann", "en").id
        yield Talk(served, http, person, engine, bot)
        await app.updater.stop()
        await app.stop()
        await app.shutdown()
    await engine.dispose()
    assert sandbox.bugs == []


class Slow(Charts):
    """Charts that are not drawn before somebody says so."""

    begun, go_on = threading.Event(), threading.Event()

    def draw(self, name: str, lang: str) -> bytes:
        self.begun.set()
        assert self.go_on.wait(10)
        return super().draw(name, lang)


async def test_a_question_is_answered_over_http_with_its_source_and_buttons(talk: Talk) -> None:
    (reply,) = await talk.send("how many fraud cases were cracked?")
    assert "about 1.74 million" in reply["text"]
    assert "Source: Ministry of Public Security of China" in reply["text"]
    assert reply["reply_markup"]["inline_keyboard"]
    assert any(entity["type"] == "bold" for entity in reply["entities"])


async def test_the_figures_come_with_a_picture(talk: Talk) -> None:
    photo, words = await talk.send("/stats")
    assert photo["photo"]
    assert "more than 80,000" in words["text"]


async def test_a_button_opens_its_answer_however_old_it_is(talk: Talk) -> None:
    (welcome,) = await talk.send("/start")
    data = welcome["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for _ in range(2):
        await talk.post(f"chats/{talk.person}/press", {"message_id": welcome["message_id"], "data": data})
        assert "Paste or forward" in (await talk.replies())[0]["text"]


async def test_a_sticker_gets_a_word(talk: Talk) -> None:
    await talk.post(f"chats/{talk.person}/messages", {"sticker": True})
    assert "stickers" in (await talk.replies())[0]["text"]


async def test_a_forwarded_offer_is_checked(talk: Talk) -> None:
    offer = (
        "We are hiring chat agents in Myawaddy, no experience needed, USD 3000 per month, tourist visa. Contact us on "
        "Telegram @x"
    )
    await talk.post(f"chats/{talk.person}/messages", {"forward": {"text": offer, "from": "HR Manager"}})
    assert "High risk" in (await talk.replies())[0]["text"]


async def test_a_page_of_countries_turns_in_place(talk: Talk) -> None:
    (listed,) = await talk.send("/country")
    data = listed["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    await talk.post(f"chats/{talk.person}/press", {"message_id": listed["message_id"], "data": data})
    (turned,) = await talk.replies()
    assert turned["message_id"] == listed["message_id"]
    assert turned["reply_markup"] != listed["reply_markup"]


async def test_two_people_are_answered_at_once_each_in_their_language(talk: Talk) -> None:
    other = await talk.post("persons", {"first_name": "小李", "language_code": "zh-hans"})
    second = Talk.__new__(Talk)
    second.base, second.http, second.person, second.seen = talk.base, talk.http, other["id"], 0
    english, chinese = await asyncio.gather(talk.send("/start"), second.send("/start"))
    assert "Ask me anything" in english[0]["text"]
    assert "都可以问我" in chinese[0]["text"]


async def test_a_blocked_bot_stays_quiet_and_answers_again_later(talk: Talk) -> None:
    await talk.post(f"persons/{talk.person}", {"blocked": True})
    await talk.post(f"persons/{talk.person}", {"blocked": False})
    assert "Ask me anything" in (await talk.send("/start"))[-1]["text"]


async def test_an_answer_survives_a_passing_server_error(talk: Talk) -> None:
    await talk.send("/country")
    await talk.post("faults", {"kind": "500", "method": "answerCallbackQuery", "times": 1})
    assert "Thailand" in (await talk.send("Thailand"))[0]["text"]


@pytest.mark.parametrize("kind", ["500", "cut"])
async def test_an_answer_that_did_not_get_through_is_sent_again(talk: Talk, kind: str) -> None:
    await talk.post("faults", {"kind": kind, "method": "sendMessage", "times": 1})
    assert "Ask me anything" in (await talk.send("/start"))[-1]["text"]


async def test_a_reply_that_telegram_refuses_comes_as_bare_words(talk: Talk) -> None:
    await talk.post("faults", {"kind": "400", "method": "sendMessage", "times": 1})
    (reply,) = await talk.send("/sos")
    assert "emergency number" in reply["text"]
    assert "<b>" not in reply["text"]
    assert "reply_markup" not in reply


async def test_bare_words_that_did_not_get_through_are_sent_again(talk: Talk) -> None:
    await talk.post("faults", {"kind": "400", "method": "sendMessage", "times": 1})
    await talk.post("faults", {"kind": "502", "method": "sendMessage", "times": 1})
    (reply,) = await talk.send("/sos")
    assert "emergency number" in reply["text"]
    assert reply["link_preview_options"] == {"is_disabled": True}


async def test_who_subscribed_is_told_so_also_where_the_newest_alert_cannot_be_looked_up(talk: Talk) -> None:
    async with talk.engine.begin() as connection:
        await connection.execute(text("DROP TABLE alerts"))
    told, error = await talk.send("/start sub_jobs")
    assert "You will get" in told["text"]
    assert "broke on our side" in error["text"]


async def test_an_alert_that_comes_with_the_subscription_is_not_due_any_more(talk: Talk) -> None:
    now = datetime.now(UTC)
    draft = replace(new("11", "jobs", now + timedelta(days=1), now), texts=(("en", Words("New scam")),))
    alert = await Alerts(talk.engine).save(replace(draft, state="done", started_at=now), "11", "draft")
    assert "New scam" in (await talk.send("/start sub_jobs"))[-1]["text"]
    assert await Deliveries(talk.engine).counts(alert.id) == {("sent", None): 1}


async def test_a_reply_that_is_lost_does_not_take_the_next_one_with_it(talk: Talk) -> None:
    await talk.post("faults", {"kind": "502", "method": "sendMessage", "times": 3})
    (asked,) = await talk.send("a compound took my passport")
    assert "country" in asked["text"]


async def test_what_never_arrived_is_not_said_to_stand_above(talk: Talk) -> None:
    await talk.post("faults", {"kind": "502", "method": "sendMessage", "times": 3, "chat_id": talk.person})
    await talk.send("a compound took my passport")
    again = await talk.send("a compound took my passport")
    assert "Do not fight guards" in again[0]["text"]


async def test_the_figures_come_also_where_the_picture_is_refused(talk: Talk) -> None:
    await talk.post("faults", {"kind": "400", "method": "sendPhoto"})
    (words,) = await talk.send("/stats")
    assert "more than 80,000" in words["text"]


async def test_the_figures_come_also_where_the_picture_cannot_be_drawn(talk: Talk) -> None:
    without = {name: fact for name, fact in talk.bot.world.catalog.facts.items() if name != "dens_dismantled"}
    talk.bot.pictures = Charts(talk.bot.world.catalog.model_copy(update={"facts": without}))
    (words,) = await talk.send("/stats")
    assert "more than 80,000" in words["text"]


async def test_a_picture_that_was_taken_is_not_sent_again_with_its_words(talk: Talk) -> None:
    await talk.post("faults", {"kind": "502", "method": "sendMessage", "times": 2})
    await talk.post(f"chats/{talk.person}/messages", {"text": "/stats"})
    photo, words = await talk.replies(quiet=4.0)
    assert photo["photo"]
    assert "more than 80,000" in words["text"]


async def test_a_picture_that_is_being_drawn_while_content_is_reloaded_is_not_shown_again(talk: Talk) -> None:
    old = talk.bot.world.catalog
    fact = old.facts["cases_cracked"].model_copy(update={"value": 9_876_543_210})
    new = Charts(old.model_copy(update={"facts": {**old.facts, "cases_cracked": fact}}))
    talk.bot.pictures = slow = Slow(old)
    await talk.post(f"chats/{talk.person}/messages", {"text": "/stats"})
    await asyncio.to_thread(slow.begun.wait, 10)
    talk.bot.pictures = new
    slow.go_on.set()
    (earlier, _), (later, _) = await talk.replies(), await talk.send("/stats")
    sizes = [photo["photo"][-1]["file_size"] for photo in (earlier, later)]
    assert sizes == [len(Charts(old).draw("stats", "en")), len(new.draw("stats", "en"))]


@pytest.mark.parametrize("what", ["INSERT", "READ"])
async def test_with_a_full_disk_questions_are_answered_and_nothing_is_promised(talk: Talk, what: str) -> None:
    await talk.spoil(what, "chats")
    answer, *_ = await talk.send("they took my passport, I cannot leave the compound")
    assert "broke on our side" not in answer["text"]
    for promise in ("/subscribe", "/unsubscribe" if what == "READ" else "/country TH"):
        (reply,) = await talk.send(promise)
        assert "broke on our side" in reply["text"], promise


async def test_nobody_is_told_that_all_is_erased_where_it_is_not(talk: Talk) -> None:
    await talk.send("/subscribe")
    async with talk.engine.begin() as connection:
        await connection.execute(text("DROP TABLE deliveries"))
    (reply,) = await talk.send("/forget yes")
    assert "broke on our side" in reply["text"]


@contextlib.asynccontextmanager
async def flooded(world: World, url: str, permits: Pace | None = None) -> AsyncIterator[tuple[Sandbox, Control]]:
    """Run the bot for several people, and end it without waiting for the faults that slow it."""
    sandbox = Sandbox(token=TOKEN)
    engine = make_engine(url)
    async with serve(sandbox) as served, Control(served.url) as control:
        app = build(Bot(world, Sessions(engine), Charts(world.catalog)), TOKEN, served.api, permits)
        await app.initialize()
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        yield sandbox, control
        await app.updater.stop()
        await control.no_faults()
        await app.stop()
        await app.shutdown()
    await engine.dispose()


async def test_one_persons_flood_delays_nobody_else(world: World, sqlite_url: str) -> None:
    async with flooded(world, sqlite_url) as (sandbox, control):
        ann, eve = await control.person("Ann"), await control.person("Eve")
        sandbox.faults.add("slow", method="sendMessage", chat_id=eve.id, seconds=0.3)
        for _ in range(90):
            await eve.send("/help")
        assert "emergency number" in (await ann.ask("/sos", timeout=10))["text"]
        answered = [call for call in sandbox.calls if call["params"].get("chat_id") == str(eve.id)]
        assert len(answered) < 15, "most of the flood is still waiting"


async def test_a_ninth_person_is_answered_while_eight_flood(world: World, sqlite_url: str) -> None:
    async with flooded(world, sqlite_url) as (sandbox, control):
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


async def test_a_flood_in_a_group_silences_nobody_else(
    world: World, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerts.pace.GROUP_WINDOW", 8.0)  # a minute, and stopping would wait for it
    async with flooded(world, sqlite_url, Pace(30)) as (_, control):
        ann, eve = await control.person("Ann"), await control.person("Eve")
        group = await control.group("Jobs")
        for _ in range(100):
            await group.say(eve, "/check")
        await asyncio.sleep(1)
        assert "emergency number" in (await ann.ask("/sos", timeout=3))["text"]
