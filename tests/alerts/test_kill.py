"""kill -9 at twenty random moments of a broadcast: nobody lost, nobody skipped, few doubled. The server counts."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerProcess

import pytest

from bot.alerts.sender import shape
from bot.commands.broadcast import FIRST_CHAT, fill
from bot.sandbox.server import serve
from bot.sandbox.state import TOKEN, Sandbox
from bot.store.deliveries import Deliveries
from tests.alerts.sender import send
from tests.processes import PROCESSES

KILLS, PEOPLE, LIMIT = 20, 700, 60
STARTUP = 30.0
pytestmark = pytest.mark.long


@asynccontextmanager
async def process(api: str, url: str, limit: int = LIMIT) -> AsyncIterator[ForkServerProcess]:
    env = {
        "VIGIL_TELEGRAM_TOKEN": TOKEN,
        "VIGIL_TELEGRAM_BASE_URL": api,
        "VIGIL_DATABASE_URL": url,
        "VIGIL_MESSAGES_PER_SECOND": str(limit),
        "VIGIL_ALERT_FEED": "",
    }
    started = PROCESSES.Process(target=send, args=(env,))
    started.start()
    try:
        yield started
    finally:
        started.kill()
        await asyncio.to_thread(started.join)


def taken(sandbox: Sandbox) -> list[int]:
    done = (call for call in sandbox.calls if call["method"] == "sendMessage" and call["status"] == 200)
    return [int(call["params"]["chat_id"]) for call in done]


async def more(sandbox: Sandbox, than: int) -> None:
    async with asyncio.timeout(STARTUP):
        while len(taken(sandbox)) <= than:
            await asyncio.sleep(0.02)


async def test_twenty_kills_lose_nobody_and_double_few(database_url: str) -> None:
    dice = random.Random(20261124)
    alert_id, alerts = await fill(database_url, PEOPLE)
    sandbox = Sandbox()
    for number in range(PEOPLE):
        sandbox.add_person("P", "en", FIRST_CHAT + number)
    kills = 0
    async with serve(sandbox) as served:
        while kills < KILLS:
            async with process(served.api, database_url):
                await more(sandbox, len(taken(sandbox)))
                await asyncio.sleep(dice.uniform(0, 1.0))
            kills += 1
        async with process(served.api, database_url), asyncio.timeout(60):
            while (record := await alerts.get(alert_id)) is not None and record.state != "done":
                await asyncio.sleep(0.1)
    counts = Counter(taken(sandbox))
    assert set(counts) == set(range(FIRST_CHAT, FIRST_CHAT + PEOPLE))
    doubled = sum(number - 1 for number in counts.values())
    assert doubled <= KILLS * shape(LIMIT).bound
    assert await Deliveries(alerts.engine).counts(alert_id) == {("sent", None): PEOPLE}
    await alerts.engine.dispose()
    assert sandbox.bugs == []


async def test_kills_without_a_limit_double_at_most_what_was_unrecorded(database_url: str) -> None:
    people, kills = 2400, 3
    alert_id, alerts = await fill(database_url, people)
    sandbox = Sandbox()
    for number in range(people):
        sandbox.add_person("P", "en", FIRST_CHAT + number)
    async with serve(sandbox) as served:
        for _ in range(kills):
            async with process(served.api, database_url, 0):
                await more(sandbox, len(taken(sandbox)) + 300)
        async with process(served.api, database_url, 0), asyncio.timeout(60):
            while (record := await alerts.get(alert_id)) is not None and record.state != "done":
                await asyncio.sleep(0.1)
    counts = Counter(taken(sandbox))
    assert set(counts) == set(range(FIRST_CHAT, FIRST_CHAT + people))
    assert sum(number - 1 for number in counts.values()) <= kills * shape(None).bound
    await alerts.engine.dispose()


async def test_a_second_sender_for_the_token_waits_until_the_first_has_gone(database_url: str) -> None:
    people = 150
    alert_id, alerts = await fill(database_url, people)
    sandbox = Sandbox()
    for number in range(people):
        sandbox.add_person("P", "en", FIRST_CHAT + number)
    async with serve(sandbox) as served, process(served.api, database_url, 30) as first:
        await more(sandbox, 0)
        async with process(served.api, database_url, 30):
            await asyncio.sleep(3)
            assert len(set(taken(sandbox))) == len(taken(sandbox)) < people
            first.kill()
            async with asyncio.timeout(60):
                while (record := await alerts.get(alert_id)) is not None and record.state != "done":
                    await asyncio.sleep(0.1)
    assert set(taken(sandbox)) == set(range(FIRST_CHAT, FIRST_CHAT + people))
    assert len(taken(sandbox)) - people <= shape(30).bound
    await alerts.engine.dispose()


@pytest.fixture(autouse=True)
def content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIL_CONTENT", raising=False)
