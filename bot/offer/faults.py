"""What is wrong with the check's content beyond its form: ids nobody wrote, texts a language lacks, broken patterns."""

from __future__ import annotations

import re
from itertools import chain
from string import Formatter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from bot.catalog.types import MAIN
from bot.catalog.yamlfile import Problem
from bot.offer.near import near
from bot.offer.written import CLASS, DEEPEST, each, expanded, sought, unknown_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.catalog.yamlfile import Key, YamlFile
    from bot.offer.content import Flags, Numbers, RuleText

T = TypeVar("T")
NO_PATTERN = (re.error, OverflowError, RecursionError)  # what making one ready raises


class Content(NamedTuple, Generic[T]):
    """What one file says, and the file, which knows the lines."""

    file: YamlFile
    said: T

    def problem(self, place: tuple[Key, ...], message: str, mend: str) -> Problem:
        """Make a problem that points at a place of the file."""
        return Problem(self.file.name, self.file.line(place), ".".join(map(str, place)), message, mend)


def faults(
    known: Content[Flags], numbers: Content[Numbers], texts: Mapping[str, Content[RuleText]]
) -> Iterator[Problem]:
    """Yield every fault of content that could be read. The keys of `texts` are languages, MAIN among them."""
    english = texts[MAIN].said.card
    cards = {key for text in texts.values() for key in text.said.card}
    for text in texts.values():
        yield from _wordless(known, text, cards)
        yield from _values(text, english)
        yield from _classes(text)
    yield from _unknown_ids(known, {intent for text in texts.values() for intent in text.said.others})
    for index, usual in enumerate(numbers.said.usual):
        if usual.currency not in numbers.said.rates:
            message = f"names no known currency: {usual.currency}."
            yield numbers.problem(("usual", index, "currency"), message, "Add it to rates.")


def _wordless(known: Content[Flags], text: Content[RuleText], cards: set[str]) -> Iterator[Problem]:
    """Say every id that redflags.yaml names and a language does not word, and the other way round."""
    for section, ids, said in (
        ("flags", set(known.said.flags), set(text.said.flags)),
        ("good", set(known.said.good), set(text.said.good)),
        ("rules", {rule.id for rule in known.said.rules}, set(text.said.rules)),
        ("card", cards, set(text.said.card)),
    ):
        for key in sorted(ids - said):
            yield text.problem((section, key), "is not worded here.", "Write it, or remove the other.")
        for key in sorted(said - ids):
            yield text.problem((section, key), "is not in redflags.yaml.", "Write it, or remove the other.")


def _values(text: Content[RuleText], english: Mapping[str, str]) -> Iterator[Problem]:
    """Say the texts of the card that name a value which nobody fills in: it would be an error at use."""
    for key, written in text.said.card.items():
        if key in english and not _named(written) <= _named(english[key]):
            yield text.problem(
                ("card", key), "names other values in { } than English does.", "Use the same names; write {{ for “{”."
            )


def _named(written: str) -> set[str]:
    """Return the names in braces; what cannot be read as any has one that is never known."""
    try:
        return {name for _, name, _, _ in Formatter().parse(written) if name is not None}
    except ValueError:
        return {written}


def _classes(text: Content[RuleText]) -> Iterator[Problem]:
    for name in unknown_classes(text.said):
        place = next(place for place, written in each(text.said) if name in CLASS.findall(written))
        yield text.problem(place, f"names no known class: {name}.", "Add it to classes, or mend its spelling.")
    for name in _endless(text.said.classes):
        message = f"is made of itself, or of classes more than {DEEPEST} deep."
        yield text.problem(("classes", name), message, "Write out one of them.")


def _endless(classes: Mapping[str, str]) -> list[str]:
    """Return the classes that still name one when they were put in as often as is allowed."""
    known = [name for name in classes if _reached(classes[name], classes) <= classes.keys()]
    return [name for name in known if CLASS.search(expanded(f"{{{name}}}", classes))]


def unsearchable(text: Content[RuleText]) -> Iterator[Problem]:
    """Yield what is no pattern. Where a class is at fault, it is said once, not for each pattern that names it."""
    classes = text.said.classes
    faulty = {*unknown_classes(text.said), *_endless(classes)}
    # A class comes after those that it is made of, and the patterns come last.
    ordered = sorted(each(text.said), key=lambda row: (row[0][0] != "classes", len(_reached(row[1], classes))))
    for place, written in ordered:
        if faulty.isdisjoint(_reached(written, classes)) and (why := _why_none(place, expanded(written, classes))):
            faulty |= {str(place[1])} if place[0] == "classes" else set()
            yield text.problem(place, f"is no pattern: {why}.", "Mend its brackets and signs.")


def _reached(written: str, classes: Mapping[str, str]) -> set[str]:
    """Return the classes that a pattern is made of, and those that these are made of."""
    found: set[str] = set()
    coming = CLASS.findall(written)
    while coming:
        if (name := coming.pop()) not in found:
            found.add(name)
            coming += CLASS.findall(classes.get(name, ""))
    return found


def _why_none(place: tuple[Key, ...], written: str) -> str | None:
    """Return why something cannot be searched, None where it can."""
    in_parts = place[0] == "tells" or place[2:3] == ("near",)
    try:
        (near if in_parts else sought)([[f"(?:{written})" if place[0] == "classes" else written]])
    except NO_PATTERN as error:
        return str(error).partition(" at position")[0]  # of the pattern with its classes, which nobody sees
    return None


def _unknown_ids(known: Content[Flags], scams: set[str]) -> Iterator[Problem]:
    """Say every id that redflags.yaml names and nobody wrote."""
    said = known.said
    named: list[tuple[tuple[Key, ...], str, Iterable[str], Iterable[str]]] = [
        *((("flags", key, "sources"), "source", flag.sources, said.sources) for key, flag in said.flags.items()),
        (("job_signs",), "flag", said.job_signs, said.flags),
        (("everyday_signs",), "flag", said.everyday_signs, said.flags),
        (("general_scams",), "scam", said.general_scams, scams),
        (("advert_scams",), "scam", said.advert_scams, scams),
    ]
    for index, rule in enumerate(said.rules):
        named += [
            (("rules", index, "one_of"), "flag", chain.from_iterable(rule.one_of), said.flags),
            (("rules", index, "apart_from"), "flag", rule.apart_from, said.flags),
            (("rules", index, "not_with"), "good sign", rule.not_with, said.good),
        ]
    for place, what, keys, ids in named:
        for key in sorted(set(keys) - set(ids)):
            yield known.problem(place, f"names no known {what}: {key}.", "Write it, or mend its spelling.")
