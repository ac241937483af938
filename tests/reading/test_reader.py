"""The process that reads is started, asked, given up and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from PIL import Image

from bot.dialogue.media import Read
from bot.reading.reader import FileReader
from tests.reading.files import OFFER, bomb, code, encoded, gif, joined, locked_pdf, pdf

PHOTO = Image.new("RGB", (200, 200), "white")
PICTURE = encoded(Image.new("RGB", (20, 20)))
# A process that does with a file what its last byte says: answer, hang, die, speak nonsense, or name its settings.
STUB = """
import json, os, sys, time
while line := sys.stdin.buffer.readline():
    data = sys.stdin.buffer.read(json.loads(line)["size"])
    match data[-1:]:
        case b"h": time.sleep(60)
        case b"d": os._exit(3)
        case b"n": print("nonsense", flush=True)
        case last:
            time.sleep(0.05)
            text = " ".join(os.environ) if last == b"e" else f"{os.getpid()} {last.decode()}"
            answer = {"text": text, "codes": [], "reason": None, "cut": False}
            print(json.dumps(answer), flush=True)
"""
Made = Callable[..., AbstractAsyncContextManager[FileReader]]


@asynccontextmanager
async def reader(*command: str, ocr: bool = True, seconds: float = 20.0) -> AsyncIterator[FileReader]:
    made = FileReader(ocr=ocr, seconds=seconds, **({"command": command} if command else {}))
    yield made
    await made.close()
    assert made.pid is None


def stub(seconds: float = 20.0) -> AbstractAsyncContextManager[FileReader]:
    return reader(sys.executable, "-c", STUB, seconds=seconds)


async def test_nothing_runs_until_the_first_picture_and_then_one_process_reads_all() -> None:
    async with stub() as asked:
        assert (await asked.read(OFFER.encode())).text == OFFER
        assert asked.pid is None
        read = await asyncio.gather(*(asked.read(PICTURE + str(number).encode()) for number in range(4)))
        assert [each.text for each in read] == [f"{asked.pid} {number}" for number in range(4)]


@pytest.mark.parametrize(("fate", "reason"), [(b"h", "slow"), (b"d", "failed"), (b"n", "failed")])
async def test_after_a_hang_a_crash_or_nonsense_the_next_file_is_read_by_a_new_process(
    fate: bytes, reason: str
) -> None:
    async with stub(seconds=1.0) as asked:
        before = (await asked.read(PICTURE + b"1")).text.split()[0]
        assert await asked.read(PICTURE + fate) == Read(reason=reason)  # type: ignore[arg-type]
        after = (await asked.read(PICTURE + b"2")).text.split()[0]
        assert before != after
        with pytest.raises(ProcessLookupError):
            os.kill(int(before), 0)


async def test_the_process_that_opens_strangers_files_is_not_told_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIL_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("vigil_database_url", "postgresql://user:secret@db/vigil")
    async with stub() as asked:
        names = (await asked.read(PICTURE + b"e")).text.split()
    assert "OMP_NUM_THREADS" in names
    assert [name for name in names if "vigil" in name.lower()] == []


async def test_a_process_that_was_killed_while_idle_costs_no_answer() -> None:
    async with stub() as asked:
        await asked.read(PICTURE + b"1")
        killed = asked.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        while asked.pid is not None:
            await asyncio.sleep(0.01)
        assert (await asked.read(PICTURE + b"2")).text.endswith(" 2")


async def test_a_cancelled_question_leaves_no_answer_for_the_next() -> None:
    async with stub() as asked:
        given_up = asyncio.create_task(asked.read(PICTURE + b"1"))
        while asked.pid is None:
            await asyncio.sleep(0.01)
        given_up.cancel()
        assert (await asked.read(PICTURE + b"2")).text.endswith(" 2")


async def test_what_waits_when_the_reader_closes_is_told_and_nothing_is_started_again() -> None:
    asked = FileReader(command=(sys.executable, "-c", STUB))
    waiting = [asyncio.create_task(asked.read(PICTURE + b"h")) for _ in range(3)]
    while asked.pid is None:
        await asyncio.sleep(0.01)
    await asked.close()
    assert [each.reason for each in await asyncio.gather(*waiting)] == ["failed"] * 3
    assert asked.pid is None


async def test_a_command_that_does_not_exist_is_a_reason_and_no_exception() -> None:
    async with reader("/nonexistent/python") as asked:
        assert await asked.read(PICTURE) == Read(reason="failed")


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"", Read(reason="empty_file")),
        (bomb(), Read(reason="too_large")),
        (gif(3), Read(reason="moving")),
        (locked_pdf(), Read(reason="locked")),
        (encoded(Image.effect_noise((300, 300), 60))[:5000], Read(reason="broken")),
        (b"PK\x03\x04" + bytes(50), Read(reason="file_type")),
        (pdf(OFFER), Read(OFFER)),
        (joined(pdf(OFFER), encoded(PHOTO, "PDF")), Read(OFFER, cut=True)),
        (encoded(PHOTO, "PDF"), Read(reason="no_ocr")),
        (encoded(code("https://t.me/hr_888")), Read(codes=("https://t.me/hr_888",), reason="no_ocr")),
    ],
    ids=["empty", "bomb", "gif", "locked", "cut", "zip", "pdf", "half of a pdf", "scan", "code"],
)
async def test_the_real_process_reads_without_the_models_what_needs_none(
    without_ocr: FileReader, data: bytes, read: Read
) -> None:
    assert await without_ocr.read(data) == read


@pytest.fixture
async def without_ocr() -> AsyncIterator[FileReader]:
    async with reader(ocr=False) as made:
        yield made


def test_the_bots_own_process_loads_none_of_the_libraries_that_decode() -> None:
    code = "import sys, bot.reading.reader; print('\\n'.join(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "bot.reading.limits" in loaded
    assert loaded & {"numpy", "PIL", "cv2", "onnxruntime", "rapidocr", "zxingcpp", "pypdfium2"} == set()
