"""Every rule that content must keep, as a table. All problems are collected, each with its place and its mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.catalog.html import faults, text_of
from bot.catalog.line_rules import of_lines
from bot.catalog.lines import KINDS, by_id
from bot.catalog.phrasings import nearly, same
from bot.catalog.reading import grade
from bot.catalog.refs import REFERENCE, ReferenceSyntaxError, references
from bot.catalog.types import COURTESIES, ELSEWHERE, MAIN, NOTHING, STAYS, Answer, Catalog, Confidence, Urgency
from bot.catalog.yamlfile import Problem, YamlFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.loader import Loaded

LONGEST_RAW, LONG_RAW = 1500, 900
LEAST_PHRASINGS = 12
BUTTON_BYTES = 64
HARDEST = 9.0
MENU = frozenset({"food.report", "alerts.subscribe", "alerts.unsubscribe", "bot.help", "stats.all", "bot.privacy"})
VALUE = re.compile(r"\{\w+\}")
DIGIT = re.compile(r"[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Place:
    """One answer in one language, and the file where it stands."""

    lang: str
    intent: str
    answer: Answer
    file: YamlFile

    def problem(self, part: str, message: str, mend: str, level: str = "error") -> Problem:
        """Make a problem that points at this answer's `part`."""
        line = self.file.line((self.intent, part))
        return Problem(self.file.name, line, f"{self.intent}.{part}", message, mend, level)


Rule = Callable[[Place, Catalog], Iterator[Problem]]
Said = tuple[Place, int, str]  # a phrasing, with its answer and its number there


def judge(loaded: Loaded) -> list[Problem]:
    """Lint content that was read. Sorted by place; errors and warnings together."""
    return sorted(set(_problems(loaded, _phrasings)))


def errors(loaded: Loaded) -> list[Problem]:
    """Return what forbids the use of content, in a tenth of the time of `judge`: somebody waits for the start."""
    return sorted({problem for problem in _problems(loaded, _same_phrasings) if problem.level == "error"})


def _problems(loaded: Loaded, phrasings: Callable[[list[Said]], Iterator[Problem]]) -> list[Problem]:
    if loaded.catalog is None:
        return loaded.problems
    problems = [*loaded.problems, *_links(loaded.catalog, loaded.files), *_missing(loaded.catalog)]
    problems += _interface(loaded.catalog, loaded.files)
    problems += of_lines(loaded.catalog, loaded.files)
    problems += _typed(loaded.catalog, loaded.files)
    problems += _after(loaded.catalog, loaded.files)
    problems += _regional(loaded.catalog, loaded.files)
    problems += _said_next(loaded.catalog, loaded.files)
    places = list(_places(loaded.catalog, loaded.files))
    for place in places:
        for rule in RULES:
            problems += rule(place, loaded.catalog)
        for text in filter(None, (*place.answer.in_country.values(), place.answer.and_then)):
            other = replace(place, answer=place.answer.model_copy(update={"answer": text}))
            problems += (problem for rule in OF_TEXTS for problem in rule(other, loaded.catalog))
    said = [(place, index, text) for place in places for index, text in enumerate(place.answer.phrasings)]
    return [*problems, *phrasings(said)]


def _places(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Place]:
    for lang, language in catalog.languages.items():
        for intent, answer in language.answers.items():
            file = next(f for name, f in files.items() if name.startswith(f"{lang}/") and intent in f.data)
            yield Place(lang, intent, answer, file)


def _unknown_intent(place: Place, catalog: Catalog) -> Iterator[Problem]:
    if place.intent not in catalog.intents:
        yield place.problem("title", "has no entry in intents/.", "Add it there or mend the id.")


def _references(place: Place, catalog: Catalog) -> Iterator[Problem]:
    try:
        named = references(place.answer.answer)
    except ReferenceSyntaxError as error:
        yield place.problem("answer", f"{error}.", "Write {fact:id} or {hotline:kind}.")
        return
    for ref in named:
        known = ref.name in catalog.facts if ref.kind == "fact" else _line_known(catalog, ref.name)
        if not known:
            yield place.problem("answer", f"{{{ref.kind}:{ref.name}}} is unknown.", f"Add it to {ref.kind}s.yaml.")


def _line_known(catalog: Catalog, name: str) -> bool:
    return name in KINDS or by_id(catalog, name) is not None


def _emergency(place: Place, catalog: Catalog) -> Iterator[Problem]:
    intent = catalog.intents.get(place.intent)
    if intent is None or intent.urgency is not Urgency.EMERGENCY:
        return
    for name in REFERENCE.findall(place.answer.answer):
        fact = catalog.facts.get(name[1]) if name[0] == "fact" else None
        if fact is not None and fact.confidence is Confidence.CHECK:
            yield place.problem("answer", f"{name[1]} is not confirmed.", "Emergency answers use confirmed facts only.")


def _digits(place: Place, _: Catalog) -> Iterator[Problem]:
    if found := DIGIT.search(REFERENCE.sub("", place.answer.answer)):
        yield place.problem("answer", f"has a digit typed in: “{found[0]}”.", "Use {fact:id} or {hotline:id}.")


