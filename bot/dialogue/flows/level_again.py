"""What is said under a card about the offer above: the level again, and what a recruiter's further words add to it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.flows.check import FEW, FEW_WORDS, MOST_KEPT, SURE, WAYS, opens, outcome
from bot.dialogue.types import ABOUT_AN_OFFER, CARD, Reply, Turn
from bot.dialogue.words import link, rows, ui
from bot.match.decide import may_be_urgent
from bot.offer.level import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dialogue.types import Session, Text, World
    from bot.match.types import Decision
    from bot.offer.reading import Reading

LIKELY = 0.7  # from here on a question under a card that may be a cry for help is taken for one
ANOTHER = re.compile(
    r"\b(?:another|other|also|else|friend|new|a job|jobs|know)\b|另|也|别的|还有|朋友|怎么(?:知道|看|判断)"
)
NO_OFFER = frozenset({"told", "happened", "report", "warning"})
CHANGES = frozenset({"destination_switch", "multi_country_detour"})  # what somebody asks about in a few words


def again(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn | None:
    """Say at which level the offer was whose card stands above, and its signs: "so is it real?" is about that one.

    None for a question about another offer, or about offers in general.
    """
    asked = decision.kind == "answer" and decision.intent == ABOUT_AN_OFFER
    if not asked or len(text.text) > FEW or read.entities or ANOTHER.search(text.text.casefold()):
        return None
    return _level_again(session, world, lang)


def settled(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn | None:
    """Say the level of the card above again to who asks whether all is well then ("he says Bangkok now, is it ok?").

    Also to who asks whether to go. None where something has happened to somebody, or is surely asked about something
    else. A place that changes is itself a sign, and it is said why.
    """
    if not _of_the_offer(session, text, read):
        return None
    if read.visits or read.goes:
        return _level_again(session, world, lang, asked="visit" if read.visits else "go")
    least = LIKELY if decision.intent in world.catalog.emergencies else SURE
    elsewhere = decision.kind == "answer" and decision.score >= least and decision.intent != ABOUT_AN_OFFER
    if not read.settles or elsewhere or read.piece in ("part", "likely"):
        return None
    return _level_again(session, world, lang, [flag for flag in read.flags if flag in CHANGES])


def reported(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn | None:
    """Weigh what a recruiter says, as somebody tells it, with the offer above: a sign more may raise the level.

    None where it has an answer of its own, or may be a cry for help.
    """
    told = read.reports and read.flags and read.piece == "own words" and _of_the_offer(session, text, read)
    if not told or decision.kind == "answer" or may_be_urgent(decision, world.catalog.emergencies):
        return None
    known, kind, *flags = (session.checked or "").split()
    added = [flag for flag in read.flags if flag not in flags]
    if text.before and added:
        before = world.read("\n".join(text.before))
        parts = (*text.before, text.text)
        both = world.check(world.read("\n".join(parts)), lang, described=True, before=before)
        if both.is_offer and _height(both.risk) > _height(known):
            return outcome(session, text, both, world, lang, note="check.together", parts=parts)
    asked = tuple(flag for flag in added if f"interview.{flag}" in world.catalog.languages[lang].ui)
    alone = world.interviewed(asked, lang, abroad=kind == "job_abroad")
    risk = max(known, alone.risk, world.check(read, lang, described=True).risk or known, key=_height)
    words = " ".join([risk, kind, *dict.fromkeys([*flags, *added])][: MOST_KEPT + 2])
    return _level_again(replace(session, checked=words), world, lang, added)


def _height(risk: str) -> int:
    return next((height for height, each in enumerate(LEVELS) if each == risk), -1)


def _of_the_offer(session: Session, text: Text, read: Reading) -> bool:
    """Tell whether somebody's own few words can be about the card above."""
    own = read.talk.isdisjoint(NO_OFFER) and not read.cries and text.forwarded_from is None
    return own and session.last_intent == CARD and session.checked is not None and len(text.text) <= FEW_WORDS


def _level_again(
    session: Session, world: World, lang: str, added: Sequence[str] = (), *, asked: str | None = None
) -> Turn | None:
    """Say the level and the signs, and why the `added` ones are signs.

    `asked`: whether to "go", or to "visit" for an interview.
    """
    said = session.checked if session.last_intent == CARD else None
    if said is None:
        return None
    high = said.startswith("high")
    flags = bool(world.opened("why", said, lang))
    found = [opens(world, lang, name, said) for name in (("why", "share") if flags else ("questions",))]
    ways = [*found, *(link(world, lang, target) for target in WAYS if target != "bot.feedback")]
    first = [ui(world, lang, "check.no")] if asked and high else []
    why = [part for flag in added for part in world.opened("why", f"{' '.join(said.split()[:2])} {flag}", lang)]
    visit = [ui(world, lang, "check.visit")] if asked == "visit" and not high else []
    html = "\n\n".join(
        ["\n".join([*first, *world.opened("brief", said, lang)]), *why, *visit, ui(world, lang, "check.again")]
    )
    return Turn(session, (Reply("check.again", html, rows(ways)),))
