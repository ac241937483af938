"""The bot at work on a sandbox."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.sandbox.client import Control
from bot.sandbox.server import serve
from bot.sandbox.state import Sandbox
from bot.store.engine import make_engine
from bot.telegram.app import Bot, build
from bot.telegram.limiter import Permits


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    made = make_engine(sqlite_url)
    yield made
    await made.dispose()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again sooner than the program does."""
    monkeypatch.setattr("bot.telegram.outgoing.WAITS", (0.05, 0.1))


@contextlib.asynccontextmanager
async def polling(bot: Bot, permits: Permits | None = None) -> AsyncIterator[tuple[Control, Sandbox]]:
    """Let a bot answer on a sandbox of its own, and end it without waiting for the faults that slow it."""
    sandbox = Sandbox()
    async with serve(sandbox) as served, Control(served.url) as control:
        app = build(bot, sandbox.token, served.api, permits)
        await app.initialize()
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        yield control, sandbox
        await app.updater.stop()
        sandbox.faults.remove()
        await app.stop()
        await app.shutdown()
    assert sandbox.bugs == []
