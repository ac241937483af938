"""`run`: the bot by long polling, on Telegram where a token is set, else on the built-in sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError
from telegram import BotCommand, BotCommandScopeAllGroupChats, Update
from telegram.error import Conflict, TelegramError
from watchfiles import awatch

from bot.assemble import checked_world
from bot.catalog.loader import ContentError
from bot.commands.greet import CannotRunError, greet, heard
from bot.commands.sending import make_desk, make_pace, make_tasks, sending
from bot.dialogue.words import COMMANDS
from bot.reading.reader import FileReader
from bot.sandbox.server import serve
from bot.sandbox.state import TOKEN, Sandbox
from bot.store.engine import make_engine
from bot.store.migrate import NotReadyError, ready
from bot.store.offers import Offers
from bot.store.sessions import Sessions
from bot.telegram.app import App, Bot, build
from bot.telegram.chart import Charts
from bot.telegram.media import Media

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.config import Settings
    from bot.dialogue.types import World

DAY = 86_400.0
SILENT = timedelta(days=365)  # after which a chat is forgotten, as the answer about privacy says
log = logging.getLogger(__name__)
say = Console(stderr=True, highlight=False)


async def run(settings: Settings) -> None:
    """Run until interrupted. Raises CannotRunError or ContentError where it cannot."""
    stop = _stopped()
    if settings.ocr and find_spec("rapidocr") is None:
        say.print("Words in pictures will not be read: that needs `pip install '.[ocr]'` (`make run` installs it).")
    world = checked_world(settings.content, semantic=settings.semantic, cache=settings.cache)
    if settings.token:
        async with running(settings, world, settings.token, settings.telegram_base_url) as app:
            say.print(f"Vigil is on Telegram as [bold]@{app.bot.username}[/]. Ctrl+C stops it.")
            await _until_stopped(app, stop)
        return
    async with contextlib.AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(serve(Sandbox(token=TOKEN), port=settings.port))
        except OSError as error:
            raise CannotRunError(
                f"Port {settings.port} on loopback cannot be used: {error.strerror or error}. "
                "Stop the program that uses it, or set VIGIL_PORT to another."
            ) from error
        app = await stack.enter_async_context(running(settings, world, TOKEN, server.api))
        say.print(f"Vigil is ready. Open [bold]{server.url}[/] in a browser. Ctrl+C stops it.")
        await _until_stopped(app, stop)


@contextlib.asynccontextmanager
async def running(settings: Settings, world: World, token: str, base_url: str) -> AsyncIterator[App]:
    """Start the bot, and stop it in order. Raises CannotRunError for a bad token or an unreachable server."""
    engine = make_engine(settings.database_url)
    try:
        await ready(engine)
        pace = make_pace(settings)
        bot = Bot(world, Sessions(engine), Charts(world.catalog))
        app = build(bot, token, base_url, pace)
        desk = make_desk(settings, engine, app.bot, lambda: bot.world)
        reader = FileReader(ocr=settings.ocr)
        bot.tasks, bot.desk, bot.media = make_tasks(engine, lambda: bot.world), desk, Media(reader)
        bot.offers = Offers(engine, settings.keep_offers_days)
        await greet(app, base_url)
        watching = asyncio.create_task(reload(bot, settings))
        deleting = asyncio.create_task(delete_daily(bot.offers, bot.sessions, lambda: datetime.now(UTC)))
        try:
            await introduce(app, world)
            await app.start()
            assert app.updater is not None  # noqa: S101 - built with the default updater
            with heard(base_url):
                await app.updater.start_polling(
                    allowed_updates=[Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER],
                    error_callback=_polling_failed,
                )
            # Last: what a kill left unfinished is sent on at once, and needs a bot that is ready.
            async with sending(settings, engine, app.bot, pace, lambda: bot.world, desk.started):
                yield app
        finally:
            watching.cancel()
            deleting.cancel()
            await reader.close()  # first, or stopping would wait for pictures
            if app.updater is not None and app.updater.running:
                await app.updater.stop()
            if app.running:
                await app.stop()
            await app.shutdown()
    except NotReadyError as error:
        raise CannotRunError(str(error)) from error
    finally:
        await engine.dispose()


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


def _polling_failed(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        say.print("[red]Another copy of this bot is running.[/] Stop it, or this one: only one may fetch the messages.")
        signal.raise_signal(signal.SIGTERM)
    else:
        log.warning("fetching updates failed: %s", type(error).__name__)


def _stopped() -> asyncio.Event:
    """Return what is set by Ctrl+C or SIGTERM from now on, also while the bot is still starting."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _until_stopped(app: App, stop: asyncio.Event) -> None:
    await stop.wait()
    say.print(f"Stopping @{app.bot.username} ...")


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
