"""Replies keep the bot's limits, and wait when Telegram asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter
from telegram.ext import ExtBot

from bot.alerts.pace import Pace
from bot.commands.sending import sending_bot
from bot.sandbox.server import serve
from bot.sandbox.state import Sandbox
from bot.telegram.limiter import Limiter


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    # python-telegram-bot warns of a coming type of retry_after unless it is told to use it already.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@asynccontextmanager
async def limited(sandbox: Sandbox, pace: Pace) -> AsyncIterator[ExtBot[Any]]:
    async with serve(sandbox) as served, sending_bot(sandbox.token, served.api, Limiter(pace)) as bot:
        yield bot


async def test_a_429_is_waited_for_in_its_chat_alone_and_the_reply_still_comes() -> None:
    sandbox = Sandbox()
    people = [sandbox.add_person("P", "en").id for _ in range(2)]
    sandbox.faults.add("429", method="sendMessage", times=1, retry_after=1)
    async with limited(sandbox, Pace(30)) as bot:
        first = asyncio.create_task(bot.send_message(people[0], "first"))
        while not sandbox.calls or sandbox.calls[-1]["status"] != 429:
            await asyncio.sleep(0.02)
        await bot.send_message(people[1], "second")
        await first
    calls = [call for call in sandbox.calls if call["method"] == "sendMessage"]
    said = [(call["params"]["text"], call["status"]) for call in calls]
    assert said == [("first", 429), ("second", 200), ("first", 200)]
    assert calls[2]["at"] - calls[0]["at"] >= 1


async def test_a_chat_that_is_held_back_for_long_gets_no_more_replies_meanwhile() -> None:
    sandbox = Sandbox()
    person = sandbox.add_person("P", "en").id
    pace = Pace(30)
    pace.refused(person, 3600)
    async with limited(sandbox, pace) as bot, asyncio.timeout(10):
        with pytest.raises(RetryAfter):
            await bot.send_message(person, "late")
    assert [call for call in sandbox.calls if call["method"] == "sendMessage"] == []


async def test_a_wait_that_is_too_long_for_a_reply_is_given_up() -> None:
    sandbox = Sandbox()
    person = sandbox.add_person("P", "en").id
    sandbox.faults.add("429", method="sendMessage", retry_after=3600)
    async with limited(sandbox, Pace(30)) as bot:
        with pytest.raises(RetryAfter):
            await bot.send_message(person, "late")


async def test_other_refusals_pass_through() -> None:
    async with limited(Sandbox(), Pace(30)) as bot:
        with pytest.raises(BadRequest):
            await bot.send_message(12345, "nobody")
