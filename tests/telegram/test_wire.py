"""The small HTTP client of broadcasts, against whatever a server may do."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.telegram.wire import Wire, WireError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def replies(*answers: bytes, close: bool = True) -> tuple[Handler, list[bytes]]:
    """Answer one request after another with these bytes; what was asked is collected."""
    asked: list[bytes] = []
    left = list(answers)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while left:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            asked.append(head + await reader.readexactly(size))
            writer.write(left.pop(0))
            await writer.drain()
        if close:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    return handle, asked


@asynccontextmanager
async def wire(handle: Handler, seconds: float = 2.0) -> AsyncIterator[Wire]:
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    made = Wire(f"http://127.0.0.1:{port}/bot1:x", seconds=seconds)
    async with server:
        yield made
        await made.close()
    await asyncio.sleep(0.05)  # both ends close in their own time


async def test_a_form_is_posted_and_the_connection_kept() -> None:
    handle, asked = replies(OK, OK)
    async with wire(handle) as made:
        assert await made.post("/sendMessage", b"a=1") == (200, b"hi")
        assert await made.post("/sendMessage", b"b=2") == (200, b"hi")
    assert asked[0].startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert asked[1].endswith(b"\r\n\r\nb=2")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1;x=y\r\ni\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhi",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    ],
)
async def test_every_form_of_a_reply_is_read(answer: bytes) -> None:
    handle, _ = replies(answer)
    async with wire(handle) as made:
        assert await made.post("/x", b"") == (200, b"hi")


BROKEN = (
    b"",
    b"HTTP/1.1 200 OK\r\nContent-Le",
    b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
    b"nonsense\r\n\r\n",
)


@pytest.mark.parametrize("answer", BROKEN)
async def test_a_reply_that_is_not_whole_is_an_error(answer: bytes) -> None:
    handle, _ = replies(answer)
    async with wire(handle) as made:
        with pytest.raises(WireError):
            await made.post("/x", b"")


async def test_a_server_that_says_nothing_is_given_up() -> None:
    handle, _ = replies(b"", OK)
    async with wire(handle, seconds=0.2) as made:
        with pytest.raises(WireError):
            await made.post("/x", b"")


async def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    handle, asked = replies(OK)
    async with wire(handle) as made:
        await made.post("/x", b"1")
        await asyncio.sleep(0.05)
        with pytest.raises(WireError):
            await made.post("/x", b"2")
    assert len(asked) == 1
