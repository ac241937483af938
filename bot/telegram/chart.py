"""The figures as a picture: horizontal bars on a logarithmic scale, drawn from the facts, legible on a phone."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from bot.catalog.words import figure

if TYPE_CHECKING:
    from bot.catalog.types import Catalog, Language

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
WIDTH, ROW, TOP, MARGIN = 1000, 104, 150, 40
PAPER, INK, FAINT, BAR, FOOD = "#ffffff", "#17212b", "#65717d", "#2a7de1", "#2f9e60"
FIGURES = (
    "calls_blocked",
    "texts_blocked",
    "cases_cracked",
    "service_suspects",
    "suspects_captured",
    "dens_dismantled",
    "food_cases_solved",
)


@dataclass(frozen=True, slots=True)
class Charts:
    """Draws the charts of one catalog, each once."""

    catalog: Catalog
    drawn: dict[str, bytes] = field(default_factory=dict)

    def draw(self, name: str, lang: str) -> bytes:
        """Return the chart `name` ("stats") in `lang` as a PNG. Raises KeyError for an unknown chart or language."""
        if name != "stats":
            raise KeyError(name)
        if lang not in self.drawn:
            self.drawn[lang] = stats(self.catalog, self.catalog.languages[lang])
        return self.drawn[lang]


def stats(catalog: Catalog, language: Language) -> bytes:
    """Draw every article figure with its label. Lengths are logarithmic, and the picture says so."""
    height = TOP + ROW * len(FIGURES) + 60
    image = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, 28), language.ui["chart.title"], INK, _font(42))
    draw.text((MARGIN, 86), language.ui["chart.subtitle"], FAINT, _font(26))
    largest = max(catalog.facts[key].value or 1 for key in FIGURES)
    for index, key in enumerate(FIGURES):
        _bar(draw, catalog, language, key, TOP + index * ROW, largest)
    draw.text((MARGIN, height - 48), language.ui["chart.note"], FAINT, _font(22))
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _bar(draw: ImageDraw.ImageDraw, catalog: Catalog, language: Language, key: str, top: int, largest: int) -> None:
    fact, text = catalog.facts[key], language.facts[key]
    said = figure(fact, text, language)
    draw.text((MARGIN, top), text.short or text.what, INK, _font(26))
    length = int((WIDTH - 2 * MARGIN) * math.log10(fact.value or 1) / math.log10(largest))
    colour = FOOD if key.startswith("food") else BAR
    draw.rounded_rectangle((MARGIN, top + 40, MARGIN + length, top + 80), 8, colour)
    draw.text((MARGIN + 16, top + 43), said, PAPER, _font(26))


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
