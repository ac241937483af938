"""What was fetched from Telegram is confirmed once it is answered: a kill in between loses nobody's message."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Update

from bot.sandbox.client import Control
from bot.sandbox.server import Served, serve
from bot.sandbox.state import Sandbox
from bot.telegram.inbox import MOST, Inbox, Receiver
from tests.commands.conftest import environment
from tests.processes import started_bot

TOKEN = "1:test"


def updates(*numbers: int) -> list[Update]:
    return [Update(number) for number in numbers]


def test_nothing_is_confirmed_that_is_not_answered() -> None:
    inbox = Inbox()
    assert len(inbox.new(updates(5, 6, 7))) == 3
    inbox.answered(5)
    inbox.answered(7)
    assert inbox.first(8) == 6
    inbox.answered(6)
    assert inbox.first(8) == 8


def test_what_comes_again_because_it_is_not_confirmed_is_not_taken_twice() -> None:
    inbox = Inbox()
    inbox.new(updates(5, 6))
    inbox.answered(6)
    assert inbox.first(7) == 5
    assert [update.update_id for update in inbox.new(updates(5, 6, 7))] == [7]


@pytest.mark.parametrize("answered", [0, MOST])
def test_neither_a_flood_nor_one_that_takes_long_keeps_new_messages_out(answered: int) -> None:
    inbox = Inbox()
    inbox.new(updates(*range(MOST + 1)))
    for number in range(1, answered + 1):
        inbox.answered(number)
    assert inbox.first(MOST + 1) == MOST + 1
    inbox.answered(0)  # no longer of interest
    assert len(inbox.new(updates(MOST + 1, MOST + 2))) == 2


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serve(Sandbox(token=TOKEN)) as served:
        yield served


@contextlib.asynccontextmanager
async def started(served: Served) -> AsyncIterator[Callable[[], Awaitable[list[int]]]]:
    """Fetch as one start of the bot does: what is returned gives the ids that are new, and never answers them."""
    receiver = Receiver(Inbox(), TOKEN, base_url=served.api)
    offset = 0

    async def fetch() -> list[int]:
        nonlocal offset
        found = [update.update_id for update in await receiver.get_updates(offset, timeout=timedelta(seconds=1))]
        offset = max([offset, *(number + 1 for number in found)])
        return found

    async with receiver:
        yield fetch


async def test_what_a_kill_interrupted_comes_once_more_and_then_no_more(served: Served) -> None:
    async with Control(served.url) as control:
        person = await control.person()
        async with started(served) as fetch:
            await fetch()
            await person.send("help")
            (number,) = await fetch()
            assert await fetch() == []
        async with started(served) as fetch:
            assert await fetch() == [number]
        async with started(served) as fetch:
            assert await fetch() == []


async def test_what_was_fetched_is_taken_up_also_where_it_cannot_be_confirmed_at_once(served: Served) -> None:
    async with Control(served.url) as control, started(served) as fetch:
        person = await control.person()
        fetching = asyncio.ensure_future(fetch())
        await asyncio.sleep(0.2)  # it waits for a message by now: the fault hits the next request
        await control.fault("500", method="getUpdates", times=1)
        await person.send("help")
        assert len(await fetching) == 1


@pytest.mark.long
async def test_whose_answer_a_kill_cut_off_is_answered_at_the_next_start(
    served: Served, tmp_path: Path, trained_before: Path
) -> None:
    cache = {"VIGIL_CACHE": str(trained_before), "VIGIL_OCR": "false"}
    telegram = {"VIGIL_TELEGRAM_TOKEN": TOKEN, "VIGIL_TELEGRAM_BASE_URL": served.api}
    env = environment(tmp_path, **cache, **telegram)
    async with Control(served.url) as control:
        with started_bot(["run"], "", env, tmp_path):
            ana, bea = await control.person("Ana"), await control.person("Bea")
            assert await bea.ask("hello", timeout=30)
            await control.fault("429", method="sendMessage", chat_id=ana.id, retry_after=25)
            await ana.send("they took my passport and do not let me go")
            assert await bea.ask("thank you", timeout=30)  # fetched later, answered meanwhile
        await control.no_faults()
        with started_bot(["run"], "", env, tmp_path):
            (answer,) = await ana.wait_reply(timeout=30)
    assert "Do not fight guards" in answer["text"], "in full: the first was never read"
