"""Moves subscribers and kept offers between databases, as JSON lines, and saves an SQLite database in use."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import mkstemp
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from sqlalchemy import JSON, URL, String, insert, make_url, select

from bot.dialogue.flows.subscribe import TOPICS
from bot.dialogue.saved import load
from bot.dialogue.types import KeptOffer as Offer
from bot.errors import CannotError
from bot.store.engine import reading, upsert
from bot.store.offers import stands
from bot.store.subscribers import plain
from bot.store.tables import Chat, KeptOffer, Subscriber, Utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

PAGE = 1000
KIND = "vigil subscribers 1"
MOST, DAY = 2**63, 1440

OFFER = [column for column in KeptOffer.__table__.columns if column.name != "id"]


class Moved(NamedTuple):
    """How many were written or added."""

    subscribers: int
    offers: int


class TransferError(CannotError):
    """A file cannot be read or written; the message says why and where."""


async def export(engine: AsyncEngine, file: Path) -> Moved:
    """Write every subscriber with the session that holds their language and country, and every kept offer.

    Raises TransferError.
    """
    with _anew(file, engine.url) as place, place.open("a", encoding="utf-8") as out:
        return await _write(engine, out)


async def _write(engine: AsyncEngine, out: TextIO) -> Moved:
    columns = Subscriber.__table__.columns
    wanted = select(*columns, Chat.session, Chat.updated_at).outerjoin(Chat, Chat.chat_id == Subscriber.chat_id)
    number, after = 0, -(2**62)
    out.write(_line({"kind": KIND}))
    async with reading(engine) as connection:
        while True:
            page = wanted.where(Subscriber.chat_id > after).order_by(Subscriber.chat_id).limit(PAGE)
            rows = (await connection.execute(page)).mappings().all()
            out.writelines(_line(dict(row)) for row in rows)
            number += len(rows)
            if len(rows) < PAGE:
                break
            after = rows[-1]["chat_id"]
        offers = (await connection.execute(select(*OFFER).order_by(KeptOffer.id))).mappings().all()
        out.writelines(_line({"kept_offer": dict(offer)}) for offer in offers)
    return Moved(number, len(offers))


async def take(engine: AsyncEngine, file: Path) -> Moved:
    """Add the subscribers and offers of a file that are not here yet, all or none. Raises TransferError."""
    # By line feeds alone: an offer may hold other ends of lines, such as U+2028, which JSON leaves as they are.
    try:
        lines = (await asyncio.to_thread(file.read_text, encoding="utf-8")).rstrip("\n").split("\n")
    except OSError as error:
        raise TransferError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TransferError(f"{file} is no UTF-8 text, so it is no export of Vigil's.") from error
    if not lines[0] or _read(lines[0], 1).get("kind") != KIND:
        raise TransferError(f"{file} holds no subscribers: its first line is not {json.dumps({'kind': KIND})}")
    records = [_read(line, number) for number, line in enumerate(lines[1:], 2)]
    people = [record for record in records if "chat_id" in record]
    offers = [record for record in records if "chat_id" not in record]
    async with engine.begin() as connection:
        return Moved(await _add_people(connection, people), await _add_offers(connection, offers))


async def _add_offers(connection: AsyncConnection, records: list[dict[str, Any]]) -> int:
    added = 0
    for record in records:
        if not await stands(connection, Offer(**record)):
            await connection.execute(insert(KeptOffer), record)
            added += 1
    return added


async def _add_people(connection: AsyncConnection, records: list[dict[str, Any]]) -> int:
    added = 0
    for record in records:
        person = {name: record[name] for name in Subscriber.__table__.columns.keys()}  # noqa: SIM118 - not a dict
        adding = upsert(connection, Subscriber).on_conflict_do_nothing().values(person).returning(Subscriber.chat_id)
        if (await connection.execute(adding)).first() is None:
            continue
        added += 1
        if record["session"] is not None:
            there = select(Chat.chat_id).where(Chat.chat_id == record["chat_id"])
            if (await connection.execute(there)).first() is None:
                chat = {name: record[name] for name in ("chat_id", "session", "updated_at")}
                await connection.execute(insert(Chat), chat)
    return added


def backup(url: str, file: Path) -> None:
    """Copy an SQLite database with its online backup. Raises TransferError, also for another database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise TransferError("Only SQLite is backed up from here; for PostgreSQL use pg_dump.")
    if not Path(parsed.database).exists():
        raise TransferError(f"There is no database at {parsed.database}.")
    with _anew(file, parsed) as place:
        try:
            with closing(sqlite3.connect(parsed.database)) as source, closing(sqlite3.connect(place)) as target:
                source.backup(target)
        except sqlite3.Error as error:
            raise TransferError(f"{parsed.database} cannot be copied to {file}: {error}.") from error


