"""Puts the parts together: content, matcher and offer check become the World that the dialogue reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalog.lint import errors
from bot.catalog.loader import ContentError, complete, load, load_catalog
from bot.catalog.types import COURTESIES, ELSEWHERE
from bot.catalog.zones import zones
from bot.dialogue.types import Checked, Details, World
from bot.dialogue.whereabouts import Whereabouts
from bot.match.build import build_matcher
from bot.match.context import Answers
from bot.match.encoder import load_encoders
from bot.match.normalise import Normaliser
from bot.match.polyglot import ANY, Polyglot
from bot.match.said_next import examples_of
from bot.match.types import Example
from bot.offer.assess import assess
from bot.offer.card import card
from bot.offer.details import brief, questions, share, why
from bot.offer.level import level
from bot.offer.reading import Reading
from bot.offer.rules import load_rules
from bot.offer.scrub import scrub
from bot.offer.types import Assessment, Flag, Risk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bot.catalog.loader import Loaded
    from bot.catalog.types import Catalog
    from bot.catalog.yamlfile import Problem
    from bot.match.said_next import Said
    from bot.offer.rules import Rules


ABROAD, HOME = "job_abroad", "job_other"
RISKS: dict[str, Risk] = {"high": "high", "caution": "caution"}
EXPLAINED = 5  # signs of a card that "why" speaks of


def examples(catalog: Catalog) -> list[Example]:
    """Return every phrasing and title as an example to learn from."""
    return [
        Example(text, intent, code)
        for code, language in catalog.languages.items()
        for intent, answer in language.answers.items()
        for text in dict.fromkeys((answer.title, *answer.phrasings))
    ]


def in_other_languages(catalog: Catalog) -> list[Example]:
    """Return the phrasings in languages without answers; those on none of our topics have no label."""
    return [
        Example(text, "" if intent == ELSEWHERE else intent, ANY)
        for language in catalog.languages.values()
        for intent, texts in language.typing.other_languages.items()
        for text in texts
    ]


def elsewhere(catalog: Catalog) -> list[Example]:
    """Return everyday questions on none of our topics, without a label."""
    return [
        Example(text, "", code) for code, language in catalog.languages.items() for text in language.typing.elsewhere
    ]


def said_next(catalog: Catalog) -> list[Said]:
    """Return what people write after answers, in every language."""
    return [each for language in catalog.languages.values() for each in examples_of(language.said_next)]


def answers(catalog: Catalog, fold: Normaliser) -> Answers:
    """Return what each answer is called and where its buttons lead, for messages that go on about it."""
    spoken = catalog.languages.values()
    said = [each.typing.subjects for each in spoken]
    return Answers(
        {name: tuple(each.answers[name].title for each in spoken if name in each.answers) for name in catalog.intents},
        {name: frozenset(intent.followups) & catalog.intents.keys() for name, intent in catalog.intents.items()},
        frozenset(name for name, intent in catalog.intents.items() if intent.small_talk),
        COURTESIES,
        {topic: tuple(each[topic] for each in said if topic in each) for each in said for topic in each},
        frozenset(fold(text) for each in spoken for text in each.typing.goes_on),
    )


def normaliser(catalog: Catalog) -> Normaliser:
    """Return what folds a question: all languages' short forms at once, for people mix them."""
    spoken = catalog.languages.values()
    regional = {form: words for each in spoken for said in each.regional.values() for form, words in said.items()}
    short = {form: words for each in spoken for form, words in each.typing.short.items()}
    forms = {**regional, **short}
    silent = (form for form, words in forms.items() if not words)
    padding = (part for each in spoken for part in each.typing.padding)
    return Normaliser({form: words for form, words in forms.items() if words}, (*padding, *silent))


def make_matcher(catalog: Catalog, *, semantic: bool, cache: Path | None = None) -> Polyglot:
    """Train the matcher on the catalog; without the encoder, words alone decide."""
    fold = normaliser(catalog)
    matcher = build_matcher(
        examples(catalog),
        elsewhere=elsewhere(catalog),
        encoders=load_encoders() if semantic else None,
        emergencies=catalog.emergencies,
        normalise=fold,
        cache=cache,
        abroad=in_other_languages(catalog),
        answers=answers(catalog, fold),
        said_next=said_next(catalog),
    )
    matcher.rank("a first question loads what is loaded on first use, so that no person waits for it")
    return matcher


