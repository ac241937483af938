"""A session as plain data and back, so that the shell can keep it through a restart."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from bot.dialogue.types import AwaitCountry, AwaitOffer, Idle, Session, State, Subscription

STATES: dict[str, type[Idle | AwaitOffer | AwaitCountry]] = {
    "idle": Idle,
    "await_offer": AwaitOffer,
    "await_country": AwaitCountry,
}

APART = {"state", "subscription", "last_at"}  # the fields that are more than one plain value


def dump(session: Session) -> dict[str, Any]:
    """Return JSON-ready data; fields at their default are left out, so that nothing is kept without need."""
    fresh = Session()
    kept = {
        item.name: getattr(session, item.name)
        for item in fields(session)
        if item.name not in APART and getattr(session, item.name) != getattr(fresh, item.name)
    }
    if session.last_at is not None:
        kept["last_at"] = session.last_at.isoformat()
    if session.subscription is not None:
        kept["subscription"] = _dump_subscription(session.subscription)
    kind = next(name for name, known in STATES.items() if isinstance(session.state, known))
    return kept if kind == "idle" else {**kept, "state": {"kind": kind, **asdict(session.state)}}


def load(data: object) -> tuple[Session, bool]:
    """Rebuild a session. The flag is True where something stored could not be understood and was left behind."""
    if not isinstance(data, dict):
        return Session(), data is not None
    lost = False
    values: dict[str, Any] = {}
    fresh = Session()
    for item in fields(Session):
        if item.name in APART or item.name not in data:
            continue
        value, default = data[item.name], getattr(fresh, item.name)
        if isinstance(value, bool if isinstance(default, bool) else str):
            values[item.name] = value
        else:
            lost = True
    state, state_lost = _state(data.get("state"))
    subscription = _subscription(data.get("subscription"))
    lost = lost or state_lost or (subscription is None and data.get("subscription") is not None)
    last_at = _moment(data.get("last_at"))
    return Session(**values, last_at=last_at, subscription=subscription, state=state), lost


def _dump_subscription(subscription: Subscription) -> dict[str, Any]:
    until = subscription.asleep_until
    plain = {"topics": list(subscription.topics), "quiet": list(subscription.quiet) if subscription.quiet else None}
    return {**asdict(subscription), **plain, "asleep_until": until.isoformat() if until else None}


def _subscription(data: object) -> Subscription | None:
    if not isinstance(data, dict):
        return None
    match data:
        case {"topics": [*topics], "mode": "now" | "urgent" | "digest" as mode, "zone": str(zone)}:
            names = tuple(name for name in topics if isinstance(name, str))
            quiet, ended = _quiet(data.get("quiet")), data.get("ended") is True
            return Subscription(names, mode, quiet, zone, _moment(data.get("asleep_until")), ended)
        case _:
            return None


def _quiet(data: object) -> tuple[int, int] | None:
    match data:
        case [int(start), int(end)]:
            return start, end
        case _:
            return None


def _moment(data: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(data) if isinstance(data, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _state(data: object) -> tuple[State, bool]:
    if data is None:
        return Idle(), False
    if not isinstance(data, dict) or not isinstance(data.get("kind"), str) or data["kind"] not in STATES:
        return Idle(), True
    kind = STATES[data["kind"]]
    known = {item.name for item in fields(kind)}
    try:
        return kind(**{key: value for key, value in data.items() if key in known}), False
    except TypeError:
        return Idle(), True
