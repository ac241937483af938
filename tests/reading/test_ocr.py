"""The real engine: slow, so few tests, and one process for all of them."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PIL import Image

from bot.reading.reader import FileReader
from tests.reading.drawing import CHINESE, ENGLISH, screenshot
from tests.reading.files import code, encoded

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="no OCR: pip install '.[ocr]'"),
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.long,
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine() -> AsyncIterator[FileReader]:
    made = FileReader(seconds=300)  # beside other tests the models take their time to load
    yield made
    await made.close()


def squeezed(text: str) -> str:
    """Without white space: whether a space stands between two scripts is not what is tested."""
    return "".join(text.split())


async def test_a_dark_screenshot_in_two_languages_is_read_with_the_code_in_it(engine: FileReader) -> None:
    image = screenshot(ENGLISH + CHINESE, dark=True)
    image.paste(code("https://t.me/hr_888"), (300, 1500))
    read = await engine.read(encoded(image, "JPEG"))
    assert squeezed(read.text) == squeezed("".join(ENGLISH + CHINESE))
    assert read.text.splitlines()[1] == ENGLISH[1]
    assert (read.codes, read.reason) == (("https://t.me/hr_888",), None)


async def test_a_scan_on_its_side_in_a_pdf_is_read(engine: FileReader) -> None:
    scan = screenshot(CHINESE, size=(720, 1000)).rotate(90, expand=True)
    read = await engine.read(encoded(scan, "PDF"))
    assert squeezed(read.text) == squeezed("".join(CHINESE))


async def test_a_picture_without_words_says_so(engine: FileReader) -> None:
    read = await engine.read(encoded(Image.effect_noise((500, 500), 60)))
    assert (read.text, read.reason) == ("", "no_words")


async def test_a_tall_picture_without_words_says_so_and_that_its_end_was_not_read(engine: FileReader) -> None:
    read = await engine.read(encoded(Image.new("RGB", (720, 30_000), "white")))
    assert (read.text, read.reason, read.cut) == ("", "no_words", True)
