"""How updates reach a bot: long polling, conflicts, webhooks."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.sandbox.client import Control, Person
from bot.sandbox.server import Served

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])


class Receiver:
    """A bot's own address that keeps what is delivered."""

    def __init__(self) -> None:
        self.deliveries: list[tuple[dict[str, Any], str | None]] = []
        self.statuses: list[int] = []
        self.reply: dict[str, Any] = {}
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.deliveries.append((await request.json(), secret))
        return web.json_response(self.reply, status=status)

    async def wait(self, n: int) -> None:
        async with asyncio.timeout(5):
            while len(self.deliveries) < n:
                await asyncio.sleep(0.01)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    taken = Receiver()
    app = web.Application()
    app.router.add_post("/hook", taken.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    taken.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield taken
    await runner.cleanup()


async def test_an_update_stays_until_its_offset_is_passed(bot: Bot, ana: Person) -> None:
    for text in ("one", "two", "/start now"):
        await ana.send(text)
    assert len(await bot.get_updates(limit=2)) == 2
    updates = await bot.get_updates()
    assert [u.message.text for u in updates if u.message] == ["one", "two", "/start now"]
    assert updates[2].message is not None
    assert updates[2].message.entities[0].type == "bot_command"
    rest = await bot.get_updates(offset=updates[1].update_id + 1)
    assert [u.update_id for u in rest] == [updates[2].update_id]
    assert len(await bot.get_updates(offset=-1)) == 1


async def test_a_long_poll_returns_as_soon_as_somebody_writes(bot: Bot, ana: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=600))
    await asyncio.sleep(0.1)
    await ana.send("hi")
    async with asyncio.timeout(30):
        assert len(await poll) == 1


async def test_a_second_poller_ends_the_first_with_a_conflict(bot: Bot, served: Served) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    async with Bot("1:sandbox", base_url=served.api) as second:
        assert await second.get_updates() == ()
    with pytest.raises(Conflict):
        await first


async def test_only_wanted_updates_arrive(bot: Bot, ana: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await ana.send("unwanted")
    await ana.press_data(1, "b", wait=0)
    assert [u.callback_query is not None for u in await bot.get_updates()] == [True]


async def test_a_webhook_gets_updates_in_order_with_the_secret_and_again_after_an_error(
    bot: Bot, ana: Person, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    await bot.set_webhook(receiver.url, secret_token="s3cret")
    with pytest.raises(Conflict):
        await bot.get_updates()
    await ana.send("one")
    await ana.send("two")
    await receiver.wait(2)
    assert [(d["message"]["text"], secret) for d, secret in receiver.deliveries] == [
        ("one", "s3cret"),
        ("two", "s3cret"),
    ]
    info = await bot.get_webhook_info()
    assert "500" in (info.last_error_message or "")
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_call_in_the_reply_to_a_delivery_is_carried_out(bot: Bot, ana: Person, receiver: Receiver) -> None:
    receiver.reply = {"method": "sendMessage", "chat_id": ana.id, "text": "from the reply"}
    await bot.set_webhook(receiver.url)
    assert (await ana.ask("hi"))["text"] == "from the reply"


async def test_a_webhook_elsewhere_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)this machine only"):
        await bot.set_webhook("https://example.org/hook")


async def test_an_application_answers_texts_and_presses(served: Served, ana: Person) -> None:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"{update.message.text}!", reply_markup=KEYBOARD)

    async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("noted")
        await update.callback_query.edit_message_text("pressed")

    app = Application.builder().token("1:sandbox").base_url(served.api).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(pressed))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        assert (await ana.ask("hi"))["text"] == "hi!"
        answer = await ana.press("Go")
        assert answer is not None
        assert answer["text"] == "noted"
        assert (await ana.reply())["text"] == "pressed"
        await app.updater.stop()
        await app.stop()


async def test_every_way_of_passing_parameters_works(served: Served, control: Control, ana: Person) -> None:
    url, params = f"{served.api}1:sandbox/sendmessage", {"chat_id": str(ana.id), "text": "hi"}
    form = aiohttp.FormData(params)
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in params.items():
        multipart.append(value).set_content_disposition("form-data", name=name)
    async with aiohttp.ClientSession() as session:
        for reply in (
            session.get(url, params=params),
            session.post(url, json={**params, "chat_id": ana.id}),
            session.post(url, data=form),
            session.post(url, data=multipart),
        ):
            async with reply as answer:
                assert (await answer.json())["result"]["text"] == "hi"
        for name, status in (("sendDice", 501), ("sendNothing", 404)):
            async with session.post(f"{served.api}1:sandbox/{name}", json={"chat_id": ana.id}) as answer:
                assert answer.status == status
    assert len(await control.log()) == 6
