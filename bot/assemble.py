"""Puts the parts together: content, matcher and offer check become the World that the dialogue reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalog.loader import load_catalog
from bot.catalog.types import Urgency
from bot.catalog.zones import zones
from bot.dialogue.types import Checked, World
from bot.match.encoder import load_encoder
from bot.match.normalise import Normaliser
from bot.match.train import build_matcher
from bot.match.types import Example
from bot.offer.assess import assess
from bot.offer.card import card
from bot.offer.rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from bot.catalog.types import Catalog
    from bot.match.index import Index
    from bot.match.types import Context, Decision
    from bot.offer.rules import Rules


def examples(catalog: Catalog) -> list[Example]:
    """Return every phrasing and title as an example to learn from."""
    return [
        Example(text, intent, code)
        for code, language in catalog.languages.items()
        for intent, answer in language.answers.items()
        for text in dict.fromkeys((answer.title, *answer.phrasings))
    ]


def normaliser(catalog: Catalog) -> Normaliser:
    """Return what folds a question: all languages' short forms at once, for people mix them."""
    typed = [language.typing for language in catalog.languages.values()]
    short = {form: words for each in typed for form, words in each.short.items()}
    return Normaliser(short, tuple(part for each in typed for part in each.padding))


def make_matcher(catalog: Catalog, *, semantic: bool, cache: Path | None = None) -> Index:
    """Train the matcher on the catalog; without the encoder, words alone decide."""
    emergencies = {intent.id for intent in catalog.intents.values() if intent.urgency is Urgency.EMERGENCY}
    encoder = load_encoder() if semantic else None
    matcher = build_matcher(
        examples(catalog), encoder=encoder, emergencies=emergencies, normalise=normaliser(catalog), cache=cache
    )
    matcher.rank("a first question loads what is loaded on first use, so that no person waits for it")
    return matcher


def make_world(content: Path, *, semantic: bool, cache: Path | None = None) -> World:
    """Load everything from the content folder. Raises ContentError with every problem."""
    catalog = load_catalog(content)
    matcher, rules = make_matcher(catalog, semantic=semantic, cache=cache), load_rules(content)

    def decide(text: str, lang: str | None, context: Context) -> Decision:
        return matcher.decide(text, lang, context)

    def check(text: str, lang: str, *, described: bool = False) -> Checked:
        return checked(text, rules, lang, described=described)

    return World(catalog, decide, check, zones())


def checked(text: str, rules: Rules, lang: str, *, described: bool = False) -> Checked:
    """Run the offer check and word it."""
    found = assess(text, rules, described=described)
    is_offer = found.risk != "not_an_offer"
    other = None if is_offer or found.kind == "none" else found.kind
    parts = tuple(card(found, rules, lang)) if is_offer else ()
    return Checked(is_offer, parts, other, tuple(flag.id for flag in found.flags))
