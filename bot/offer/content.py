"""The red flags as data: what redflags.yaml, offers.yaml and the languages' files hold."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations at run time
from typing import Literal

from pydantic import ConfigDict, Field

from bot.catalog.types import HotlineSource, Model

Ladder = Literal["abroad", "money"]
RuleLevel = Literal["high", "caution"]


class RedFlag(Model):
    """One warning sign. `ladders`: the den abroad; fee, task and mule jobs. `belief` says what is inferred.

    `least`: a level below which good signs never take an offer that has it.
    """

    group: Literal["promise", "contact", "journey", "papers", "money", "work", "control"]
    severity: Literal["decisive", "strong", "weak"]
    ladders: tuple[Ladder, ...] = ("abroad", "money")
    sources: tuple[str, ...] = Field(min_length=1)
    belief: str | None = None
    least: RuleLevel | None = None
    negatable: bool = True  # False where the words of the sign are a negation themselves ("no contract")


class Rule(Model):
    """One way to a level. Every condition that is given must hold; signs are counted on one ladder at a time.

    `decisive`, `strong`, `weak`: so many signs of that severity or above; strong ones of different groups; `alike`: so
    many strong ones of any group.
    `one_of`: lists of flag ids, of each of which at least one is there. `lowered_by`: so many good signs, one of them
    checkable, take the level down; 0: none ever do. `not_with`: good signs with which the rule does not hold.
    `apart_from`: signs that are not counted as strong ones, because rules of their own weigh them.
    """

    id: str
    level: RuleLevel
    decisive: int = 0
    strong: int = 0
    alike: int = 0
    weak: int = 0
    one_of: tuple[tuple[str, ...], ...] = ()
    lowered_by: int = 2
    not_with: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()


class GoodSign(Model):
    """A counter-signal. `checkable`: a stranger can look it up (a licence, a visa class), unlike a promise."""

    checkable: bool = False


class Flags(Model):
    """redflags.yaml: what is true in every language."""

    sources: Mapping[str, HotlineSource]
    flags: Mapping[str, RedFlag]
    good: Mapping[str, GoodSign]
    general_scams: frozenset[str]
    advert_scams: frozenset[str]
    job_signs: frozenset[str]
    everyday_signs: frozenset[str]
    rules: tuple[Rule, ...]


class UsualPay(Model):
    """What people usually earn in a place: rough, monthly, in that currency; `times` it is far above."""

    place: str
    currency: str
    month: float
    times: float
    what: str
    year: int
    source: str


class Bait(Model):
    """Pay promised in lures that were reported: from here on it is a sign where no skill is asked."""

    currency: str
    hour: float
    day: float
    month: float
    task: float


class Numbers(Model):
    """offers.yaml: pay, currencies, places and links. Rates are rough: units of the currency for one US dollar."""

    rates: Mapping[str, float]
    usual: tuple[UsualPay, ...]
    bait: tuple[Bait, ...]
    home: Mapping[str, tuple[str, ...]]
    at_home: Mapping[str, frozenset[str]]
    shorteners: frozenset[str]
    chats: frozenset[str]
    webmail: frozenset[str]
    suffixes: frozenset[str]


class FlagText(Model):
    """How a language names a sign, why it matters, what may explain it, what to ask, and the patterns that find it.

    `unless`: patterns that take a hit back where they stand in the same clause. `near`: parts that raise the sign where
    all of them stand near each other, in any order, also over the ends of sentences.
    """

    name: str = Field(min_length=1, max_length=60)
    why: str
    innocent: str
    ask: str
    patterns: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class GoodText(Model):
    """How a language names a counter-signal, and what finds it."""

    name: str
    patterns: tuple[str, ...]


class PlaceText(Model):
    """A place that offers name: `country` where it lies (ISO code)."""

    country: str
    names: tuple[str, ...]


class RuleText(Model):
    """Everything that the check says and reads in one language. Spaces at the ends of texts count: they separate.

    `classes`: words that patterns share, as one alternative; "{visa}" in a pattern, or in another class, stands for it.
    `others`: the cues of other scams, of which several must be there; `tells`: wordings of which one is enough.
    """

    model_config = ConfigDict(str_strip_whitespace=False)

    classes: Mapping[str, str] = Field(default_factory=dict)
    negation: tuple[str, ...]
    negation_after: tuple[str, ...]
    flags: Mapping[str, FlagText]
    good: Mapping[str, GoodText]
    rules: Mapping[str, str]
    offer: Mapping[str, tuple[str, ...]]
    abroad: tuple[str, ...]
    talk: Mapping[str, tuple[str, ...]]
    asks: Mapping[str, tuple[str, ...]] = {}
    others: Mapping[str, tuple[str, ...]]
    tells: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    places: tuple[PlaceText, ...]
    currencies: Mapping[str, tuple[str, ...]]
    periods: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]
    card: Mapping[str, str]
