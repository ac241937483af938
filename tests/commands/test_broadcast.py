"""`bench broadcast` measures what it says."""

from __future__ import annotations

import json

import pytest

from bot.commands.broadcast import _figures, bench, busiest


@pytest.mark.long
def test_a_small_broadcast_is_counted_at_the_server() -> None:
    found = json.loads(bench(120, 60, as_json=True, bare=60))
    assert (found["subscribers"], found["limit"], found["sent"]) == (120, 60, 120)
    assert (found["lost"], found["doubled"], found["status_429"]) == (0, 0, 0)
    assert found["most_in_one_second"] <= 60


def call(chat: int, at: float, status: int = 200, method: str = "sendMessage") -> dict[str, object]:
    return {"method": method, "status": status, "at": at, "params": {"chat_id": str(chat)}}


def test_the_figures_are_those_of_the_servers_log() -> None:
    log = [
        call(1, 10.0),
        call(2, 10.25),
        call(3, 10.5, status=429),
        call(3, 13.5),
        call(2, 14.0),
        call(9, 15.0, method="getMe"),
    ]
    assert _figures(log, 5, 30, 7.126, 123.46) == {
        "subscribers": 5,
        "limit": 30,
        "sent": 4,
        "lost": 2,
        "doubled": 1,
        "seconds": 7.13,
        "per_second": 0.75,
        "status_429": 1,
        "bare_per_second": 123.5,
        "most_in_one_second": 2,
    }
    assert _figures([], 5, 30, 1.0, 1.0)["per_second"] == 0.0


def test_the_busiest_second_is_found_wherever_it_lies() -> None:
    assert busiest([]) == 0
    assert busiest([0.0, 0.5, 0.9, 0.99, 1.0, 3.0]) == 4
    assert busiest([0.0, 0.2, 5.0, 5.1, 5.2, 5.3]) == 4
