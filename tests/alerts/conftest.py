"""A sandbox as the network's border, a database, and the real sender between them."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram.ext import ExtBot

from bot.alerts.broadcaster import Broadcaster
from bot.alerts.durable import Workflows
from bot.alerts.lock import SenderLock
from bot.alerts.operators import Operators, Roles
from bot.alerts.pace import Pace
from bot.alerts.sender import Sender
from bot.commands.sending import sending_bot
from bot.dialogue.types import World
from bot.sandbox.server import Served, serve
from bot.sandbox.state import Sandbox
from bot.store.alerts import Alerts, Record, State, Words, new
from bot.store.deliveries import Deliveries
from bot.store.digests import Digests
from bot.store.engine import make_engine
from bot.store.tables import Subscriber
from bot.telegram.carrier import TelegramCarrier
from bot.telegram.limiter import Limiter
from bot.telegram.wire import Wire
from tests import databases

ENGLISH = ("en", Words("New scam", "They call you", "Hang up"))
CHINESE = ("zh", Words("新骗局", "他们打电话", "挂掉"))
AUTHOR, APPROVER = "11", "12"


@dataclass
class Station:
    """Everything that sends, with the sandbox that sees the truth."""

    served: Served
    engine: AsyncEngine
    url: str
    bot: ExtBot[Any]
    world: World = field(repr=False)  # the whole content; the event loop writes its tasks' results out at every start
    pace: Pace
    offset: timedelta = timedelta()
    broadcaster: Broadcaster | None = None
    task: asyncio.Task[None] | None = None
    wire: Wire | None = None
    feed: Path | None = None
    told: list[int] = field(default_factory=list)

    @property
    def alerts(self) -> Alerts:
        return Alerts(self.engine)

    @property
    def deliveries(self) -> Deliveries:
        return Deliveries(self.engine)

    @property
    def weekly(self) -> Digests:
        return Digests(self.engine)

    @property
    def operators(self) -> Operators:
        return Operators(self.alerts, Roles(frozenset({AUTHOR}), frozenset({APPROVER})), self.now)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    async def people(self, count: int, *, lang: str = "en", first: int = 1001, **columns: Any) -> list[int]:
        ids = list(range(first, first + count))
        row = {
            "lang": lang,
            "topics": " jobs fraud food ",
            "mode": "now",
            "zone": "UTC",
            "since": self.now(),
            **columns,
        }
        async with self.engine.begin() as connection:
            await connection.execute(insert(Subscriber), [{**row, "chat_id": chat} for chat in ids])
        for chat in ids:
            self.served.sandbox.add_person("P", lang, chat)
        return ids

    async def approved(self, **fields: Any) -> Record:
        draft = replace(new(AUTHOR, "jobs", self.now() + timedelta(days=1), self.now()), texts=(ENGLISH, CHINESE))
        saved = await self.operators.save(replace(draft, **fields), AUTHOR, "draft")
        return await self.operators.approve(saved.id, APPROVER)

    def sender(self) -> Sender:
        if self.wire is None:
            self.wire = Wire(self.bot.base_url, seconds=2.0)
        return Sender(
            self.alerts, self.deliveries, TelegramCarrier(self.bot, self.wire), self.pace, lambda: self.world, self.now
        )

    def start(self) -> None:
        async def told(alert_id: int) -> None:
            self.told.append(alert_id)

        lock = SenderLock(self.engine, self.bot.token)
        self.broadcaster = Broadcaster(self.sender(), lock, self.url, self.feed, told)
        self.task = asyncio.create_task(self.broadcaster.run())

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task
            self.task = None

    async def until(self, alert_id: int, *states: State, seconds: float = 20) -> Record:
        return await self.wait(alert_id, lambda record: record.state in states, seconds)

    async def wait(self, alert_id: int, done: Callable[[Record], bool], seconds: float = 20) -> Record:
        # The row alone is looked at again and again: to read the whole record costs a hundred times as much.
        with contextlib.closing(sqlite3.connect(str(self.engine.url.database))) as looking:
            async with asyncio.timeout(seconds):
                seen = None
                while True:
                    row = looking.execute("SELECT * FROM alerts WHERE id = ?", (alert_id,)).fetchone()
                    if row != seen:
                        record = await self.alerts.get(alert_id)
                        assert record is not None
                        if done(record):
                            return record
                        seen = row
                    await asyncio.sleep(0.05)

    async def begun(self, messages: int = 5) -> None:
        """Wait until the server has taken some messages."""
        async with asyncio.timeout(20):
            while len(self.sent()) < messages:
                await asyncio.sleep(0.02)

    async def still(self) -> int:
        """Wait until the server takes no more messages; returns how many it has taken."""
        async with asyncio.timeout(20):
            while True:
                taken = len(self.sent())
                await asyncio.sleep(0.7)
                if len(self.sent()) == taken:
                    return taken

    def sent(self) -> list[int]:
        """The chats that the server took a message for, in order."""
        return [int(call["params"]["chat_id"]) for call in self.calls() if call["status"] == 200]

    def texts(self) -> dict[int, str]:
        return {
            int(call["params"]["chat_id"]): call["params"]["text"] for call in self.calls() if call["status"] == 200
        }

    def calls(self) -> list[dict[str, Any]]:
        return [call for call in self.served.sandbox.calls if call["method"] == "sendMessage"]

    async def states(self, alert_id: int) -> dict[tuple[str, str | None], int]:
        return await self.deliveries.counts(alert_id)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for what is due more often than the program does: a test waits for one look after the other."""
    monkeypatch.setattr("bot.alerts.broadcaster.LOOK_EVERY", 0.1)
    monkeypatch.setattr("bot.alerts.desk.EVERY", 0.2)


@pytest.fixture(scope="session")
def sending_tables(sqlite_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, and the workflow engine's own beside it: for copies."""
    file = tmp_path_factory.mktemp("sending") / "vigil.db"
    url = databases.copy(sqlite_tables, file)

    async def unasked(*_: object) -> Any:
        raise NotImplementedError

    async def launched() -> None:
        workflows = Workflows(url, unasked, unasked, unasked)
        await workflows.launch()
        await asyncio.to_thread(workflows.stop)

    asyncio.run(launched())
    return file


@pytest.fixture
async def engine(sending_tables: Path, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = make_engine(databases.copy(sending_tables, tmp_path / "vigil.db"))
    yield made
    await made.dispose()


@pytest.fixture
async def station(engine: AsyncEngine, world: World, tmp_path: Path) -> AsyncIterator[Station]:
    pace = Pace(None)
    async with serve(Sandbox()) as served:
        async with sending_bot("1:sandbox", served.api, Limiter(pace)) as bot:
            made = Station(served, engine, f"sqlite+aiosqlite:///{tmp_path}/vigil.db", bot, world, pace)
            made.feed = tmp_path / "alerts.atom"
            yield made
            await made.stop()
            if made.wire is not None:
                await made.wire.close()
        assert served.sandbox.bugs == []
