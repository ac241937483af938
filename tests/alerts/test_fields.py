"""An alert's fields as they are typed: what is taken, cleaned, and refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.fields import FieldError, filled
from bot.store.alerts import Words, new

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
