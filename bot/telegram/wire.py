"""The least HTTP that sends a form many times: HTTP/1.1 over kept connections (RFC 9112).

A broadcast sends thousands of equal forms, and a general client spends twice the processor time of everything else
on each of them. Only this is here: POST, a body of known length, replies with a length or in chunks. Behind a proxy the
general client is used instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

IDLE = 10.0  # seconds after which a connection is not used again: the server may be about to close it
HEAD = 64 * 1024
NEWLINE = b"\r\n"


class WireError(Exception):
    """No whole reply came. `sent`: the server may have carried out the request."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        """Remember why."""
        super().__init__(reason)
        self.sent = sent


@dataclass(frozen=True, slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Wire:
    """Connections to one server. `seconds` is the time for one request, connecting included."""

    def __init__(self, base_url: str, *, seconds: float = 15.0, user_agent: str = "Vigil") -> None:
        """Remember where to; connections are opened as they are needed."""
        address = urlsplit(base_url)
        self._host, self._tls = address.hostname or "", address.scheme == "https"
        self._port = address.port or (443 if self._tls else 80)
        self._path = address.path
        self._seconds = seconds
        self._context = ssl.create_default_context() if self._tls else None
        self._idle: deque[tuple[float, _Connection]] = deque()
        head = (
            f"Host: {address.netloc}\r\nUser-Agent: {user_agent}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        )
        self._head = head.encode() + b"Content-Length: "

    async def post(self, path: str, form: bytes) -> tuple[int, bytes]:
        """Send a form below the base address. Returns status and body; raises WireError."""
        connection: _Connection | None = None
        try:
            async with asyncio.timeout(self._seconds):
                connection = self._kept() or await self._open()
                connection.writer.write(
                    b"POST %b%b HTTP/1.1\r\n%b%d\r\n\r\n%b"
                    % (self._path.encode(), path.encode(), self._head, len(form), form)
                )
                status, body, keep = await _read(connection.reader)
        except (OSError, TimeoutError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            if connection is not None:
                connection.writer.close()
            raise WireError(type(error).__name__, sent=connection is not None) from error
        except BaseException:
            if connection is not None:
                connection.writer.close()
            raise
        if keep:
            self._idle.append((time.monotonic(), connection))
        else:
            connection.writer.close()
        return status, body

    def _kept(self) -> _Connection | None:
        """Return the connection used last, closing those that lay idle for long."""
        while self._idle:
            since, connection = self._idle.pop()
            fresh = time.monotonic() - since < IDLE
            if fresh and not connection.reader.at_eof() and not connection.writer.is_closing():
                return connection
            connection.writer.close()
        return None

    async def _open(self) -> _Connection:
        return _Connection(*await asyncio.open_connection(self._host, self._port, ssl=self._context, limit=HEAD))

    async def close(self) -> None:
        """Close what is open."""
        while self._idle:
            writer = self._idle.pop()[1].writer
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    head = await reader.readuntil(NEWLINE + NEWLINE)
    first, _, rest = head.partition(NEWLINE)
    version, status = first[:8], int(first[9:12])
    fields = {
        name.strip().lower(): value.strip().lower()
        for name, _, value in (line.partition(b":") for line in rest.split(NEWLINE) if line)
    }
    keep = version == b"HTTP/1.1" and fields.get(b"connection") != b"close"
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        return status, await _chunks(reader), keep
    if b"content-length" not in fields:
        return status, await reader.read(), False
    return status, await reader.readexactly(int(fields[b"content-length"])), keep


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readuntil(NEWLINE)).partition(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    while await reader.readuntil(NEWLINE) != NEWLINE:
        pass  # trailers
    return body
