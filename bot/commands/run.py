"""`run`: the bot by long polling, on Telegram where a token is set, else on the built-in sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError
from telegram import BotCommand, BotCommandScopeAllGroupChats, Update
from telegram.error import TelegramError
from watchfiles import awatch

from bot.assemble import checked_world
from bot.catalog.loader import ContentError
from bot.commands.alone import Alone
from bot.commands.greet import greet, heard
from bot.commands.page import served
from bot.commands.sending import make_desk, make_pace, make_tasks, sending
from bot.commands.stopping import stopped
from bot.dialogue.words import COMMANDS
from bot.ending import end
from bot.reading.reader import FileReader
from bot.sandbox.state import TOKEN, Sandbox
from bot.store.engine import make_engine
from bot.store.migrate import ready
from bot.store.offers import Offers
from bot.store.sessions import Sessions
from bot.telegram.app import App, Bot, build
from bot.telegram.chart import Charts
from bot.telegram.media import Media

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.alerts.desk import Desk
    from bot.alerts.pace import Pace
    from bot.config import Settings
    from bot.dialogue.types import World

DAY = 86_400.0
KINDS = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
SILENT = timedelta(days=365)  # after which a chat is forgotten, as the answer about privacy says
log = logging.getLogger(__name__)
say = Console(stderr=True, highlight=False)


async def run(settings: Settings) -> None:
    """Run until interrupted. Raises CannotError where it cannot, or must not go on."""
    stop = stopped()
    if settings.ocr and find_spec("rapidocr") is None:
        say.print("Words in pictures will not be read: that needs `pip install '.[ocr]'` (`make run` installs it).")
    world = checked_world(settings.content, semantic=settings.semantic, cache=settings.cache)
    async with contextlib.AsyncExitStack() as stack:
        token, base_url, page = settings.token, settings.telegram_base_url, None
        if not token:
            sandbox = served(Sandbox(token=TOKEN), settings.port, "set VIGIL_PORT to another")
            server = await stack.enter_async_context(sandbox)
            token, base_url, page = TOKEN, server.api, server.url
        alone = Alone(stop)
        app = await stack.enter_async_context(running(settings, world, token, base_url, alone))
        if page is None:
            say.print(f"Vigil is on Telegram as [bold]@{app.bot.username}[/]. Ctrl+C stops it.")
        else:
            say.print(f"Vigil is ready. Open [bold]{page}[/] in a browser. Ctrl+C stops it.")
        await stop.wait()
        alone.check()
        say.print(f"Stopping @{app.bot.username} ...")


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers people and what sends alerts, put together and not yet started."""

    app: App
    bot: Bot
    desk: Desk
    pace: Pace
    reader: FileReader
    offers: Offers


def wired(settings: Settings, world: World, engine: AsyncEngine, token: str, base_url: str) -> Parts:
    """Put the parts together. What speaks of the world asks for it each time: saved content replaces it."""
    pace, reader = make_pace(settings), FileReader(ocr=settings.ocr)
    offers = Offers(engine, settings.keep_offers_days)
    bot = Bot(world, Sessions(engine), Charts(world.catalog), media=Media(reader), offers=offers)
    app = build(bot, token, base_url, pace)
    desk = make_desk(settings, engine, app.bot, lambda: bot.world)
    bot.tasks, bot.desk = make_tasks(engine, lambda: bot.world), desk
    return Parts(app, bot, desk, pace, reader, offers)


@contextlib.asynccontextmanager
async def running(settings: Settings, world: World, token: str, base_url: str, alone: Alone) -> AsyncIterator[App]:
    """Start the bot, and stop it in order. Raises CannotError for a bad token or an unreachable server."""
    engine = make_engine(settings.database_url)
    try:
        await ready(engine)
        parts = wired(settings, world, engine, token, base_url)
        await greet(parts.app, base_url)
        # Alerts last: what a kill left unfinished is sent on at once, and needs a bot that is ready.
        alerts = sending(settings, engine, parts.app.bot, parts.pace, lambda: parts.bot.world, parts.desk.started)
        async with answering(parts, base_url, alone), beside(parts, settings), alerts:
            yield parts.app
    finally:
        await engine.dispose()


@contextlib.asynccontextmanager
async def beside(parts: Parts, settings: Settings) -> AsyncIterator[None]:
    """Take saved content, and delete what is past its time, for as long as the block lasts.

    At its end operators are shown no progress any more: it is looked up in a database that is closed next.
    """
    deleting = delete_daily(parts.offers, parts.bot.sessions, lambda: datetime.now(UTC))
    tasks = [asyncio.create_task(work) for work in (reload(parts.bot, settings), deleting)]
    try:
        yield
    finally:
        await end([*tasks, *parts.desk.watching.values()])


@contextlib.asynccontextmanager
async def answering(parts: Parts, base_url: str, alone: Alone) -> AsyncIterator[None]:
    """Fetch and answer messages for as long as the block lasts, and answer those under way at its end."""
    app, updater = parts.app, parts.app.updater
    assert updater is not None  # noqa: S101 - built with the default updater
    try:
        await introduce(app, parts.bot.world)
        await app.start()
        alone.begin(app.bot)
        with heard(base_url):
            await updater.start_polling(allowed_updates=KINDS, error_callback=alone.failed)
        yield
    finally:
        await parts.reader.close()  # first, or stopping would wait for pictures
        if updater.running:
            await updater.stop()
        if app.running:
            await app.stop()
        await app.shutdown()


async def delete_daily(offers: Offers, sessions: Sessions, now: Callable[[], datetime], pause: float = DAY) -> None:
    """Delete the kept offers and the sessions that are past their time, at once and then every `pause` seconds."""
    while True:
        try:
            moment = now()
            await offers.purge(moment.date())
            await sessions.purge(moment - SILENT)
        except SQLAlchemyError as error:
            log.error("what is past its time could not be deleted: %s", type(error).__name__)  # noqa: TRY400
        await asyncio.sleep(pause)


async def introduce(app: App, world: World) -> None:
    """Tell Telegram the commands and the profile texts in every language. A refusal is no reason not to answer."""
    for code, language in world.catalog.languages.items():
        commands = [BotCommand(name, language.ui[f"command.{name}"]) for name in COMMANDS]
        commands_of_groups = [command for command in commands if command.command == "check"]
        for scope in ({"language_code": code}, {}) if code == "en" else ({"language_code": code},):
            with contextlib.suppress(TelegramError):
                await app.bot.set_my_commands(commands, **scope)
                await app.bot.set_my_description(language.ui["profile.description"], **scope)
                await app.bot.set_my_short_description(language.ui["profile.short"], **scope)
                await app.bot.set_my_commands(commands_of_groups, scope=BotCommandScopeAllGroupChats(), **scope)


async def reload(bot: Bot, settings: Settings) -> None:
    """Take a saved content file at once; a broken one, saved half or emptied, is reported and the old content kept."""
    load = partial(checked_world, settings.content, semantic=settings.semantic, cache=settings.cache)
    async for _ in awatch(settings.content, recursive=True):
        try:
            world = await asyncio.to_thread(load)
        except ContentError as error:
            say.print("[red]The content has errors, the old one stays:[/]")
            say.print(str(error), markup=False)
            continue
        except Exception as error:  # noqa: BLE001 - or nothing that is mended later would be taken any more
            say.print("[red]The content cannot be read, the old one stays:[/]", type(error).__name__)
            say.print(str(error), markup=False)
            continue
        bot.world, bot.pictures = world, Charts(world.catalog)
        say.print("Content reloaded.")
