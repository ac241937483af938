"""The offer check: read a text, find the signs, and rate the risk by rules that can be read aloud.

High: one decisive sign, or strong signs of two groups, or one strong sign with two weak ones.
Caution: one strong sign, or three weak ones. A place or a free flight alone never rates above "none found".
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.offer.text import LONGEST, Folded, fold
from bot.offer.types import Assessment, Flag, Risk

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.offer.rules import Rules

BEFORE = 24  # characters in which a "never" or "不收" before a sign takes it back
WEAK_WITH_STRONG, WEAK_ALONE = 2, 3
WINDOW = 4000


def assess(text: str, rules: Rules) -> Assessment:
    """Check one text. The same text always gives the same outcome."""
    folded = fold(text)
    flags = _flags(folded, rules)
    kind = "job_abroad" if _any(rules.abroad, folded.text) else "job_other"
    if not _is_offer(folded, flags, rules):
        return Assessment("not_an_offer", "none", ())
    return Assessment(_risk(flags), kind, flags, cut=len(text) > LONGEST)


def to_json(found: Assessment) -> dict[str, Any]:
    """Return the assessment in the form that `check --jsonl` promises."""
    flags = [{key: asdict(flag)[key] for key in ("id", "severity", "quote", "start", "end")} for flag in found.flags]
    return {"risk": found.risk, "kind": found.kind, "flags": flags, "entities": {}}


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _flags(folded: Folded, rules: Rules) -> tuple[Flag, ...]:
    found = []
    for key, rule in rules.flags.items():
        for pattern in rules.patterns[key]:
            hit = next((m for m in pattern.finditer(folded.text) if not _negated(folded.text, m.start(), rules)), None)
            if hit is not None and hit.end() > hit.start():
                start, end = folded.span(hit.start(), hit.end())
                found.append(Flag(key, rule.severity, rule.group, folded.original[start:end], start, end))
                break
    order = {"decisive": 0, "strong": 1, "weak": 2}
    return tuple(sorted(found, key=lambda flag: (order[flag.severity], flag.start)))


def _negated(text: str, start: int, rules: Rules) -> bool:
    before = text[max(0, start - BEFORE) : start]
    return any(pattern.search(before) for pattern in rules.negations)


def _is_offer(folded: Folded, flags: Sequence[Flag], rules: Rules) -> bool:
    """An offer speaks of hiring; a question, a warning or a piece of news about scams does too, and is none."""
    hiring = sum(bool(pattern.search(folded.text)) for pattern in rules.offer)
    if _any(rules.talk, folded.text):
        return False
    return hiring >= 2 or (hiring == 1 and len(flags) >= 2)  # noqa: PLR2004 - one word of hiring is no offer


def _risk(flags: Sequence[Flag]) -> Risk:
    strong = {flag.group for flag in flags if flag.severity == "strong"}
    weak = sum(flag.severity == "weak" for flag in flags)
    if any(flag.severity == "decisive" for flag in flags) or len(strong) > 1 or (strong and weak >= WEAK_WITH_STRONG):
        return "high"
    return "caution" if strong or weak >= WEAK_ALONE else "none_found"
