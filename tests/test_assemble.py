"""Content on its way into use: read once, and what is used is what was checked."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assemble import checked_world
from bot.dialogue.step import step
from bot.dialogue.types import Command, Session
from bot.dialogue.words import COMMANDS
from bot.telegram.chart import stats

NOW = datetime(2026, 11, 26, tzinfo=UTC)


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


@pytest.mark.usefixtures("world")
def test_english_stands_in_for_every_small_text_that_a_language_lacks(content: Path, trained_before: Path) -> None:
    (content / "zh" / "ui.yaml").write_text("language.name: 中文\n", encoding="utf-8")
    (content / "zh" / "facts.yaml").write_text("facts: {}\n", encoding="utf-8")
    (content / "zh" / "hotlines.yaml").write_text("hotlines: {}\n", encoding="utf-8")
    world = checked_world(content, semantic=False, cache=trained_before)
    chinese = world.catalog.languages["zh"]
    for intent in world.catalog.intents:
        for country in (None, "TH", "KE", "BH"):
            command = Command("ask", intent, NOW, "zh")
            turn = step(Session(lang="zh", lang_chosen=True, country=country, asked_country=True), command, world)
            assert [reply.html for reply in turn.replies if not reply.html] == []
    for name in COMMANDS:
        turn = step(Session(lang="zh", lang_chosen=True, country="TH"), Command(name, "", NOW, "zh"), world)
        assert [reply.id for reply in turn.replies if reply.id == "error"] == []
        assert chinese.ui[f"command.{name}"] == world.catalog.languages["en"].ui[f"command.{name}"]
    assert chinese.ui["language.name"] == "中文"
    assert stats(world.catalog, chinese).startswith(b"\x89PNG")
