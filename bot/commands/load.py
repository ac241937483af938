"""`bench load`: the whole bot against a bare echo bot on the same sandbox, in one run, each in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.commands.process import free_port, memory, shown, started
from bot.sandbox.state import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

PERSONS = 20
PACE = 20  # messages a second while latencies are taken
PACED = 100
PATIENCE = 120.0
ECHO = """
from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_text(update.message.text)
app = ApplicationBuilder().token("{token}").base_url("{base}").build()
app.add_handler(MessageHandler(filters.TEXT, echo))
app.run_polling(allowed_updates=Update.ALL_TYPES)
"""
QUESTIONS = (
    "is this job offer a scam?",
    "they took my passport and will not let me leave",
    "how many cases were cracked",
    "客服高薪招聘可信吗",
    "how do i report bad meat at school",
    "我刚把钱转给骗子了",
    "what is the weather tomorrow",
    "caller says he is from the police",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A sandbox in a process of its own, and a client for its control API."""

    url: str
    http: aiohttp.ClientSession

    async def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Read from the control API."""
        async with self.http.get(f"{self.url}/sandbox/{path}") as response:
            return await response.json()

    async def post(self, path: str, data: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """Write to the control API."""
        async with self.http.post(f"{self.url}/sandbox/{path}", json=data or {}) as response:
            return await response.json()

    async def sent(self, after: int = 0) -> tuple[int, list[tuple[int, float]]]:
        """Return where the log ends, and (chat, time) of each message the bot sent since `after`."""
        log = await self.get(f"log?after={after}")
        fine = (call for call in log["calls"] if call["method"] == "sendMessage" and call["status"] == 200)  # noqa: PLR2004
        return log["seq"], [(int(call["params"]["chat_id"]), call["at"]) for call in fine]


def bench(updates: int, *, as_json: bool) -> str:
    """Measure and return the figures: seconds, megabytes, updates a second, milliseconds."""
    return shown(asyncio.run(_measure(updates)), as_json=as_json)


async def _measure(updates: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with _server(folder) as server:
            echo = ECHO.format(token=TOKEN, base=f"{server.url}/bot")
            echo_rate, *_ = await _drive(server, [sys.executable, "-c", echo], folder, updates)
            rate, started, rss, late = await _drive(server, [sys.executable, "-m", "bot", "run"], folder, updates)
    late.sort()
    return {
        "start_seconds": round(started, 2),
        "rss_mb": round(rss, 1),
        "bot_per_second": round(rate, 1),
        "echo_per_second": round(echo_rate, 1),
        "ratio": round(rate / echo_rate, 3),
        "p50_ms": round(1000 * statistics.median(late), 2),
        "p99_ms": round(1000 * late[int(len(late) * 0.99) - 1], 2),
    }


async def _drive(
    server: Server, command: list[str], folder: str, updates: int
) -> tuple[float, float, float, list[float]]:
    """Return updates a second, seconds to the first answer, megabytes, and the latencies in seconds."""
    await server.post("reset")
    people = [(await server.post("persons", {"first_name": f"P{n}"}))["id"] for n in range(PERSONS)]
    asked = await _send(server, people, 0)
    spawned = time.time()
    async with _process(command, folder, server.url) as process:
        started = await _answered(server, people[0], 0, asked) - spawned
        for number in range(1, PERSONS):
            await _send(server, people, number)
        end = await _settled(server, 0)
        late = []
        for number in range(PACED):
            at = await _send(server, people, number)
            late.append(await _answered(server, people[number % PERSONS], end[0], at) - at)
            end = await server.sent(end[0])
            await asyncio.sleep(1 / PACE)
        rate = await _throughput(server, people, updates)
        return rate, started, memory(process.pid).get("now", float("nan")) / 1024, late


async def _throughput(server: Server, people: list[int], updates: int) -> float:
    """Queue the updates while the bot is held back by one slow call, then let it run, and time all its answers."""
    end, _ = await _settled(server, 0)
    await server.post("faults", {"kind": "slow", "method": "getUpdates", "times": 1, "seconds": 1})
    async with asyncio.TaskGroup() as group:
        for part in range(4):
            group.create_task(_burst(server, people, range(part, updates, 4)))
    _, sent = await _settled(server, end)
    times = [at for _, at in sent]
    return updates / (max(times) - min(times))


async def _burst(server: Server, people: list[int], numbers: range) -> None:
    for number in numbers:
        await _send(server, people, number)


async def _send(server: Server, people: list[int], number: int) -> float:
    text = QUESTIONS[number % len(QUESTIONS)]
    at = time.time()
    await server.post(f"chats/{people[number % len(people)]}/messages", {"text": text})
    return at


async def _answered(server: Server, person: int, after: int, since: float) -> float:
    """Wait for the next message to a person; return its time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        _, sent = await server.sent(after)
        if found := [at for chat, at in sent if chat == person and at >= since]:
            return found[0]
        await asyncio.sleep(0.002)
    raise TimeoutError(f"the bot gave no answer in {PATIENCE:.0f} seconds")


async def _settled(server: Server, after: int) -> tuple[int, list[tuple[int, float]]]:
    """Wait until no more answers come for a second and a half; return where the log ends and what was sent."""
    before = await server.sent(after)
    while True:
        await asyncio.sleep(1.5)
        now = await server.sent(after)
        if now[0] == before[0] or len(now[1]) == len(before[1]) > 0:
            return now
        before = now


@contextlib.asynccontextmanager
async def _server(folder: str) -> AsyncIterator[Server]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bot", "sandbox", "--port", str(port)]
    async with _process(command, folder, ""), aiohttp.ClientSession() as http:
        server = Server(url, http)
        for _ in range(200):
            with contextlib.suppress(aiohttp.ClientError):
                await server.get("state")
                break
            await asyncio.sleep(0.1)
        yield server


def _process(command: list[str], folder: str, url: str) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
    env = {
        "VIGIL_TELEGRAM_TOKEN": TOKEN,
        "VIGIL_TELEGRAM_BASE_URL": f"{url}/bot" if url else "",
        "VIGIL_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
        "VIGIL_MESSAGES_PER_SECOND": "0",
    }
    return started(command, env, quiet=True)
