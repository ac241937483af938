"""What measurements share: processes of our own, ended in order, a sandbox among them, and how figures are shown."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from bot.errors import CannotError
from bot.sandbox.client import Control

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

PATIENCE, PATIENCE_UP = 10.0, 60.0


@contextlib.asynccontextmanager
async def started(
    command: Sequence[str], env: dict[str, str], *, quiet: bool = False
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command with `env` added to the environment; `quiet` throws its output away.

    It is ended at the latest after ten seconds.
    """
    out = asyncio.subprocess.DEVNULL if quiet else None
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **env}, stdout=out, stderr=out)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                process.kill()
                await process.wait()


@contextlib.asynccontextmanager
async def sandbox(kept_calls: int) -> AsyncIterator[tuple[str, Control]]:
    """Run a sandbox in a process of its own; yields its address and its control desk."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bot", "sandbox", "--port", str(port), "--kept-calls", str(kept_calls)]
    async with started(command, {}, quiet=True), Control(url) as control:
        await up(url)
        yield url, control


async def up(url: str, patience: float = PATIENCE_UP) -> None:
    """Wait until a sandbox answers. Raises CannotError where none does in `patience` seconds."""
    try:
        async with Control(url) as control, asyncio.timeout(patience):
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    await control.state()
                    return
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise CannotError(f"No sandbox answers at {url}. Does `python -m bot sandbox` start?") from error


def _free_port() -> int:
    """Return a port on loopback that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(pid: int | None) -> dict[str, int]:
    """Return the kilobytes that a process holds ("now") and the most that it held, from Linux's /proc; else nothing."""
    status = Path(f"/proc/{pid}/status")
    fields = [line.split() for line in status.read_text().splitlines()] if status.exists() else []
    names = {"VmHWM:": "most", "VmRSS:": "now"}
    return {names[field[0]]: int(field[1]) for field in fields if field[0] in names}


def shown(figures: Mapping[str, float], *, as_json: bool) -> str:
    """Return figures as lines, or as JSON."""
    if as_json:
        return json.dumps(figures)
    return "\n".join(f"{key:22} {value}" for key, value in figures.items())
