"""Loads the red flags and makes them ready to search: one set of rules for all languages, patterns compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opencc import OpenCC
from pydantic import TypeAdapter, ValidationError

from bot.catalog.loader import ContentError
from bot.catalog.yamlfile import Problem, read_yaml
from bot.offer.content import Flags, Numbers, RuleText
from bot.offer.entities import Places, places
from bot.offer.near import Near, near
from bot.offer.pay import PayReader, pay_reader
from bot.offer.wording import read_wording
from bot.offer.written import SEARCHED, Patterns, cue, pattern, sought, spelled_out, unknown_classes

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from bot.offer.content import GoodSign, RedFlag, Rule
    from bot.offer.wording import Wording

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the check knows. Keys are flag ids, sign ids, cue names and language codes."""

    known: Flags
    numbers: Numbers
    texts: Mapping[str, RuleText]
    signs: Mapping[str, Patterns]
    near: Mapping[str, tuple[Near, ...]]
    unless: Mapping[str, Patterns]
    good_signs: Mapping[str, Patterns]
    negations: tuple[re.Pattern[str], ...]
    negations_after: tuple[re.Pattern[str], ...]
    offer: Mapping[str, Patterns]
    talk: Mapping[str, Patterns]
    asks: Mapping[str, Patterns]
    others: Mapping[str, tuple[Patterns, ...]]
    tells: Mapping[str, tuple[Near, ...]]
    abroad: Patterns
    fields: Mapping[str, Patterns]
    pay: PayReader
    places: Places
    simplify: Callable[[str], str]
    wordings: Mapping[str, Wording]

    @property
    def flags(self) -> Mapping[str, RedFlag]:
        """The warning signs by id."""
        return self.known.flags

    @property
    def good(self) -> Mapping[str, GoodSign]:
        """The counter-signals by id."""
        return self.known.good

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The ways to a level, in the order in which they are tried."""
        return self.known.rules


def load_rules(content: Path) -> Rules:
    """Read redflags.yaml, offers.yaml and the languages' files. Raises ContentError with every problem."""
    problems: list[Problem] = []
    known = _read(content, "redflags.yaml", TypeAdapter(Flags), problems)
    numbers = _read(content, "offers.yaml", TypeAdapter(Numbers), problems)
    names = [f"{path.parent.name}/redflags.yaml" for path in sorted(content.glob("*/redflags.yaml"))]
    texts = {name.partition("/")[0]: _read(content, name, TypeAdapter(RuleText), problems) for name in names}
    problems += _unknown(known, texts)
    if problems:
        raise ContentError(sorted(problems))
    every = tuple(spelled_out(text) for text in texts.values())
    return Rules(
        known=known,
        numbers=numbers,
        texts=texts,
        signs={key: sought(t.flags[key].patterns for t in every if key in t.flags) for key in known.flags},
        near={key: near(t.flags[key].near for t in every if key in t.flags) for key in known.flags},
        unless={key: sought(t.flags[key].unless for t in every if key in t.flags) for key in known.flags},
        good_signs={key: sought(t.good[key].patterns for t in every if key in t.good) for key in known.good},
        negations=tuple(pattern(f"(?:{written})$") for t in every for written in t.negation),
        negations_after=tuple(pattern(written) for t in every for written in t.negation_after),
        others=_cues(t.others for t in every),
        tells={name: near(t.tells.get(name, ()) for t in every) for name in {name for t in every for name in t.tells}},
        abroad=sought(t.abroad for t in every),
        pay=pay_reader(every),
        places=places(every),
        simplify=OpenCC("t2s").convert,
        wordings={
            code: found for code in texts if (found := read_wording(content / code / "wording.json")) is not None
        },
        **{name: _named(getattr(t, name) for t in every) for name in SEARCHED},
    )


def _named(mappings: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, Patterns]:
    every = list(mappings)
    names = dict.fromkeys(name for mapping in every for name in mapping)
    return {name: sought(mapping.get(name, ()) for mapping in every) for name in names}


def _cues(mappings: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[Patterns, ...]]:
    """Each language's cues of another scam stay by themselves: how many of them are there is what counts."""
    every = list(mappings)
    names = dict.fromkeys(name for mapping in every for name in mapping)
    return {name: tuple(Patterns(map(cue, mapping[name])) for mapping in every if name in mapping) for name in names}


def _unknown(known: Flags, texts: Mapping[str, RuleText]) -> list[Problem]:
    """Say every id that one file names and the other lacks."""
    problems = []
    for code, text in texts.items():
        name = f"{code}/redflags.yaml"
        for section, ids, said in (
            ("flags", set(known.flags), set(text.flags)),
            ("good", set(known.good), set(text.good)),
            ("rules", {rule.id for rule in known.rules}, set(text.rules)),
        ):
            for key in sorted(ids ^ said):
                what = "is not worded here." if key in ids else "is not in redflags.yaml."
                problems.append(Problem(name, 1, f"{section}.{key}", what, "Write it, or remove the other."))
        problems += [
            Problem(name, 1, f"classes.{key}", "is named in a pattern and not written.", "Write it, or mend the name.")
            for key in unknown_classes(text)
        ]
    for key, flag in known.flags.items():
        problems += [
            Problem("redflags.yaml", 1, f"flags.{key}", f"names no known source: {source}.", "Add it to sources.")
            for source in flag.sources
            if source not in known.sources
        ]
    for rule in known.rules:
        problems += [
            Problem("redflags.yaml", 1, f"rules.{rule.id}", f"names no known flag: {key}.", "Mend its spelling.")
            for part in rule.one_of
            for key in part
            if key not in known.flags
        ]
    return problems


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
