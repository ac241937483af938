"""`db`: bring the database up to date, save it, move it to another machine, and read the kept offers."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.chosen import settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncEngine

app = typer.Typer(no_args_is_help=True, help="Look after the database.")
File = Annotated[Path, typer.Argument(help="The file.")]


@app.command("upgrade")
def upgrade(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Bring the tables up to date. SQLite does it by itself; on PostgreSQL it asks first."""
    from bot.store import migrate  # noqa: PLC0415 - only what a command needs is loaded

    if not settings().database_url.startswith("sqlite") and not yes:
        typer.confirm("Change the tables of this PostgreSQL database?", abort=True)
    asyncio.run(_with_database(migrate.upgrade))
    print("up to date")  # noqa: T201


@app.command("export")
def export(file: File) -> None:
    """Write all subscribers and kept offers to a file of JSON lines."""
    from bot.store import transfer  # noqa: PLC0415

    moved = _do(lambda engine: transfer.export(engine, file))
    print(f"{moved.subscribers} subscribers and {moved.offers} kept offers written")  # noqa: T201


@app.command("import")
def take(file: File) -> None:
    """Read subscribers and offers from such a file; who is here already stays as they are."""
    from bot.store import transfer  # noqa: PLC0415

    moved = _do(lambda engine: transfer.take(engine, file))
    print(f"{moved.subscribers} subscribers and {moved.offers} kept offers added")  # noqa: T201


@app.command("offers")
def offers(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show the offers that people let us keep to warn others, the newest first."""
    from bot.store.offers import Offers  # noqa: PLC0415

    kept = _do(lambda engine: Offers(engine, settings().keep_offers_days).newest())
    if as_json:
        rows = [{**asdict(offer), "day": offer.day.isoformat()} for offer in kept]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201
        return
    for offer in kept:
        print(f"{offer.day} {offer.lang} {offer.risk} {' '.join(offer.flags)}\n{offer.text}\n")  # noqa: T201
    print(f"{len(kept)} kept offers")  # noqa: T201


@app.command("backup")
def backup(file: File) -> None:
    """Save the SQLite database to a file while the bot runs."""
    from bot.store import transfer  # noqa: PLC0415

    transfer.backup(settings().database_url, file)
    print(file)  # noqa: T201


def _do(action: Callable[[AsyncEngine], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what the action returns
    """Do something with the database, whose tables are brought up to date first where they are SQLite's."""
    from bot.store import migrate  # noqa: PLC0415

    async def work(engine: AsyncEngine) -> Any:  # noqa: ANN401
        await migrate.ready(engine)
        return await action(engine)

    return asyncio.run(_with_database(work))


async def _with_database(action: Callable[[AsyncEngine], Awaitable[Any]]) -> Any:  # noqa: ANN401 - as above
    from bot.store.engine import make_engine  # noqa: PLC0415

    engine = make_engine(settings().database_url)
    try:
        return await action(engine)
    finally:
        await engine.dispose()
