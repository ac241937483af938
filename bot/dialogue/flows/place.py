"""What people say, between questions, of where they are and whose passport they hold: kept, told, and answered with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.flows import country
from bot.dialogue.types import AwaitCountry, Turn

if TYPE_CHECKING:
    from bot.dialogue.types import Session, World
    from bot.match.types import Decision

ABOUT = "bot.country"


def only(session: Session, own: str, world: World, lang: str) -> Turn | None:
    """Keep the country that a text only names, as an answer to our question or after an answer with numbers.

    Or the passport's. `own` are the writer's own words: what is forwarded tells where somebody else is.
    """
    if (home := world.whereabouts.passport(own)) is not None:
        return country.chosen(session, world, lang, home, command="home")
    asked = session.state if isinstance(session.state, AwaitCountry) else None
    if asked is None and needed(session, world) is None:
        return None
    code = world.whereabouts.alone(own) or country.named(world, own)
    if code is None:
        return None
    if asked is None and session.country not in {None, code} and world.whereabouts.here(own) is None:
        return country.which_way(session, world, lang, code, needed(session, world))
    return country.chosen(session, world, lang, code, command="home" if asked and asked.home else "country")


def told(session: Session, own: str, world: World, lang: str) -> Turn | None:
    """Keep what a text says, among other things, of where its writer is and of a passport; None where nothing new."""
    turn = Turn(session, ())
    home, here = world.whereabouts.national(own), world.whereabouts.here(own)
    for code, known, command in ((home, session.home, "home"), (here, session.country, "country")):
        if code is not None and code != known:
            chosen = country.chosen(turn.session, world, lang, code, command=command)
            turn = replace(chosen, replies=(*turn.replies, *chosen.replies))
    return turn if turn.replies else None


def nothing_else(own: str, decision: Decision, world: World) -> bool:
    """Tell whether a message that says where somebody is asks nothing besides."""
    found = decision.intent or next((match.intent for match in decision.offered), None)
    return found == ABOUT or (decision.kind != "answer" and world.whereabouts.nothing_else(own))


def needed(session: Session, world: World) -> str | None:
    """Return the last answer where it names lines: with another country it names others."""
    last = world.catalog.intents.get(session.last_intent or "")
    return last.id if last is not None and last.hotlines else None
