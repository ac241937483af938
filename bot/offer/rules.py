"""Loads the red flags and makes them ready to search: one set of rules for all languages, patterns compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.catalog.loader import ContentError
from bot.catalog.types import MAIN
from bot.catalog.yamlfile import Problem, read_yaml
from bot.offer.content import Flags, Numbers, RuleText
from bot.offer.entities import PlaceReader, place_reader
from bot.offer.faults import NO_PATTERN, Content, faults, unsearchable
from bot.offer.near import Near, near
from bot.offer.pay import PayReader, pay_reader
from bot.offer.wording import EVERYDAY, SORTS, WordingError, read_wording
from bot.offer.written import SEARCHED, Patterns, cue, pattern, sought, spelled_out

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterable, Mapping
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
    places: PlaceReader
    wordings: Mapping[str, Wording]
    everydays: Mapping[str, Wording]

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
    codes = {MAIN, *(path.parent.name for path in content.glob("*/redflags.yaml"))}
    known = _read(content, "redflags.yaml", Flags, problems)
    numbers = _read(content, "offers.yaml", Numbers, problems)
    texts = {code: _read(content, f"{code}/redflags.yaml", RuleText, problems) for code in sorted(codes)}
    wordings = _models("wording.json", SORTS, content, texts, problems)
    everydays = _models("everyday.json", (EVERYDAY,), content, texts, problems)
    whole = {code: text for code, text in texts.items() if text is not None}
    if known is None or numbers is None or len(whole) < len(texts):
        raise ContentError(sorted(problems))
    said = {code: text.said for code, text in whole.items()}
    problems += faults(known, numbers, whole)
    broken = None
    if not problems:
        try:
            return _ready(known.said, numbers.said, said, wordings, everydays)
        except NO_PATTERN as error:  # to try each by itself before would take a quarter of the time of loading
            broken = error
    problems += [problem for text in whole.values() for problem in unsearchable(text)]
    if not problems and broken is not None:
        raise broken
    raise ContentError(sorted(problems))


def _ready(
    known: Flags,
    numbers: Numbers,
    texts: Mapping[str, RuleText],
    wordings: Mapping[str, Wording],
    everydays: Mapping[str, Wording],
) -> Rules:
    """Make what was read ready to search."""
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
        places=place_reader(every),
        wordings=wordings,
        everydays=everydays,
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


def _read(content: Path, name: str, form: type[T], problems: list[Problem]) -> Content[T] | None:
    file, found = read_yaml(content / name, name)
    problems += found
    if found and not file.data:
        return None
    try:
        return Content(file, TypeAdapter(form).validate_python(file.data))
    except ValidationError as error:
        problems += file.unfit(error)
        return None


def _models(
    file: str, kinds: Collection[str], content: Path, codes: Iterable[str], problems: list[Problem]
) -> dict[str, Wording]:
    """Read the model of each language that has one in its `file`; it must know these `kinds`."""
    found = {}
    for code in codes:
        name = f"{code}/{file}"
        try:
            if (model := read_wording(content / name, kinds)) is not None:
                found[code] = model
        except WordingError as error:
            again = f"Run `content wording {code}`."
            problems.append(Problem(name, error.line, "file", f"is no model: {error}.", again))
    return found
