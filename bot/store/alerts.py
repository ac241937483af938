"""Alerts as records: reading, writing and moving them from state to state, each step in the audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from sqlalchemy import delete, false, insert, select, update

from bot.store.engine import reading
from bot.store.tables import Alert, AlertText, Audit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Select, UnaryExpression
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
    from sqlalchemy.orm import InstrumentedAttribute

State = Literal["draft", "approved", "running", "paused", "done", "cancelled", "expired", "replaced", "rejected"]
Kind = Literal["Alert", "Update", "Cancel"]
Missing = Literal["skip", "other"]
ENDED: tuple[State, ...] = ("done", "cancelled", "expired", "replaced", "rejected")
LIVE: tuple[State, ...] = ("approved", "running", "paused")
# A paused alert waits for its operator, and one that was cancelled or replaced is being given up.
HOLDS: tuple[State, ...] = ("running", "done")
EVERY = "all"  # the topic that is everybody's
MOST = 2**31  # numbers of alerts stay below
URGENT = frozenset({"Extreme", "Severe"})


@dataclass(frozen=True, slots=True)
class Words:
    """What an alert says in one language, as plain text."""

    headline: str
    description: str = ""
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One alert. `missing` tells what a reader of a language without text gets: nothing, or another language.

    `countries` empty is everywhere. `replaces` is the id of the alert that an update or a cancellation follows.
    """

    identifier: str
    topic: str
    expires_at: datetime
    author: str
    created_at: datetime
    id: int = 0
    state: State = "draft"
    message_type: Kind = "Alert"
    replaces: int | None = None
    countries: tuple[str, ...] = ()
    severity: str = "Moderate"
    urgency: str = "Expected"
    certainty: str = "Likely"
    area: str = ""
    link: str | None = None
    picture: bytes | None = None
    missing: Missing = "skip"
    approver: str | None = None
    scheduled_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    prepared: bool = False
    run: int = 0
    next_at: datetime | None = None
    texts: tuple[tuple[str, Words], ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether those who want urgent alerts only get it."""
        return self.severity in URGENT or self.urgency == "Immediate"

    @property
    def words(self) -> dict[str, Words]:
        """The texts by language."""
        return dict(self.texts)


def new(author: str, topic: str, expires_at: datetime, now: datetime) -> Record:
    """Start a draft."""
    return Record(f"vigil-{uuid4()}", topic, expires_at, author, now)


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts in one database."""

    engine: AsyncEngine

    async def get(self, alert_id: int) -> Record | None:
        """Return one alert, whole."""
        return next(iter(await self.find(_is(alert_id), pictures=True)), None)

    async def peek(self, alert_id: int) -> Record | None:
        """Return one alert without its picture: enough to see its state, and quick to ask for again and again."""
        return next(iter(await self.find(_is(alert_id))), None)

    async def holding(self, now: datetime, topics: Sequence[str], limit: int) -> list[Record]:
        """Return the alerts of the topics that were sent and still hold, the newest first, without pictures."""
        topic = Alert.topic.in_((*topics, EVERY)) & (Alert.message_type != "Cancel")
        sent = Alert.state.in_(HOLDS) & Alert.started_at.is_not(None) & (Alert.expires_at > now)
        return await self.find(sent, topic, limit=limit, order=Alert.started_at.desc())

    async def find(
        self,
        *where: ColumnElement[bool],
        limit: int | None = None,
        pictures: bool = False,
        order: UnaryExpression[Any] | None = None,
    ) -> list[Record]:
        """Return alerts, the newest first; without `pictures` theirs are left out."""
        columns = [column for column in Alert.__table__.columns if pictures or column.name != "picture"]
        wanted = select(*columns).where(*where).order_by(Alert.id.desc() if order is None else order).limit(limit)
        async with reading(self.engine) as connection:
            return await _records(connection, wanted)

    async def sent(self, limit: int) -> list[Record]:
        """Return the newest alerts that were sent, and after these the older ones that they replace; no pictures."""
        newest = await self.find(Alert.started_at.is_not(None), limit=limit)
        older = {record.replaces for record in newest if record.replaces} - {record.id for record in newest}
        return [*newest, *(await self.find(Alert.id.in_(older)) if older else ())]

    async def save(self, record: Record, operator: str, action: str) -> Record:
        """Write a new draft, or a changed one over itself. Raises StateError where it is a draft no longer."""
        async with self.engine.begin() as connection:
            if record.id == 0:
                made = await connection.execute(insert(Alert).values(_columns(record)))
                record = replace(record, id=int((made.inserted_primary_key or (0,))[0]))
            else:
                same = (Alert.id == record.id) & (Alert.state == "draft")
                changed = await connection.execute(update(Alert).where(same).values(_columns(record)))
                if changed.rowcount != 1:
                    raise StateError(record.id, "draft")
            await connection.execute(delete(AlertText).where(AlertText.alert_id == record.id))
            rows = [{"alert_id": record.id, "lang": lang, **_said(words)} for lang, words in record.texts]
            if rows:
                await connection.execute(insert(AlertText), rows)
            await note(connection, operator, action, record.id)
        return record

    async def move(
        self,
        alert_id: int,
        origin: Sequence[State],
        to: State,
        operator: str,
        detail: str | None = None,
        **also: Any,  # noqa: ANN401
    ) -> Record:
        """Change the state, if it is one of `origin`, and log it. Raises StateError where it is another."""
        async with self.engine.begin() as connection:
            here = _is(alert_id) & Alert.state.in_(origin)
            changed = await connection.execute(update(Alert).where(here).values(state=to, **also))
            if changed.rowcount != 1:
                raise StateError(alert_id, *origin)
            await note(connection, operator, to, alert_id, detail)
        found = await self.get(alert_id)
        if found is None:
            raise StateError(alert_id, *origin)
        return found

    async def approve(
        self, alert_id: int, operator: str, fits: Callable[[Record, list[dict[str, Any]]], None]
    ) -> Record:
        """Approve a draft that `fits`, which is given the draft and its log, and raises where it does not.

        In one transaction: what it is given is what goes out. Raises StateError where it is a draft no longer.
        """
        draft = (Alert.id == alert_id) & (Alert.state == "draft")
        async with self.engine.begin() as connection:
            # PostgreSQL lets nobody else write the row from here on; on SQLite a transaction that writes is alone.
            for found in await _records(connection, select(Alert.__table__).where(draft).with_for_update()):
                fits(found, await _log(connection, alert_id))
                values = {"state": "approved", "approver": operator}
                await connection.execute(update(Alert).where(draft).values(values))
                await note(connection, operator, "approved", alert_id)
                return replace(found, state="approved", approver=operator)
        raise StateError(alert_id, "draft")

    async def mark(self, alert_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
        """Set columns that are no state: nothing that an operator decides."""
        async with self.engine.begin() as connection:
            await connection.execute(update(Alert).where(Alert.id == alert_id).values(values))

    async def audit(self, alert_id: int | None = None) -> list[dict[str, Any]]:
        """Return what was done, the oldest first."""
        async with reading(self.engine) as connection:
            return await _log(connection, alert_id)

    async def log(self, operator: str, action: str, alert_id: int | None, detail: str | None = None) -> None:
        """Add a step that changes no alert: a refused try, a test, an export."""
        async with self.engine.begin() as connection:
            await note(connection, operator, action, alert_id, detail)


class StateError(Exception):
    """The alert is not in a state in which this can be done."""

    def __init__(self, alert_id: int, *wanted: str) -> None:
        """Remember which alert, and the states from which it would have worked."""
        super().__init__(f"alert {alert_id} is not {' or '.join(wanted)}")
        self.alert_id, self.wanted = alert_id, wanted


async def note(
    connection: AsyncConnection, operator: str, action: str, alert_id: int | None, detail: str | None = None
) -> None:
    """Add one line to the audit log, in the transaction of what it tells."""
    values = {"at": datetime.now(UTC), "operator": operator, "action": action, "alert_id": alert_id, "detail": detail}
    await connection.execute(insert(Audit), values)


async def _records(connection: AsyncConnection, wanted: Select[Any]) -> list[Record]:
    rows = (await connection.execute(wanted)).mappings().all()
    ids = [row["id"] for row in rows]
    texts = (await connection.execute(select(AlertText).where(AlertText.alert_id.in_(ids)))).mappings().all()
    said: dict[int, list[tuple[str, Words]]] = {}
    for text in texts:
        words = Words(text["headline"], text["description"], text["instruction"])
        said.setdefault(text["alert_id"], []).append((text["lang"], words))
    return [
        Record(
            **{
                **row,
                "countries": tuple(row["countries"]),
                "texts": tuple(sorted(said.get(row["id"], []), key=_lang)),
            }
        )
        for row in rows
    ]


async def _log(connection: AsyncConnection, alert_id: int | None) -> list[dict[str, Any]]:
    wanted = select(Audit).order_by(Audit.id)
    if alert_id is not None:
        wanted = wanted.where(_is(alert_id, Audit.alert_id))
    return [dict(row) for row in (await connection.execute(wanted)).mappings()]


def _is(alert_id: int, column: InstrumentedAttribute[Any] = Alert.id) -> ColumnElement[bool]:
    """Compare the number; one that no database can hold is no alert's."""
    return column == alert_id if abs(alert_id) < MOST else false()


def _lang(pair: tuple[str, Words]) -> str:
    return pair[0]


def _columns(record: Record) -> dict[str, Any]:
    left_out = {"id", "texts", "countries"}
    columns = {name: getattr(record, name) for name in record.__slots__ if name not in left_out}
    return {**columns, "countries": list(record.countries)}


def _said(words: Words) -> dict[str, str]:
    return {"headline": words.headline, "description": words.description, "instruction": words.instruction}
