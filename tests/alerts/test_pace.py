"""The limits, by the clock."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.alerts.pace import CHAT_SECONDS, SEVERAL, Pace
from bot.commands.broadcast import busiest


async def send(pace: Pace, chat: int, times: list[float], *, reply: bool = False, takes: float = 0.002) -> None:
    async with pace.permit(chat, reply=reply):
        times.append(time.monotonic())
        await asyncio.sleep(takes)


@pytest.mark.parametrize("rate", [30, 100])
async def test_no_second_holds_more_than_the_limit(rate: int) -> None:
    pace = Pace(rate)
    times: list[float] = []
    with pace.broadcast():
        await asyncio.gather(*(send(pace, chat, times) for chat in range(2 * rate)))
    assert len(times) == 2 * rate
    assert busiest(times) <= rate


async def test_there_is_no_burst_at_the_start() -> None:
    pace = Pace(30)
    times: list[float] = []
    with pace.broadcast():
        await asyncio.gather(*(send(pace, chat, times) for chat in range(10)))
    assert times[-1] - times[0] > 0.25


async def test_one_chat_gets_one_alert_a_second_however_many_are_sent_at_once() -> None:
    pace = Pace(None)
    times: list[float] = []
    await asyncio.gather(*(send(pace, 7, times, takes=0.1) for _ in range(2)))
    assert times[1] - times[0] >= CHAT_SECONDS


async def test_an_alert_waits_for_a_reply_that_is_on_its_way_to_the_chat() -> None:
    pace = Pace(None)
    times: list[float] = []
    await asyncio.gather(send(pace, 7, times, reply=True, takes=0.1), send(pace, 7, times))
    assert times[1] - times[0] >= CHAT_SECONDS


async def test_a_chat_is_free_again_when_whoever_had_its_turn_gave_up() -> None:
    pace = Pace(1)
    times: list[float] = []
    with pace.broadcast():
        await send(pace, 8, times)
        waiting = asyncio.create_task(send(pace, 7, times))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait([waiting])
        pace.per_second = None
        await asyncio.wait_for(send(pace, 7, times), 0.5)
    assert len(times) == 2


async def test_a_group_gets_twenty_messages_a_minute() -> None:
    pace = Pace(None)
    times: list[float] = []
    for _ in range(20):
        await send(pace, -5, times, reply=True, takes=0)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(pace, -5, times, reply=True), 0.3)
    assert len(times) == 20


async def test_a_group_gets_no_more_where_all_are_sent_at_once() -> None:
    pace = Pace(None)
    times: list[float] = []
    sending = [asyncio.create_task(send(pace, -5, times, reply=True)) for _ in range(25)]
    _, waiting = await asyncio.wait(sending, timeout=0.3)
    assert (len(times), len(waiting)) == (20, 5)
    for task in waiting:
        task.cancel()


async def test_groups_that_are_silent_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(None)
    for group in range(-50, -40):
        await send(pace, group, [], reply=True, takes=0)
    assert len(pace._groups) == 10
    monkeypatch.setattr("bot.alerts.pace.GROUP_WINDOW", 0.0)
    await send(pace, -5, [], reply=True, takes=0)
    assert pace._groups == {}


async def test_replies_of_a_bot_that_sends_no_alerts_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(30)
    for chat in range(10):
        await send(pace, chat, [], reply=True, takes=0)
    assert len(pace._recent) == 10
    monkeypatch.setattr("bot.alerts.pace.WINDOW", 0.0)
    await send(pace, 5, [], reply=True, takes=0)
    assert len(pace._recent) == 0


async def test_a_chat_that_was_refused_waits_and_nobody_else() -> None:
    pace = Pace(None)
    times: list[float] = []
    pace.refused(7, 60)
    await send(pace, 8, times)
    await send(pace, 9, times, reply=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(pace, 7, times, reply=True), 0.3)
    assert len(times) == 2
    assert pace.held(8) == 0 < pace.held(7) <= 60


async def test_a_chat_that_was_refused_is_written_to_when_its_time_is_over() -> None:
    pace = Pace(None)
    times: list[float] = []
    started = time.monotonic()
    pace.refused(7, 0.3)
    await send(pace, 7, times, reply=True)
    assert times[0] - started >= 0.3
    assert pace.held(7) == 0


async def test_several_chats_that_are_refused_soon_after_each_other_hold_up_everybody() -> None:
    pace = Pace(None)
    times: list[float] = []
    started = time.monotonic()
    for chat in range(SEVERAL):
        pace.refused(chat, 0.5)
    assert pace.wait(50) > 0
    await asyncio.gather(send(pace, 50, times), send(pace, 51, times, reply=True))
    assert min(times) - started >= 0.5


async def test_chats_that_are_refused_again_and_again_hold_up_nobody_else() -> None:
    pace = Pace(None)
    for chat in range(SEVERAL - 1):
        pace.refused(chat, 0)
    for chat in range(SEVERAL - 1):
        pace.refused(chat, 60)
    assert pace.wait(50) == 0


async def test_replies_overtake_a_broadcast_that_waits() -> None:
    pace = Pace(10)
    broadcast: list[float] = []
    replies: list[float] = []
    with pace.broadcast():
        waiting = [asyncio.create_task(send(pace, chat, broadcast)) for chat in range(15)]
        await asyncio.sleep(0.35)
        await send(pace, 99, replies, reply=True)
        assert len(broadcast) < 15
        await asyncio.gather(*waiting)
    assert busiest(sorted([*broadcast, *replies])) <= 10


async def test_without_a_broadcast_replies_do_not_wait() -> None:
    pace = Pace(30)
    together = asyncio.Barrier(100)

    async def answer(chat: int) -> None:
        async with pace.permit(chat, reply=True):
            await together.wait()  # gets on only when all hundred are on their way

    async with asyncio.timeout(20):
        await asyncio.gather(*(answer(chat) for chat in range(100)))


async def test_whoever_gives_up_waiting_gives_the_permit_back() -> None:
    pace = Pace(2)
    times: list[float] = []
    with pace.broadcast():
        tasks = [asyncio.create_task(send(pace, chat, times)) for chat in range(6)]
        await asyncio.sleep(0.1)
        for task in tasks[2:5]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await send(pace, 50, times)
    assert len(times) == 4
