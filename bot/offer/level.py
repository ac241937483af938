"""From signs to a level, by rules that can be read aloud: content/redflags.yaml, `rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.offer.content import Ladder, Rule
    from bot.offer.rules import Rules
    from bot.offer.types import Flag, Good

LADDERS: tuple[Ladder, ...] = ("abroad", "money")
LEVELS: tuple[Literal["none_found", "caution", "high"], ...] = ("none_found", "caution", "high")
PLACES = frozenset({"hotspot_destination", "named_destination", "border_zone_worksite"})  # one place, named twice
MANY_GOOD, MANY_CHECKABLE = 4, 2  # good signs that take a level down twice: no lure that was read had as many


class Level(NamedTuple):
    """A level, the rule that set it, the ladder it was reached on, and whether good signs took it one level down."""

    risk: Literal["high", "caution", "none_found"]
    rule: str | None
    ladder: Ladder | None
    lowered: bool = False


def level(flags: Collection[Flag], good: Sequence[Good], rules: Rules) -> Level:
    """Return the higher of the two ladders' levels.

    Good signs lower it by one where the rule lets them and a stranger can check one of them: lures copy honest words.
    By two where there are many.
    """
    reached = [_climb(flags, good, ladder, rules) for ladder in LADDERS]
    best = max(reached, key=lambda found: LEVELS.index(found.risk))
    rule = next((rule for rule in rules.rules if rule.id == best.rule), None)
    trusted = sum(sign.checkable for sign in good)
    if rule is None or not rule.lowered_by or not trusted or len(good) < rule.lowered_by:
        return best
    steps = 2 if len(good) >= MANY_GOOD and trusted >= MANY_CHECKABLE else 1
    return Level(LEVELS[max(0, LEVELS.index(best.risk) - steps)], best.rule, best.ladder, lowered=True)


def _climb(flags: Collection[Flag], good: Collection[Good], ladder: Ladder, rules: Rules) -> Level:
    stated = {sign.id for sign in good}
    counted = [flag for flag in flags if ladder in rules.flags[flag.id].ladders]
    for rule in rules.rules:
        if stated.isdisjoint(rule.not_with) and _holds(rule, counted):
            return Level(rule.level, rule.id, ladder)
    return Level("none_found", None, None)


def _holds(rule: Rule, flags: Sequence[Flag]) -> bool:
    ids = {flag.id for flag in flags}
    decisive = sum(flag.severity == "decisive" for flag in flags)
    strong = len({flag.group for flag in flags if flag.severity != "weak" and flag.id not in rule.apart_from})
    weak = sum(flag.severity == "weak" and flag.id not in PLACES for flag in flags) + (not ids.isdisjoint(PLACES))
    return (
        decisive >= rule.decisive
        and strong >= rule.strong
        and weak >= rule.weak
        and all(not ids.isdisjoint(choice) for choice in rule.one_of)
    )
