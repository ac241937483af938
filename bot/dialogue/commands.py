"""Commands, typed or pressed: one line each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.flows import ask, check, country, interview, keep, menu, place, subscribe
from bot.dialogue.holes import listed, plain
from bot.dialogue.spoken import once_known, sentence
from bot.dialogue.types import Command, Text, Turn
from bot.dialogue.words import say
from bot.offer.text import LONGEST

if TYPE_CHECKING:
    from bot.dialogue.types import Session, World

INTENT_OF = {
    "help": "bot.help",
    "privacy": "bot.privacy",
    "report": "food.report",
    "stats": "stats.all",
    "about": "bot.who_runs",
}


def meant(text: Text, world: World) -> Command | None:
    """Return the command that a message asks for in words alone, as “unsubscribe” or 退订; None for any other."""
    said = plain(text.written)
    known = (entry for language in world.catalog.languages.values() for entry in language.typing.commands.items())
    asked = next((name for name, words in known if said in listed(words)), None)
    if asked is None:
        return None
    name, _, argument = asked.partition(" ")
    return Command(name, argument, text.at, text.hint)


def command(session: Session, message: Command, world: World, lang: str) -> Turn:  # noqa: C901, PLR0911, PLR0912 - a table: one line a command
    """Answer a command. `session` waits for nothing."""
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
            last = None if argument == session.last_intent else session.last_intent  # a guess that was wrong
            return Turn(replace(session, offered=None, last_intent=last), (ask.unknown(world, lang),))
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
    turn = sentence(begun.session, text, world, lang)
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
        return once_known(country.chosen(session, world, lang, code, command=message.name), then, world, lang, message)
    if argument and not first.isdecimal():
        turn_or_none = country.typed(session, world, lang, argument, home=message.name == "home")
        if turn_or_none is not None:
            return turn_or_none
    if first in world.catalog.intents:
        then = first
    page = int(first) if first.isdecimal() else 0
    shown = country.ask_country(session, world, lang, then=then, page=page, command=message.name)
    return replace(shown, replies=tuple(replace(r, edit=message.pressed and first.isdecimal()) for r in shown.replies))
