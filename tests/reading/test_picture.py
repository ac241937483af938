"""Pictures are judged by their header, decoded upright and on white, and cut between lines."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.reading.limits import UnreadableError
from bot.reading.picture import PIECE, WIDTH, opened, pieces
from tests.reading.files import bomb, encoded, gif


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb(), "too_large"),
        (gif(3), "moving"),
        (encoded(Image.effect_noise((400, 400), 60))[:9000], "broken"),
        (encoded(Image.effect_noise((400, 400), 60), "JPEG")[:5000], "broken"),
        (b"\xff\xd8\xff\xe0 not a picture at all", "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (encoded(Image.new("RGB", (900, 1))), "no_words"),
    ],
    ids=["bomb", "moving", "cut png", "cut jpeg", "no jpeg", "no png", "a line"],
)
def test_what_cannot_be_decoded_has_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        opened(data)
    assert caught.value.reason == reason


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_every_common_kind_is_decoded_to_colours(kind: str) -> None:
    image = opened(encoded(Image.new("RGB", (40, 30), "white"), kind))
    assert (image.mode, image.size) == ("RGB", (40, 30))


def test_black_on_a_transparent_ground_stays_readable() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.putpixel((1, 1), (0, 0, 0, 255))
    seen = opened(encoded(image))
    assert (seen.getpixel((20, 20)), seen.getpixel((1, 1))) == ((255, 255, 255), (0, 0, 0))


def test_a_photo_that_the_phone_held_sideways_is_turned() -> None:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 40)).save(buffer, "JPEG", exif=exif)
    assert opened(buffer.getvalue()).size == (40, 60)


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((1080, 1920), [(720, 1280)]),
        ((1080, 2400), [(720, 1600)]),
        ((4000, 3000), [(1280, 960)]),
        ((300, 200), [(300, 200)]),
    ],
)
def test_a_screen_or_a_photo_is_one_piece_of_a_good_size(size: tuple[int, int], sizes: list[tuple[int, int]]) -> None:
    assert [piece.size for piece in pieces(Image.new("RGB", size))] == sizes


def test_a_long_screenshot_is_cut_between_its_lines() -> None:
    image = Image.new("RGB", (WIDTH, 6000), "white")
    pen = ImageDraw.Draw(image)
    for top in range(0, 6000, 60):
        for left in range(10, 700, 20):
            pen.rectangle((left, top, left + 9, top + 29), "black")
    cut = list(pieces(image))
    assert len(cut) >= 4
    assert sum(piece.height for piece in cut) == image.height
    for piece in cut:
        assert piece.height <= PIECE
    for piece in cut[:-1]:
        assert np.asarray(piece)[-1].min() == 255, "the last row is between two lines"
