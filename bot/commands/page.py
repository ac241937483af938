"""The sandbox with its chat page on a port of this machine: beside the bot (`run`), or alone (`sandbox`)."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.commands.chosen import err
from bot.commands.stopping import stopped
from bot.errors import CannotError
from bot.sandbox.server import serve
from bot.sandbox.state import TOKEN, Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.server import Served


@contextlib.asynccontextmanager
async def served(sandbox: Sandbox, port: int, mend: str) -> AsyncIterator[Served]:
    """Run a sandbox for as long as the block lasts. Raises CannotError, which ends in `mend`, for a port in use."""
    async with contextlib.AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(serve(sandbox, port=port))
        except OSError as error:
            raise CannotError(
                f"Port {port} on loopback cannot be used: {error.strerror or error}. "
                f"Stop the program that uses it, or {mend}."
            ) from error
        yield server


async def run(port: int, kept_calls: int) -> None:
    """Run a sandbox until interrupted. Raises CannotError for a port in use."""
    stop = stopped()
    async with served(Sandbox(kept_calls=kept_calls), port, "choose another with --port") as server:
        err.print(f"The sandbox's page is [bold]{server.url}[/]. A bot's base_url is {server.api}, its token {TOKEN}.")
        await stop.wait()
