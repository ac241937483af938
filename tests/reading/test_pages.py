"""A PDF's text layer, and its pages as pictures."""

from __future__ import annotations

import pytest

from bot.reading.limits import UnreadableError
from bot.reading.pages import SIDE, Pdf
from tests.reading.drawing import ENGLISH, screenshot
from tests.reading.files import OFFER, encoded, locked_pdf, pdf


def test_the_text_layer_is_read_line_by_line() -> None:
    assert list(Pdf(pdf(OFFER, "We keep your passport.")).layers()) == [f"{OFFER}\nWe keep your passport."]


def test_a_scan_has_no_layer_and_is_drawn_at_a_bounded_size() -> None:
    document = Pdf(encoded(screenshot(ENGLISH), "PDF"))
    assert list(document.layers()) == [""]
    drawn = document.drawn(0)
    assert drawn is not None
    assert max(drawn.size) <= SIDE + 1


@pytest.mark.parametrize(
    ("data", "reason"), [(locked_pdf(), "locked"), (b"%PDF-1.7 nothing of one", "broken"), (pdf(OFFER)[:80], "broken")]
)
def test_what_cannot_be_opened_has_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        Pdf(data)
    assert caught.value.reason == reason
