"""What takes longest runs on another core while everything else is done."""

from __future__ import annotations

import os
from threading import Event

import pytest

from bot.match import whole_numbers
from bot.match.whole_numbers import beside


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="there is no other core")
def test_it_runs_while_something_else_is_done() -> None:
    done = Event()
    wait = beside(done.wait, 60.0)
    done.set()  # never reached, were it waited for before
    assert wait()


def test_where_there_is_no_other_core_it_has_run_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_numbers, "_pool", lambda: None)
    seen: list[str] = []
    wait = beside(seen.append, "once")
    assert seen == ["once"]
    wait()
    assert seen == ["once"]


def test_what_goes_wrong_there_is_told_here() -> None:
    wait = beside(int, "no number")
    with pytest.raises(ValueError, match="no number"):
        wait()