def make_world(content: Path, *, semantic: bool, cache: Path | None = None) -> World:
    """Load everything from the content folder. Raises ContentError with every problem that makes it unusable."""
    return _world(load_catalog(content), load_rules(content), semantic=semantic, cache=cache)


def checked_world(content: Path, *, semantic: bool, cache: Path | None = None) -> World:
    """Load everything once, and use it where the content check finds no error in it.

    Raises ContentError with every error, before anything is trained.
    """
    loaded, rules, found = read_content(content, errors)
    if loaded.catalog is None or rules is None or found:
        raise ContentError(found)
    return _world(complete(loaded.catalog), rules, semantic=semantic, cache=cache)


def read_content(content: Path, lint: Callable[[Loaded], list[Problem]]) -> tuple[Loaded, Rules | None, list[Problem]]:
    """Read the catalog and the offer check's rules (None where they cannot be used), each file once.

    Returns with them every problem, sorted by place: what `lint` says of the catalog, and the rules' own.
    """
    loaded = load(content)
    found = set(lint(loaded))
    try:
        return loaded, load_rules(content), sorted(found)
    except ContentError as error:
        return loaded, None, sorted({*found, *error.problems})


def _world(catalog: Catalog, rules: Rules, *, semantic: bool, cache: Path | None) -> World:
    matcher = make_matcher(catalog, semantic=semantic, cache=cache)

    def read(text: str) -> Reading:
        return Reading(text, rules)

    def opened(name: Details, checked: str, lang: str) -> tuple[str, ...]:
        return details(name, checked, rules, lang)

    def interviewed(yes: tuple[str, ...], lang: str, *, abroad: bool) -> Checked:
        texts = catalog.languages[lang].ui
        return answered({flag: texts[f"interview.{flag}"] for flag in yes}, rules, lang, abroad=abroad)

    def scrubbed(text: str, lang: str) -> str:
        return scrub(text, rules, marks(catalog, lang))

    found = Whereabouts.of(catalog)
    plain = matcher.normalise.plain
    return World(catalog, matcher.decide, read, checked, opened, interviewed, scrubbed, zones(), found, plain)


def marks(catalog: Catalog, lang: str) -> dict[str, str]:
    """Return how a language marks what was taken out of an offer, by kind."""
    ui = catalog.languages[lang].ui
    return {name.removeprefix("scrub."): text for name, text in ui.items() if name.startswith("scrub.")}


def checked(reading: Reading, lang: str, *, described: bool = False, before: Reading | None = None) -> Checked:
    """Run the offer check and word it."""
    found = assess(reading, described=described, before=before)
    is_offer = found.risk != "not_an_offer"
    other = None if is_offer or found.kind == "none" else found.kind
    parts = tuple(card(found, reading.rules, lang)) if is_offer else ()
    flags = tuple(flag.id for flag in found.flags)
    return Checked(is_offer, parts, other, flags, found.risk, found.kind, found.account)


def details(name: Details, checked: str, rules: Rules, lang: str) -> tuple[str, ...]:
    """Word what a button under a card opens; `checked` is the level, the kind and the ids of the signs."""
    level_of, *words = checked.split()
    risk = RISKS.get(level_of, "none_found")
    kind = HOME if HOME in words else ABROAD
    flags = [word for word in words if word in rules.flags]
    if name == "questions":
        return (questions(kind, flags, rules, lang),)
    if name == "brief":
        return (brief(risk, kind, flags, rules, lang),)
    if name == "share":
        return (share(risk, kind, flags, rules, lang),)
    return tuple(text for key in flags[:EXPLAINED] if (text := why(key, rules, lang)) is not None)


def answered(yes: Mapping[str, str], rules: Rules, lang: str, *, abroad: bool) -> Checked:
    """Rate signs that somebody answered with yes; the question stands for the quote."""
    known = {key: said for key, said in yes.items() if key in rules.flags}
    flags = tuple(
        Flag(key, rules.flags[key].severity, rules.flags[key].group, said, 0, len(said)) for key, said in known.items()
    )
    reached = level(flags, (), rules)
    found = Assessment(reached.risk, ABROAD if abroad else HOME, flags, rule=reached.rule)
    parts = tuple(card(found, rules, lang))
    return Checked(is_offer=True, parts=parts, flags=tuple(known), risk=found.risk, kind=found.kind)
