"""What measurements share: a process of our own, ended in order, a free port, its memory, and how figures are shown."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

PATIENCE = 10.0


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


def free_port() -> int:
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
