"""What words say: a place, a word after the last answer, an offer, a question. Order is priority."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from bot.dialogue.flows import alerts_said, ask, check, country, follow_up, goes_on, level_again, menu, place
from bot.dialogue.types import ABOUT_AN_OFFER, AwaitCountry, AwaitOffer, Idle, Turn
from bot.dialogue.words import say
from bot.match.decide import may_be_urgent

if TYPE_CHECKING:
    from bot.dialogue.types import Command, Session, Text, World
    from bot.match.types import Decision
    from bot.offer.reading import Reading


def heard(session: Session, text: Text, world: World, lang: str) -> Turn:
    """Answer words that stand for no command."""
    if not text.text.strip():
        return Turn(session, (say(world, lang, "empty", "/help"),))
    if (turn := _known(session, text, world, lang)) is not None:
        return turn
    if (code := place.theirs_only(session, text.written, world)) is not None:
        return place.theirs(session, code, session.last_intent, world, lang, text.at.date())
    if (told := place.only(session, text.written, world, lang)) is not None:
        asked = session.state.then if isinstance(session.state, AwaitCountry) else None
        known = told.session is not session  # else it is asked which of the two is meant
        turn = once_known(told, (asked or place.needed(session, world)) if known else None, world, lang, text)
        if turn.session.home == session.home:
            return turn
        turn = menu.with_consular(turn, world, lang, text.at.date())
        return place.where_still(turn, asked, world, lang) if asked else turn
    return sentence(session, text, world, lang)


def _known(session: Session, text: Text, world: World, lang: str) -> Turn | None:
    """Answer a message that as a whole means one thing after the last answer."""
    if goes_on.over(session, text.written, world):
        return Turn(session.afresh(), (say(world, lang, "said.over", "/sos", "/check", "bot.help"),))
    if goes_on.seen_soon(session, text.written):
        return Turn(session, (say(world, lang, "said.coming"),))
    turn = follow_up.heard(session, text, world, lang)
    return turn or alerts_said.heard(session, text, world, lang)


def sentence(session: Session, text: Text, world: World, lang: str) -> Turn:
    """Answer words that are no command, nor a country's name alone."""
    decision = place.below(session, text.written, ask.decide(session, text, world), world)
    told = place.told(session, text.written, decision, world, lang)
    if told is not None:
        return _moved(session, told, text, decision, world, lang)
    lines = ask.asked_lines(session, text, decision, world, lang)
    return lines or _answered(session, text, world.read(text.text), decision, world, lang)


def _moved(session: Session, told: Turn, text: Text, decision: Decision, world: World, lang: str) -> Turn:
    """Answer what a message says besides where its writer is, which was `told`."""
    decision = place.besides(session, text, decision, world)
    last = place.needed(session, world)
    known = told.session.country or told.session.their_country
    if (told.replies or (last and known)) and place.nothing_else(session, text.written, decision, world):
        return _again(told, last, text, world, lang)
    turn = ask.asked_lines(told.session, text, decision, world, lang)
    if turn is None and told.replies and decision.kind == "unknown" and last and told.session.country:
        return once_known(told, last, world, lang, text)  # the answer to our question, in more words
    if turn is None:
        read = world.read(text.text)
        turn = _answered(replace(told.session, state=session.state), text, read, decision, world, lang)
        if turn.held:  # an offer: it says where its writer is
            return _answered(session, text, read, decision, world, lang)
    return replace(turn, replies=(*turn.replies, *told.replies))


def _again(told: Turn, last: str | None, text: Text, world: World, lang: str) -> Turn:
    """Answer the last question again for what was told; where only their place is known who is spoken of, list that."""
    theirs = told.session.their_country
    if told.replies or told.session.country is not None or theirs is None:
        turn = once_known(told, last, world, lang, text)
        return menu.with_consular(turn, world, lang, text.at.date()) if told.session.country is None else turn
    return place.theirs(told.session, theirs, last, world, lang, text.at.date())


def _answered(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn:
    decision = goes_on.said_on(session, text.written, decision, world)
    decision = goes_on.heard(session, text.written, decision, read, world)
    settled = level_again.settled(session, text, read, decision, world, lang)
    settled = settled or level_again.reported(session, text, read, decision, world, lang)
    if (turn := settled or ask.emergency(session, text, read, decision, world, lang)) is not None:
        return turn
    idle = replace(session, state=Idle())
    match session.state:
        case AwaitOffer():
            turn = check.awaited(session, text, read, decision, world, lang)
            return turn or ask.ask(idle, text, decision, world, lang)
        case AwaitCountry(then, home):
            if (turn := country.typed(session, world, lang, text.written, home=home, then=then)) is not None:
                return once_known(turn, then, world, lang, text)
            return ask.ask(idle, text, decision, world, lang)
        case Idle():
            return _idle(session, text, read, decision, world, lang)
        case _:
            assert_never(session.state)


def _idle(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn:
    # A question that nobody wrote an answer for may still describe an offer, and so may the question whether one is a
    # scam, as in “he offers me 3000, is it real?” What may be a cry for help does not, whatever signs it has.
    answered = decision.kind == "answer" and decision.intent != ABOUT_AN_OFFER and not check.on_one_sign(read, decision)
    # Nor does what somebody goes on to tell in an emergency.
    in_emergency = session.spoken_of in world.catalog.emergencies
    urgent = may_be_urgent(decision, world.catalog.emergencies) or in_emergency
    # Nor is what somebody goes on to tell of another fraud, in an emergency, or after a question back, nor what has its
    # answer after another, where no work or pay is named.
    after_another = answered and session.spoken_of not in {None, ABOUT_AN_OFFER}
    begun = goes_on.of_another_scam(session) or bool(session.offered) or after_another or in_emergency
    elsewhere = begun and len(read.hiring) < goes_on.PARTS and not read.advert
    describes = not answered and not urgent and not elsewhere
    checked = world.check(read, lang, described=describes)
    if (turn := check.joined(session, text, read, checked, decision, world, lang)) is not None:
        return turn
    if decision.kind != "answer":
        named = country.typed(session, world, lang, text.written, guess=False)
        if named is not None:
            return named
    asked = answered and check.is_question(text, read, checked, decision)
    shown = describes or (checked.is_offer and not (asked or elsewhere or (urgent and read.own and not read.advert)))
    told = text.forwarded_from is None and check.says_little(read)
    turn = check.outcome(session, text, checked, world, lang) if shown and not told else None
    turn = turn or level_again.again(session, text, read, decision, world, lang)
    turn = turn or check.perhaps(session, text, read, decision, world, lang)
    return turn or ask.ask(session, text, decision, world, lang)


def once_known(turn: Turn, then: str | None, world: World, lang: str, message: Text | Command) -> Turn:
    """After the country is known, answer again what needed it."""
    if then is None or then not in world.catalog.intents or turn.session.country is None:
        return turn
    session, today = turn.session, message.at.date()
    lines = then == menu.LINES  # who asked for numbers is shown all of that country
    again = menu.lines(session, world, lang, today) if lines else ask.answer(session, then, world, lang, today)
    return replace(again, replies=(*turn.replies, *again.replies))
