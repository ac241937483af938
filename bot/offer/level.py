"""From signs to a level, by rules that can be read aloud: content/redflags.yaml, `rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.offer.content import Ladder, Rule
    from bot.offer.rules import Rules
    from bot.offer.types import Flag, Good, OfferRisk

LADDERS: tuple[Ladder, ...] = ("abroad", "money")
LEVELS: tuple[OfferRisk, ...] = ("none_found", "caution", "high")
PLACES = frozenset({"hotspot_destination", "named_destination", "border_zone_worksite"})  # one place, named twice
MANY_GOOD, MANY_CHECKABLE = 4, 2  # good signs that take a level down twice: no lure that was read had as many


class Level(NamedTuple):
    """A level, the rule that set it, the ladder it was reached on, and whether good signs took it down.

    `least`: below which nothing takes it, because a sign is there that honest words do not make good (a fee).
    """

    risk: OfferRisk
    rule: str | None
    ladder: Ladder | None
    lowered: bool = False
    least: OfferRisk = "none_found"

    def down(self, steps: int) -> Level:
        """Return it so many levels lower, but not below the least."""
        lower = max(LEVELS.index(self.risk) - steps, LEVELS.index(self.least), 0)
        return self if LEVELS[lower] == self.risk else self._replace(risk=LEVELS[lower], lowered=True)


def level(flags: Collection[Flag], good: Sequence[Good], rules: Rules) -> Level:
    """Return the higher of the two ladders' levels.

    Good signs lower it by one where the rule lets them and a stranger can check one of them: lures copy honest words.
    By two where there are many.
    """
    reached = [_climb(flags, good, ladder, rules) for ladder in LADDERS]
    best = _telling(max(reached, key=_height), max(reached[::-1], key=_height), flags, rules)
    rule = next((rule for rule in rules.rules if rule.id == best.rule), None)
    trusted = sum(sign.checkable for sign in good)
    if rule is None or not rule.lowered_by or not trusted or len(good) < rule.lowered_by:
        return best
    steps = 2 if len(good) >= MANY_GOOD and trusted >= MANY_CHECKABLE else 1
    return best.down(steps)


def _climb(flags: Collection[Flag], good: Collection[Good], ladder: Ladder, rules: Rules) -> Level:
    stated = {sign.id for sign in good}
    counted = [flag for flag in flags if ladder in rules.flags[flag.id].ladders]
    for rule in rules.rules:
        if stated.isdisjoint(rule.not_with) and _holds(rule, counted):
            least = max((rules.flags[flag.id].least or LEVELS[0] for flag in counted), key=LEVELS.index)
            return Level(rule.level, rule.id, ladder, least=least)
    return Level("none_found", None, None)


def _height(found: Level) -> int:
    return LEVELS.index(found.risk)


def _telling(abroad: Level, money: Level, flags: Collection[Flag], rules: Rules) -> Level:
    """Of two ladders at one level, take the one with the graver signs for the reason.

    It stays work abroad where a sign that is none of money is serious: then the den is what threatens.
    """
    alone = {
        ladder: [flag.severity for flag in flags if rules.flags[flag.id].ladders == (ladder,)] for ladder in LADDERS
    }
    decisive = {ladder: "decisive" in severities for ladder, severities in alone.items()}
    if abroad.rule == money.rule or abroad.ladder == money.ladder or not decisive["money"] or decisive["abroad"]:
        return abroad
    return money._replace(ladder="abroad") if "strong" in alone["abroad"] else money


def _holds(rule: Rule, flags: Sequence[Flag]) -> bool:
    ids = {flag.id for flag in flags}
    decisive = sum(flag.severity == "decisive" for flag in flags)
    grave = [flag for flag in flags if flag.severity != "weak" and flag.id not in rule.apart_from]
    strong, alike = len({flag.group for flag in grave}), len(grave)
    weak = sum(flag.severity == "weak" and flag.id not in PLACES for flag in flags) + (not ids.isdisjoint(PLACES))
    return (
        decisive >= rule.decisive
        and strong >= rule.strong
        and alike >= rule.alike
        and weak >= rule.weak
        and all(not ids.isdisjoint(choice) for choice in rule.one_of)
    )
