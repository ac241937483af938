"""Faults and limits that are switched on."""

import time

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.sandbox.client import Control, ControlError, Person


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("400", BadRequest),
        ("403", Forbidden),
        ("409", Conflict),
        ("429", RetryAfter),
        ("500", NetworkError),
        ("502", NetworkError),
        ("broken", TelegramError),
        ("cut", NetworkError),
    ],
)
async def test_a_fault_hits_once_and_is_gone(
    bot: Bot, control: Control, ana: Person, kind: str, error: type[TelegramError]
) -> None:
    await control.fault(kind, method="sendMessage", times=1)
    await bot.get_me()
    with pytest.raises(error):
        await bot.send_message(ana.id, "x")
    await bot.send_message(ana.id, "y")
    assert [call["fault"] for call in await control.log()][-2:] == [kind, None]


async def test_a_429_says_how_long_to_wait_until_it_is_switched_off(bot: Bot, control: Control, ana: Person) -> None:
    await control.fault("429", retry_after=7, chat_id=ana.id)
    for _ in range(2):
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(ana.id, "x")
        assert "7" in str(caught.value)
    await control.no_faults()
    await bot.send_message(ana.id, "x")


async def test_a_slow_reply_comes_late(bot: Bot, control: Control, ana: Person) -> None:
    await control.fault("slow", seconds=0.3, times=1)
    started = time.monotonic()
    await bot.send_message(ana.id, "x")
    assert time.monotonic() - started >= 0.3


async def test_a_lost_reply_was_accepted(bot: Bot, control: Control, ana: Person) -> None:
    await control.fault("lost_reply", seconds=1, times=1)
    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "x", read_timeout=0.2)
    assert (await ana.reply())["text"] == "x"


async def test_limits_for_a_chat_and_in_all_answer_429(bot: Bot, control: Control, ana: Person) -> None:
    ben = await control.person("Ben")
    await control.limits(per_second=3, per_chat_per_second=2)
    for _ in range(2):
        await bot.send_message(ana.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(ana.id, "x")
    await bot.send_message(ben.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(ben.id, "x")


@pytest.mark.parametrize("options", [{"kind": "418"}, {"kind": "429", "speed": 1}, {"kind": "slow", "seconds": "long"}])
async def test_an_unknown_fault_is_refused(control: Control, options: dict[str, object]) -> None:
    with pytest.raises(ControlError):
        await control.fault(**options)  # type: ignore[arg-type]
