"""`check --image` and `bench picture`: files read from the command line as the bot reads them."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.catalog.html import text_of
from bot.catalog.loader import load_catalog
from bot.commands.process import memory
from bot.dialogue.media import Read, messages
from bot.dialogue.types import Text, Unreadable
from bot.errors import CannotError
from bot.reading.limits import MAX_BYTES
from bot.reading.reader import FileReader

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_files(paths: Sequence[Path], *, ocr: bool) -> tuple[str | None, list[Unreadable]]:
    """Return the words of files as one text, None without any, and what could not be read. Raises CannotError."""
    read = messages("", asyncio.run(_read([_bytes(path) for path in paths], ocr=ocr)), datetime.now(UTC))
    text = next((message.text for message in read if isinstance(message, Text)), None)
    return text, [message for message in read if isinstance(message, Unreadable)]


def worded(content: Path, note: Unreadable, lang: str) -> str:
    """Say why something could not be read, as the bot says it. Raises ContentError."""
    return text_of(
        load_catalog(content).languages[lang].ui[f"unreadable.{note.kind}"].format(detail=note.detail)
    ).strip()


def bench(path: Path, times: int) -> dict[str, Any]:
    """Read one file again and again: seconds with the loading and without, and the reading process's memory in MB.

    `processor` are the processor's seconds for one reading, on all cores, which a busy machine does not change.
    Raises CannotError, also where the file holds no words.
    """
    return asyncio.run(_bench(_bytes(path), times))


async def _bench(data: bytes, times: int) -> dict[str, Any]:
    reader = FileReader()
    taken: list[float] = []
    used: list[float] = []
    try:
        for _ in range(times + 1):
            started = time.perf_counter()
            read = await reader.read(data)
            taken.append(round(time.perf_counter() - started, 2))
            if read.reason is not None:
                raise CannotError(f"Nothing to measure: {read.reason}.")
            used.append(_processor(reader.pid))
        held = {name: kilobytes // 1024 for name, kilobytes in memory(reader.pid).items()}
    finally:
        await reader.close()
    warm = taken[1:]
    seconds = {"first": taken[0], "min": min(warm), "median": statistics.median(warm), "max": max(warm)}
    seconds["processor"] = round((used[-1] - used[0]) / times, 2)
    return {"characters": len(read.text), "lines": len(read.text.splitlines()), "seconds": seconds, "memory_mb": held}


def _processor(pid: int | None) -> float:
    """Return the processor's seconds that a process has used, from Linux's /proc; 0 elsewhere."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()  # the name before it may hold spaces; then state is field 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _read(files: list[bytes], *, ocr: bool) -> list[Read]:
    reader = FileReader(ocr=ocr)
    try:
        return [await reader.read(data) for data in files]
    finally:
        await reader.close()


def _bytes(path: Path) -> bytes:
    try:
        # One byte more than is taken tells that it is too much; a larger file is not loaded to be refused.
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotError(f"{path}: {error.strerror or error}.") from error
