"""The red flags as data: severity and sources stand once, patterns and words per language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.catalog.loader import ContentError
from bot.catalog.types import HotlineSource, Model
from bot.catalog.yamlfile import Problem, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

T = TypeVar("T")


class RedFlag(Model):
    """One warning sign."""

    group: str
    severity: Literal["decisive", "strong", "weak"]
    sources: tuple[HotlineSource, ...]


class FlagText(Model):
    """How a language names a sign, why it matters, what to ask, and the patterns that find it (regular expressions)."""

    name: str
    why: str
    ask: str
    patterns: tuple[str, ...]


class RuleText(Model):
    """Everything that the check says in one language, and the patterns that tell an offer from talk about offers."""

    flags: dict[str, FlagText]
    card: dict[str, str]
    offer: tuple[str, ...]
    abroad: tuple[str, ...]
    talk: tuple[str, ...]
    negation: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All red flags, with their patterns compiled; keys are flag ids and language codes."""

    flags: Mapping[str, RedFlag]
    texts: Mapping[str, RuleText]
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    negations: tuple[re.Pattern[str], ...]
    offer: tuple[re.Pattern[str], ...]
    abroad: tuple[re.Pattern[str], ...]
    talk: tuple[re.Pattern[str], ...]


def load_rules(content: Path) -> Rules:
    """Read redflags.yaml and the languages' files. Raises ContentError with every problem."""
    problems: list[Problem] = []
    flags = _read(content, "redflags.yaml", TypeAdapter(dict[str, RedFlag]), problems)
    names = [f"{path.parent.name}/redflags.yaml" for path in sorted(content.glob("*/redflags.yaml"))]
    texts = {name[:2]: _read(content, name, TypeAdapter(RuleText), problems) for name in names}
    if problems:
        raise ContentError(sorted(problems))
    patterns = {
        key: tuple(
            p for text in texts.values() for p in _compiled(text.flags[key].patterns if key in text.flags else ())
        )
        for key in flags
    }
    return Rules(
        flags,
        texts,
        patterns,
        tuple(re.compile(text.negation) for text in texts.values()),
        tuple(p for text in texts.values() for p in _compiled(text.offer)),
        tuple(p for text in texts.values() for p in _compiled(text.abroad)),
        tuple(p for text in texts.values() for p in _compiled(text.talk)),
    )


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _read(content: Path, name: str, adapter: TypeAdapter[T], problems: list[Problem]) -> T:
    file, found = read_yaml(content / name, name)
    problems += found
    try:
        return adapter.validate_python(file.data)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            where = ".".join(map(str, item["loc"]))
            problems.append(Problem(name, file.line(item["loc"]), where, f"{item['msg']}.", "Mend this value."))
        raise ContentError(sorted(problems)) from error
