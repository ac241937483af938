"""The offer check: read a text, find the signs, and rate the risk by rules that can be read aloud."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.offer.kind import CERTAIN, JOB, TALK, is_described, is_offer, outweighs
from bot.offer.level import PLACES, level
from bot.offer.signs import any_hit
from bot.offer.structure import missing, with_structure
from bot.offer.text import LONGEST
from bot.offer.types import Assessment
from bot.offer.weigh import THRESHOLDS, lure_flag, named, offers, ordinary, weighed

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.offer.kind import Other
    from bot.offer.reading import Reading
    from bot.offer.types import Entity, Flag

SEVERITIES = ("decisive", "strong", "weak")


def assess(reading: Reading, *, described: bool = False) -> Assessment:
    """Check one text. The same text always gives the same outcome; only its first 20,000 characters are read.

    `described`: somebody asks about an offer in their own words, so that several signs make a text an offer.
    """
    rules, folded, like, other = reading.rules, reading.folded, reading.likeness, reading.other
    read, stated, said, at = reading.entities, reading.good, reading.talk, THRESHOLDS[reading.lang]
    worded = ordinary(like, folded, at)
    good = (*stated, *worded)
    found = with_structure(reading.flags, read, good, rules, han=folded.chinese)
    flags = [*found.values(), *lure_flag(like, folded, found.values(), rules.flags, at)]
    paid = any(entity.kind == "pay" for entity in read)
    parts = reading.hiring | ({"pay"} if paid else set())
    reached = weighed(level(flags, stated, rules), good, flags, like, at, rules.known.everyday_signs)
    by_words = found.values()  # the likeness to lures is weighed by itself, below
    # A few cues of another scam, none of them telling, outweigh no text that is worded like ordinary offers and has
    # no serious sign.
    harmless = worded and not other.tells and all(flag.severity == "weak" for flag in by_words)
    another = not harmless and outweighs(other, parts, by_words, rules.known.job_signs)
    offer = is_offer(parts, said, by_words, len(folded.text), paid=paid, own=reading.own) and not another
    # Who is asked for an offer may describe it without a question; else nobody's own words are a lure by their wording.
    own = reading.bare or (reading.own and not (described and TALK.isdisjoint(said)))
    offer = offers(like, other, reached, flags, by_rules=offer, own=own, at=at)
    offer = offer or (described and other.intent is None and is_described(said, flags))
    cut = len(reading.text) > LONGEST
    if not offer:
        return Assessment("not_an_offer", named(_named(other, said, parts), like, other, at), cut=cut)
    abroad = reached.ladder != "money" and _abroad(reading, flags)
    return Assessment(
        risk=reached.risk,
        kind="job_abroad" if abroad else "job_other",
        flags=tuple(sorted(flags, key=lambda flag: (SEVERITIES.index(flag.severity), flag.start, flag.id))),
        good=good,
        entities=read,
        missing=missing(read, good, abroad=abroad),
        rule=reached.rule,
        lowered=reached.lowered,
        cut=cut,
    )


def _named(other: Other, said: Collection[str], parts: Collection[str]) -> str:
    """Name the other scam, unless somebody reports on it, warns of it or tells it, and asks nothing of the reader.

    Nor where nothing but a few cues speaks for it and the text has parts of an offer: an honest one may have them too.
    """
    talked = not {"report", "warning", "told"}.isdisjoint(said) and "addressed" not in said
    doubtful = not other.tells and other.cues < CERTAIN and not (JOB - {"pay"}).isdisjoint(parts)
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
