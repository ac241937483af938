"""Puts the sender of alerts together: inside `run` beside the replies, or alone (`alert sender`)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from telegram.ext import ExtBot

from bot.alerts.broadcaster import Broadcaster
from bot.alerts.desk import Desk
from bot.alerts.lock import SenderLock
from bot.alerts.operators import Operators, Roles
from bot.alerts.pace import Pace
from bot.alerts.sender import Sender
from bot.alerts.tasks import Tasks
from bot.catalog.loader import load_catalog
from bot.commands.greet import greeted
from bot.commands.stopping import stopped
from bot.dialogue.types import World
from bot.store.alerts import Alerts
from bot.store.deliveries import Deliveries
from bot.store.desks import Desks
from bot.store.engine import make_engine
from bot.store.migrate import ready
from bot.store.sessions import Sessions
from bot.telegram.board import Board
from bot.telegram.carrier import TelegramCarrier
from bot.telegram.limiter import Limiter
from bot.telegram.request import AiohttpRequest, Proxies
from bot.telegram.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.config import Settings

AGAIN = 5.0
log = logging.getLogger(__name__)


def make_pace(settings: Settings) -> Pace:
    """Return the limits that everything this process sends is held to."""
    return Pace(settings.messages_per_second or None)


def make_tasks(engine: AsyncEngine, world: Callable[[], World]) -> Tasks:
    """Return what carries out the wishes of subscribers."""
    return Tasks(Alerts(engine), Deliveries(engine), Sessions(engine), world)


def make_operators(settings: Settings, engine: AsyncEngine) -> Operators:
    """Return the rules of this installation: who writes, who approves."""
    authors, approvers = (frozenset(map(str, ids)) for ids in (settings.alert_authors, settings.alert_approvers))
    return Operators(Alerts(engine), Roles(authors, approvers, settings.alert_two_persons))


def make_desk(settings: Settings, engine: AsyncEngine, bot: ExtBot[Any], world: Callable[[], World]) -> Desk:
    """Return the operators' desk in the bot."""
    return Desk(make_operators(settings, engine), Deliveries(engine), Desks(engine), Board(bot), world)


@contextlib.asynccontextmanager
async def sending(
    settings: Settings,
    engine: AsyncEngine,
    bot: ExtBot[Any],
    pace: Pace,
    world: Callable[[], World],
    told: Callable[[int], Awaitable[None]] | None = None,
) -> AsyncIterator[None]:
    """Send alerts in the background for as long as the block lasts."""
    # A proxy is the general client's business.
    wire = None if Proxies()(bot.base_url) else Wire(bot.base_url)

    async def forever() -> None:
        while True:
            sender = Sender(Alerts(engine), Deliveries(engine), TelegramCarrier(bot, wire), pace, world)
            lock = SenderLock(engine, bot.token)
            broadcaster = Broadcaster(sender, lock, settings.database_url, settings.alert_feed, told)
            try:
                await broadcaster.run()
            except (SQLAlchemyError, OSError) as error:
                log.error(  # noqa: TRY400 - said every few seconds for as long as it lasts
                    "alerts cannot be sent, the database does not answer (%s); it is tried again", type(error).__name__
                )
            except Exception:
                log.exception("the sender of alerts broke; it starts again")
            await asyncio.sleep(AGAIN)

    task = asyncio.create_task(forever())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        if wire is not None:
            await wire.close()


def bare_world(settings: Settings) -> World:
    """Return a world that words alerts and answers no questions: a sender alone needs no matcher."""

    def unasked(*_: object, **__: object) -> Any:  # noqa: ANN401 - stands for every service
        raise NotImplementedError

    service: Any = unasked

    return World(load_catalog(settings.content), service, service, service, service, service, service)


def sending_bot(token: str, base_url: str = "", limiter: Limiter | None = None) -> ExtBot[Any]:
    """Return what speaks to the Bot API for who only sends. `base_url`: another server's, up to and including /bot."""
    # Both are given: a default one would read the certificates of the world first.
    request, poll = AiohttpRequest(), AiohttpRequest()
    base = base_url or "https://api.telegram.org/bot"
    return ExtBot(token, base_url=base, request=request, get_updates_request=poll, rate_limiter=limiter)


async def send_alone(settings: Settings) -> None:
    """Send alerts until told to stop, without answering anybody. Raises CannotError."""
    engine = make_engine(settings.database_url)
    pace = make_pace(settings)
    world = bare_world(settings)
    bot = sending_bot(settings.token, settings.telegram_base_url, Limiter(pace))
    try:
        await ready(engine)
        async with greeted(bot, settings.telegram_base_url), sending(settings, engine, bot, pace, lambda: world):
            await stopped().wait()
    finally:
        await engine.dispose()
