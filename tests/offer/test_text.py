"""Folding: what patterns read, and the way back to the original."""

from __future__ import annotations

import pytest

from bot.offer.text import LONGEST, fold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("c u s t o m e r service", "customer service"),
        ("Cαmbodiа", "cambodia"),
        ("ＦＲＥＥ　ｆｌｉｇｈｔ", "free flight"),
        ("缅*北", "缅北"),
        ("缅 北 园·区", "缅北园区"),
        ("加薇❤：abc", "加薇:abc"),
        ("cust0mer", "customer"),
        ("n0 experience", "no experience"),
        ("hiring🔥typists", "hiring typists"),
        ("fr\u200bee", "free"),
        ("K1R1ROM c0mpany h1r1ng", "kirirom company hiring"),
        ("sal@ry 1OOO$, f00d n r00m fr33", "salary 1000$, food n room free"),
        ("sa1ary, f1ight, he1p, w1ll", "salary, flight, help, will"),
        ("company holds \U0001f6c2", "company holds passport "),
        ("line one\r\n\r\n  line two", "line one\nline two"),
    ],
)
def test_tricks_of_writing_are_folded_away(written: str, read: str) -> None:
    assert fold(written).text == read


def test_figures_stay_figures() -> None:
    assert fold("$ 3 k/mo, 1,500 USD, 3-4万").text == "$ 3 k/mo, 1,500 usd, 3-4万"


@pytest.mark.parametrize("text", ["kk2025", "hr@acme.com", "abc8888", "@hr_lucy88", "covid19", "9801234567"])
def test_names_and_addresses_are_no_words_in_disguise(text: str) -> None:
    assert fold(text).text == text


def test_a_picture_among_chinese_words_is_no_word() -> None:
    assert "passport" not in fold("护照🛂公司保管").text


def test_a_hit_leads_back_to_the_words_as_they_were_written() -> None:
    folded = fold("We need c u s t o m e r service in 缅*北!")
    at = folded.text.index("customer")
    assert folded.original[slice(*folded.span(at, at + 8))] == "c u s t o m e r"
    at = folded.text.index("缅北")
    assert folded.original[slice(*folded.span(at, at + 2))] == "缅*北"


def test_a_line_broken_by_a_screen_is_joined_and_a_list_is_not() -> None:
    assert "包机票包食宿日结工资" in fold("我们提供很好的条件包机票包食宿日结\n工资").text
    assert fold("职位：客服\n地点：北京").text == "职位:客服\n地点:北京"


def test_traditional_characters_are_read_by_the_same_patterns() -> None:
    assert fold("護照").text == "护照"


def test_only_the_first_characters_are_read() -> None:
    assert len(fold("a b " * LONGEST).text) <= LONGEST


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "缅", "*"])
def test_next_to_nothing_is_folded_too(text: str) -> None:
    assert len(fold(text).text) == len(fold(text).places)
