"""Which sentences of an answer are of use, given the lines that are known where somebody is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.catalog.refs import references

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.types import Hotline

EMERGENCY = frozenset({"police", "medical"})
ALWAYS = EMERGENCY | {"crisis"}
SENTENCES = re.compile(r"(?:\{[^}]*\}|[^{.!?。！？])+[.!?。！？]*\s*")
BETWEEN = re.compile(r"\s*[,;/]\s*")
LOOSE = re.compile(r"\s+(?=(?:</\w+>)*$)")


def of_use(text: str, lines: Mapping[str, Hotline | None]) -> str:
    """Leave out the sentences of an answer that only name lines which nobody knows. The first line stays whole.

    So do those on whom there is where no number is known: police, a doctor, somebody to talk to.
    """

    def helps(sentence: str) -> bool:
        names = lines_in(sentence)
        return not names or any(lines[name] is not None or name in ALWAYS for name in names)

    first, *rest = text.split("\n")
    kept = ("".join(filter(helps, SENTENCES.findall(line))).strip() for line in rest)
    return "\n".join([first, *filter(None, kept)])


def told_once(text: str, lines: Mapping[str, Hotline | None]) -> tuple[str, Mapping[str, Hotline | None]]:
    """Name no number a second time where police and ambulance are each other's alternative ("No answer: ").

    The one that `text` names later keeps the numbers that the other does not have; if it has none of its own, the
    sentences that name it alone are left out.
    """
    met = [name for name in dict.fromkeys(lines_in(text)) if name in EMERGENCY]
    if len(met) < len(EMERGENCY):
        return text, lines
    first, later = lines[met[0]], lines[met[1]]
    if first is None or later is None:
        return text, lines
    left = [number for number in _numbers(later) if number not in _numbers(first)]
    if not left:
        return "\n".join(filter(None, (_without(met[1], line) for line in text.split("\n")))), lines
    if len(left) == len(_numbers(later)):
        return text, lines
    return text, {**lines, met[1]: later.model_copy(update={"number": " / ".join(left)})}


def _without(name: str, line: str) -> str:
    sentences = SENTENCES.findall(line)
    kept = [sentence for sentence in sentences if set(lines_in(sentence)) != {name}]
    return line if len(kept) == len(sentences) else LOOSE.sub("", "".join(kept))


def lines_in(text: str) -> list[str]:
    """Return the names of the lines that a text refers to, in order."""
    return [ref.name for ref in references(text) if ref.kind == "hotline"]


def _numbers(line: Hotline) -> list[str]:
    return BETWEEN.split(line.number or line.website or "")
