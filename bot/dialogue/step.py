"""One message in, one turn out. Order is priority: emergency, command, state, question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from bot.dialogue import commands, spoken
from bot.dialogue.flows import group, place, subscribe
from bot.dialogue.language import choose, reads_traditional, shown
from bot.dialogue.types import Command, Idle, Reply, Session, Text, Turn, Unreadable
from bot.dialogue.words import say, ui
from bot.offer.text import LONGEST

if TYPE_CHECKING:
    from datetime import datetime

    from bot.dialogue.types import Message, World

PAUSE = timedelta(hours=6)  # in which a conversation goes on; a night ends it
# What was offered counts until something is answered; a place or a passport that is told meanwhile is no answer either.
UNANSWERED = frozenset({"disambiguate", "unknown"})


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
            return commands.command(replace(session, state=Idle()), message, world, lang)
        case Text():
            text = replace(message, text=message.text[:LONGEST])
            if (asked := commands.meant(text, world)) is not None:
                return commands.command(replace(session, state=Idle()), asked, world, lang)
            return spoken.heard(session, text, world, lang)
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


def failed(world: World, lang: str) -> Reply:
    """The reply when something broke on our side: it says so and still shows the way to help."""
    return Reply("error", ui(world, lang, "error"))
