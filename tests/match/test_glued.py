"""Missing spaces."""

from __future__ import annotations

import pytest

from bot.match.glued import unglued

COST = {
    "they": 3.0,
    "the": 1.0,
    "took": 5.0,
    "my": 2.0,
    "passport": 4.0,
    "pass": 6.0,
    "port": 6.0,
    "is": 1.0,
    "a": 1.0,
    "scam": 4.0,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("theytookmypassport", "they took my passport"),
        ("isthisascam", "isthisascam"),  # "this" is not known: left as it is
        ("isascampassport", "is a scam passport"),
        ("they tookmypassport", "they took my passport"),
        ("passport", "passport"),
        ("passports", "passports"),
        ("护照theytookmy", "护照they took my"),
        ("", ""),
    ],
)
def test_runs_of_known_words_are_taken_apart(typed: str, meant: str) -> None:
    assert unglued(typed, COST) == meant


def test_a_run_without_end_is_no_trap() -> None:
    assert unglued("my" * 50_000, COST).replace(" ", "") == "my" * 50_000
