"""What the offer check finds: warning and good signs with the words that raised them, what was read, a risk level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["decisive", "strong", "weak"]
OfferRisk = Literal["high", "caution", "none_found"]
Risk = OfferRisk | Literal["not_an_offer"]
EntityKind = Literal[
    "pay", "fee", "place", "job", "company", "licence", "handle", "phone", "mail", "link", "date", "payer"
]


@dataclass(frozen=True, slots=True)
class Flag:
    """A warning sign in the text: `quote` is text[start:end] of the original, counted in characters."""

    id: str
    severity: Severity
    group: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Good:
    """A counter-signal in the text: something an honest offer has. `checkable`: a stranger can look it up."""

    id: str
    checkable: bool
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Something the offer states. `value` is the quote in one form; `details` say more (amount, domain...)."""

    kind: EntityKind
    value: str
    quote: str
    start: int
    end: int
    details: Mapping[str, str | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcome. `kind` is "job_abroad", "job_other", an intent id that names another scam, or "none".

    `rule` names the rule that set the level, `lowered` tells that good signs took it down, by one level or two;
    `missing` names what an offer should state and this one does not; `cut`: the text was too long to read whole.
    `account`: it is no offer itself, but somebody who was asked for one describes it in their own words.
    """

    risk: Risk
    kind: str
    flags: tuple[Flag, ...] = ()
    good: tuple[Good, ...] = ()
    entities: tuple[Entity, ...] = ()
    missing: tuple[str, ...] = ()
    rule: str | None = None
    lowered: bool = False
    cut: bool = False
    account: bool = False
