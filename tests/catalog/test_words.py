"""How numbers and dates are written."""

from __future__ import annotations

from datetime import date

import pytest

from bot.catalog.types import Catalog
from bot.catalog.words import day, figure, number


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (1_740_000, "en", "1.74 million"),
        (1_740_000, "zh", "174万"),
        (12_000_000_000, "en", "12 billion"),
        (12_000_000_000, "zh", "120亿"),
        (80_000, "en", "80,000"),
        (80_000, "zh", "8万"),
        (366_000, "en", "366,000"),
        (366_000, "zh", "36.6万"),
        (2_000, "en", "2,000"),
        (2_000, "zh", "2000"),
        (0, "en", "0"),
    ],
)
def test_numbers_are_written_as_people_write_them(catalog: Catalog, value: int, lang: str, written: str) -> None:
    assert number(value, catalog.languages[lang]) == written


def test_a_figure_keeps_its_about_and_more_than(catalog: Catalog) -> None:
    english, chinese = catalog.languages["en"], catalog.languages["zh"]
    cases, suspects = catalog.facts["cases_cracked"], catalog.facts["suspects_captured"]
    assert figure(cases, english.facts["cases_cracked"], english) == "about 1.74 million"
    assert figure(cases, chinese.facts["cases_cracked"], chinese) == "约174万"
    assert figure(suspects, english.facts["suspects_captured"], english) == "more than 80,000"


def test_dates_follow_the_language(catalog: Catalog) -> None:
    assert day(date(2025, 7, 23), catalog.languages["en"]) == "23 July 2025"
    assert day(date(2025, 7, 23), catalog.languages["zh"]) == "2025年7月23日"
