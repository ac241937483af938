"""An alert's fields as they are typed: what is taken, cleaned, and refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.alerts.fields import FieldError, filled
from bot.dialogue.types import World
from bot.store.alerts import Alerts, Words, new
from bot.store.engine import make_engine

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
DRAFT = new("11", "jobs", NOW + timedelta(days=1), NOW)


def test_what_no_xml_can_hold_is_taken_out_of_a_text_and_ends_of_lines_stay_ends() -> None:
    typed = "\ufeffFake\x00 police\x08\r\n\r\nThey\x0bcall\x0cyou.\ud800\uffff\x1b\n\nHang\tup.\u202e"
    taken = filled(DRAFT, "text.en", typed, NOW).words["en"]
    assert taken == Words("Fake police", "They\ncall\nyou.", "Hang\tup.\u202e")
    assert filled(DRAFT, "area", "the bor\x07der\x00", NOW).area == "the border"


def test_a_text_of_nothing_that_can_be_shown_has_no_headline() -> None:
    with pytest.raises(FieldError):
        filled(DRAFT, "text.en", "\x00\x01\x02\n\nWhat happened", NOW)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("link", "https://example.org/" + "a" * 981, "link_length"),
        ("topic", "jobs" * 5, "value"),
        ("text.a-language-of-many-letters", "Head", "value"),
        ("text.", "Head", "value"),
        ("text.en", "x" * 201, "headline"),
        ("area", "区" * 501, "value"),
    ],
)
def test_what_is_too_long_for_its_column_is_refused_where_it_is_typed(
    name: str, value: str, problem: str, world: World
) -> None:
    with pytest.raises(FieldError) as caught:
        filled(DRAFT, name, value, NOW)
    assert caught.value.problem == problem
    assert all(f"desk.problem.{problem}" in language.ui for language in world.catalog.languages.values())


@pytest.mark.parametrize(
    "full", [{"area": "the border"}, {"link": "https://example.org/"}, {"picture": b"png"}, {"countries": ("TH",)}]
)
def test_a_dash_empties_a_field_again(full: dict[str, Any]) -> None:
    (name,) = full
    assert filled(replace(DRAFT, **full), name, "-", NOW) == DRAFT


@pytest.mark.parametrize("value", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "99999999w", "soon"])
def test_a_time_that_cannot_be_told_in_utc_is_refused(value: str) -> None:
    with pytest.raises(FieldError) as caught:
        filled(DRAFT, "expires", value, NOW)
    assert caught.value.problem == "time"


async def test_the_longest_that_is_taken_fits_into_either_database(tables_url: str) -> None:
    engine = make_engine(tables_url)
    draft = DRAFT
    for name, value in (
        ("link", "https://example.org/" + "路" * 980),
        ("area", "区" * 500),
        ("text.abc-Abcdefgh", "题" * 200 + "\n\n" + "文" * 3000),
    ):
        draft = filled(draft, name, value, NOW)
    saved = await Alerts(engine).save(draft, "11", "draft")
    assert await Alerts(engine).get(saved.id) == saved
    await engine.dispose()
