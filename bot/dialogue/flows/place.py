"""What people say, between questions, of where they or others are, and whose passport they hold: kept and answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.flows import country, goes_on, menu
from bot.dialogue.types import EMERGENCY, HELD, AwaitCountry, Turn
from bot.match.decide import likeliest, may_be_urgent
from bot.match.types import Context, Match

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogue.types import Session, Text, World
    from bot.match.types import Decision

ABOUT = "bot.country"
SHORT = 40  # characters of a text that only corrects a place
TELLING = 80  # characters of a text that begins with the place that was asked for


def only(session: Session, own: str, world: World, lang: str) -> Turn | None:
    """Keep the country that a text only names, as an answer to our question or after an answer with numbers.

    Or the passport's. `own` are the writer's own words: what is forwarded tells where somebody else is.
    """
    begun = session.last_at is not None  # "chinese" as the first word of all may be a language
    home = world.whereabouts.passport(own) or (world.whereabouts.nation(own) if begun else None)
    if home is not None:
        return country.chosen(session, world, lang, home, command="home")
    code = _named_alone(session, own, world)
    if code is None:
        return None
    asked = session.state if isinstance(session.state, AwaitCountry) else None
    surely = world.whereabouts.here(own) is not None
    if (asked and asked.home) or (not surely and _passport(session, code, world)):
        return country.chosen(session, world, lang, code, command="home")
    doubt = None if surely else _in_doubt(session, code, world, lang, asked=asked is not None)
    return doubt or country.chosen(session, world, lang, code, command="country")


def _named_alone(session: Session, own: str, world: World) -> str | None:
    """Return the code of the country that a text only names; None where that may be a question, or tells of more.

    Asked for, after an answer with numbers, and in a conversation that nothing was answered in yet, it is no question.
    """
    hear, last = world.whereabouts, world.catalog.intents.get(session.last_intent or "")
    unanswered = session.last_at is not None and (last is None or last.small_talk)
    awaited = isinstance(session.state, AwaitCountry) or unanswered or needed(session, world) is not None
    if not awaited or hear.what_of(own) is not None:
        return None
    code = hear.alone(own) or country.named(world, own)
    return None if _inside(own, world) else code


def _passport(session: Session, code: str, world: World) -> bool:
    """Tell whether a bare name is the passport's: a known place that is named again; or another where people are held.

    Elsewhere it is asked: what is known may be where their writer lives, and the name where they are held.
    """
    known = world.catalog.countries.get(session.country or "")
    if known is None or session.home is not None:
        return False
    last = needed(session, world)
    own = last in world.catalog.emergencies and not of_another(last, world)
    return code == session.country or (own and known.held and not world.catalog.countries[code].held)


def _in_doubt(session: Session, code: str, world: World, lang: str, *, asked: bool) -> Turn | None:
    """Ask about a bare name that need not be where its writer is; None where it is surely that."""
    last, another = needed(session, world), of_another(session.last_intent, world)
    if session.country is None:
        if not another and code != session.doubted is not None:  # a nation, to a question of another place
            return country.in_doubt(session, world, lang, code, last, "country.or_home")
        held = another and world.catalog.countries[code].held  # more likely there than the writer
        return country.in_doubt(session, world, lang, code, last, "country.whose") if held else None
    if asked or session.country == code:
        return None
    key = "country.whose_or_home" if another else "country.or_home"
    return country.in_doubt(session, world, lang, code, last, key)


def of_another(intent: str | None, world: World) -> bool:
    """Tell whether an answer is about somebody else, who may be in another country."""
    found = world.catalog.intents.get(intent or "")
    return found is not None and found.of_another


def theirs_only(session: Session, own: str, world: World) -> str | None:
    """Return the code of the country where the one is of whom somebody speaks, of a text that says only that.

    "not Laos, Cambodia"; "he is in Laos" after an answer about them.
    """
    hear = world.whereabouts
    if hear.captive(own) or hear.theirs(own) is not None:  # more than where they are
        return None
    if (code := _instead(session, own, world)) is not None and len(own) <= SHORT:
        return code
    if not of_another(session.last_intent, world) or hear.here(own) is not None:
        return None
    return hear.where_they_are(own) if hear.nothing_else(own, others=True) else None


def _instead(session: Session, own: str, world: World) -> str | None:
    return world.whereabouts.instead(own, session.their_country) if session.their_country is not None else None


def theirs(session: Session, code: str, then: str | None, world: World, lang: str, today: date) -> Turn:
    """List the lines of the country where somebody else is; then ask where the writer is, for the answer `then`."""
    shown = menu.lines_of(replace(session, their_country=code), code, None, world, lang, today)
    if session.country is not None or then not in world.catalog.intents:
        return shown
    asked = country.ask_country(shown.session, world, lang, then=then)
    return replace(asked, replies=(*shown.replies, *asked.replies))


def told(session: Session, own: str, decision: Decision, world: World, lang: str) -> Turn | None:
    """Keep what a text says, among other things, of where somebody is and of passports; None where nothing new."""
    turn = Turn(session, ())
    corrected = _instead(session, own, world)
    home, here = world.whereabouts.national(own), _here(session, own, world) if corrected is None else None
    for code, known, command in ((home, session.home, "home"), (here, session.country, "country")):
        if code is not None and code != known:
            chosen = country.chosen(turn.session, world, lang, code, command=command)
            turn = replace(chosen, replies=(*turn.replies, *chosen.replies))
    of_them = turn.session
    if any(of_another(intent, world) for intent in (session.last_intent, decision.intent)):
        their_home = world.whereabouts.theirs(own) or of_them.their_home
        their_country = corrected or world.whereabouts.where_they_are(own) or of_them.their_country
        of_them = replace(of_them, their_home=their_home, their_country=their_country)
    return replace(turn, session=of_them) if turn.replies or of_them != session else None


def _here(session: Session, own: str, world: World) -> str | None:
    """Return where the writer says they are; asked for that, also by the name that their answer begins with."""
    said = world.whereabouts.here(own)
    asked = isinstance(session.state, AwaitCountry) and not session.state.home and session.country is None
    if said is not None or not asked or len(own) > TELLING:
        return said
    headed = world.whereabouts.headed(own)
    return headed if session.doubted in (None, headed) else None  # of another country than was asked: in doubt


def besides(session: Session, text: Text, decision: Decision, world: World) -> Decision:
    """Decide a message that says where somebody is by what else it says, where the place hides what is meant.

    "I am in Thailand they tricked me into the compound I am Malaysian" is about the compound.
    """
    found = _besides(session, text, decision, world)
    settled = found is decision or found.intent in world.catalog.emergencies
    return _held(session, text.written, found, world, settled=settled)


def _besides(session: Session, text: Text, decision: Decision, world: World) -> Decision:
    # After an answer with numbers, where somebody else is goes with them.
    rest = world.whereabouts.rest(text.written, others=needed(session, world) is not None)
    hidden = likeliest(decision) == ABOUT
    if (decision.kind == "answer" and not hidden) or not world.whereabouts.says(rest):
        return decision
    found = world.decide(rest, Context(session.spoken_of))
    talk = found.kind == "answer" and world.catalog.intents[found.intent or ""].small_talk
    return found if (found.kind == "answer" and not talk) or (hidden and found.kind != "unknown") else decision


def _held(session: Session, own: str, decision: Decision, world: World, *, settled: bool) -> Decision:
    """Answer who is held where they say, whatever place or nation stands beside it.

    `settled`: unless `decision` is an answer to more than that.
    """
    known = world.catalog.intents.get(decision.intent or "")
    inside = _inside(own, world)
    vague = {ABOUT, EMERGENCY} if inside else {ABOUT}  # a cry that does not say what for
    settled = settled and known is not None and known.id not in vague and not known.small_talk
    there = inside or (world.whereabouts.captive(own) and world.whereabouts.here(own) is not None)
    held = HELD in world.catalog.intents and there
    heard_before = session.last_intent in world.catalog.emergencies and not inside
    if settled or heard_before or not held:
        return decision
    if inside or world.whereabouts.held(own):
        return replace(decision, kind="answer", intent=HELD, also=None)
    offered = tuple(Match(intent, 0.0) for intent in (HELD, "jobs.return_home") if intent in world.catalog.intents)
    return replace(decision, kind="disambiguate", intent=None, alternatives=offered)


def _inside(own: str, world: World) -> bool:
    """Tell whether somebody is in a compound of a country where people are held in such: "im in kk park"."""
    here = world.whereabouts.here(own) if world.whereabouts.compound(own) else None
    return here is not None and world.catalog.countries[here].held


def below(session: Session, own: str, decision: Decision, world: World) -> Decision:
    """Decide a message that begins with a place by what stands below it, where the place hides what is meant."""
    if decision.kind == "answer" or world.whereabouts.headed(own) is None:
        return decision
    found = world.decide(world.whereabouts.below(own), Context(session.spoken_of))
    return found if found.kind == "answer" else decision


def nothing_else(session: Session, own: str, decision: Decision, world: World) -> bool:
    """Tell whether a message that says where somebody is asks nothing besides, or goes on about the last answer."""
    if likeliest(decision) == ABOUT:
        return True
    if _inside(own, world):
        return False
    if world.whereabouts.captive(own) and may_be_urgent(decision, {*world.catalog.emergencies} - {session.last_intent}):
        return False
    return world.whereabouts.nothing_else(own, others=needed(session, world) is not None)


def needed(session: Session, world: World) -> str | None:
    """Return the last answer where it names lines: with another country it names others.

    An emergency that was offered since comes before it. Where they are is not known yet: also an earlier answer, whose
    numbers wait for that.
    """
    last = world.catalog.intents.get(goes_on.offered_first(session, world) or session.last_intent or "")
    waits = session.owed if session.country is None else None
    return last.id if last is not None and last.hotlines else waits


def where_still(turn: Turn, then: str, world: World, lang: str) -> Turn:
    """Ask once more where somebody is who told their passport's country instead."""
    session = turn.session
    if session.country is not None:
        return turn
    if session.doubted is None or session.doubted == session.home:
        asked = country.ask_country(session, world, lang, then=then)
    else:
        another = of_another(then, world)
        asked = country.ask_whether(session, world, lang, session.doubted, then=then, of_another=another)
    return replace(asked, replies=(*turn.replies, *asked.replies))


def owing(session: Session, world: World) -> Session:
    """Remember the answer whose numbers wait until the country is known."""
    return replace(session, owed=needed(session, world) if session.country is None and session.asked_country else None)
