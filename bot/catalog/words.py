"""How a language writes numbers and dates. The words come from its ui.yaml; nothing here knows a language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bot.catalog.types import Fact, FactText, Language


def number(value: int, language: Language) -> str:
    """Write `value` as people do: 1.74 million, 80,000, 174万. Exact: never rounds.

    `number.scales` in ui.yaml lists "from=divisor=word" steps, largest first; `number.group` separates thousands.
    """
    for step in language.ui["number.scales"].split(";"):
        least, divisor, word = step.strip().split("=")
        if value >= int(least):
            scaled = (Decimal(value) / int(divisor)).normalize()
            return f"{scaled:f}{word.replace('_', ' ')}"
    return f"{value:,}".replace(",", language.ui["number.group"])


def figure(fact: Fact, text: FactText, language: Language) -> str:
    """Word a fact with its "about" or "more than", or its text where it is no figure."""
    if text.text is not None or fact.value is None:
        return text.text or text.what
    return language.ui[f"approx.{fact.approx.value}"].format(number=number(fact.value, language))


def day(value: date, language: Language) -> str:
    """Write a date in the language's order, with its names of the months."""
    month = language.ui["date.months"].split(",")[value.month - 1].strip()
    return language.ui["date.format"].format(year=value.year, month=month, day=value.day)