@contextmanager
def _anew(file: Path, database: URL) -> Iterator[Path]:
    """Give a place to write that its owner alone may read: the file names people. What is whole then becomes the file.

    Raises TransferError where it cannot be written, and for the database itself.
    """
    own = database.get_backend_name() == "sqlite" and database.database and file.exists()
    if own and file.samefile(str(database.database)):
        raise TransferError(f"{file} is the database itself. Name another file.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(prefix=f"{file.name}.", dir=file.parent)
        os.close(handle)
        place = Path(name)
        try:
            yield place
            place.replace(file)
        finally:
            place.unlink(missing_ok=True)
    except OSError as error:
        raise TransferError(f"{file} cannot be written: {error.strerror or error}.") from error


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, default=_moment) + "\n"


def _moment(value: date) -> str:
    return value.isoformat()  # a time's own, where it is one


def _read(line: str, number: int) -> dict[str, Any]:
    """Read one line, its times as times. Raises TransferError with its number where no bot could work with it."""
    try:
        data = json.loads(line)
        if number == 1:
            return dict(data)
        if "kept_offer" in data:
            return {column.name: _value(data["kept_offer"], column) for column in OFFER}
        return _person(data)
    except _WrongError as error:
        raise TransferError(f"line {number}: {error}.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TransferError(f"line {number} is no subscriber and no kept offer: {error!r}") from error


class _WrongError(Exception):
    """A value that can be read and not be worked with."""


def _person(data: dict[str, Any]) -> dict[str, Any]:
    record = {column.name: _value(data, column) for column in Subscriber.__table__.columns}
    # Read as the dialogue reads it, or what it does not know would break the panel of this person, not the import.
    session, _ = load({"subscription": plain(SimpleNamespace(**record))})
    if session.subscription is None:
        raise _WrongError(f"the mode is {record['mode']!r}; the bot knows now, urgent and digest")
    if unknown := set(session.subscription.topics) - set(TOPICS):
        raise _WrongError(f"topics are {', '.join(sorted(unknown))}; the bot knows {', '.join(TOPICS)}")
    hours = (record["quiet_from"], record["quiet_to"])
    if hours != (None, None) and not all(minutes is not None and 0 <= minutes < DAY for minutes in hours):
        raise _WrongError(f"quiet hours are {hours[0]} to {hours[1]}; they are minutes of the day, both or neither")
    kept = {"session": _clean(data["session"]), "updated_at": _typed(data["updated_at"], Utc())}
    if kept["session"] is not None and kept["updated_at"] is None:
        raise _WrongError("updated_at is missing")
    return {**record, **kept}


def _value(data: dict[str, Any], column: Any) -> Any:  # noqa: ANN401 - a table's column; for the value whatever JSON holds
    value, kind = _clean(_typed(data[column.name], column.type)), column.type
    if value is None and not column.nullable:
        raise _WrongError(f"{column.name} is missing")
    if isinstance(value, str) and isinstance(kind, String) and kind.length is not None and len(value) > kind.length:
        raise _WrongError(f"{column.name} has {len(value)} characters, and at most {kind.length} fit")
    return value


def _clean(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what either database can hold. SQLite takes more than PostgreSQL, and hands it to every export."""
    match value:
        case str():
            if "\0" in value:
                raise _WrongError("a text holds the character NUL, which PostgreSQL cannot keep")
            value.encode()  # half a character, which no database can keep, is a ValueError
            return value
        case int() if not -MOST <= value < MOST:
            raise _WrongError(f"{value} is beyond 64 bits")
        case dict():
            return {_clean(key): _clean(item) for key, item in value.items()}
        case list():
            return [_clean(item) for item in value]
        case _:
            return value


def _typed(value: Any, kind: Any) -> Any:  # noqa: ANN401
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, Utc) or kind.python_type is datetime:
        return datetime.fromisoformat(value)
    if kind.python_type is date:
        return date.fromisoformat(value)
    if not isinstance(value, kind.python_type) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not {kind.python_type.__name__}")
    return value
