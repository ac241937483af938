"""Every hotline is named in every language, and a listing says what is known of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.catalog.render import detail

if TYPE_CHECKING:
    from bot.catalog.types import Catalog, Hotline

TODAY = date(2026, 11, 23)


def lines(catalog: Catalog) -> list[Hotline]:
    """All lines of all countries."""
    found = [line for country in catalog.countries.values() for line in country.entries]
    assert len(found) >= 140
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_hotline_has_a_name_and_no_text_is_left_over(catalog: Catalog, lang: str) -> None:
    assert set(catalog.languages[lang].hotlines) == {line.id for line in lines(catalog)}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hours_and_languages_are_told_wherever_they_are_known(catalog: Catalog, lang: str) -> None:
    texts = catalog.languages[lang].hotlines
    assert [line.id for line in lines(catalog) if line.hours and not texts[line.id].hours] == []
    assert [line.id for line in lines(catalog) if line.languages and not texts[line.id].languages] == []


def test_a_listed_line_shows_number_name_hours_languages_and_the_day_it_was_checked(catalog: Catalog) -> None:
    line = next(line for line in lines(catalog) if line.id == "th-tourist-police-1155")
    shown = detail(line, catalog.languages["en"], TODAY)
    assert shown.startswith("☎ <b>1155</b> · Tourist Police · 24 hours · Thai, English")
    assert "checked 13 January 2025" in shown


def test_an_unconfirmed_line_asks_the_person_to_confirm_it(catalog: Catalog) -> None:
    unconfirmed = [line for line in lines(catalog) if line.confidence == "check"]
    assert len(unconfirmed) >= 20
    for line in unconfirmed:
        assert "please confirm" in detail(line, catalog.languages["en"], TODAY), line.id
