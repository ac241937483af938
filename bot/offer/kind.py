"""What a text is: a job offer, talk about offers (a question, news, a warning, a story), or another scam."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bot.offer.level import PLACES
from bot.offer.near import Places
from bot.offer.signs import any_hit, stands
from bot.offer.written import NONE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.offer.rules import Rules
    from bot.offer.text import Folded
    from bot.offer.types import Flag
    from bot.offer.written import Patterns

NEEDED = 2  # cues that name another scam
MOST_TELLS = 3  # of telling wordings that count: a long letter has many of everything
CERTAIN = 3  # cues of another scam that outweigh a few words of an offer
WHOLE = 4  # parts of an offer that outweigh them again
JOB = frozenset({"hiring", "headings", "full", "profile", "pay"})
ADVERT = frozenset({"hiring", "headings", "full"})
FULL, MANY = 2, 60  # words of a profile that make an advert; and how many are looked at
SHORT = 160  # characters: a question that long quotes no offer
WEIGHTS = {"decisive": 3, "strong": 2, "weak": 1}
HEAVY, HEAVIER = 3, 4  # signs that make an offer of a text that asks you in, and of one that does not
FRAME = frozenset({"promise", "journey", "work"})  # groups of signs that make a lure together
LETTER = frozenset({"apply", "pay", "invite"})  # parts of an offer that other scams' letters have too
OF_WORK = frozenset({"work", "money"})  # groups of signs that, beside hiring and pay, speak of a job: a fee is one
SHARED = frozenset({"money", "control", "contact"})  # groups of signs that other scams have as well
KINDS_OF_TALK = frozenset({"question", "report", "warning", "story", "told", "happened"})
ASKING = frozenset({"hiring", "apply", "invite", "headings"})  # parts in which somebody wants something of the reader
ASKS = frozenset({"hiring", "apply", "invite", "pay", "headings", "full"})


class Other(NamedTuple):
    """The other scam that a text is nearest to: its intent, and how many telling wordings of it are there.

    `most_cues`: how many cues are there of the scam that has most of them, this one or another that the text is like:
    whatever it is called, they speak against an offer.
    """

    intent: str | None = None
    most_cues: int = 0
    tells: int = 0


def other_scam(folded: Folded, rules: Rules) -> Other:
    """Return the scam with most telling wordings, then most cues; the one named first wins a tie.

    The first cue of each language is what makes it that scam (the police speak, a loan is offered): without it the
    others do not count. A general one, whose cues stand in many others too, counts one cue less.
    """
    cues = {intent: _cues(folded, languages) for intent, languages in rules.others.items()}
    places = Places(folded)
    tells = {intent: sum(map(places.stand, rules.tells.get(intent, ()))) for intent in cues}
    known = [intent for intent in cues if cues[intent] >= NEEDED or tells[intent]]
    if not known:
        return Other()

    def weight(intent: str) -> tuple[int, int]:
        general = intent in rules.known.general_scams
        return (min(tells[intent], MOST_TELLS) * 2 + cues[intent] - general, tells[intent])

    best = max(known, key=weight)
    return Other(best, max(cues[intent] for intent in known), tells[best])


def _cues(folded: Folded, languages: Sequence[Patterns]) -> int:
    """Count the cues in the text, in the language that has most of them; all that a scam has count as certain."""
    best = 0
    for cues in languages:
        if cues and stands(cues[0], folded):
            count = sum(stands(cue, folded) for cue in cues)
            best = max(best, CERTAIN if count == len(cues) else count)
    return best


def hiring(folded: Folded, rules: Rules) -> set[str]:
    """Return which parts of an offer stand in the text: hiring, profile, pay, terms, apply, invite, headings.

    And full: so many words of a profile that it is an advert, also where it never says "hiring".
    """
    found = {name for name, patterns in rules.offer.items() if any_hit(patterns, folded)}
    words = {
        hit[0] for sought in rules.offer.get("profile", NONE).live(folded) for hit in islice(sought.hits(folded), MANY)
    }
    return found | ({"full"} if len(words) >= FULL and "terms" in found else set())


def talk(folded: Folded, rules: Rules) -> set[str]:
    """Return which kinds of talk are there: question, report, warning, story; told: it happened to the writer.

    happened: the same in plainer words, which a lure may have as well. addressed: it wants you to act, as other scams
    do.
    """
    return {name for name, patterns in rules.talk.items() if any_hit(patterns, folded)}


def outweighs(other: Other, parts: Collection[str], flags: Collection[Flag], jobs: Collection[str]) -> bool:
    """Tell whether a text is another scam rather than an offer: signs of one are there, and little of an offer.

    `jobs`: signs of money that only a job has.
    """
    advert = not ADVERT.isdisjoint(parts)
    if other.intent is None or (
        (parts or not other.tells) and (advert or other.tells < CERTAIN) and _of_a_job(flags, jobs)
    ):
        return False
    if not advert and (other.tells > 1 or (other.tells and (other.most_cues >= NEEDED or LETTER.issuperset(parts)))):
        return True
    cues = CERTAIN if other.tells > 1 else other.most_cues
    if cues < CERTAIN:
        telling = any(flag.severity != "weak" and flag.group != "money" for flag in flags)
        return cues > 0 and not (advert or telling) and len(parts) < WHOLE
    if any(flag.severity == "decisive" for flag in flags):
        return len(parts) < 2 or JOB.isdisjoint(parts)  # noqa: PLR2004 - something of a job, and one part beside it
    if {"hiring", "pay"}.issubset(parts) and any(flag.severity == "strong" and flag.group in OF_WORK for flag in flags):
        return False
    return len(parts) < WHOLE or not (advert or len(flags) > 2)  # noqa: PLR2004 - one sign more than a chance


def is_own(flag: Flag, jobs: Collection[str] = ()) -> bool:
    """Tell whether other scams' letters do not have a sign as well. `jobs`: signs of money that only a job has."""
    return flag.group not in SHARED or flag.id in jobs


