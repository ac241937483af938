"""The figures as a picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFont

from bot.catalog.types import Catalog
from bot.telegram.chart import FIGURES, FONT, Charts


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_chart_is_a_light_png_that_fits_a_phone(catalog: Catalog, lang: str) -> None:
    png = Charts(catalog).draw("stats", lang)
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    assert image.width >= 800
    assert len(png) < 200_000


def test_the_font_has_every_character_of_the_chart(catalog: Catalog) -> None:
    font = ImageFont.truetype(str(FONT), 30)
    missing = bytes(font.getmask("\U0010ffff"))
    for language in catalog.languages.values():
        words = [language.facts[key].short or language.facts[key].what for key in FIGURES]
        words += [language.ui["chart.title"], language.ui["chart.subtitle"], language.ui["chart.note"]]
        for char in sorted(set("".join(words)) - {" "}):
            assert bytes(font.getmask(char)) != missing, char


def test_the_picture_follows_the_facts(catalog: Catalog) -> None:
    other = catalog.facts["cases_cracked"].model_copy(update={"value": 1_750_000})
    changed = catalog.model_copy(update={"facts": {**catalog.facts, "cases_cracked": other}})
    assert Charts(catalog).draw("stats", "en") != Charts(changed).draw("stats", "en")


def test_an_unknown_chart_is_refused(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        Charts(catalog).draw("pie", "en")
