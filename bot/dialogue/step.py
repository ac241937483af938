"""One message in, one turn out. Order is priority: emergency, command, state, question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from bot.dialogue.flows import (
    alerts_said,
    ask,
    check,
    country,
    follow_up,
    goes_on,
    group,
    interview,
    keep,
    level_again,
    menu,
    place,
    subscribe,
)
from bot.dialogue.holes import listed, plain
from bot.dialogue.language import choose, reads_traditional, shown
from bot.dialogue.types import (
    ABOUT_AN_OFFER,
    AwaitCountry,
    AwaitOffer,
    Command,
    Idle,
    Reply,
    Session,
    Text,
    Turn,
    Unreadable,
)
from bot.dialogue.words import say, ui
from bot.match.decide import may_be_urgent
from bot.offer.text import LONGEST

if TYPE_CHECKING:
    from datetime import datetime

    from bot.dialogue.types import Message, World
    from bot.match.types import Decision
    from bot.offer.reading import Reading

PAUSE = timedelta(hours=6)  # in which a conversation goes on; a night ends it
# What was offered counts until something is answered; a place or a passport that is told meanwhile is no answer either.
UNANSWERED = frozenset({"disambiguate", "unknown"})
PARTS = 2  # of an offer, such as work and pay, make a text one that comes after an answer about another fraud
INTENT_OF = {
    "help": "bot.help",
    "privacy": "bot.privacy",
    "report": "food.report",
    "stats": "stats.all",
    "about": "bot.who_runs",
}


def step(session: Session, message: Message, world: World) -> Turn:
    """Answer one message. Never raises for anything a person can send, and gives at least one reply."""
    if isinstance(message, Command) and message.group is not None:
        return group.answer(message, world)
    session = _current(session, message.at)
    words = _words(message)
    lang = choose(session, words, message.hint, world.catalog.languages)
    # A button carries no script of its own: it is answered in the language of the last words.
    session = replace(session, lang=lang, traditional=reads_traditional(session, words, message.hint))
    turn = _turn(session, message, world, lang)
    turn = shown(turn, session if turn.session == Session() else turn.session)
    if turn.session == Session():  # erased, or nothing to keep
        return turn
    answered = not all(reply.id in UNANSWERED or reply.id.startswith(("country.", "home.")) for reply in turn.replies)
    after = replace(turn.session, offered=None) if answered else turn.session
    turn = replace(turn, session=place.owing(subscribe.with_clock(after, world), world))
    return replace(turn, session=replace(turn.session, last_at=message.at.replace(second=0, microsecond=0)))


def _current(session: Session, now: datetime) -> Session:
    """Leave out whom and what it was about where so long ago that nobody goes on; a clock that jumped makes it old."""
    if session.last_at is not None and abs(now - session.last_at) <= PAUSE:
        return session
    return session.afresh()


def _turn(session: Session, message: Message, world: World, lang: str) -> Turn:
    match message:
        case Command():
            return _command(replace(session, state=Idle()), message, world, lang)
        case Text():
            return _text(session, replace(message, text=message.text[:LONGEST]), world, lang)
        case Unreadable():
            key = f"unreadable.{message.kind}"
            return Turn(session, (say(world, lang, key, "/check", "/sos", "/help", detail=message.detail),))
        case _:
            assert_never(message)


def _words(message: Message) -> str | None:
    """Return what somebody wrote or pasted: only that shows their language, not what they forward."""
    match message:
        case Text():
            return message.written
        case Command(name="check", argument=argument):
            return argument
        case _:
            return None


def _text(session: Session, text: Text, world: World, lang: str) -> Turn:
    if not text.text.strip():
        return Turn(session, (say(world, lang, "empty", "/help"),))
    if (turn := _known(session, text, world, lang)) is not None:
        return turn
    if (code := place.theirs_only(session, text.written, world)) is not None:
        return place.theirs(session, code, session.last_intent, world, lang, text.at.date())
    if (told := place.only(session, text.written, world, lang)) is not None:
        asked = session.state.then if isinstance(session.state, AwaitCountry) else None
        known = told.session is not session  # else it is asked which of the two is meant
        turn = _then(told, (asked or place.needed(session, world)) if known else None, world, lang, text)
        if turn.session.home == session.home:
            return turn
        turn = menu.with_consular(turn, world, lang, text.at.date())
        return place.where_still(turn, asked, world, lang) if asked else turn
    return _sentence(session, text, world, lang)


def _known(session: Session, text: Text, world: World, lang: str) -> Turn | None:
    """Answer a message that as a whole stands for a command, or means one thing after the last answer."""
    if (name := _named(text.written, world)) is not None:
        command, _, argument = name.partition(" ")
        return _command(replace(session, state=Idle()), Command(command, argument, text.at, text.hint), world, lang)
    if goes_on.over(session, text.written, world):
        return Turn(session.afresh(), (say(world, lang, "said.over", "/sos", "/check", "bot.help"),))
    if goes_on.seen_soon(session, text.written):
        return Turn(session, (say(world, lang, "said.coming"),))
    turn = follow_up.heard(session, text, world, lang)
    return turn or alerts_said.heard(session, text, world, lang)


def _sentence(session: Session, text: Text, world: World, lang: str) -> Turn:
    """Answer words that are no command, nor a country's name alone."""
    decision = place.below(session, text.written, ask.decide(session, text, world), world)
    told = place.told(session, text.written, decision, world, lang)
    if told is not None:
        return _moved(session, told, text, decision, world, lang)
    lines = ask.asked_lines(session, text, decision, world, lang)
    return lines or _answered(session, text, world.read(text.text), decision, world, lang)


