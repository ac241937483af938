"""Missing spaces."""

from __future__ import annotations

import pytest

from bot.match.glued import costs, unglued

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
        ("isthisascam", "is this a scam"),  # "this" is unknown: a word of four letters may be
        ("isascampassport", "is a scam passport"),
        ("they tookmypassport", "they took my passport"),
        ("passport", "passport"),
        ("passports", "passports"),
        ("护照theytookmypassport", "护照they took my passport"),
        ("", ""),
    ],
)
def test_runs_of_known_words_are_taken_apart(typed: str, meant: str) -> None:
    assert unglued(typed, COST) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("theytookmypassport", "they took my passport"),
        ("mybossmakesuschangethedates", "my boss makes us change the dates"),
        ("withdrawals", "withdrawals"),
        ("sihanoukville", "sihanoukville"),
        ("supermarket", "supermarket"),
        ("13800138000", "13800138000"),
        ("jiangguoli", "jiangguoli"),
    ],
)
def test_words_of_general_english_are_known_beside_ours(typed: str, meant: str) -> None:
    assert unglued(typed, costs(COST)) == meant


def test_a_run_without_end_is_no_trap() -> None:
    assert unglued("my" * 50_000, COST).replace(" ", "") == "my" * 50_000
