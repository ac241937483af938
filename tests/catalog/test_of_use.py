"""Police and ambulance as each other's alternative, in the answers and for every country."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from bot.catalog.html import text_of
from bot.catalog.lines import resolve
from bot.catalog.render import View, render
from bot.catalog.types import Catalog

TODAY = date(2026, 11, 23)
BOTH = ("bot.distress", "food.sick")


def numbers(catalog: Catalog, kind: str, code: str) -> list[str]:
    line = resolve(catalog, kind, code, None, confirmed_only=True)
    return re.split(r"\s*[,;/]\s*", line.number or "") if line else []


def told(catalog: Catalog, intent: str, lang: str, code: str) -> str:
    """The answer without the details below it."""
    return text_of(render(catalog, intent, View(lang, code, None, TODAY)).html.split("\n\n")[0])


@pytest.mark.parametrize("intent", BOTH)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_number_that_was_just_named_is_not_its_own_alternative(catalog: Catalog, lang: str, intent: str) -> None:
    same = [c for c in catalog.countries if set(numbers(catalog, "medical", c)) & set(numbers(catalog, "police", c))]
    assert {"CA", "MY", "IN", "KE", "UG", "QA"} <= set(same)
    for code in same:
        html = told(catalog, intent, lang, code)
        for number in numbers(catalog, "medical", code):
            assert len(re.findall(rf"(?<!\d){number}(?!\d)", html)) == 1, (code, html)


@pytest.mark.parametrize("intent", BOTH)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_another_number_stays_the_alternative(catalog: Catalog, lang: str, intent: str) -> None:
    for code in ("CN", "SA", "TH", "ZA", "KH"):
        html = told(catalog, intent, lang, code)
        for number in [*numbers(catalog, "medical", code), *numbers(catalog, "police", code)]:
            assert number in html, (code, html)


def test_of_an_alternative_that_shares_a_number_the_others_are_named(catalog: Catalog) -> None:
    assert "Now call 999. No answer: 112 / 911.\n" in told(catalog, "bot.distress", "en", "KE")


def test_the_line_from_which_an_alternative_was_left_out_ends_as_it_should(catalog: Catalog) -> None:
    html = render(catalog, "bot.distress", View("en", "CA", None, TODAY)).html
    assert "Now call <b>911</b>.</b>\n" in html
    assert all(line for line, _ in pairwise(told(catalog, "food.sick", "en", "CA").split("\n")))


def test_where_the_ambulance_is_not_known_the_police_are_named(catalog: Catalog) -> None:
    assert "No answer: 117." in told(catalog, "bot.distress", "en", "KH")
