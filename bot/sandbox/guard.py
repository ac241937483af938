"""The guard at the door: only this machine's own pages and programs may talk to the sandbox."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)


@dataclass(frozen=True)
class Guard:
    """ASGI middleware against DNS rebinding (a foreign Host) and forged requests of other sites (a foreign Origin)."""

    app: ASGIApp
    hosts: frozenset[str] = frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 403 or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if not self._allowed(scope["path"], headers):
            refusal = PlainTextResponse("Forbidden: the sandbox answers to its own address only", 403)
            await refusal(scope, receive, send)
            return
        if scope["path"].startswith("/bot"):
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)

    def _allowed(self, path: str, headers: dict[bytes, str]) -> bool:
        host = headers.get(b"host", "")
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        if name not in LOOPBACK and name not in self.hosts:
            return False
        origin = headers.get(b"origin")
        if origin is not None and origin not in {f"http://{host}", f"https://{host}"}:
            return False
        # A browser names the site that a request comes from; only the page itself may be opened from anywhere.
        foreign = headers.get(b"sec-fetch-site") in {"cross-site", "same-site"}
        return not foreign or (path == "/" and headers.get(b"sec-fetch-dest") == "document")
