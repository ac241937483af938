"""Codes in a picture are read as text."""

from __future__ import annotations

from PIL import Image

from bot.reading.codes import LONGEST, codes
from tests.reading.files import code


def test_a_code_in_a_screenshot_is_read() -> None:
    screen = Image.new("RGB", (1080, 1920), "white")
    screen.paste(code("https://t.me/hr_888"), (300, 900))
    assert codes(screen) == ("https://t.me/hr_888",)


def test_several_codes_are_read_from_top_to_bottom_and_each_once() -> None:
    screen = Image.new("RGB", (3000, 3000), "white")
    for place, text in ((1800, "second"), (100, "first"), (1000, "first")):
        screen.paste(code(text).resize((600, 600)), (500, place))
    assert codes(screen) == ("first", "second")


def test_what_a_code_holds_is_printable_and_of_bounded_length() -> None:
    assert codes(code("a\x00b\x1b[31m" + "x" * 600))[0] == ("a b [31m" + "x" * 600)[:LONGEST]


def test_a_picture_without_a_code_has_none() -> None:
    assert codes(Image.effect_noise((600, 600), 80).convert("RGB")) == ()
