"""A process of our own for the length of a measurement, ended in order and at the latest after ten seconds."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

PATIENCE = 10.0


@contextlib.asynccontextmanager
async def started(
    command: Sequence[str], env: dict[str, str], *, quiet: bool = False
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command with `env` added to the environment; `quiet` throws its output away."""
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
