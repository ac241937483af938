"""What the wording as a whole changes in what the signs and the rules found; a decisive sign of the work stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.offer.kind import CERTAIN, is_own
from bot.offer.level import PLACES
from bot.offer.types import Flag, Good
from bot.offer.wording import HONEST, LURE, OTHER, QUESTION, TALK

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.offer.content import RedFlag
    from bot.offer.kind import Other
    from bot.offer.level import Level
    from bot.offer.text import Folded
    from bot.offer.wording import Likeness

NUMBER_BEFORE = re.compile(r"[$€£₱₹¥]?\d(?:[,.]?\d)*[,.]\Z")
NUMBER_REST = re.compile(r"(?:[,.:]\d{1,12}){1,4}")
LONGEST_NUMBER = 16
LURE_WORDING, ORDINARY_WORDING = "lure_wording", "ordinary_wording"
ALONE = 2  # signs of the words; where there are less, none of them more than weak, the likeness stands alone
SEVERAL_TELLS, CERTAIN_TELLS = 2, 3  # telling wordings of another scam that outweigh the likeness


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log odds from which a likeness counts, chosen by leaving a fifth of the texts out. The defaults are Chinese.

    `alone`: of a lure whose words have few signs. `offer`: that makes an offer of a text, `told_offer` where the rules
    find a telling wording of another scam. `certain_talk`: talk that names the gravest signs as well. `much_other`:
    signs that other scams' letters have too do not outweigh it. `name`: of a letter that no rule names.
    `no_caution`: of an ordinary offer that is no caution. `everyday`: of a text that is no offer and no scam.
    """

    lure: float = 0.5
    alone: float = 0.8
    offer: float = 0.5
    told_offer: float = 1.4
    honest: float = 0.5
    no_caution: float = 0.5
    talk: float = 1.0
    certain_talk: float = 1.5
    other: float = 0.3
    much_other: float = 1.5
    name: float = 0.0
    everyday: float = 0.3


CHINESE = Thresholds()
# Honest English adverts and lures share more words: a likeness must be clearer.
ENGLISH = Thresholds(lure=1.5, alone=1.5, offer=2.0, told_offer=2.5, honest=0.7, name=1.0, everyday=0.7)
THRESHOLDS = {"zh": CHINESE, "en": ENGLISH}


def is_everyday(like: Likeness | None, at: Thresholds) -> bool:
    """Tell whether a text is worded like the posts, news, notices and shop adverts that people share every day."""
    return like is not None and like.everyday >= at.everyday


def lure_flag(
    like: Likeness | None,
    folded: Folded,
    by_words: Collection[Flag],
    known: Mapping[str, RedFlag],
    at: Thresholds,
) -> tuple[Flag, ...]:
    """Return the sign that a text is worded like known lures, quoting the clause that says so most."""
    alone = len(by_words) < ALONE and all(flag.severity == "weak" for flag in by_words)
    if like is None or like.sort != LURE or like.margin < (at.alone if alone else at.lure) or is_everyday(like, at):
        return ()
    start, end = folded.span(*_whole(folded.text, *like.quote))
    flag = known[LURE_WORDING]
    return (Flag(LURE_WORDING, flag.severity, flag.group, folded.original[start:end], start, end),)


def ordinary(like: Likeness | None, folded: Folded, at: Thresholds) -> tuple[Good, ...]:
    """Return the good sign that a text is worded like ordinary offers; a stranger cannot check it."""
    if like is None or like.sort != HONEST or like.margin < at.honest:
        return ()
    start, end = folded.span(*_whole(folded.text, *like.quote))
    return (Good(ORDINARY_WORDING, checkable=False, quote=folded.original[start:end], start=start, end=end),)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a quote with the rest of a number that it was cut in: a comma inside a number ends no clause."""
    if (head := NUMBER_BEFORE.search(text, max(0, start - LONGEST_NUMBER), start)) and text[start].isdigit():
        start = head.start()
    if text[end - 1].isdigit() and (rest := NUMBER_REST.match(text, end)):
        end = rest.end()
    return start, end


def weighed(
    reached: Level,
    good: Collection[Good],
    flags: Collection[Flag],
    like: Likeness | None,
    at: Thresholds,
    everyday: Collection[str],
) -> Level:
    """Take a level one down where the whole is worded like ordinary offers and no sign is decisive.

    Decisive signs leave a caution where ordinary adverts have their words as well (`everyday`: "no phones on the shop
    floor"). Two serious signs stay one, however ordinary the words around them, unless something can be checked.
    """
    decisive = {flag.id for flag in flags if flag.severity == "decisive"}
    if reached.rule is None or all(sign.id != ORDINARY_WORDING for sign in good):
        return reached
    if decisive:
        return reached.down(1) if reached.risk == "high" and decisive.issubset(everyday) else reached
    slight = like is not None and like.margin < at.no_caution
    several = sum(flag.severity == "strong" and flag.id not in PLACES for flag in flags) > 1
    if reached.risk == "none_found" or (reached.risk == "caution" and (slight or (several and not reached.lowered))):
        return reached
    return reached.down(1)


def offers(
    like: Likeness | None,
    other: Other,
    level: Level,
    flags: Collection[Flag],
    *,
    by_rules: bool,
    at: Thresholds,
    own: bool = False,
    jobs: Collection[str] = (),
) -> bool:
    """Decide whether a text is an offer: by the rules, unless its wording clearly says otherwise.

    `own`: somebody's own words, that want nothing of the reader: however they are worded, they offer nothing.
    `jobs`: signs of money that only a job has, such as parcels to send on.
    """
    if like is None:
        return by_rules
    if is_everyday(like, at):
        return by_rules and any(flag.severity == "decisive" and is_own(flag, jobs) for flag in flags)
    if like.sort == LURE:
        least = at.told_offer if other.tells else at.offer
        return by_rules or (not own and like.margin >= least and other.tells < CERTAIN_TELLS)
    decisive = any(flag.severity == "decisive" for flag in flags)
    if like.sort in (TALK, QUESTION) and like.margin >= at.talk:
        return by_rules and decisive and level.risk == "high" and like.margin < at.certain_talk
    if like.sort == OTHER and like.margin >= at.other:
        of_a_job = any(flag.severity == "decisive" and is_own(flag) for flag in flags)
        return by_rules and (of_a_job or (decisive and like.margin < at.much_other))
    return by_rules


def named(by_rules: str, like: Likeness | None, other: Other, at: Thresholds, adverts: Collection[str] = ()) -> str:
    """Name the other scam by the rules where several telling wordings say so, else by the wording as a whole.

    None where somebody plainly talks in their own words, or shares what is shared every day, and few say otherwise: a
    mother who names a group of parents, a "good night". Not so of the scams that are `adverts` themselves.
    """
    shared = is_everyday(like, at) and by_rules not in adverts
    few = other.tells < (CERTAIN_TELLS if shared else SEVERAL_TELLS) and other.most_cues < CERTAIN
    talks = like is not None and like.sort in (TALK, QUESTION) and like.margin >= at.talk
    if few and (talks or shared):
        return "none"
    if like is None or like.intent is None or like.sort != OTHER:
        return by_rules
    if by_rules == "none" and like.margin < at.name:
        return by_rules
    return by_rules if by_rules != "none" and other.tells >= SEVERAL_TELLS else like.intent
