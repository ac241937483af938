"""What the wording as a whole changes in what the signs and the rules found; it never cancels a decisive sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.offer.kind import SHARED
from bot.offer.level import Level
from bot.offer.types import Flag, Good
from bot.offer.wording import HONEST, LURE, OTHER, QUESTION, TALK

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.offer.content import RedFlag
    from bot.offer.kind import Other
    from bot.offer.text import Folded
    from bot.offer.wording import Likeness

LURE_WORDING, ORDINARY_WORDING = "lure_wording", "ordinary_wording"
# Log odds from which a likeness counts, chosen by leaving a fifth of the texts out.
LIKE_A_LURE, LIKE_AN_OFFER = 0.5, 0.5
ALONE_LIKE_A_LURE, BESIDE = 0.8, 2  # the likeness where the words have less than two signs, none of them more than weak
CERTAIN_TALK = 1.5  # talk names the gravest signs as well
MUCH_LIKE_ANOTHER = 1.5  # signs that other scams' letters have too do not outweigh it
MUCH_LIKE_AN_OFFER = 1.4  # where the rules find a telling wording of another scam
LIKE_HONEST, LIKE_TALK, LIKE_OTHER = 0.5, 1.0, 0.3
SEVERAL_TELLS, CERTAIN_TELLS = 2, 3  # telling wordings of another scam that outweigh the likeness


def lure_flag(
    like: Likeness | None, folded: Folded, by_words: Collection[Flag], known: Mapping[str, RedFlag]
) -> tuple[Flag, ...]:
    """Return the sign that a text is worded like known lures, quoting the clause that says so most."""
    alone = len(by_words) < BESIDE and all(flag.severity == "weak" for flag in by_words)
    if like is None or like.sort != LURE or like.margin < (ALONE_LIKE_A_LURE if alone else LIKE_A_LURE):
        return ()
    start, end = folded.span(*like.quote)
    flag = known[LURE_WORDING]
    return (Flag(LURE_WORDING, flag.severity, flag.group, folded.original[start:end], start, end),)


def ordinary(like: Likeness | None, folded: Folded) -> tuple[Good, ...]:
    """Return the good sign that a text is worded like ordinary offers; a stranger cannot check it."""
    if like is None or like.sort != HONEST or like.margin < LIKE_HONEST:
        return ()
    start, end = folded.span(*like.quote)
    return (Good(ORDINARY_WORDING, checkable=False, quote=folded.original[start:end], start=start, end=end),)


def weighed(reached: Level, good: Collection[Good], flags: Collection[Flag]) -> Level:
    """Take a level one down where the whole is worded like ordinary offers and no sign is decisive."""
    decisive = any(flag.severity == "decisive" for flag in flags)
    if reached.rule is None or decisive or all(sign.id != ORDINARY_WORDING for sign in good):
        return reached
    if reached.risk == "none_found":
        return reached
    return Level("caution" if reached.risk == "high" else "none_found", reached.rule, reached.ladder, lowered=True)


def offers(like: Likeness | None, other: Other, level: Level, flags: Collection[Flag], *, by_rules: bool) -> bool:
    """Decide whether a text is an offer: by the rules, unless its wording clearly says otherwise."""
    if like is None:
        return by_rules
    if like.sort == LURE:
        least = MUCH_LIKE_AN_OFFER if other.tells else LIKE_AN_OFFER
        return by_rules or (like.margin >= least and other.tells < CERTAIN_TELLS)
    decisive = any(flag.severity == "decisive" for flag in flags)
    if like.sort in (TALK, QUESTION) and like.margin >= LIKE_TALK:
        return by_rules and decisive and level.risk == "high" and like.margin < CERTAIN_TALK
    if like.sort == OTHER and like.margin >= LIKE_OTHER:
        own = any(flag.severity == "decisive" and flag.group not in SHARED for flag in flags)
        return by_rules and (own or (decisive and like.margin < MUCH_LIKE_ANOTHER))
    return by_rules


def named(by_rules: str, like: Likeness | None, other: Other) -> str:
    """Name the other scam by the rules where several telling wordings say so, else by the wording as a whole."""
    if like is None or like.intent is None or like.sort != OTHER:
        return by_rules
    return by_rules if by_rules != "none" and other.tells >= SEVERAL_TELLS else like.intent
