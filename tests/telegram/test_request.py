"""The network layer below python-telegram-bot: what it says of a failure, which people read and logs keep."""

from __future__ import annotations

import asyncio
import contextlib
import traceback

import pytest
from telegram.error import NetworkError

from bot.telegram.request import AiohttpRequest, Proxies

TOKEN = "123:secret"


async def failed(port: int, seconds: float = 5.0) -> NetworkError:
    """Ask a server for the bot itself, and return the error."""
    async with AiohttpRequest(connect_timeout=seconds, read_timeout=seconds) as request:
        with pytest.raises(NetworkError) as caught:
            await request.do_request(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe", "POST")
    return caught.value


async def answered(answer: bytes | None, seconds: float = 5.0) -> NetworkError:
    """Return the error where a server says this, or hangs."""
    over = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answer is None:
            await reader.read()
        else:
            writer.write(answer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        over.set()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        error = await failed(server.sockets[0].getsockname()[1], seconds)
        await over.wait()
    return error


@pytest.mark.parametrize("answer", [b"no HTTP\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", b"", None])
async def test_a_failure_is_told_without_the_address_which_holds_the_token(answer: bytes | None) -> None:
    error = await answered(answer, 5.0 if answer is not None else 0.1)
    assert TOKEN not in error.message
    assert TOKEN not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize(
    ("named", "proxy"),
    [
        ({"all_proxy": "http://127.0.0.1:8"}, "http://127.0.0.1:8"),
        ({"all_proxy": "http://127.0.0.1:8", "https_proxy": "http://127.0.0.1:9"}, "http://127.0.0.1:9"),
        ({"all_proxy": "http://127.0.0.1:8", "no_proxy": "telegram.org"}, None),
        ({}, None),
    ],
)
def test_the_proxy_of_an_address_is_that_of_its_scheme_else_that_of_all(
    monkeypatch: pytest.MonkeyPatch, named: dict[str, str], proxy: str | None
) -> None:
    for name in ("all_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    assert Proxies()("https://api.telegram.org/bot1:x/getMe") == proxy


async def test_why_a_server_cannot_be_reached_is_told() -> None:
    assert "Connect call failed" in (await failed(9)).message
