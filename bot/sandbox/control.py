"""The control API under /sandbox/: be a person, read what happened, switch faults and limits. See docs/sandbox.md."""

import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import persons
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.faults import KINDS, Limits
from bot.sandbox.profile import shown_commands
from bot.sandbox.state import Group, Json, Person, Query, Sandbox, Signal

Handler = Callable[["Control", Request], Awaitable[Any]]

MAX_WAIT = 60.0
ANSWER_WAIT = 3.0


class Control:
    """The handlers; each returns what becomes the JSON of the reply."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Control this sandbox."""
        self.sandbox = sandbox

    async def state(self, request: Request) -> Json:
        """Tell who is there. With ?person=ID the commands are those that this person sees."""
        sandbox = self.sandbox
        person = sandbox.persons.get(int(request.query_params.get("person", 0)))
        language = person.language_code if person else request.query_params.get("language_code")
        return {
            "bot": {**sandbox.me, "token": sandbox.token, "api_version": sandbox.spec.version},
            "persons": [each.public() for each in sandbox.persons.values()],
            "commands": shown_commands(sandbox, person.id if person else None, language),
            "menus": [
                {"scope": json.loads(scope), "language_code": code, "commands": commands}
                for (scope, code), commands in sandbox.commands.items()
            ],
            "texts": [
                {"field": field, "language_code": code, "text": text} for (field, code), text in sandbox.texts.items()
            ],
            "menu_button": sandbox.menu_buttons.get(None),
            "pending_updates": len(sandbox.updates),
            "webhook": sandbox.webhook.url if sandbox.webhook else None,
            "bugs": sandbox.bugs,
        }

    async def add_person(self, request: Request) -> Json:
        """Let somebody join."""
        body = await _body(request)
        name, language, person_id = body.get("first_name"), body.get("language_code"), body.get("id")
        if not isinstance(name, str) or not name:
            raise bad_request("first_name is needed")
        return self.sandbox.add_person(name, language, person_id).public()

    async def change_person(self, request: Request) -> Json:
        """Rename, change the language, block or unblock."""
        person = self._person(request)
        persons.change(self.sandbox, person, await _body(request))
        return person.public()

    async def send(self, request: Request) -> Json:
        """Send a message as a person."""
        return persons.send(self.sandbox, self._person(request), await _body(request))

    async def add_group(self, request: Request) -> Json:
        """Open a group with the bot in it."""
        title = (await _body(request)).get("title")
        if not isinstance(title, str) or not title:
            raise bad_request("title is needed")
        return self.sandbox.add_group(title).chat()

    async def send_to_group(self, request: Request) -> Json:
        """Send a message into a group as one of the persons."""
        body = await _body(request)
        return persons.send(self.sandbox, self._member(body), body, self._group(request))

    async def press_in_group(self, request: Request) -> Json:
        """Press a button in a group and wait a little for the bot's answer."""
        return await self._press(self._group(request), await _body(request))

    async def group_events(self, request: Request) -> Json:
        """Tell what happened in a group after a number, waiting for it where asked."""
        return await self._events(request, self._group(request).id)

    async def events(self, request: Request) -> Json:
        """Tell what happened in a chat after a number, waiting for it where asked."""
        return await self._events(request, self._person(request).id)

    async def _events(self, request: Request, chat_id: int) -> Json:
        chat = self.sandbox.chats[chat_id]
        after = int(request.query_params.get("after", 0))
        await self._until(lambda: bool(chat.events) and chat.events[-1]["seq"] > after, chat.news, _wait(request, 0))
        events = _newer(chat.events, after)
        return {"seq": events[-1]["seq"] if events else after, "events": events}

    async def press(self, request: Request) -> Json:
        """Press a button and wait a little for the bot's answer."""
        return await self._press(None, {**await _body(request), "from": self._person(request).id})

    async def _press(self, group: Group | None, body: Json) -> Json:
        if not isinstance(body.get("message_id"), int) or not isinstance(body.get("data"), str):
            raise bad_request("message_id and data are needed")
        query_id, query = persons.press(self.sandbox, self._member(body), body["message_id"], body["data"], group)
        await self._answered(query, float(body.get("wait", ANSWER_WAIT)))
        return {"callback_query_id": query_id, "answer": query.answer}

    async def inline(self, request: Request) -> Json:
        """Ask inline and wait for the results."""
        body = await _body(request)
        person = self.sandbox.persons.get(body.get("from", 0))
        if person is None or not isinstance(body.get("query"), str):
            raise bad_request("from (a person's id) and query are needed")
        query = persons.ask_inline(self.sandbox, person, body["query"], body.get("offset", ""))
        await self._answered(query, float(body.get("wait", ANSWER_WAIT)))
        return {"results": None, **(query.answer or {})}

    async def restart(self, request: Request) -> Json:
        """Clear the chat and send /start."""
        return persons.restart(self.sandbox, self._person(request))

    async def faults(self, request: Request) -> Json:
        """List, add or remove faults."""
        faults = self.sandbox.faults
        if request.method == "POST":
            body = await _body(request)
            return faults.add(str(body.pop("kind", "")), **body).public()
        if request.method == "DELETE":
            faults.remove(request.path_params.get("id"))
        return {"kinds": KINDS, "faults": [fault.public() for fault in faults]}

    async def limits(self, request: Request) -> Json:
        """Read or set how many messages a second are taken."""
        if request.method == "POST":
            body = await _body(request)
            try:
                self.sandbox.limiter.limits = Limits(**body)
            except TypeError as error:
                raise bad_request("the limits are per_second and per_chat_per_second") from error
        return asdict(self.sandbox.limiter.limits)

    async def log(self, request: Request) -> Json:
        """Tell which Bot API calls came after a number."""
        calls = self.sandbox.calls
        after = int(request.query_params.get("after", 0))
        news = self.sandbox.calls_news
        await self._until(lambda: bool(calls) and calls[-1]["seq"] > after, news, _wait(request, 0))
        newer = _newer(calls, after)
        return {"seq": newer[-1]["seq"] if newer else after, "calls": newer}

    async def reset(self, _: Request) -> Json:
        """Forget everything."""
        self.sandbox.clear()
        return {}

    async def file(self, request: Request) -> Response:
        """Give a file to the page; only pictures are shown, the rest is downloaded."""
        file = self.sandbox.files.get(request.path_params["file_id"])
        if file.mime_type in {"image/png", "image/jpeg", "image/gif", "image/webp"}:
            return Response(file.data, media_type=file.mime_type, headers={"cache-control": "max-age=86400"})
        disposition = {"content-disposition": "attachment"}
        return Response(file.data, media_type="application/octet-stream", headers=disposition)

    def _person(self, request: Request) -> Person:
        person = self.sandbox.persons.get(request.path_params["id"])
        if person is None:
            raise ApiError(404, f"there is no person {request.path_params['id']}")
        return person

    def _member(self, body: Json) -> Person:
        person = self.sandbox.persons.get(body.get("from", 0))
        if person is None:
            raise bad_request("from (a person's id) is needed")
        return person

    def _group(self, request: Request) -> Group:
        group = self.sandbox.groups.get(-request.path_params["id"])
        if group is None:
            raise ApiError(404, f"there is no group {request.path_params['id']}")
        return group

    async def _answered(self, query: Query, seconds: float) -> None:
        await self._until(lambda: query.answer is not None, query.news, min(seconds, MAX_WAIT))

    async def _until(self, done: Callable[[], bool], news: Signal, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not done() and not self.sandbox.closing and (left := deadline - time.monotonic()) > 0:
            await news.wait(left)


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of the control API."""
    control = Control(sandbox)
    table: list[tuple[str, list[str], Callable[[Request], Awaitable[Any]]]] = [
        ("/state", ["GET"], control.state),
        ("/persons", ["POST"], control.add_person),
        ("/persons/{id:int}", ["POST"], control.change_person),
        ("/chats/{id:int}/messages", ["POST"], control.send),
        ("/chats/{id:int}/messages", ["GET"], control.events),
        ("/chats/{id:int}/press", ["POST"], control.press),
        ("/chats/{id:int}/restart", ["POST"], control.restart),
        ("/groups", ["POST"], control.add_group),
        ("/groups/{id:int}/messages", ["POST"], control.send_to_group),
        ("/groups/{id:int}/messages", ["GET"], control.group_events),
        ("/groups/{id:int}/press", ["POST"], control.press_in_group),
        ("/inline", ["POST"], control.inline),
        ("/faults", ["GET", "POST", "DELETE"], control.faults),
        ("/faults/{id:int}", ["DELETE"], control.faults),
        ("/limits", ["GET", "POST"], control.limits),
        ("/log", ["GET"], control.log),
        ("/reset", ["POST"], control.reset),
        ("/files/{file_id}", ["GET"], control.file),
    ]
    return [Route(f"/sandbox{path}", _json(handler), methods=methods) for path, methods, handler in table]


def _json(handler: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            result = await handler(request)
        except ApiError as error:
            return JSONResponse({"error": error.description}, error.code)
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": f"Bad Request: {error}"}, 400)
        return result if isinstance(result, Response) else JSONResponse(result)

    return endpoint


async def _body(request: Request) -> Json:
    raw = await request.body()
    body = json.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise bad_request("the body must be a JSON object")
    return body


def _wait(request: Request, default: float) -> float:
    return min(float(request.query_params.get("wait", default)), MAX_WAIT)


def _newer(entries: deque[Json], after: int) -> list[Json]:
    """Return the entries after a number; read from the end, because mostly few are new."""
    newer: list[Json] = []
    for entry in reversed(entries):
        if entry["seq"] <= after:
            break
        newer.append(entry)
    return newer[::-1]
