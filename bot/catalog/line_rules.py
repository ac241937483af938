"""The rules that the lines to call must keep: their entries, and their words in each language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.catalog.types import Confidence
from bot.catalog.yamlfile import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.catalog.types import Catalog, Hotline
    from bot.catalog.yamlfile import YamlFile

NUMBER = re.compile(r"\d(?:[ -]?\d){3,}")  # one to dial, or a year


def of_lines(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    """Yield every problem of the lines."""
    yield from _entries(catalog, files)
    yield from _numbers(catalog, files)


def _entries(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    """Every hotline has an id of its own; a confirmed one names the page where it was read, and a way to reach it."""
    file, seen = files["hotlines.yaml"], set()
    for place, country in enumerate(catalog.countries.values()):
        for number, line in enumerate(country.entries):
            where = file.line(("countries", place, "entries", number))
            if line.id in seen:
                yield Problem(file.name, where, line.id, "stands twice.", "Keep one of the two.")
            if line.confidence is Confidence.CONFIRMED and not line.sources:
                yield Problem(file.name, where, line.id, "is confirmed by no source.", "Name the page, or write check.")
            if line.confidence is Confidence.CONFIRMED and line.listed and not (line.number or line.website):
                message = "is confirmed, and has neither number nor website: nobody is ever shown it."
                yield Problem(file.name, where, line.id, message, "Write the one that the page names.")
            if line.located is not None and line.located not in catalog.countries:
                message = f"stands in “{line.located}”, which is no country here."
                yield Problem(file.name, where, line.id, message, "Add that country, or mend the code.")
            seen.add(line.id)


def _numbers(catalog: Catalog, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    """A further number in a line's words stands in its entry too: beside its source, and the same in all languages."""
    entries = {line.id: line for country in catalog.countries.values() for line in country.entries}
    for code, language in catalog.languages.items():
        file = files[f"{code}/hotlines.yaml"]
        for name, words in language.hotlines.items():
            entry = _closed(_said(entries[name])) if name in entries else ""
            for number in NUMBER.findall(f"{words.name}; {words.hours}; {words.languages}"):
                if _closed(number) not in entry:
                    where = file.line(("hotlines", name))
                    message = f"“{number}” is not in the line's entry."
                    yield Problem(file.name, where, name, message, "Write it in hotlines.yaml as well, or mend it.")


def _said(line: Hotline) -> str:
    return f"{line.number}; {line.what}; {line.hours}; {line.languages}; {line.notes}"


def _closed(text: str) -> str:
    return re.sub(r"(?<=\d)[ -](?=\d)", "", text)
