"""Screenshots of offers, drawn for the tests and for measuring: `python -m tests.reading.drawing FILE`."""

from __future__ import annotations

import sys
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


def screenshot(lines: tuple[str, ...], *, size: tuple[int, int] = (1080, 1920), dark: bool = False) -> Image.Image:
    """Draw lines of a chat, one bubble each, as a phone shows them."""
    ground, bubble, ink = ("#101418", "#22303c", "#f0f4f8") if dark else ("#e6ebee", "white", "#111418")
    image = Image.new("RGB", size, ground)
    pen, scale = ImageDraw.Draw(image), size[0] / 1080
    font = ImageFont.truetype(str(FONT), round(42 * scale))
    for number, line in enumerate(lines):
        top = round((120 + number * 150) * scale)
        right = round(70 * scale + pen.textlength(line, font))
        pen.rounded_rectangle((round(30 * scale), top, right, top + round(110 * scale)), 24, fill=bubble)
        pen.text((round(50 * scale), top + round(24 * scale)), line, ink, font)
    return image


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(encoded(screenshot(ENGLISH + CHINESE)))
