"""Words that are spelt alike are found, whatever they are written in, as if each were compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from bot.catalog.chinese import HAN
from bot.match.spelling import ALIKE_FROM, Spellings

LETTERS = st.text("abcdeiost", max_size=9)
ANY = st.text(max_size=9)
KNOWN = ["passport", "visa", "visas", "police", "факт", "aaa", "naive", "😀😀"]


@given(st.lists(LETTERS | ANY, max_size=30), LETTERS | ANY)
def test_none_is_missed_and_none_found_that_is_not(known: list[str], word: str) -> None:
    spellings = Spellings.of(known)
    at, alike = spellings.alike(word)
    every = {number: JaroWinkler.similarity(word, known[number]) for number in spellings.at.tolist()}
    close = {number: how for number, how in every.items() if how > ALIKE_FROM and not HAN.search(word) and word}
    assert dict(zip(at.tolist(), alike.tolist(), strict=True)) == pytest.approx(close, abs=1e-6)


@pytest.mark.parametrize(("typed", "meant"), [("pasport", "passport"), ("polcie", "police"), ("фкат", "факт")])
def test_a_slip_finds_the_word(typed: str, meant: str) -> None:
    at, _ = Spellings.of(KNOWN).alike(typed)
    assert KNOWN[at[0]] == meant


def test_chinese_characters_have_no_other_spelling() -> None:
    spellings = Spellings.of(["护照", "护照夹", "visa"])
    assert spellings.words == ("visa",)
    assert not len(spellings.alike("护照")[0])


def test_a_word_without_end_is_like_one_of_its_kind() -> None:
    spellings = Spellings.of(["да" * 150, "visa"])
    at, _ = spellings.alike("да" * 149)
    assert at.tolist() == [0]


def test_nothing_is_like_nothing() -> None:
    assert not len(Spellings.of([""]).alike("")[0])
    assert not len(Spellings.of([]).alike("visa")[0])
