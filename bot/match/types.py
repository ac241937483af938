"""The matcher's contract: a question in, ranked intents and a decision out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Example:
    """One phrasing that the matcher learns from; `label` is the intent id, `lang` an ISO 639-1 code."""

    text: str
    label: str
    lang: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the session knows: the last intent answered, if any, so that "and how do I report it?" is understood."""

    last_intent: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An intent with its score, the calibrated probability (0 to 1) that it is right."""

    intent: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The intents for one question, best first, and the probability (0 to 1) that any of them is what was asked."""

    matches: tuple[Match, ...]
    scope: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a question. `intent` is set for "answer"; `alternatives` ranks the others (at most three).

    `goes_on`: it was found because of the answer before it.
    """

    kind: Literal["answer", "disambiguate", "unknown"]
    intent: str | None
    score: float
    alternatives: tuple[Match, ...]
    also: str | None = None
    goes_on: bool = False

    @property
    def offered(self) -> tuple[Match, ...]:
        """What the person is asked back about: nothing unless the decision is to disambiguate."""
        return self.alternatives if self.kind == "disambiguate" else ()
