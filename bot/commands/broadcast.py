"""`bench broadcast`: a whole broadcast against the sandbox in a process of its own, counted at the server."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from bot.commands.process import sandbox, shown, started
from bot.sandbox.state import TOKEN
from bot.store.alerts import Alerts, Words, new
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.tables import Subscriber

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.sandbox.client import Control

OK, TOO_MANY = 200, 429
FIRST_CHAT = 1001
AT_ONCE = 16  # persons who join the sandbox
PATIENCE = 60.0
BARE_MESSAGES, BARE_SETTINGS = 600, (1, 4, 16)
BARE = """
import asyncio, sys, time
from telegram import Bot
async def main():
    best = 0
    async with Bot("{token}", base_url="{base}") as bot:
        for at_once in {settings}:
            todo = iter(range({messages}))
            async def work():
                for number in todo:
                    await bot.send_message({first} + number, "x" * 300)
            start = time.perf_counter()
            await asyncio.gather(*(work() for _ in range(at_once)))
            best = max(best, {messages} / (time.perf_counter() - start))
    print(best)
asyncio.run(main())
"""


def bench(subscribers: int, limit: int, *, as_json: bool, bare: int = BARE_MESSAGES) -> str:
    """Measure and return the figures. `limit` is messages a second, 0 without; `bare`: messages of the comparison."""
    return shown(asyncio.run(_measure(subscribers, limit, bare)), as_json=as_json)


async def _measure(subscribers: int, limit: int, bare: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with crowded(bare, None) as (url, _):
            bare_per_second = await _bare(url, bare)
        async with crowded(subscribers, limit or None) as (url, control):
            seconds = await _broadcast(url, folder, subscribers, limit)
            calls = await control.log()
    return _figures(calls, subscribers, limit, seconds, bare_per_second)


async def _broadcast(url: str, folder: str, subscribers: int, limit: int) -> float:
    """Send one alert to everybody; return the seconds that it took."""
    database = f"sqlite+aiosqlite:///{folder}/bench.db"
    alert_id, alerts = await fill(database, subscribers)
    started = time.perf_counter()
    try:
        async with sender(url, database, limit):
            deadline = time.monotonic() + PATIENCE + subscribers / (limit or 200) * 2
            while (  # noqa: ASYNC110 - the sender is another process
                time.monotonic() < deadline
                and (found := await alerts.get(alert_id)) is not None
                and found.state != "done"
            ):
                await asyncio.sleep(0.5)
        return time.perf_counter() - started
    finally:
        await alerts.engine.dispose()


def _figures(
    calls: Sequence[dict[str, Any]], subscribers: int, limit: int, seconds: float, bare: float
) -> dict[str, float]:
    sends = [call for call in calls if call["method"] == "sendMessage"]
    taken = [call for call in sends if call["status"] == OK]
    times = sorted(call["at"] for call in taken)
    each = Counter(int(call["params"]["chat_id"]) for call in taken)
    span = times[-1] - times[0] if len(times) > 1 else 0.0
    return {
        "subscribers": subscribers,
        "limit": limit,
        "sent": len(taken),
        "lost": subscribers - len(each),
        "doubled": sum(count - 1 for count in each.values()),
        "seconds": round(seconds, 2),
        "per_second": round((len(times) - 1) / span, 2) if span else 0.0,
        "status_429": sum(call["status"] == TOO_MANY for call in sends),
        "bare_per_second": round(bare, 1),
        "most_in_one_second": busiest(times),
    }


def busiest(times: Sequence[float]) -> int:
    """Return the most moments that any window of one second holds; `times` in seconds, sorted."""
    most = start = 0
    for end, at in enumerate(times):
        while times[start] <= at - 1:
            start += 1
        most = max(most, end - start + 1)
    return most


async def fill(database: str, subscribers: int) -> tuple[int, Alerts]:
    """Make the database with so many subscribers and one approved alert for all of them."""
    engine = make_engine(database)
    await upgrade(engine)
    now = datetime.now(UTC)
    person = {"lang": "en", "topics": " jobs fraud food ", "mode": "now", "zone": "UTC", "since": now}
    async with engine.begin() as connection:
        await connection.execute(
            insert(Subscriber), [{**person, "chat_id": FIRST_CHAT + n} for n in range(subscribers)]
        )
    alerts = Alerts(engine)
    draft = replace(new("bench", "all", now + timedelta(hours=12), now), texts=(("en", Words("Test", "x" * 200)),))
    saved = await alerts.save(draft, "bench", "draft")
    await alerts.move(saved.id, ("draft",), "approved", "bench", approver="bench")
    return saved.id, alerts


async def _bare(url: str, messages: int) -> float:
    """Return messages a second of bare python-telegram-bot with its stock client at its best setting."""
    code = BARE.format(token=TOKEN, base=f"{url}/bot", settings=BARE_SETTINGS, messages=messages, first=FIRST_CHAT)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return float(output)


@contextlib.asynccontextmanager
async def crowded(persons: int, limit: int | None) -> AsyncIterator[tuple[str, Control]]:
    """Run a sandbox with so many persons and its limits on; yields its address and its control desk."""
    async with sandbox(20_000 + 3 * persons) as (url, control):
        await control.limits(per_second=limit)
        numbers = iter(range(FIRST_CHAT, FIRST_CHAT + persons))

        async def join() -> None:
            for number in numbers:
                await control.person("P", id=number)

        await asyncio.gather(*(join() for _ in range(AT_ONCE)))
        yield url, control


@contextlib.asynccontextmanager
async def sender(url: str, database: str, limit: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the sender of alerts in a process of its own."""
    env = {
        "VIGIL_TELEGRAM_TOKEN": TOKEN,
        "VIGIL_TELEGRAM_BASE_URL": f"{url}/bot",
        "VIGIL_DATABASE_URL": database,
        "VIGIL_MESSAGES_PER_SECOND": str(limit),
        "VIGIL_ALERT_FEED": "",
    }
    async with started([sys.executable, "-m", "bot", "alert", "sender"], env) as process:
        yield process
