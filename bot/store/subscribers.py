"""Subscribers: a row as the session's data and back, and who is in the audience of an alert."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, true

from bot.store.alerts import EVERY
from bot.store.tables import Subscriber

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import SimpleNamespace

    from sqlalchemy import ColumnElement, Row

DEFAULT_LANG = "en"


def plain(found: Row[Any] | SimpleNamespace) -> dict[str, Any]:
    """Return the subscription as bot.dialogue.saved reads it."""
    quiet = None if found.quiet_from is None else [found.quiet_from, found.quiet_to]
    return {
        "topics": found.topics.split(),
        "mode": found.mode,
        "quiet": quiet,
        "zone": found.zone,
        "asleep_until": found.asleep_until.isoformat() if found.asleep_until else None,
        "ended": found.ended_at is not None,
    }


def row(session: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that a session and its subscription fill."""
    start, end = held["quiet"] or (None, None)
    until = held["asleep_until"]
    return {
        "lang": session.get("lang") or DEFAULT_LANG,
        "country": session.get("country"),
        "topics": f" {' '.join(held['topics'])} ",
        "mode": held["mode"],
        "quiet_from": start,
        "quiet_to": end,
        "zone": held["zone"],
        "asleep_until": datetime.fromisoformat(until) if until else None,
    }


def active(now: datetime) -> ColumnElement[bool]:
    """Tell who gets anything at all now: not those who blocked the bot, nor those who sleep."""
    awake = or_(Subscriber.asleep_until.is_(None), Subscriber.asleep_until <= now)
    return Subscriber.ended_at.is_(None) & awake


def asleep(now: datetime) -> ColumnElement[bool]:
    """Tell who gets nothing only because of a pause of their own."""
    return Subscriber.ended_at.is_(None) & (Subscriber.asleep_until > now)


def addressed(topic: str, countries: Sequence[str], *, urgent: bool, now: datetime) -> ColumnElement[bool]:
    """Tell who is in the audience of an alert."""
    wanted = active(now) & concerned(countries, urgent=urgent)
    if topic != EVERY:
        wanted &= Subscriber.topics.contains(f" {topic} ")
    else:
        wanted &= func.trim(Subscriber.topics) != ""
    return wanted


def concerned(countries: Sequence[str], *, urgent: bool) -> ColumnElement[bool]:
    """Tell whom an alert concerns by country and mode, whatever its topic and whenever it comes.

    Who has named no country gets the alerts of every country: a warning too many is better than one too few.
    Who wants urgent ones only gets no others.
    """
    wanted: ColumnElement[bool] = true()
    if countries:
        wanted &= or_(Subscriber.country.is_(None), Subscriber.country.in_(countries))
    if not urgent:
        wanted &= Subscriber.mode != "urgent"
    return wanted