def _html(place: Place, _: Catalog) -> Iterator[Problem]:
    for fault in faults(place.answer.answer):
        yield place.problem("answer", f"{fault}.", "Use <b>, <i> or <a>, closed; write &lt; for “<”.")


def _length(place: Place, _: Catalog) -> Iterator[Problem]:
    length = len(place.answer.answer)
    if length > LONGEST_RAW:
        yield place.problem("answer", f"has {length} characters.", f"Cut it below {LONGEST_RAW}.")
    elif length > LONG_RAW:
        yield place.problem("answer", f"has {length} characters.", f"Better below {LONG_RAW}.", "warning")


def _words(place: Place, catalog: Catalog) -> Iterator[Problem]:
    text = text_of(place.answer.answer)
    ui = catalog.languages[place.lang].ui
    rules = [("lint.blame", "blames the person")]
    if place.intent.startswith("jobs."):
        rules.append(("lint.never", "promises safety"))
    for key, what in rules:
        if key in ui and (found := re.search(ui[key], text, re.IGNORECASE)):
            yield place.problem("answer", f"{what}: “{found[0]}”.", "Say what was found and what to do next.")


def _reading(place: Place, _: Catalog) -> Iterator[Problem]:
    if place.lang == MAIN and (hard := grade(text_of(REFERENCE.sub("it", place.answer.answer)))) > HARDEST:
        yield place.problem("answer", f"reads at grade {hard:.1f}.", "Shorter sentences, plainer words.", "warning")


def _in_country(place: Place, catalog: Catalog) -> Iterator[Problem]:
    for code in place.answer.in_country:
        if code not in catalog.countries:
            line, where = place.file.line((place.intent, "in_country", code)), f"{place.intent}.in_country.{code}"
            yield Problem(
                place.file.name, line, where, "is no country here.", "Add it to hotlines.yaml, or mend the code."
            )


def _button(place: Place, _: Catalog) -> Iterator[Problem]:
    if len(f"country XX {place.intent}".encode()) > BUTTON_BYTES:  # the longest: the country first, then the answer
        yield place.problem("title", "its id is too long for a button.", "Shorten the id.")


def _count(place: Place, _: Catalog) -> Iterator[Problem]:
    if (count := len(place.answer.phrasings)) < LEAST_PHRASINGS:
        yield place.problem("phrasings", f"are only {count}.", f"Write {LEAST_PHRASINGS} or more.", "warning")


OF_TEXTS: tuple[Rule, ...] = (_references, _emergency, _digits, _html, _length, _words, _reading)
RULES: tuple[Rule, ...] = (
    _unknown_intent,
    *OF_TEXTS,
    _in_country,
    _button,
    _count,
)


