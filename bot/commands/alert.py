"""`alert`: write, preview, approve, send and follow alerts from the terminal. What it does stands in operate.py."""

from __future__ import annotations

import asyncio
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.chosen import settings
from bot.errors import CannotError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.commands.operate import Terminal

app = typer.Typer(no_args_is_help=True, help="Write, approve, send and follow alerts.")
Id = Annotated[int, typer.Argument(help="The alert's number.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
As = Annotated[str | None, typer.Option("--as", help="Your name for the audit log; unset: the account's.")]


@app.command("new")
def new(
    *,
    topic: Annotated[str, typer.Option(help="jobs, fraud, food or all.")] = "jobs",
    text: Annotated[
        list[str] | None,
        typer.Option(help="LANGUAGE=FILE: headline, empty line, what happened, empty line, what to do."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(help="NAME=VALUE: severity, urgency, certainty, countries, area, link, expires, start, missing."),
    ] = None,
    picture: Annotated[Path | None, typer.Option(help="A picture to send with it.")] = None,
    operator: As = None,
) -> None:
    """Write a draft."""
    _do(lambda at: at.new(topic, text or [], field or [], picture), operator)


@app.command("list")
def listing(*, as_json: Json = False) -> None:
    """List the newest alerts."""
    _do(lambda at: at.listing(as_json=as_json), None)


@app.command("preview")
def preview(alert_id: Id) -> None:
    """Show an alert in each language, and who would get it."""
    _do(lambda at: at.preview(alert_id), None)


@app.command("test")
def send_test(
    alert_id: Id, chat_id: Annotated[int, typer.Argument(help="Your own chat.")], operator: As = None
) -> None:
    """Send an alert to one chat, as it will look."""
    _do(lambda at: at.test(alert_id, chat_id), operator)


def _step(name: str, text: str) -> None:
    def step(alert_id: Id, operator: As = None) -> None:
        _do(lambda at: at.step(name, alert_id), operator)

    step.__doc__ = text
    app.command(name)(step)


_step("approve", "Let an alert go out, at once or at its time; by somebody else than its author.")
_step("reject", "Drop a draft.")
_step("cancel", "Stop for good an alert that waits or runs.")
_step("pause", "Hold a running alert.")
_step("resume", "Let a paused alert go on.")
_step("update", "Start an update, for exactly those who got the alert.")
_step("withdraw", "Start a withdrawal, for exactly those who got the alert.")


@app.command("status")
def status(
    alert_id: Id, *, as_json: Json = False, watch: Annotated[bool, typer.Option(help="Follow it to its end.")] = False
) -> None:
    """Show how far an alert is: a bar, counts, rate and time left."""
    _do(lambda at: at.status(alert_id, as_json=as_json, watch=watch), None)


@app.command("audit")
def audit(
    alert_id: Annotated[int | None, typer.Argument(help="Only this alert.")] = None, *, as_json: Json = False
) -> None:
    """Show who did what."""
    _do(lambda at: at.audit(alert_id, as_json=as_json), None)


@app.command("import")
def take(file: Annotated[Path, typer.Argument(help="A CAP 1.2 message.")], operator: As = None) -> None:
    """Take a CAP message as a draft."""
    _do(lambda at: at.take(file), operator)


@app.command("export")
def give(alert_id: Id) -> None:
    """Print an alert as a CAP 1.2 message."""
    _do(lambda at: at.give(alert_id), None)


@app.command("feed")
def feed() -> None:
    """Print the Atom feed of what was sent."""
    _do(lambda at: at.feed(), None)


@app.command("sender")
def sender_alone() -> None:
    """Send what is approved, without answering anybody: for a machine of its own. `run` does this by itself."""
    from bot.commands.sending import send_alone  # noqa: PLC0415 - only what a command needs is loaded

    chosen = settings()
    if not chosen.token:
        raise CannotError("There is no token. Set VIGIL_TELEGRAM_TOKEN; without one `run` sends on its own sandbox.")
    asyncio.run(send_alone(chosen))


def _do(action: Callable[[Terminal], Awaitable[Any]], operator: str | None) -> None:
    """Run one command at the database."""
    from bot.commands.operate import at_terminal  # noqa: PLC0415

    async def work() -> None:
        async with at_terminal(settings(), operator) as terminal:
            await action(terminal)

    asyncio.run(work())
