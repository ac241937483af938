"""A few words that mean something only after an answer: "who says so?", "why?" under a card, 多少人."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.catalog.cited import cited
from bot.dialogue import words
from bot.dialogue.flows import ask, check
from bot.dialogue.flows.goes_on import CAPTIVE
from bot.dialogue.holes import listed, plain
from bot.dialogue.types import CARD, HELD, Reply, Turn
from bot.dialogue.words import link, rows, title, ui
from bot.match.context import topic

if TYPE_CHECKING:
    from bot.dialogue.types import Session, Text, World

SOURCES, WHY, ANY = "sources", "why", "any"
ALIKE = 88  # of a hundred, by the letters


def heard(session: Session, text: Text, world: World, lang: str) -> Turn | None:
    """Answer a message that as a whole is known to go on about the last answer; None for every other."""
    last = session.last_intent
    what = None if last is None else _meant(last, text.written, world)
    if last is None or what is None:
        return None
    if what == last and words.answer(world, lang, last).and_then:
        return Turn(session, (ask.above(session, last, world, lang, text.at.date()),))
    if what in world.catalog.intents:
        return ask.answer(session, what, world, lang, text.at.date())
    if last == CARD:
        return check.opened(session, "why", "", world, lang) if session.checked else None
    known = world.catalog.intents.get(last)
    if what != SOURCES or known is None or known.small_talk:
        return None
    return Turn(session, (_sources(session, last, world, lang),))


def _meant(last: str, written: str, world: World) -> str | None:
    """Return what the words mean after this answer: an intent, the sources, or why; the nearest list wins.

    A slip or a small word more is no matter.
    """
    said = plain(written)
    for key in (last, *((HELD,) if last in CAPTIVE else ()), topic(last), ANY):
        for language in world.catalog.languages.values():
            for what, known in language.typing.after.get(key, {}).items():
                if process.extractOne(said, listed(known), scorer=fuzz.ratio, score_cutoff=ALIKE) is not None:
                    return what
    return None


def _sources(session: Session, intent: str, world: World, lang: str) -> Reply:
    """Name the sources of one answer, or say that it is advice without one."""
    found = cited(world.catalog, intent, lang, session.country)
    named = title(world, lang, intent)
    told = [ui(world, lang, "follow.sources" if found else "follow.no_source", title=named).strip(), *found]
    if world.catalog.intents[intent].hotlines:
        told.append(ui(world, lang, "follow.lines"))
    figures = topic(intent) in {"stats", "crackdown"}
    more = "stats.source" if figures and "stats.source" in world.catalog.intents else "bot.sources"
    return Reply(f"follow.{SOURCES}", "\n".join(told), rows([link(world, lang, more), link(world, lang, intent)]))
