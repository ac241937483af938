"""`bench broadcast` measures what it says."""

from __future__ import annotations

import json

from bot.commands.broadcast import bench, busiest


def test_a_small_broadcast_is_counted_at_the_server() -> None:
    found = json.loads(bench(120, 60, as_json=True, bare=60))
    assert (found["subscribers"], found["limit"], found["sent"]) == (120, 60, 120)
    assert (found["lost"], found["doubled"], found["status_429"]) == (0, 0, 0)
    assert found["most_in_one_second"] <= 60
    assert found["per_second"] > 0
    assert found["bare_per_second"] > 0


def test_the_busiest_second_is_found_wherever_it_lies() -> None:
    assert busiest([]) == 0
    assert busiest([0.0, 0.5, 0.9, 0.99, 1.0, 3.0]) == 4
    assert busiest([0.0, 0.2, 5.0, 5.1, 5.2, 5.3]) == 4
