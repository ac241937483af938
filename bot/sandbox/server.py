"""The HTTP server: /bot<token>/<method>, /file/bot<token>/<path>, the control API and the chat page."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.control import routes
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.faults import Fault
from bot.sandbox.guard import Guard
from bot.sandbox.methods import call, loggable
from bot.sandbox.spec import Upload
from bot.sandbox.state import Sandbox
from bot.sandbox.webhook import deliver_while_open

PAGE = Path(__file__).parent / "page"
MAX_BODY = 51 * 1024 * 1024


def create_app(sandbox: Sandbox) -> Starlette:
    """Return the whole sandbox as an ASGI application."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        sandbox.open()
        task = asyncio.create_task(deliver_while_open(sandbox))
        try:
            yield
        finally:
            sandbox.close()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", BotApi(sandbox), methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", _download(sandbox)),
            *routes(sandbox),
            Route("/", _page, methods=["GET"]),
            Route("/page/{path:path}", _page, methods=["GET"]),
        ],
        middleware=[Middleware(Guard, hosts=sandbox.hosts)],
        lifespan=lifespan,
    )


@dataclass(frozen=True)
class BotApi:
    """The ASGI endpoint of one call of the Bot API."""

    sandbox: Sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the call, apply a fault where one hits, log it and answer."""
        started, at = time.perf_counter(), time.time()
        request = Request(scope, receive)
        name: str = scope["path_params"]["method"]
        raw: Mapping[str, Any] = {}
        fault: Fault | None = None
        try:
            self._authorise(scope["path_params"]["token"])
            raw = await _parameters(request)
            fault = self.sandbox.faults.take(name.lower(), raw.get("chat_id"))
            result = await self._answer(name, raw, fault)
            status, body = 200, {"ok": True, "result": result}
        except ApiError as error:
            status, body = error.code, error.body()
        self.sandbox.record(
            at=at,
            ms=round(1000 * (time.perf_counter() - started), 3),
            method=name,
            params=loggable(raw),
            status=status,
            error=body.get("description"),
            fault=fault.kind if fault else None,
        )
        reply = await self._reply(status, body, fault)
        await reply(scope, receive, send)

    def _authorise(self, token: str) -> None:
        if token != self.sandbox.token:
            raise ApiError(401, "Unauthorized")

    async def _answer(self, name: str, raw: Mapping[str, Any], fault: Fault | None) -> object:
        if fault is not None:
            if fault.kind == "slow":
                await _pause(self.sandbox, fault.seconds)
            if error := fault.error():
                raise error
        return await call(self.sandbox, name, raw)

    async def _reply(self, status: int, body: object, fault: Fault | None) -> ASGIApp:
        """Return what answers the call, broken where the fault says so."""
        text = json.dumps(body, separators=(",", ":")).encode()
        match fault.kind if fault else None:
            case "broken":
                return Response(b"<html>Bad gateway</html" + text[:7], 200, media_type="text/html")
            case "cut":
                return _Cut(text)
            case "lost_reply":
                await _pause(self.sandbox, fault.seconds if fault else 0)
                return _Cut(text)
            case _:
                return Response(text, status, media_type="application/json")


@dataclass(frozen=True)
class _Cut:
    """A reply that ends in the middle: the server closes the connection when the application returns too early."""

    text: bytes

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(self.text)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.text[: len(self.text) // 2], "more_body": True})


async def _pause(sandbox: Sandbox, seconds: float) -> None:
    """Wait, but not beyond the end of the server."""
    deadline = time.monotonic() + seconds
    while not sandbox.closing and (left := deadline - time.monotonic()) > 0:  # noqa: ASYNC110 - rare; no event needed
        await asyncio.sleep(min(left, 0.2))


async def _parameters(request: Request) -> dict[str, Any]:
    """Read the parameters from the address and from a JSON, urlencoded or multipart body."""
    if int(request.headers.get("content-length", 0)) > MAX_BODY:
        raise ApiError(413, "Request Entity Too Large")
    params: dict[str, Any] = dict(parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True))
    if request.method != "POST":
        return params
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return {**params, **await _multipart(request)}
    body = await request.body()
    if not body:
        return params
    if kind == "application/json":
        try:
            parsed = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise bad_request("can't parse JSON object") from error
        if not isinstance(parsed, dict):
            raise bad_request("the body must be a JSON object")
        return {**params, **parsed}
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    return {**params, **dict(parse_qsl(text, keep_blank_values=True))}


async def _multipart(request: Request) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    try:
        async with request.form(max_part_size=MAX_BODY) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime_type = value.content_type or "application/octet-stream"
                    fields[name] = Upload(value.filename or "file", mime_type, await value.read())
                else:
                    fields[name] = value
    except HTTPException as error:
        raise bad_request(f"can't parse the multipart body: {error.detail}") from error
    attached = {name for name, value in fields.items() if isinstance(value, str) and value.startswith("attach://")}
    for name in attached:
        part = fields.pop(fields[name].removeprefix("attach://"), None)
        if not isinstance(part, Upload):
            raise bad_request("there is no file in the request")
        fields[name] = part
    return fields


def _download(sandbox: Sandbox) -> Callable[[Request], Awaitable[Response]]:
    async def download(request: Request) -> Response:
        if request.path_params["token"] != sandbox.token:
            return JSONResponse(ApiError(401, "Unauthorized").body(), 401)
        file = sandbox.files.at(request.path_params["path"])
        if file is None:
            return JSONResponse(ApiError(404, "Not Found").body(), 404)
        return Response(file.data, media_type="application/octet-stream")

    return download


async def _page(request: Request) -> Response:
    path = (PAGE / request.path_params.get("path", "index.html")).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        return JSONResponse({"error": "not found"}, 404)
    return FileResponse(path, headers={"cache-control": "no-cache"})


@dataclass(frozen=True)
class Served:
    """A running sandbox: the chat page's address, and what python-telegram-bot takes as base_url and base_file_url."""

    url: str
    sandbox: Sandbox

    @property
    def api(self) -> str:
        """The base_url for python-telegram-bot."""
        return f"{self.url}/bot"

    @property
    def file_api(self) -> str:
        """The base_file_url for python-telegram-bot."""
        return f"{self.url}/file/bot"


class _Server(uvicorn.Server):
    """A server inside a running program: signals stay the program's business."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stop = asyncio.Event()

    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % 864_000
            # uvicorn sleeps here: a test that ends should not wait for that.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stop.wait(), 0.1)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@contextlib.asynccontextmanager
async def serve(sandbox: Sandbox, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[Served]:
    """Run the sandbox in this event loop; port 0 takes a free one. Raises OSError where the port is taken."""
    app = create_app(sandbox)
    config = uvicorn.Config(app, log_level="critical", access_log=False, ws="none", timeout_graceful_shutdown=1)
    listener = await asyncio.to_thread(_bind, host, port)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        if task.done():
            await task
            raise OSError("the sandbox did not start")
        yield Served(f"http://{host}:{listener.getsockname()[1]}", sandbox)
    finally:
        sandbox.close()
        server.should_exit = True
        server.stop.set()
        await task
        listener.close()


def _bind(host: str, port: int) -> socket.socket:
    # The protocol is named, or asyncio leaves Nagle's algorithm on: every other reply would wait 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
