"""The reference syntax of answers: {fact:cases_cracked}, {hotline:police}, {hotline:cn-antifraud-96110}."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

REFERENCE = re.compile(r"\{(fact|hotline):([a-z0-9][a-z0-9_.-]{0,63})\}")
BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Ref:
    """A named figure or line inside an answer."""

    kind: Literal["fact", "hotline"]
    name: str


class ReferenceSyntaxError(ValueError):
    """A brace that opens no reference; `position` counts characters from 0."""

    def __init__(self, text: str, position: int) -> None:
        """Show the brace with a few characters around it."""
        self.position = position
        near = text[max(0, position - 10) : position + 20].replace("\n", " ")
        super().__init__(f"a brace that is no reference near “{near}”")


def parse(text: str) -> tuple[str | Ref, ...]:
    """Split `text` into plain strings and references, in order; joined again they give `text`.

    Raises ReferenceSyntaxError for any brace outside a well-formed reference.
    """
    parts: list[str | Ref] = []
    end = 0
    for found in REFERENCE.finditer(text):
        parts.append(_plain(text, end, found.start()))
        parts.append(Ref("fact" if found[1] == "fact" else "hotline", found[2]))
        end = found.end()
    parts.append(_plain(text, end, len(text)))
    return tuple(part for part in parts if part != "")


def _plain(text: str, start: int, end: int) -> str:
    if brace := BRACE.search(text, start, end):
        raise ReferenceSyntaxError(text, brace.start())
    return text[start:end]


def references(text: str) -> tuple[Ref, ...]:
    """Only the references of `text`. Raises ReferenceSyntaxError as `parse` does."""
    return tuple(part for part in parse(text) if isinstance(part, Ref))
