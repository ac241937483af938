"""Over HTTP: an offer in parts, a card in a group, and an offer that is kept after a yes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue.types import World
from bot.sandbox.client import Control, Person, buttons
from bot.store.offers import Offers
from bot.store.sessions import Sessions
from bot.store.tables import Chat
from bot.telegram.app import Bot
from bot.telegram.chart import Charts
from tests.telegram.conftest import polling

LURE = (
    "Hiring chat agents in Myawaddy! No experience, USD 3000 a month, tourist visa, free flight. Contact Lily Chen on "
    "Telegram @fastjob88"
)


class Place(NamedTuple):
    """A running bot, a person, and what stands behind."""

    control: Control
    ana: Person
    bot: Bot
    engine: AsyncEngine


@pytest.fixture
async def place(world: World, engine: AsyncEngine) -> AsyncIterator[Place]:
    bot = Bot(world, Sessions(engine), Charts(world.catalog), offers=Offers(engine, 180))
    async with polling(bot) as (control, _):
        yield Place(control, await control.person("Ana"), bot, engine)


async def sessions(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(Chat))).scalar_one()


async def test_messages_of_one_chat_are_read_together_and_those_of_another_are_not(place: Place) -> None:
    ben = await place.control.person("Ben")
    await place.ana.ask(LURE)
    more = "The company keeps your passport until the contract ends. Telegram @boss_lee99"
    assert "together with your last message" in (await place.ana.ask(more))["text"]
    assert "together" not in (await ben.ask(more))["text"]


async def test_a_reply_with_check_is_answered_under_the_offer_in_the_group(place: Place) -> None:
    group = await place.control.group()
    offer = await group.send(
        place.ana, {"forward": {"text": LURE, "from": "x", "channel": "Jobs", "username": "jobs_kk"}}
    )
    await group.say(place.ana, "/check", reply_to_message_id=offer["message_id"])
    (card,) = await group.said(wait=5)
    assert card["reply_to_message"]["message_id"] == offer["message_id"]
    assert card["text"].startswith("Forwarded from: Jobs (@jobs_kk)\nHigh risk.")
    assert [button.get("url") for button in buttons(card)] == ["https://t.me/vigil_sandbox_bot?start=check"]
    assert await sessions(place.engine) == 0
    assert place.bot.recent.chats == {}


async def test_a_group_hears_nothing_else_and_its_buttons_open_nothing(place: Place) -> None:
    group = await place.control.group()
    for words in (LURE, "they took my passport", "/start", "/mydata", "/country TH", "/subscribe"):
        said = await group.say(place.ana, words)
    assert await group.press(place.ana, said["message_id"], "country TH") is not None
    # The bot has taken all that went before when it answers this.
    await group.say(place.ana, "/check")
    (only,) = await group.said(wait=5)
    assert "Answer an offer with /check" in only["text"]
    assert await sessions(place.engine) == 0


async def test_an_offer_is_kept_after_yes_and_only_scrubbed(place: Place) -> None:
    offers = Offers(place.engine, 180)
    await place.ana.ask(LURE)
    await place.ana.press("keep")
    shown = await place.ana.reply()
    assert "[name]" in shown["text"]
    assert "fastjob88" not in shown["text"]
    assert await offers.newest() == []
    await place.ana.press("Yes, keep it")
    assert "I keep this text" in (await place.ana.reply())["text"]
    (kept,) = await offers.newest()
    assert kept.text in shown["text"]
    assert (kept.lang, kept.risk) == ("en", "high")
    await place.ana.press("Yes, keep it")
    assert "no longer have" in (await place.ana.reply())["text"]
    assert len(await offers.newest()) == 1


async def test_no_forgets_the_offer_and_so_does_forget(place: Place) -> None:
    for last in ("No", "forget"):
        await place.ana.ask(LURE)
        assert len(place.bot.recent.chats) == 1
        await place.ana.press("keep")
        await place.ana.reply()
        if last == "No":
            await place.ana.press("No")
        else:
            await place.ana.send("/forget yes")
        await place.ana.reply()
        assert place.bot.recent.chats == {}
    assert await Offers(place.engine, 180).newest() == []


async def test_where_the_store_fails_it_is_said_and_pressing_again_works(place: Place) -> None:
    await place.ana.ask(LURE)
    await place.ana.press("keep")
    await place.ana.reply()
    place.bot.offers = None
    await place.ana.press("Yes, keep it")
    assert "Something broke" in (await place.ana.reply())["text"]
    place.bot.offers = Offers(place.engine, 180)
    await place.ana.press("Yes, keep it")
    assert "I keep this text" in (await place.ana.reply())["text"]
