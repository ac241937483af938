"""Asks the reading process, one file after another; starts it on first use and again after a hang or a crash."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.dialogue.media import Read
from bot.reading.limits import UnreadableError, kind_of
from bot.reading.plain import plain

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

    from bot.reading.limits import Kind

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "bot.reading.worker")
SECONDS = 60.0  # for one file; a long PDF of scans takes 15 on two cores, and the first file loads the models
ANSWER = 1 << 20  # bytes of the longest answer
# More threads than cores gain nothing, and each takes addresses, which the process has few of.
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class FileReader:
    """Reads files for the bot. `ocr` False leaves words in pictures unread and never loads the models.

    `command` is the process that is asked, and `seconds` the time for one file.
    """

    def __init__(self, *, ocr: bool = True, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        """Start nothing yet."""
        self._ocr, self._command, self._seconds = ocr, command, seconds
        self._process: Process | None = None
        self._closed = False
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The process that reads, None where none runs."""
        return None if self._process is None or self._process.returncode is not None else self._process.pid

    async def read(self, data: bytes) -> Read:
        """Return what stands in a file; never raises for what is in it."""
        try:
            kind = kind_of(data)
            if kind == "text":
                text, cut = plain(data)
                return Read(text, cut=cut)
        except UnreadableError as error:
            return Read(reason=error.reason)
        async with self._turn:
            return Read(reason="failed") if self._closed else await self._ask(kind, data)

    async def _ask(self, kind: Kind, data: bytes) -> Read:
        done = False
        try:
            async with asyncio.timeout(self._seconds):
                process = self._process if self.pid is not None else None
                read = await self._exchange(process or await self._start(), kind, data)
                done = True
                return read
        except TimeoutError:
            return Read(reason="slow")
        except (OSError, EOFError, ValueError):
            return Read(reason="failed")
        finally:
            if not done:
                # Also where the asking task was cancelled: a half-read answer would be taken for the next one's.
                await self._kill()

    async def _start(self) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=ANSWER,
            cwd=ROOT,
            env=_environment(),
        )
        return self._process

    async def _exchange(self, process: Process, kind: Kind, data: bytes) -> Read:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        asked = {"kind": kind, "size": len(data), "ocr": self._ocr}
        process.stdin.write(json.dumps(asked).encode() + b"\n" + data)
        await process.stdin.drain()
        line = await process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        answer = json.loads(line)
        return Read(answer["text"], tuple(answer["codes"]), answer["reason"], answer["cut"])

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    async def close(self) -> None:
        """End the process. What waits, and what comes later, is answered at once as not read."""
        self._closed = True
        await self._kill()


def _environment() -> dict[str, str]:
    """Return what the process is started with: without our settings, for it opens what strangers made."""
    return {**{key: value for key, value in os.environ.items() if not key.upper().startswith("VIGIL_")}, **THREADS}
