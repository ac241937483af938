"""A session as plain data and back, so that the shell can keep it through a restart."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from bot.dialogue.types import AwaitCountry, AwaitOffer, Idle, Session, State

STATES: dict[str, type[Idle | AwaitOffer | AwaitCountry]] = {
    "idle": Idle,
    "await_offer": AwaitOffer,
    "await_country": AwaitCountry,
}


def dump(session: Session) -> dict[str, Any]:
    """Return JSON-ready data; fields at their default are left out, so that nothing is kept without need."""
    fresh = Session()
    kept = {
        item.name: getattr(session, item.name)
        for item in fields(session)
        if item.name != "state" and getattr(session, item.name) != getattr(fresh, item.name)
    }
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
        if item.name == "state" or item.name not in data:
            continue
        value, default = data[item.name], getattr(fresh, item.name)
        if isinstance(value, bool if isinstance(default, bool) else str):
            values[item.name] = value
        else:
            lost = True
    state, state_lost = _state(data.get("state"))
    return Session(**values, state=state), lost or state_lost


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
