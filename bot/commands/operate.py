"""What `alert` does: an operator at the terminal, under the same rules as in the bot."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import json
import os
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from bot.alerts import cap, feed
from bot.alerts.audience import count
from bot.alerts.fields import FieldError, blank, filled
from bot.alerts.operators import TERMINAL, NotAllowedError, Operators
from bot.alerts.progress import Progress, progress
from bot.alerts.render import message
from bot.catalog.html import text_of
from bot.commands.greet import greeted
from bot.commands.sending import bare_world, make_operators, sending_bot
from bot.dialogue.carrier import LaterError, RefusedError, UnreachableError
from bot.errors import CannotError
from bot.store.alerts import ENDED, StateError
from bot.store.deliveries import Deliveries
from bot.store.engine import make_engine
from bot.store.migrate import ready
from bot.store.tables import Alert
from bot.telegram.carrier import TelegramCarrier

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.config import Settings
    from bot.store.alerts import Record


@contextlib.asynccontextmanager
async def at_terminal(settings: Settings, name: str | None) -> AsyncIterator[Terminal]:
    """Sit down at the database. Raises CannotError with every refusal."""
    engine = make_engine(settings.database_url)
    try:
        await ready(engine)
        operator = f"{TERMINAL}:{name or _account()}"[:64]
        yield Terminal(settings, engine, make_operators(settings, engine), operator)
    except NotAllowedError as error:
        raise CannotError(f"That is not allowed: {error}.") from error
    except StateError as error:
        raise CannotError(f"That cannot be done: {error}.") from error
    except (FieldError, cap.CapError, OSError) as error:
        raise CannotError(f"{error}.") from error
    finally:
        await engine.dispose()


def _account() -> str:
    """Return the name of the account, or its number where it has none, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


