"""The offer check: read a text, find the signs, and rate the risk by rules that can be read aloud."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.offer.kind import CERTAIN, JOB, KINDS_OF_TALK, is_described, is_offer, outweighs
from bot.offer.level import LEVELS, PLACES, level
from bot.offer.signs import any_hit
from bot.offer.structure import MERGED, missing, with_structure
from bot.offer.text import LONGEST
from bot.offer.types import Assessment
from bot.offer.weigh import SEVERAL_TELLS, THRESHOLDS, lure_flag, named, offers, ordinary, weighed

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.offer.kind import Other
    from bot.offer.level import Level
    from bot.offer.reading import Reading
    from bot.offer.types import Entity, Flag, Good

ACCOUNTS = frozenset({"question", "story"})
SEVERITIES = ("decisive", "strong", "weak")


class _Rated(NamedTuple):
    """A text as an offer, before it is known whether it is one: its parts, its signs, and the level that they reach.

    `by_words`: the signs without the likeness to lures, which is weighed by itself. `worded`: it is like ordinary ones.
    """

    parts: Collection[str]
    by_words: Collection[Flag]
    flags: Collection[Flag]
    good: tuple[Good, ...]
    worded: bool
    reached: Level


def assess(reading: Reading, *, described: bool = False, before: Reading | None = None) -> Assessment:
    """Check one text. The same text always gives the same outcome; only its first 20,000 characters are read.

    `described`: somebody asks about an offer in their own words, so that several signs make a text an offer.
    `before`: the part of the same text that was read by itself before: what is added to an offer adds signs to it.
    """
    rated = _rated(reading)
    if before is not None:
        rated = _at_least(rated, _rated(before))
    itself = not reading.goods and _offers(reading, rated)
    account = not (itself or reading.goods) and described and _describes(reading, rated)
    cut = len(reading.text) > LONGEST
    if not itself and not account:
        by_rules = _named(reading.other, reading.talk, rated.parts)
        adverts = reading.rules.known.advert_scams
        kind = named(by_rules, reading.likeness, reading.other, THRESHOLDS[reading.lang], adverts)
        return Assessment("not_an_offer", kind, cut=cut)
    abroad = rated.reached.ladder != "money" and _abroad(reading, rated.flags)
    return Assessment(
        risk=rated.reached.risk,
        kind="job_abroad" if abroad else "job_other",
        flags=tuple(sorted(rated.flags, key=lambda flag: (SEVERITIES.index(flag.severity), flag.start, flag.id))),
        good=rated.good,
        entities=reading.entities,
        missing=missing(reading.entities, rated.good, reading.named, abroad=abroad),
        rule=rated.reached.rule,
        lowered=rated.reached.lowered,
        cut=cut,
        account=account,
    )


def _rated(reading: Reading) -> _Rated:
    rules, folded, like, at = reading.rules, reading.folded, reading.likeness, THRESHOLDS[reading.lang]
    worded = ordinary(like, folded, at)
    good = (*reading.good, *worded)
    found = with_structure(
        reading.flags, reading.entities, good, rules, han=folded.chinese, trade=reading.trade
    ).values()
    flags = [*found, *lure_flag(like, folded, found, rules.flags, at)]
    reached = weighed(level(flags, reading.good, rules), good, flags, like, at, rules.known.everyday_signs)
    parts = reading.hiring | ({"pay"} if _paid(reading) else set())
    return _Rated(parts, found, flags, good, bool(worded), reached)


def _at_least(now: _Rated, before: _Rated) -> _Rated:
    """Keep the level and the signs of what was read before, unless more that can be checked is stated since."""
    fell = LEVELS.index(now.reached.risk) < LEVELS.index(before.reached.risk)
    known = {sign.id for sign in before.good if sign.checkable}
    if not fell or any(sign.checkable and sign.id not in known for sign in now.good):
        return now
    kept = {flag.id: flag for flag in (*before.flags, *now.flags)}
    # One experience asked for nothing is said as a sign of its own: it stays one.
    flags = tuple(flag for flag in kept.values() if not (flag.id in MERGED and MERGED[flag.id] in kept))
    return now._replace(flags=flags, reached=before.reached)


def _paid(reading: Reading) -> bool:
    return any(entity.kind == "pay" for entity in reading.entities)


def _offers(reading: Reading, rated: _Rated, *, described: bool = False) -> bool:
    """Decide whether the text is an offer itself. `described`: somebody was asked for one."""
    other, found = reading.other, rated.by_words
    # A few cues of another scam, none of them telling, outweigh no text that is worded like ordinary offers and has
    # no serious sign.
    harmless = rated.worded and not other.tells and all(flag.severity == "weak" for flag in found)
    another = not harmless and outweighs(other, rated.parts, found, reading.rules.known.job_signs)
    length, paid = len(reading.folded.text), _paid(reading)
    by_rules = not another and is_offer(rated.parts, reading.talk, found, length, paid=paid, own=reading.own)
    # Who is asked for an offer may describe it without a question; else nobody's own words are a lure by their wording.
    own = reading.bare or (reading.own and not (described and KINDS_OF_TALK.isdisjoint(reading.talk)))
    at = THRESHOLDS[reading.lang]
    jobs = reading.rules.known.job_signs
    return offers(reading.likeness, other, rated.reached, rated.flags, by_rules=by_rules, own=own, at=at, jobs=jobs)


def _describes(reading: Reading, rated: _Rated) -> bool:
    """Tell whether somebody describes an offer in their own words."""
    told = reading.other.intent is None and is_described(reading.talk, rated.flags)
    return told or _offers(reading, rated, described=True)


def _named(other: Other, said: Collection[str], parts: Collection[str]) -> str:
    """Name the other scam, unless somebody reports on it, warns of it or tells it, and asks nothing of the reader.

    Nor where nothing but a few cues speaks for it and the text has parts of an offer: an honest one may have them too.
    """
    talked = not {"report", "warning", "told"}.isdisjoint(said) and "addressed" not in said
    # A relative who was offered work is one of the words of those who pose as relatives.
    few = other.tells < SEVERAL_TELLS if "hiring" in parts and not ACCOUNTS.isdisjoint(said) else not other.tells
    doubtful = few and other.most_cues < CERTAIN and not (JOB - {"pay"}).isdisjoint(parts)
    return "none" if other.intent is None or talked or doubtful else other.intent


def _abroad(reading: Reading, flags: Collection[Flag]) -> bool:
    """Tell whether the work is in another country: by a journey, by words of travel, or by a place.

    A town says nothing where people read and write as the text does: then it is as likely the reader's own.
    """
    travels = any(flag.group == "journey" and (flag.severity != "weak" or flag.id in PLACES) for flag in flags)
    named = {entity.details["country"] for entity in reading.entities if entity.kind == "place"}
    return travels or any_hit(reading.rules.abroad, reading.folded) or not named <= reading.at_home


def to_json(found: Assessment) -> dict[str, Any]:
    """Return the assessment in the form that `check --jsonl` promises."""
    flags = [{key: asdict(flag)[key] for key in ("id", "severity", "quote", "start", "end")} for flag in found.flags]
    return {"risk": found.risk, "kind": found.kind, "flags": flags, "entities": _by_kind(found.entities)}


def _by_kind(read: Collection[Entity]) -> dict[str, list[dict[str, Any]]]:
    """Return {"pay": [{"value", "quote", "start", "end", ...details}], ...}, kinds that were found only."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for entity in read:
        row = {"value": entity.value, "quote": entity.quote, "start": entity.start, "end": entity.end, **entity.details}
        kinds.setdefault(entity.kind, []).append(row)
    return kinds