def _of_a_job(flags: Collection[Flag], jobs: Collection[str]) -> bool:
    """Tell whether signs speak of a job: a decisive one of the work or of the journey, or strong ones of two groups.

    Signs of money and secrecy stand in other scams' letters too, but for those of `jobs`. A promise, a journey and work
    together, with more beside them, are the frame of a lure.
    """
    own = [flag for flag in flags if flag.severity != "weak" and is_own(flag, jobs)]
    frame = {flag.group for flag in flags} >= FRAME and len(flags) > len(FRAME) + 1
    return frame or any(flag.severity == "decisive" for flag in own) or len({flag.group for flag in own}) > 1


def is_offer(
    parts: Collection[str],
    said: Collection[str],
    flags: Collection[Flag],
    length: int,
    *,
    paid: bool,
    own: bool = False,
) -> bool:
    """Decide by the signs and by the parts of an offer; talk must quote one.

    `paid`: an amount of money is named. `own`: somebody's own words, that want nothing of the reader: they may describe
    an offer.
    """
    found = set(parts)
    if "happened" in said and ASKING.isdisjoint(found):
        return False
    if not KINDS_OF_TALK.isdisjoint(said):
        return _quotes_one(found, said, flags, length)
    if own:
        heavy = _weight(flags) >= HEAVIER or any(flag.severity == "decisive" for flag in flags)
        return heavy or (paid and _parts_tell(found, len(flags), paid=paid))
    return _signs_tell(found, flags) or _parts_tell(found, len(flags), paid=paid)


def _quotes_one(found: set[str], said: Collection[str], flags: Collection[Flag], length: int) -> bool:
    """Whoever says how to apply, or writes an advert's headings, makes an offer, also inside a question.

    A warning or a report names the signs as well, but nobody can apply to it. A story that asks you in is a lure.
    """
    applies = "apply" in found and (not ADVERT.isdisjoint(found) or "pay" in found)
    if "report" in said or "warning" in said:
        return "headings" in found and applies and "report" not in said
    if "told" in said:
        return False
    decisive = any(flag.severity == "decisive" for flag in flags)
    invites = ("invite" in found and _weight(flags) > 1) or (decisive and {"hiring", "pay"} <= found)
    full = applies and len(found) > 2 and length > SHORT  # noqa: PLR2004 - pay or terms beside it
    return full or (invites and "question" not in said)


def _signs_tell(found: set[str], flags: Collection[Flag]) -> bool:
    if _weight(flags) >= (HEAVIER if ASKS.isdisjoint(found) else HEAVY):
        return True
    if any(flag.severity == "decisive" for flag in flags):
        return bool(found) or any(flag.severity == "decisive" and flag.group in ("money", "work") for flag in flags)
    return bool(found) and any(
        flag.severity == "strong" and (flag.group != "money" or "pay" in found) for flag in flags
    )


def _parts_tell(found: set[str], signs: int, *, paid: bool) -> bool:
    if not ADVERT.isdisjoint(found):
        return len(found) > 1 or signs > 1
    return len(found) > 1 and (paid or signs > 1 or len(found) > 2)  # noqa: PLR2004


def _weight(flags: Collection[Flag]) -> int:
    """Add up the signs; places count once, however many are named."""
    places = max((WEIGHTS[flag.severity] for flag in flags if flag.id in PLACES), default=0)
    return places + sum(WEIGHTS[flag.severity] for flag in flags if flag.id not in PLACES)


def is_described(said: Collection[str], flags: Collection[Flag]) -> bool:
    """Tell whether a question or a story describes an offer: two signs, one of them not weak, or three.

    What has happened to somebody is none, and whoever only names places has named one sign.
    """
    if not {"report", "warning", "told", "happened"}.isdisjoint(said):
        return False
    if all(flag.id in PLACES for flag in flags):
        return False
    serious = any(flag.severity != "weak" for flag in flags)
    return len(flags) > (1 if serious else 2)