def _named(text: str, world: World) -> str | None:
    """Return the command that a message asks for in words alone, as “unsubscribe” or 退订, with its argument."""
    said = plain(text)
    known = (entry for language in world.catalog.languages.values() for entry in language.typing.commands.items())
    return next((name for name, words in known if said in listed(words)), None)


def _moved(session: Session, told: Turn, text: Text, decision: Decision, world: World, lang: str) -> Turn:
    """Answer what a message says besides where its writer is, which was `told`."""
    decision = place.besides(session, text, decision, world)
    last = place.needed(session, world)
    known = told.session.country or told.session.their_country
    if (told.replies or (last and known)) and place.nothing_else(session, text.written, decision, world):
        return _again(told, last, text, world, lang)
    turn = ask.asked_lines(told.session, text, decision, world, lang)
    if turn is None and told.replies and decision.kind == "unknown" and last and told.session.country:
        return _then(told, last, world, lang, text)  # the answer to our question, in more words
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
        turn = _then(told, last, world, lang, text)
        return menu.with_consular(turn, world, lang, text.at.date()) if told.session.country is None else turn
    return place.theirs(told.session, theirs, last, world, lang, text.at.date())


def _answered(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn:
    decision = goes_on.heard(session, decision, read, world)
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
                return _then(turn, then, world, lang, text)
            return ask.ask(idle, text, decision, world, lang)
        case Idle():
            return _idle(session, text, read, decision, world, lang)
        case _:
            assert_never(session.state)


def _idle(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn:
    # A question that nobody wrote an answer for may still describe an offer, and so may the question whether one is a
    # scam, as in “he offers me 3000, is it real?” What may be a cry for help does not, whatever signs it has.
    answered = decision.kind == "answer" and decision.intent != ABOUT_AN_OFFER
    # Nor does what somebody goes on to tell in an emergency.
    urgent = may_be_urgent(decision, world.catalog.emergencies) or session.spoken_of in world.catalog.emergencies
    # Nor is what somebody goes on to tell of another fraud, where no work or pay is named.
    elsewhere = goes_on.of_another_scam(session) and len(read.hiring) < PARTS and not read.advert
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
    turn = check.outcome(session, text, checked, world, lang) if shown else None
    turn = turn or level_again.again(session, text, read, decision, world, lang)
    turn = turn or check.perhaps(session, text, read, decision, world, lang)
    return turn or ask.ask(session, text, decision, world, lang)


def _then(turn: Turn, then: str | None, world: World, lang: str, message: Text | Command) -> Turn:
    """After the country is known, answer again what needed it."""
    if then is None or then not in world.catalog.intents or turn.session.country is None:
        return turn
    today = message.at.date()
    lines = then == menu.LINES  # who asked for numbers is shown all of that country
    again = (
        menu.lines(turn.session, world, lang, today) if lines else ask.answer(turn.session, then, world, lang, today)
    )
    return replace(again, replies=(*turn.replies, *again.replies))


def _command(session: Session, message: Command, world: World, lang: str) -> Turn:  # noqa: C901, PLR0911, PLR0912 - a table: one line a command
    argument = message.argument.strip()[:64]
    today = message.at.date()
    match message.name:
        case "start":
            return _deep_link(session, argument, world, lang, message) or _start(session, world, lang)
        case "ask" if argument in world.catalog.intents:
            return ask.answer(session, argument, world, lang, today)
        case "check":
            return _check(session, message, world, lang)
        case "keep":
            return keep.keep(session, message, world, lang)
        case "iv":
            return interview.ask(session, argument, world, lang, today)
        case "why" | "questions" | "share":
            return check.opened(session, message.name, argument, world, lang)
        case "sos":
            return menu.lines(session, world, lang, today)
        case "lines":
            return _lines(session, argument, world, lang, message)
        case "language":
            return menu.languages(session, world, lang, argument)
        case "country" | "home":
            return _country(session, message, argument, world, lang)
        case "forget" | "forgetme":
            return menu.forget(session, world, lang, argument)
        case "topic":
            return menu.topic(session, world, lang, argument)
        case "topic_jobs" | "topic_fraud" | "topic_food":
            return menu.topic(session, world, lang, message.name.removeprefix("topic_"))
        case "subscribe" | "alerts" | "unsubscribe" | "stop" | "resume" | "recent" | "sub":
            return subscribe.command(session, message, world, lang)
        case "mydata":
            return Turn(session, (say(world, lang, "mydata.head", "/privacy"),), tasks=("mydata",))
        case "name" | "no_use":
            return Turn(session, (say(world, lang, f"said.{message.name}", "/sos", "/check", "bot.help"),))
        case "none":
            return Turn(replace(session, offered=None), (ask.unknown(world, lang),))
        case name if (intent := INTENT_OF.get(name)) in world.catalog.intents:
            return ask.answer(session, intent or "", world, lang, today)
        case _:
            return Turn(session, (say(world, lang, "command.unknown", "/help", "/check", "/sos"),))


def _check(session: Session, message: Command, world: World, lang: str) -> Turn:
    """Check the message replied to, or the text after the command, which is an offer; else ask for the offer."""
    if (turn := check.command(session, message, world, lang)) is not None:
        return turn
    begun = check.begin(session, world, lang)
    if not message.argument.strip():
        return begun
    text = Text(message.argument[:LONGEST], message.at, message.hint)
    turn = _sentence(begun.session, text, world, lang)
    return replace(turn, held=turn.held or ())


def _deep_link(session: Session, argument: str, world: World, lang: str, message: Command) -> Turn | None:
    """t.me/BOT?start=jobs_trapped opens an answer: a link may not hold a dot."""
    topic = argument.removeprefix("sub_")
    if topic != argument and topic in (*subscribe.TOPICS, subscribe.EVERY):
        return subscribe.begin(session, topic, world, lang)
    intent = argument.replace("_", ".", 1)
    if intent in world.catalog.intents:
        return ask.answer(session, intent, world, lang, message.at.date())
    return check.begin(session, world, lang) if argument == "check" else None


def _start(session: Session, world: World, lang: str) -> Turn:
    turn = menu.start(session, world, lang)
    return replace(turn, replies=(*turn.replies, *subscribe.welcome_back(session, world, lang)))


def _lines(session: Session, argument: str, world: World, lang: str, message: Command) -> Turn:
    """List the lines of the country where somebody else is: "MM jobs.family_trapped"."""
    code, _, then = argument.partition(" ")
    if code not in world.catalog.countries:
        return menu.lines(session, world, lang, message.at.date())
    return place.theirs(session, code, then, world, lang, message.at.date())


def _country(session: Session, message: Command, argument: str, world: World, lang: str) -> Turn:
    first, _, after = argument.partition(" ")
    then = after if after in world.catalog.intents else None
    alone = not after or then is not None  # "in Thailand" does not name India
    code = first.upper() if alone and first.upper() in world.catalog.countries else world.whereabouts.alone(argument)
    if code is not None:
        return _then(country.chosen(session, world, lang, code, command=message.name), then, world, lang, message)
    if argument and not first.isdecimal():
        turn_or_none = country.typed(session, world, lang, argument, home=message.name == "home")
        if turn_or_none is not None:
            return turn_or_none
    if first in world.catalog.intents:
        then = first
    page = int(first) if first.isdecimal() else 0
    shown = country.ask_country(session, world, lang, then=then, page=page, command=message.name)
    return replace(shown, replies=tuple(replace(r, edit=message.pressed and first.isdecimal()) for r in shown.replies))


def failed(world: World, lang: str) -> Reply:
    """The reply when something broke on our side: it says so and still shows the way to help."""
    return Reply("error", ui(world, lang, "error"))
