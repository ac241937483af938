"""Screenshots of offers: `python -m tests.reading.drawing FILE [LINES [WIDTH HEIGHT]]` draws one to measure."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.telegram.chart import FONT
from tests.reading.files import encoded

ENGLISH = (
    "Hiring chat support agents in Myawaddy.",
    "No experience needed, USD 3000 per month.",
    "Enter on a tourist visa, we arrange it.",
    "We keep your passport at the office.",
    "Flight and room are free. Start now!",
)
CHINESE = (
    "缅甸妙瓦底高薪招聘打字员",
    "月薪三万元，无需经验，学历不限",
    "包机票包吃住，带旅游签证入境即可",
    "护照统一由公司保管，联系飞机 @hr_888",
)


def screenshot(lines: Sequence[str], *, size: tuple[int, int] = (1080, 1920), dark: bool = False) -> Image.Image:
    """Draw lines of a chat, one bubble each, as a phone shows them."""
    ground, bubble, ink = ("#101418", "#22303c", "#f0f4f8") if dark else ("#e6ebee", "white", "#111418")
    image = Image.new("RGB", size, ground)
    pen, scale = ImageDraw.Draw(image), size[0] / 1080
    step = min(150 * scale, (size[1] - 160 * scale) / len(lines))
    font = ImageFont.truetype(str(FONT), round(min(42 * scale, step / 2)))
    for number, line in enumerate(lines):
        top = round(120 * scale + number * step)
        right = round(70 * scale + pen.textlength(line, font))
        pen.rounded_rectangle((round(30 * scale), top, right, top + round(0.73 * step)), 24, fill=bubble)
        pen.text((round(50 * scale), top + round(0.16 * step)), line, ink, font)
    return image


def main(path: str, lines: str = "9", width: str = "1080", height: str = "1920") -> None:
    """Draw so many lines on a screen of this size."""
    repeated = itertools.islice(itertools.cycle(ENGLISH + CHINESE), int(lines))
    Path(path).write_bytes(encoded(screenshot(list(repeated), size=(int(width), int(height)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
