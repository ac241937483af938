"""`bench load`: the whole bot against a bare echo bot on the same sandbox, in one run, each in a process of its own."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import numpy as np

from bot.commands.process import memory, sandbox, shown, started
from bot.errors import CannotError
from bot.sandbox.state import KEPT_CALLS, TOKEN

if TYPE_CHECKING:
    from bot.sandbox.client import Control, Person

OK = 200
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


def bench(updates: int, *, as_json: bool) -> str:
    """Measure and return the figures: seconds, megabytes, updates a second, milliseconds."""
    return shown(asyncio.run(_measure(updates)), as_json=as_json)


async def _measure(updates: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with sandbox(KEPT_CALLS) as (url, control):
            echo = ECHO.format(token=TOKEN, base=f"{url}/bot")
            settings = {
                "VIGIL_TELEGRAM_TOKEN": TOKEN,
                "VIGIL_TELEGRAM_BASE_URL": f"{url}/bot",
                "VIGIL_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
                "VIGIL_MESSAGES_PER_SECOND": "0",
            }
            echo_rate, *_ = await _drive(control, [sys.executable, "-c", echo], settings, updates)
            rate, start, rss, late = await _drive(control, [sys.executable, "-m", "bot", "run"], settings, updates)
    p50, p99 = np.percentile(late, (50, 99))
    return {
        "start_seconds": round(start, 2),
        "rss_mb": round(rss, 1),
        "bot_per_second": round(rate, 1),
        "echo_per_second": round(echo_rate, 1),
        "ratio": round(rate / echo_rate, 3),
        "p50_ms": round(1000 * float(p50), 2),
        "p99_ms": round(1000 * float(p99), 2),
    }


async def _drive(
    control: Control, command: list[str], settings: dict[str, str], updates: int
) -> tuple[float, float, float, list[float]]:
    """Return updates a second, seconds to the first answer, megabytes, and the latencies in seconds."""
    await control.reset()
    people = [await control.person(f"P{n}") for n in range(PERSONS)]
    asked = await _send(people, 0)
    spawned = time.time()
    async with started(command, settings, quiet=True) as process:
        start = await _answered(control, people[0], 0, asked) - spawned
        for number in range(1, PERSONS):
            await _send(people, number)
        end = await _settled(control, 0)
        late = []
        for number in range(PACED):
            at = await _send(people, number)
            late.append(await _answered(control, people[number % PERSONS], end[0], at) - at)
            end = await _sent(control, end[0])
            await asyncio.sleep(1 / PACE)
        rate = await _throughput(control, people, updates)
        return rate, start, memory(process.pid).get("now", float("nan")) / 1024, late


async def _throughput(control: Control, people: list[Person], updates: int) -> float:
    """Queue the updates while the bot is held back by one slow call, then let it run, and time all its answers."""
    end, _ = await _settled(control, 0)
    await control.fault("slow", method="getUpdates", times=1, seconds=1)
    async with asyncio.TaskGroup() as group:
        for part in range(4):
            group.create_task(_burst(people, range(part, updates, 4)))
    _, sent = await _settled(control, end)
    times = [at for _, at in sent]
    return updates / (max(times) - min(times))


async def _burst(people: list[Person], numbers: range) -> None:
    for number in numbers:
        await _send(people, number)


async def _send(people: list[Person], number: int) -> float:
    at = time.time()
    await people[number % len(people)].send(QUESTIONS[number % len(QUESTIONS)])
    return at


async def _sent(control: Control, after: int) -> tuple[int, list[tuple[int, float]]]:
    """Return where the log ends, and (chat, time) of each message the bot sent since `after`."""
    calls = await control.log(after)
    fine = (call for call in calls if call["method"] == "sendMessage" and call["status"] == OK)
    return calls[-1]["seq"] if calls else after, [(int(call["params"]["chat_id"]), call["at"]) for call in fine]


async def _answered(control: Control, person: Person, after: int, since: float) -> float:
    """Wait for the next message to a person; return its time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        _, sent = await _sent(control, after)
        if found := [at for chat, at in sent if chat == person.id and at >= since]:
            return found[0]
        await asyncio.sleep(0.002)
    raise CannotError(f"The bot gave no answer in {PATIENCE:.0f} seconds. Does `python -m bot run` start?")


async def _settled(control: Control, after: int) -> tuple[int, list[tuple[int, float]]]:
    """Wait until no more answers come for a second and a half; return where the log ends and what was sent."""
    before = await _sent(control, after)
    while True:
        await asyncio.sleep(1.5)
        now = await _sent(control, after)
        if now[0] == before[0] or len(now[1]) == len(before[1]) > 0:
            return now
        before = now
