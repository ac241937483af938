"""What the offer check finds: warning signs with the words that raised them, and a risk level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["decisive", "strong", "weak"]
Risk = Literal["high", "caution", "none_found", "not_an_offer"]


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
class Assessment:
    """The outcome. `kind` is "job_abroad", "job_other" or "none"; `cut`: the text was too long to read whole."""

    risk: Risk
    kind: str
    flags: tuple[Flag, ...]
    cut: bool = False