def _links(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    facts = files["facts.yaml"]
    for key, fact in catalog.facts.items():
        for part, name, known in (("source", fact.source, catalog.sources), ("period", fact.period, catalog.facts)):
            if name is not None and name not in known:
                line = facts.line(("facts", key, part))
                yield Problem("facts.yaml", line, f"{key}.{part}", f"“{name}” is unknown.", "Add it or mend the name.")
    labels = catalog.languages[MAIN].ui
    commands = {key.replace("button.", "/", 1) for key in labels if key.startswith("button.")}
    for intent in catalog.intents.values():
        file = next(f for name, f in files.items() if name.startswith("intents/") and intent.id in f.data)
        wrong = [("facts", n) for n in intent.facts if n not in catalog.facts]
        wrong += [("sources", n) for n in intent.sources if n not in catalog.sources]
        wrong += [("sources_in", n) for s in intent.sources_in.values() for n in s if n not in catalog.sources]
        wrong += [("sources_in", code) for code in intent.sources_in if code not in catalog.countries]
        wrong += [("hotlines", n) for n in intent.hotlines if not _line_known(catalog, n)]
        wrong += [("followups", n) for n in intent.followups if n not in catalog.intents and n not in commands]
        for part, name in wrong:
            line = file.line((intent.id, part))
            yield Problem(file.name, line, f"{intent.id}.{part}", f"“{name}” is unknown.", "Add it or mend the name.")
    linked = {name for intent in catalog.intents.values() for name in intent.followups} | MENU | COURTESIES
    for intent_id in sorted(catalog.intents.keys() - linked):
        file = next(f for name, f in files.items() if name.startswith("intents/") and intent_id in f.data)
        mend = "Name it among another intent's follow-ups."
        yield Problem(file.name, file.line((intent_id,)), intent_id, "no button leads here.", mend, "warning")


def _missing(catalog: Catalog) -> Iterator[Problem]:
    needed = catalog.languages[MAIN].ui.keys() | {f"countries.{code}" for code in catalog.countries}
    for lang, language in catalog.languages.items():
        level, until = ("error", ".") if lang == MAIN else ("warning", "; English stands in until then.")
        for intent in sorted(catalog.intents.keys() - language.answers.keys()):
            topic = catalog.intents[intent].topic
            yield Problem(f"{lang}/{topic}.yaml", 1, intent, "has no answer in this language.", "Write one.", level)
        for group, known, said in (
            ("facts", catalog.facts, language.facts),
            ("sources", catalog.sources, language.sources),
        ):
            for name in sorted(known.keys() - said.keys()):
                where, message = f"{group}.{name}", "has no words here."
                yield Problem(f"{lang}/facts.yaml", 1, where, message, f"Add them{until}", level)
        for key in sorted(needed - language.ui.keys()):
            yield Problem(_home(lang, key), 1, key, "is missing.", f"Add it{until}", level)


def _home(lang: str, key: str) -> str:
    """Return the file where a text of the interface stands."""
    return f"{lang}/{'hotlines' if key.startswith(('countries.', 'kinds.')) else 'ui'}.yaml"


def _interface(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    """Texts of the interface: English has each, Telegram takes them, and values have one name in all languages."""
    main = catalog.languages[MAIN].ui
    for code, language in catalog.languages.items():
        for key, text in language.ui.items():
            name = _home(code, key)
            line = files[name].line(key.split(".", 1) if name.endswith("hotlines.yaml") else (key,))
            if key not in main:
                yield Problem(name, line, key, f"is not in {MAIN}/ui.yaml.", "Write it there, or remove it here.")
            elif (named := set(VALUE.findall(text))) ^ (known := set(VALUE.findall(main[key]))) and not (
                named < known or known < named  # a language may leave a value out
            ):
                yield Problem(name, line, key, "names other values in { } than English does.", "Use the same names.")
            if not key.startswith("lint."):
                for fault in faults(text):
                    yield Problem(name, line, key, f"{fault}.", "Close every tag; write &lt; for “<”.")


def _typed(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    intents = {*catalog.intents, ELSEWHERE}
    for code, language in catalog.languages.items():
        if (file := files.get(f"{code}/matching.yaml")) is None:
            continue  # a language may do without
        for part, names, known, missing, mend in (
            ("other_languages", language.typing.other_languages, intents, "intents/", "id"),
            ("places", language.typing.places, catalog.countries, "hotlines.yaml", "code"),
            ("nations", language.typing.nations, catalog.countries, "hotlines.yaml", "code"),
        ):
            for name in names:
                if name not in known:
                    line, where = file.line((part, name)), f"{part}.{name}"
                    message = f"has no entry in {missing}."
                    yield Problem(file.name, line, where, message, f"Add it there or mend the {mend}.")


def _after(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    lasts = {*catalog.intents, *(intent.topic for intent in catalog.intents.values()), "check", "any"}
    meant = {*catalog.intents, "sources", "why"}
    for code, language in catalog.languages.items():
        for last, means in language.typing.after.items():
            for name in (*([] if last in lasts else [last]), *(what for what in means if what not in meant)):
                file, where = files[f"{code}/matching.yaml"], f"after.{last}"
                message = f"names “{name}”, which is no intent, topic or known word."
                yield Problem(file.name, file.line(("after", last)), where, message, "Mend the id.")


def _regional(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    for code, language in catalog.languages.items():
        known: dict[str, str] = {}
        for region, forms in language.regional.items():
            for form, plain in forms.items():
                if known.setdefault(form, plain) != plain or language.typing.short.get(form, plain) != plain:
                    file, where = files[f"{code}/regional.yaml"], f"{region}.{form}"
                    message = "stands for other words in another place."
                    yield Problem(file.name, file.line((region, form)), where, message, "Leave one of them out.")


def _said_next(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    known = {*catalog.intents, STAYS, NOTHING}
    for code, language in catalog.languages.items():
        for last, means in language.said_next.items():
            named = [last, *(word for meant in means for word in meant.split())]
            for name in (each for each in named if each not in known):
                file = files[f"{code}/said_next.yaml"]
                message = f"names “{name}”, which is no intent, “{STAYS}” or “{NOTHING}”."
                yield Problem(file.name, file.line((last,)), last, message, "Mend the id.")


def _phrasings(said: list[Said]) -> Iterator[Problem]:
    yield from _same_phrasings(said)
    for first, second in nearly(_texts(said)):
        yield _stands_for_two(said[first], said[second], f"is nearly “{said[first][2]}” of", "warning")


def _same_phrasings(said: list[Said]) -> Iterator[Problem]:
    for first, second in same(_texts(said)):
        yield _stands_for_two(said[first], said[second], "is also", "error")


def _texts(said: list[Said]) -> list[tuple[str, str, str]]:
    return [(place.lang, place.intent, text) for place, _, text in said]


def _stands_for_two(first: Said, second: Said, what: str, level: str) -> Problem:
    place, index, text = second
    line = place.file.line((place.intent, "phrasings", index))
    message = f"“{text}” {what} {first[0].intent}'s."
    return Problem(place.file.name, line, f"{place.intent}.phrasings", message, "Keep one of the two.", level)