@dataclass(frozen=True, slots=True)
class Terminal:
    """One operator's commands."""

    settings: Settings
    engine: AsyncEngine
    operators: Operators
    operator: str

    async def new(self, topic: str, texts: list[str], fields: list[str], picture: Path | None) -> None:
        """Write a draft and print its number."""
        now = datetime.now(UTC)
        record = filled(blank(self.operator, now), "topic", topic, now)
        for each in texts:
            lang, _, file = each.partition("=")
            record = filled(record, f"text.{lang}", _read(Path(file)), now)
        for each in fields:
            name, _, value = each.partition("=")
            record = filled(record, name, value, now)
        if picture is not None:
            record = replace(record, picture=picture.read_bytes())  # noqa: ASYNC240 - once, and nobody waits
        saved = await self.operators.save(record, self.operator, "draft")
        print(saved.id)  # noqa: T201

    async def listing(self, *, as_json: bool) -> None:
        """List the newest alerts."""
        found = await self.operators.alerts.find(limit=50)
        if as_json:
            print(json.dumps([_row(record) for record in found], ensure_ascii=False))  # noqa: T201
            return
        columns = ("id", "state", "topic", "severity", "expires", "headline")
        table = Table(*columns)
        for record in found:
            row = _row(record)
            table.add_row(*(Text(str(row[name])) for name in columns))
        Console().print(table)

    async def preview(self, alert_id: int) -> None:
        """Print each language as it will look, and the audience."""
        record, world = await self.operators.found(alert_id), bare_world(self.settings)
        for lang, _ in record.texts:
            print(f"--- {lang}\n{text_of(message(record, lang, world, lang).html)}\n")  # noqa: T201
        found = await count(self.engine, record, datetime.now(UTC))
        print(f"audience {found.total}: own language {found.own}, other {found.other}, nothing {found.none}")  # noqa: T201

    async def test(self, alert_id: int, chat_id: int) -> None:
        """Send it to one chat."""
        if not self.settings.token:
            raise CannotError("There is no token to send with: set VIGIL_TELEGRAM_TOKEN.")
        record, world = await self.operators.tested(alert_id, self.operator, str(chat_id)), bare_world(self.settings)
        bot = sending_bot(self.settings.token, self.settings.telegram_base_url)
        async with greeted(bot, self.settings.telegram_base_url):
            carrier = TelegramCarrier(bot)
            for lang, _ in record.texts:
                try:
                    await carrier.send(chat_id, carrier.prepare(message(record, lang, world, lang), record.picture))
                except (RefusedError, LaterError, UnreachableError) as error:
                    raise CannotError(f"Telegram did not take the test: {error}.") from error

    async def step(self, name: str, alert_id: int) -> None:
        """Move an alert on, and print its number and state."""
        match name:
            case "update":
                record = await self.operators.follow(alert_id, "Update", self.operator)
            case "withdraw":
                record = await self.operators.follow(alert_id, "Cancel", self.operator)
            case _:
                record = await getattr(self.operators, name)(alert_id, self.operator)
        print(record.id, record.state)  # noqa: T201

    async def status(self, alert_id: int, *, as_json: bool, watch: bool) -> None:
        """Print how far it is; with `watch` until it is over."""
        seen = await self._seen(alert_id)
        if as_json and not watch:
            print(json.dumps(seen.plain(), ensure_ascii=False))  # noqa: T201
            return
        with Live(_shown(seen), console=Console(), refresh_per_second=4) as live:
            while watch and seen.record.state not in ENDED:
                await asyncio.sleep(1)
                seen = await self._seen(alert_id)
                live.update(_shown(seen))

    async def audit(self, alert_id: int | None, *, as_json: bool) -> None:
        """Print who did what."""
        for row in await self.operators.alerts.audit(alert_id):
            plain = {**row, "at": row["at"].isoformat()}
            if as_json:
                print(json.dumps(plain, ensure_ascii=False))  # noqa: T201
            else:
                print(*(plain[name] or "-" for name in ("at", "operator", "action", "alert_id", "detail")))  # noqa: T201

    async def take(self, file: Path) -> None:
        """Take a CAP file as a draft and print its number."""
        sent = await self.operators.alerts.find(Alert.started_at.is_not(None))
        known = {record.identifier: record.id for record in sent if record.state != "replaced"}
        data = await asyncio.to_thread(file.read_bytes)
        record = cap.read(data, self.operator, datetime.now(UTC), known)
        print((await self.operators.save(record, self.operator, "import")).id)  # noqa: T201

    async def give(self, alert_id: int) -> None:
        """Print it as a CAP message."""
        record = await self.operators.found(alert_id)
        earlier = await self.operators.alerts.get(record.replaces) if record.replaces else None
        sys.stdout.buffer.write(cap.export(record, cap.reference(earlier) if earlier else "") + b"\n")

    async def feed(self) -> None:
        """Print the Atom feed."""
        sent = await self.operators.alerts.sent(feed.MOST)
        sys.stdout.buffer.write(feed.feed(sent, datetime.now(UTC)) + b"\n")

    async def _seen(self, alert_id: int) -> Progress:
        seen = await progress(self.operators.alerts, Deliveries(self.engine), alert_id)
        if seen is None:
            raise CannotError(f"There is no alert {alert_id}.")
        return seen


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CannotError(f"{file} is no UTF-8 text. Save it as UTF-8.") from error


def _row(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "state": record.state,
        "topic": record.topic,
        "severity": record.severity,
        "expires": record.expires_at.isoformat(timespec="minutes"),
        "headline": next((words.headline for _, words in record.texts), ""),
        "languages": [lang for lang, _ in record.texts],
    }


def _shown(seen: Progress) -> Table:
    table = Table(show_header=False, title=f"{seen.bar} {seen.total - seen.waiting}/{seen.total}")
    for name, value in seen.plain().items():
        table.add_row(name, Text(str(value)))
    table.add_row("seconds left", "-" if seen.left is None else f"{seen.left:.0f}")
    return table
