"""What people say, between questions, of where they are and whose passport they hold: kept, told, and answered with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.flows import country
from bot.dialogue.types import AwaitCountry, Turn
from bot.match.decide import may_be_urgent
from bot.match.types import Context

if TYPE_CHECKING:
    from bot.dialogue.types import Session, Text, World
    from bot.match.types import Decision

ABOUT = "bot.country"


def only(session: Session, own: str, world: World, lang: str) -> Turn | None:
    """Keep the country that a text only names, as an answer to our question or after an answer with numbers.

    Or the passport's. `own` are the writer's own words: what is forwarded tells where somebody else is.
    """
    if (home := world.whereabouts.passport(own)) is not None:
        return country.chosen(session, world, lang, home, command="home")
    asked = session.state if isinstance(session.state, AwaitCountry) else None
    if (asked is None and needed(session, world) is None) or world.whereabouts.what_of(own) is not None:
        return None
    if (home := world.whereabouts.nation(own)) is not None:
        return country.chosen(session, world, lang, home, command="home")
    code = world.whereabouts.alone(own) or country.named(world, own)
    if code is None:
        return None
    surely = world.whereabouts.here(own) is not None
    doubt = None if surely else _in_doubt(session, code, world, lang, asked=asked is not None)
    command = "home" if asked and asked.home else "country"
    return doubt or country.chosen(session, world, lang, code, command=command)


def _in_doubt(session: Session, code: str, world: World, lang: str, *, asked: bool) -> Turn | None:
    """Ask about a bare name that need not be where its writer is; None where it is surely that."""
    last = needed(session, world)
    if session.country is None:
        return country.whose(session, world, lang, code, last) if _may_be_anothers(code, last, world) else None
    return country.which_way(session, world, lang, code, last) if not asked and session.country != code else None


def _may_be_anothers(code: str, last: str | None, world: World) -> bool:
    """Tell whether a country is more likely where somebody is held of whom the `last` answer speaks."""
    return last is not None and world.catalog.intents[last].of_another and world.catalog.countries[code].held


def told(session: Session, own: str, world: World, lang: str) -> Turn | None:
    """Keep what a text says, among other things, of where its writer is and of a passport; None where nothing new."""
    turn = Turn(session, ())
    home, here = world.whereabouts.national(own), world.whereabouts.here(own)
    for code, known, command in ((home, session.home, "home"), (here, session.country, "country")):
        if code is not None and code != known:
            chosen = country.chosen(turn.session, world, lang, code, command=command)
            turn = replace(chosen, replies=(*turn.replies, *chosen.replies))
    if (theirs := world.whereabouts.theirs(own)) is not None:  # whose consulate helps now; `kept` forgets it
        return replace(turn, session=replace(turn.session, home=theirs))
    return turn if turn.replies else None


def kept(session: Session, turn: Turn, own: str, world: World) -> Turn:
    """Leave the writer's own passport as it was before a message that names a relative's."""
    if world.whereabouts.theirs(own) is None:
        return turn
    return replace(turn, session=replace(turn.session, home=session.home))


def besides(session: Session, text: Text, decision: Decision, world: World) -> Decision:
    """Decide a message that says where somebody is by what else it says, where the place hides what is meant.

    "I am in Thailand they tricked me into the compound I am Malaysian" is about the compound.
    """
    # After an answer with numbers, where somebody else is goes with them.
    rest = world.whereabouts.rest(text.written, others=needed(session, world) is not None)
    if _likeliest(decision) != ABOUT or not world.whereabouts.says(rest):
        return decision
    found = world.decide(rest, Context(session.last_intent))
    return decision if found.kind == "unknown" else found


def nothing_else(session: Session, own: str, decision: Decision, world: World) -> bool:
    """Tell whether a message that says where somebody is asks nothing besides, or goes on about the last answer."""
    if _likeliest(decision) == ABOUT:
        return True
    if world.whereabouts.captive(own) and may_be_urgent(decision, {*world.catalog.emergencies} - {session.last_intent}):
        return False
    goes_on = decision.kind != "answer" or decision.intent == session.last_intent
    return goes_on and world.whereabouts.nothing_else(own, others=needed(session, world) is not None)


def _likeliest(decision: Decision) -> str | None:
    return decision.intent or next((match.intent for match in decision.offered), None)


def needed(session: Session, world: World) -> str | None:
    """Return the last answer where it names lines: with another country it names others."""
    last = world.catalog.intents.get(session.last_intent or "")
    return last.id if last is not None and last.hotlines else None
