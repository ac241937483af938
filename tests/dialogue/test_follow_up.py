"""Few words that mean something after an answer, and whole messages that stand for more than they say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogue.step import step
from bot.dialogue.types import CARD, Reply, Session, Text, World

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(world: World, last: str | None, words: str, checked: str | None = None) -> Reply:
    session = Session(lang="en", last_intent=last, last_at=NOW, asked_country=True, checked=checked)
    return step(session, Text(words, NOW, "en"), world).replies[0]


@pytest.mark.parametrize("words", ["who says so?", "Source?", "谁说的", "真的吗？"])
def test_who_says_so_names_the_sources_of_the_last_answer(world: World, words: str) -> None:
    told = after(world, "jobs.passport", words)
    assert told.id == "follow.sources"
    assert ("International Labour Organization" in told.html) != ("国际劳工组织" in told.html)
    assert "Ministry of Public Security" not in told.html


def test_a_source_with_a_page_is_linked(world: World) -> None:
    assert '<a href="https://faq.whatsapp.com/' in after(world, "fraud.hacked", "source?").html


def test_advice_without_a_source_says_so(world: World) -> None:
    told = after(world, "fraud.protect_yourself", "who says that")
    assert told.id == "follow.sources"
    assert "plain safety advice" in told.html


@pytest.mark.parametrize("last", [None, "bot.thanks"])
def test_without_an_answer_nothing_is_said_of_its_sources(world: World, last: str | None) -> None:
    assert after(world, last, "who says so?").id != "follow.sources"


@pytest.mark.parametrize("words", ["why", "why?", "为什么", "who says so"])
def test_why_under_a_card_opens_its_signs(world: World, words: str) -> None:
    assert after(world, CARD, words, "high job_abroad upfront_fee").id == "check.why"


@pytest.mark.parametrize(
    ("last", "words", "intent"),
    [
        ("jobs.family_trapped", "多少人", "stats.beyond"),
        ("food.supplements", "劝不动", "fraud.protect_elderly"),
        ("jobs.places", "那我到底去不去", "jobs.is_it_a_scam"),
        ("bot.distress", "nobody understand", "above"),
        ("jobs.trapped", "can i whisper", "jobs.held_phone"),
        ("jobs.trapped", "流了好多血", "jobs.hurt_held"),
        ("jobs.abused", "my battery is lo", "jobs.held_phone"),
        ("jobs.trapped_police", "同屋的人能信吗", "jobs.held_phone"),
        ("jobs.held_phone", "发完要不要删？", "above"),
        ("jobs.at_gate", "should i go??", "above"),
    ],
)
def test_few_words_are_about_the_last_answer(world: World, last: str, words: str, intent: str) -> None:
    assert after(world, last, words).id == intent


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("change to English please", "language.set"),
        ("改成英文", "language.set"),
        ("useless idiot", "said.no_use"),
        ("滚", "said.no_use"),
        ("你叫啥名字", "said.name"),
    ],
)
def test_a_whole_message_stands_for_a_command(world: World, words: str, reply: str) -> None:
    assert after(world, None, words).id == reply
