"""The memory of a minute: bounded, and gone in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.dialogue.recent import MOST_CHARACTERS, MOST_CHATS, Recent
from bot.dialogue.types import Command, Text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def before(recent: Recent, chat: int, seconds: float, *, keep: bool = False) -> tuple[str, ...]:
    at = NOW + timedelta(seconds=seconds)
    message = recent.given(chat, Command("keep", "", at) if keep else Text("x", at))
    assert isinstance(message, Text | Command)
    return message.before


def test_a_part_is_handed_back_for_a_minute_and_to_keep_for_a_quarter_of_an_hour() -> None:
    recent = Recent()
    recent.take(1, ("a", "b"), NOW)
    assert before(recent, 1, 60) == ("a", "b")
    assert before(recent, 1, 61) == before(recent, 2, 1) == ()
    assert before(recent, 1, 900, keep=True) == ("a", "b")
    assert before(recent, 1, 901, keep=True) == ()
    assert recent.given(1, Command("why", "", NOW)) == Command("why", "", NOW)


def test_a_clock_that_jumps_back_hands_nothing_back_and_forgets() -> None:
    recent = Recent()
    recent.take(1, ("a",), NOW)
    assert before(recent, 1, -3600) == ()
    recent.expire(NOW - timedelta(hours=1))
    assert (dict(recent.chats), recent.size) == ({}, 0)


def test_none_leaves_what_is_held_and_nothing_forgets_it() -> None:
    recent = Recent()
    recent.take(1, ("a",), NOW)
    recent.take(1, None, NOW)
    assert before(recent, 1, 1) == ("a",)
    recent.take(1, (), NOW)
    assert before(recent, 1, 1) == ()


def test_the_oldest_chats_go_first_when_there_are_too_many_or_too_much() -> None:
    recent = Recent()
    for chat in range(MOST_CHATS + 5):
        recent.take(chat, ("a",), NOW)
    assert len(recent.chats) == recent.size == MOST_CHATS
    assert 4 not in recent.chats
    recent.take(-1, ("x" * MOST_CHARACTERS,), NOW)
    assert list(recent.chats) == [-1]
    recent.take(-2, ("x" * (MOST_CHARACTERS + 1),), NOW)
    assert (dict(recent.chats), recent.size) == ({}, 0)
