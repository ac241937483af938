"""What people say, between questions, of where they are and whose passport they hold: kept, told, and answered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.flows import country

if TYPE_CHECKING:
    from bot.dialogue.types import Session, Text, Turn, World
    from bot.match.types import Decision

ABOUT = "bot.country"


def told(session: Session, own: str, world: World, lang: str) -> Turn | None:
    """Keep the country that somebody says they are in; None where they say none, or the one that is known.

    `own` are their own words: what is forwarded tells where somebody else is.
    """
    here = world.whereabouts.here(own)
    if here is None or here == session.country:
        return None
    return country.chosen(session, world, lang, here, command="country")


def passport(session: Session, own: str, world: World, lang: str) -> Turn | None:
    """Keep whose passport somebody holds, where their own words say only that."""
    home = world.whereabouts.passport(own)
    return None if home is None else country.chosen(session, world, lang, home, command="home")


def nothing_else(text: Text, decision: Decision, world: World) -> bool:
    """Tell whether a message that says where somebody is asks nothing besides."""
    found = decision.intent or next((match.intent for match in decision.offered), None)
    return found == ABOUT or (decision.kind != "answer" and world.whereabouts.only_here(text.text))


def needed(session: Session, world: World) -> str | None:
    """Return the last answer where it names lines: with another country it names others."""
    last = world.catalog.intents.get(session.last_intent or "")
    return last.id if last is not None and last.hotlines else None
