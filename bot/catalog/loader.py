"""Reads the content folder into one frozen Catalog, or says everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.catalog.types import (
    MAIN,
    Answer,
    Catalog,
    Country,
    Fact,
    FactText,
    HotlineText,
    Intent,
    Language,
    Source,
    SourceText,
    Typing,
)
from bot.catalog.yamlfile import Problem, YamlFile, read_yaml
from bot.errors import CannotError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

T = TypeVar("T")

TEXT_FILES = frozenset({"facts", "hotlines", "ui", "redflags", "matching", "regional", "said_next"})
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")


class ContentError(CannotError):
    """The content cannot be used. `problems` holds every error found, not only the first."""

    mend = "Nothing was started. Mend these lines; `python -m bot content check` shows them again."

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems and say them all."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: the catalog (None if any file is unusable), the problems, and the files with their lines.

    The catalog is as it stands in the files, so that its gaps can be told; `complete` fills them for use.
    """

    catalog: Catalog | None
    problems: list[Problem]
    files: Mapping[str, YamlFile]


@dataclass(slots=True)
class _Reading:
    root: Path
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, YamlFile] = field(default_factory=dict)

    def file(self, name: str) -> YamlFile:
        found, problems = read_yaml(self.root / name, name)
        self.problems += problems
        if not isinstance(found.data, dict):
            self.problems.append(Problem(name, 1, "file", "is not a mapping.", "Write `id: ...` lines."))
            found = YamlFile(name, {}, found.lines)
        self.files[name] = found
        return found

    def record(self, model: type[T], value: Any, file: YamlFile, path: tuple[str | int, ...]) -> T | None:  # noqa: ANN401
        try:
            return TypeAdapter(model).validate_python(value)
        except ValidationError as error:
            self.problems += file.unfit(error, path)
            return None

    def mapping(self, file: YamlFile, *path: str) -> dict[str, Any]:
        """Return the mapping at `path`, empty where there is none."""
        data: Any = file.data
        for key in path:
            data = data.get(key, {}) if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.problems.append(Problem(file.name, file.line(path), ".".join(path), "is not a mapping.", "Write ids."))
            return {}
        return {str(key): value for key, value in data.items()}

    def section(self, model: type[T], file: YamlFile, *path: str) -> dict[str, T]:
        data = self.mapping(file, *path)
        read = {key: self.record(model, value, file, (*path, key)) for key, value in data.items()}
        return {key: value for key, value in read.items() if value is not None}

    def texts(self, file: YamlFile, *path: str) -> dict[str, str]:
        """Return the texts at `path`: nothing, a yes or a list would be shown as Python writes it."""
        said: dict[str, str] = {}
        for key, value in self.mapping(file, *path).items():
            if isinstance(value, str) or type(value) is int:
                said[key] = str(value).rstrip("\n")
            else:
                line, where = file.line((*path, key)), ".".join((*path, key))
                self.problems.append(Problem(file.name, line, where, "is not a text.", "Write one, in quotes."))
        return said


def load(root: Path) -> Loaded:
    """Read every content file below `root`; all errors are collected. Nothing is changed."""
    reading = _Reading(root)
    facts = reading.file("facts.yaml")
    catalog = Catalog(
        sources=reading.section(Source, facts, "sources"),
        facts=reading.section(Fact, facts, "facts"),
        countries=_countries(reading),
        intents=_intents(reading),
        languages={path.name: _language(reading, path.name) for path in _folders(root)},
    )
    if MAIN not in catalog.languages:
        message = "is missing: it stands in for every language."
        reading.problems.append(Problem(f"{MAIN}/ui.yaml", 1, "file", message, "Bring it back."))
    broken = any(problem.level == "error" for problem in reading.problems)
    return Loaded(None if broken else catalog, reading.problems, reading.files)


def load_catalog(root: Path) -> Catalog:
    """Read the content folder for use. Raises ContentError with every problem if a file cannot be used."""
    loaded = load(root)
    if loaded.catalog is None:
        raise ContentError(loaded.problems)
    return complete(loaded.catalog)


def complete(catalog: Catalog) -> Catalog:
    """Let English stand in for the small texts that a language lacks. Answers stay: one in English has to say so."""
    english = catalog.languages[MAIN]
    languages = {
        code: language.model_copy(
            update={
                # The language's own order first: lists are shown in it.
                "ui": {**language.ui, **english.ui, **language.ui},
                "facts": {**english.facts, **language.facts},
                "sources": {**english.sources, **language.sources},
            }
        )
        for code, language in catalog.languages.items()
    }
    return catalog.model_copy(update={"languages": languages})


def _folders(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("*/") if LANGUAGE.match(path.name) and (path / "ui.yaml").exists())


def _countries(reading: _Reading) -> dict[str, Country]:
    file = reading.file("hotlines.yaml")
    entries = file.data.get("countries", [])
    if not isinstance(entries, list):
        where = file.line(("countries",))
        reading.problems.append(Problem(file.name, where, "countries", "is not a list.", "Write `- code: ...` lines."))
        return {}
    read = (reading.record(Country, entry, file, ("countries", index)) for index, entry in enumerate(entries))
    return {country.code: country for country in read if country is not None}


def _intents(reading: _Reading) -> dict[str, Intent]:
    intents: dict[str, Intent] = {}
    for path in sorted((reading.root / "intents").glob("*.yaml")):
        file = reading.file(f"intents/{path.name}")
        for key, value in file.data.items():
            data = {"id": key, **(value if isinstance(value, dict) else {"?": value})}
            if (intent := reading.record(Intent, data, file, (key,))) is not None:
                intents[key] = intent
    return intents


def _language(reading: _Reading, code: str) -> Language:
    answers: dict[str, Answer] = {}
    for path in sorted((reading.root / code).glob("*.yaml")):
        if path.stem not in TEXT_FILES:
            answers |= reading.section(Answer, reading.file(f"{code}/{path.name}"))
    facts, hotlines = reading.file(f"{code}/facts.yaml"), reading.file(f"{code}/hotlines.yaml")
    texts = reading.texts(reading.file(f"{code}/ui.yaml"))
    for group in ("countries", "kinds"):
        texts |= {f"{group}.{key}": text for key, text in reading.texts(hotlines, group).items()}
    return Language(
        code=code,
        answers=answers,
        facts=reading.section(FactText, facts, "facts"),
        sources=reading.section(SourceText, facts, "sources"),
        hotlines=reading.section(HotlineText, hotlines, "hotlines"),
        ui=texts,
        typing=_typing(reading, code),
        regional=_may_miss(reading, f"{code}/regional.yaml", dict[str, str]),
        said_next=_may_miss(reading, f"{code}/said_next.yaml", dict[str, tuple[str, ...]]),
    )


def _may_miss(reading: _Reading, name: str, kind: type[T]) -> dict[str, T]:
    """Read a file that a language may do without."""
    return reading.section(kind, reading.file(name)) if (reading.root / name).exists() else {}


def _typing(reading: _Reading, code: str) -> Typing:
    if not (reading.root / code / "matching.yaml").exists():
        return Typing()
    file = reading.file(f"{code}/matching.yaml")
    return reading.record(Typing, file.data, file, ()) or Typing()
