"""Content on its way into use: read once, and what is used is what was checked."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.assemble import checked_world


@pytest.mark.usefixtures("world")  # what it trained is read again
def test_content_that_is_checked_and_used_is_read_once(content: Path, trained_before: Path) -> None:
    opened: Counter[str] = Counter()
    inside = f"{content}/"

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith(inside):
            opened[str(arguments[0])] += 1

    sys.addaudithook(note)  # cannot be taken away again, and hears of no file elsewhere
    checked_world(content, semantic=False, cache=trained_before)
    assert len(opened) > 20
    assert [name for name, times in opened.items() if times > 1] == []
