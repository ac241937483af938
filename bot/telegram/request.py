"""python-telegram-bot's network layer on aiohttp: the same interface, a third of the processor time of its default.

Chosen by measuring (docs/why.md). Uploads, timeouts, proxies from the environment and the pool's limit behave as in
telegram.request.HTTPXRequest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput
    from telegram.request import RequestData


class AiohttpRequest(BaseRequest):
    """One pool of connections. Timeouts in seconds; `media_write_timeout` replaces `write_timeout` for uploads."""

    def __init__(
        self,
        *,
        connections: int = 256,
        read_timeout: float = 5.0,
        write_timeout: float = 5.0,
        connect_timeout: float = 5.0,
        pool_timeout: float = 5.0,
        media_write_timeout: float = 20.0,
    ) -> None:
        """Remember the limits; the session is opened by `initialize`, inside the running loop."""
        self._connections = connections
        self._read, self._write, self._connect, self._pool = read_timeout, write_timeout, connect_timeout, pool_timeout
        self._media_write = media_write_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies = Proxies()

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer where a call names no other."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool; twice is once."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60)
            self._session = aiohttp.ClientSession(connector=connector, headers={"User-Agent": self.USER_AGENT})

    async def shutdown(self) -> None:
        """Close the pool; twice is once."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request. Returns the status and the body; raises TimedOut or NetworkError as the interface asks."""
        if self._session is None or self._session.closed:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        files = request_data.multipart_data if request_data else None
        write = _given(write_timeout, self._media_write if files else self._write)
        read = _given(read_timeout, self._read)
        connect = _given(connect_timeout, self._connect)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_sum(_given(pool_timeout, self._pool), connect),
            sock_connect=connect,
            # aiohttp has no timeout for writing: reading starts when the body is sent, so both count here.
            sock_read=_sum(read, write) if files else read,
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, allow_redirects=False, proxy=self._proxies(url)
            ) as response:
                return response.status, await response.read()
        # Without the text and the cause: both may quote the address, which holds the token.
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            why = f": {error.strerror}" if isinstance(error, OSError) else ""
            raise NetworkError(f"aiohttp.{type(error).__name__}{why}") from None


def _given(value: ODVInput[float], default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    parameters = request_data.json_parameters
    files = request_data.multipart_data
    if not files:
        return dict(parameters) or None
    form = aiohttp.FormData()
    for name, value in parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in files.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


class Proxies:
    """The proxies that the environment names. aiohttp's own `trust_env` asks two threads about it at every request."""

    def __init__(self) -> None:
        """Start without having asked."""
        self._known: dict[str, str | None] = {}

    def __call__(self, url: str) -> str | None:
        """Return the proxy for an address, None where it is reached directly."""
        scheme, _, rest = url.partition("://")
        host = rest.partition("/")[0]
        key = f"{scheme}://{host}"
        if key not in self._known:
            name = host.rpartition("@")[2].partition(":")[0]
            self._known[key] = None if proxy_bypass(name) else _named(scheme)
        return self._known[key]


def _named(scheme: str) -> str | None:
    proxies = getproxies()
    return proxies.get(scheme) or proxies.get("all")
