"""The offer check: /check asks for the offer, the next text is read as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from bot.catalog.lines import resolve
from bot.catalog.render import detail
from bot.dialogue.flows.ask import answer
from bot.dialogue.types import AwaitOffer, Idle, Reply, Turn
from bot.dialogue.words import link, rows, say

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogue.types import Checked, Session, Text, World


WAYS = ("/check", "jobs.already_accepted", "/sos", "bot.feedback")
MOST_KEPT = 12
LINES = ("anti_scam", "anti_trafficking", "police")  # the first that the country has stands under a card


def begin(session: Session, world: World, lang: str) -> Turn:
    """Ask for the offer."""
    return Turn(replace(session, state=AwaitOffer()), (say(world, lang, "check.ask", "/iv", "jobs.warning_signs"),))


def read(session: Session, text: Text, world: World, lang: str) -> Turn | None:
    """Check an awaited text, or one that describes an offer.

    None where it is neither an offer nor another scam, so that it is read as a question.
    """
    return outcome(session, text, world.check(text.text, lang, described=True), world, lang)


def outcome(session: Session, text: Text, checked: Checked, world: World, lang: str) -> Turn | None:
    """Show the card of an offer, or the answer about another scam; None where it is neither."""
    if checked.is_offer:
        return card(session, checked, world, lang, text.at.date())
    if checked.other in world.catalog.intents:
        turn = answer(session, checked.other or "", world, lang, text.at.date())
        return replace(turn, replies=(say(world, lang, "check.other"), *turn.replies))
    return None


def card(session: Session, checked: Checked, world: World, lang: str, today: date) -> Turn:
    """Show the card, its last part with the ways on."""
    found = [link(world, lang, target) for target in ("/why", "/questions", "/share")] if checked.flags else []
    ways = [*found, *(link(world, lang, target) for target in WAYS)]
    *first, last = checked.parts
    last = "\n\n".join([last, *_line(session, world, lang, today)])
    replies = (*(Reply("check.card", part) for part in first), Reply("check.card", last, rows(ways)))
    kept = " ".join((checked.risk, *checked.flags[:MOST_KEPT]))
    return Turn(replace(session, state=Idle(), last_intent="jobs.is_it_a_scam", checked=kept), replies)


def _line(session: Session, world: World, lang: str, today: date) -> list[str]:
    """Return the line of the country that such an offer concerns, with its details; nothing where none is known."""
    catalog = world.catalog
    known = (resolve(catalog, kind, session.country, session.home, confirmed_only=False) for kind in LINES)
    found = next((line for line in known if line is not None), None)
    return [] if found is None else [detail(found, catalog.languages[lang], today)]


def opened(session: Session, name: Literal["why", "questions", "share"], world: World, lang: str) -> Turn:
    """Open what a button under a card names; without a check before, ask for the offer."""
    if session.checked is None:
        return begin(session, world, lang)
    replies = tuple(Reply(f"check.{name}", part) for part in world.opened(name, session.checked, lang))
    return Turn(session, replies or (say(world, lang, "check.ask", "/iv"),))
