"""Alerts changed in words: "pause alerts for 3 days" is done, shown on the panel, and undone with a button."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.flows import subscribe
from bot.dialogue.flows import subscribe_panel as panel
from bot.dialogue.flows.country import name
from bot.dialogue.types import UNKNOWN_ZONE, Button, Idle, Reply, Turn
from bot.dialogue.wishes import wish
from bot.dialogue.words import rows, say, ui

if TYPE_CHECKING:
    from bot.dialogue.types import Session, Subscription, Text, World
    from bot.dialogue.wishes import Wish


def heard(session: Session, text: Text, world: World, lang: str) -> Turn | None:
    """Do what a message wants changed of the alerts; None for every other message.

    Who gets none is told so where the words name alerts; without them, something else may be meant.
    """
    asked = wish(text.written)
    if asked is None:
        return None
    held = session.subscription
    if held is None:
        none = asked.of_alerts and asked.what != "country"
        return Turn(session, (say(world, lang, "sub.none", "/subscribe"),)) if none else None
    session = replace(session, state=Idle())
    if held.ended:
        return subscribe.shown(session, world, lang)
    return _done(session, held, asked, text, world, lang)


def _done(session: Session, held: Subscription, asked: Wish, text: Text, world: World, lang: str) -> Turn:
    match asked.what:
        case "pause" if asked.span is not None:
            now = replace(held, asleep_until=text.at + asked.span)
            return _changed(session, now, "sub.done.pause", "sub s off", world, lang)
        case "pause":
            return _choose(session, "s", world, lang)
        case "quiet" if asked.quiet is not None:
            before = next((key for key, hours in subscribe.QUIET.items() if hours == held.quiet), subscribe.OFF)
            now = replace(held, quiet=asked.quiet)
            return _changed(session, now, "sub.done.quiet", f"sub q {before}", world, lang)
        case "quiet":
            return _choose(session, "q", world, lang)
        case "country":
            return _only_own(session, world, lang)
        case "urgent" | "digest":
            return _changed(session, replace(held, mode=asked.what), "sub.done", f"sub m {held.mode}", world, lang)


def _changed(session: Session, now: Subscription, key: str, undo: str, world: World, lang: str) -> Turn:
    after = replace(session, subscription=now)
    shown = panel.panel(after, now, world, lang, subscribe.TOPICS, head=key)
    back = rows([Button(ui(world, lang, "sub.undo"), undo)])
    turn = Turn(after, (replace(shown, buttons=(*back, *shown.buttons)),))
    if now.quiet is None or now.zone != UNKNOWN_ZONE:
        return turn
    # Hours say little without a clock.
    return replace(turn, replies=(*turn.replies, *_choose(after, "z", world, lang).replies))


def _choose(session: Session, what: str, world: World, lang: str) -> Turn:
    shown = panel.choices(session, what, 0, world, lang, tuple(subscribe.QUIET), tuple(subscribe.SLEEP))
    return Turn(session, (shown,))


def _only_own(session: Session, world: World, lang: str) -> Turn:
    """Say that only alerts for their country and those for everywhere come; ask for the country where it is unknown."""
    if session.country not in world.catalog.countries:
        return _choose(session, "c", world, lang)
    ways = rows(
        [Button(ui(world, lang, "sub.button.country"), "sub c"), Button(ui(world, lang, "sub.back"), "sub back")]
    )
    told = ui(world, lang, "sub.only_own", country=name(world, lang, session.country or ""))
    return Turn(session, (Reply("sub.only_own", told, ways),))
