"""The sources of one answer, each on a line of its own, with the page where one is known."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.catalog.render import source_ids, source_name
from bot.catalog.types import MAIN

if TYPE_CHECKING:
    from bot.catalog.types import Catalog


def cited(catalog: Catalog, intent_id: str, lang: str, country: str | None = None) -> list[str]:
    """Return the lines in Telegram HTML, for an answer as it is worded in a country; none where it names no source."""
    language = catalog.languages[lang]
    answers = language.answers if intent_id in language.answers else catalog.languages[MAIN].answers
    found = []
    for key in source_ids(catalog, catalog.intents[intent_id], answers[intent_id].worded(country), country):
        url = catalog.sources[key].url
        name = source_name(catalog, key, language)
        found.append("• " + (f'<a href="{escape(str(url))}">{name}</a>' if url else name))
    return found
