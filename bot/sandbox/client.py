"""A person and the control desk for tests: small asynchronous clients of the control API."""

import base64
import io
import json
import time
from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]


class ControlError(RuntimeError):
    """The control API refused a request; the message is its reason."""


class Control:
    """The control desk of a running sandbox: `async with Control(url) as control`."""

    def __init__(self, url: str) -> None:
        """Talk to the sandbox at this address, e.g. http://127.0.0.1:8081."""
        # A server closes what was idle for five seconds, and a request that meets that is lost.
        self._session = aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(keepalive_timeout=2))

    async def __aenter__(self) -> Self:
        """Return the desk itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self._session.close()

    async def ask(self, method: str, path: str, body: Json | None = None, **query: str | float) -> Any:  # noqa: ANN401 - JSON
        """Send one request below /sandbox/ and return its JSON. Raises ControlError where it is refused."""
        data = None if body is None else io.BytesIO(json.dumps(body).encode())  # a file is sent piece by piece
        async with self._session.request(method, f"/sandbox/{path}", data=data, params=query) as reply:
            answer = await reply.json()
            if not reply.ok:
                raise ControlError(answer["error"])
            return answer

    async def person(self, first_name: str = "Ana", language_code: str | None = "en", **more: object) -> "Person":
        """Let somebody join."""
        body = {"first_name": first_name, "language_code": language_code, **more}
        return Person(self, (await self.ask("POST", "persons", body))["id"])

    async def group(self, title: str = "Friends") -> "Group":
        """Open a group with the bot in it."""
        return Group(self, (await self.ask("POST", "groups", {"title": title}))["id"])

    async def state(self) -> Json:
        """Return who is there and what the bot has set."""
        state: Json = await self.ask("GET", "state")
        return state

    async def fault(self, kind: str, **options: object) -> int:
        """Switch a fault on and return its id."""
        fault_id: int = (await self.ask("POST", "faults", {"kind": kind, **options}))["id"]
        return fault_id

    async def no_faults(self) -> None:
        """Switch all faults off."""
        await self.ask("DELETE", "faults")

    async def limits(self, per_second: float | None = None, per_chat_per_second: float | None = None) -> None:
        """Set how many messages a second are taken."""
        await self.ask("POST", "limits", {"per_second": per_second, "per_chat_per_second": per_chat_per_second})

    async def log(self, after: int = 0) -> list[Json]:
        """Return the Bot API calls after a number."""
        calls: list[Json] = (await self.ask("GET", "log", after=after))["calls"]
        return calls

    async def reset(self) -> None:
        """Forget everything."""
        await self.ask("POST", "reset")


class Person:
    """Somebody in a chat with the bot; reads from where the last send, press or wait ended."""

    def __init__(self, control: Control, person_id: int) -> None:
        """Be this person."""
        self.control = control
        self.id = person_id
        self.seq = 0
        self.seen: list[Json] = []

    async def send(self, text: str, **more: object) -> Json:
        """Send a text and return the message."""
        return await self._say({"text": text, **more})

    async def send_photo(self, data: bytes, caption: str = "") -> Json:
        """Send a picture."""
        return await self._say({"photo": base64.b64encode(data).decode(), "caption": caption})

    async def send_document(self, data: bytes, file_name: str, mime_type: str, caption: str = "") -> Json:
        """Send a file."""
        encoded = base64.b64encode(data).decode()
        return await self._say(
            {"document": encoded, "file_name": file_name, "mime_type": mime_type, "caption": caption}
        )

    async def send_album(self, *photos: bytes, caption: str = "") -> Json:
        """Send several pictures as one; the caption stands below the first. Returns the first message."""
        album = [{"photo": base64.b64encode(data).decode()} for data in photos]
        return await self._say({"album": [{**album[0], "caption": caption}, *album[1:]]})

    async def send_animation(self) -> Json:
        """Send a GIF."""
        return await self._say({"animation": True})

    async def send_sticker(self) -> Json:
        """Send a sticker."""
        return await self._say({"sticker": True})

    async def send_voice(self) -> Json:
        """Send a voice message."""
        return await self._say({"voice": True})

    async def forward(self, text: str, sender: str = "hidden", *, channel: bool = False) -> Json:
        """Forward a text of somebody."""
        return await self._say({"forward": {"text": text, "from": sender, "channel": channel}})

    async def forward_photo(self, data: bytes, sender: str = "hidden") -> Json:
        """Forward a picture of somebody."""
        return await self._say({"forward": {"photo": base64.b64encode(data).decode(), "from": sender}})

    async def press(self, label_or_data: str, *, wait: float = 3.0) -> Json | None:
        """Press the newest button with this label or data and return the bot's answer to the press, if any came.

        Raises LookupError where no message that was seen has such a button.
        """
        await self._read(0)
        message_id, data = self._button(label_or_data)
        answer: Json | None = (await self.press_data(message_id, data, wait=wait))["answer"]
        return answer

    async def press_data(self, message_id: int, data: str, *, wait: float = 3.0) -> Json:
        """Press a button by its data, whether the message has it or not."""
        body = {"message_id": message_id, "data": data, "wait": wait}
        answer: Json = await self.control.ask("POST", f"chats/{self.id}/press", body)
        return answer

    async def wait_reply(self, n: int = 1, timeout: float = 5.0) -> list[Json]:  # noqa: ASYNC109 - part of the question
        """Return the next n messages or edits of the bot. Raises TimeoutError with what came instead."""
        found: list[Json] = []
        deadline = time.monotonic() + timeout
        while len(found) < n:
            left = deadline - time.monotonic()
            if left <= 0:
                texts = [message.get("text", message.get("caption")) for message in found]
                raise TimeoutError(f"{len(found)} of {n} replies in {timeout} s: {texts}")
            found.extend(event["message"] for event in await self._read(left, limit=n - len(found)))
        return found

    async def reply(self, timeout: float = 5.0) -> Json:  # noqa: ASYNC109
        """Return the next message or edit of the bot."""
        return (await self.wait_reply(1, timeout))[0]

    async def ask(self, text: str, timeout: float = 5.0) -> Json:  # noqa: ASYNC109
        """Send a text and return the bot's first reply."""
        await self.send(text)
        return await self.reply(timeout)

    async def inline(self, query: str) -> list[Json] | None:
        """Ask inline; None where the bot did not answer."""
        results: list[Json] | None = (await self.control.ask("POST", "inline", {"from": self.id, "query": query}))[
            "results"
        ]
        return results

    async def restart(self) -> Json:
        """Clear the chat and send /start."""
        message: Json = await self.control.ask("POST", f"chats/{self.id}/restart")
        return message

    async def block(self, *, blocked: bool = True) -> None:
        """Block or unblock the bot."""
        await self.change(blocked=blocked)

    async def change(self, **changes: object) -> None:
        """Change first_name, language_code or blocked."""
        await self.control.ask("POST", f"persons/{self.id}", changes)

    async def events(self, after: int = 0, wait: float = 0) -> list[Json]:
        """Return everything that happened in the chat after a number."""
        events: list[Json] = (await self.control.ask("GET", f"chats/{self.id}/messages", after=after, wait=wait))[
            "events"
        ]
        return events

    async def _say(self, content: Json) -> Json:
        message: Json = await self.control.ask("POST", f"chats/{self.id}/messages", content)
        return message

    async def _read(self, wait: float, limit: int | None = None) -> list[Json]:
        """Read on and return what the bot said; with a limit, what is beyond it stays for the next call."""
        said: list[Json] = []
        for event in await self.events(self.seq, wait):
            if limit is not None and len(said) == limit:
                break
            if limit is None and event["type"] in {"message", "edit"} and _of_bot(event):
                # A press only looks: the replies stay for wait_reply.
                self._see(event)
                continue
            if limit is None:
                continue
            self.seq = event["seq"]
            if event["type"] in {"message", "edit"} and _of_bot(event):
                self._see(event)
                said.append(event)
        return said

    def _see(self, event: Json) -> None:
        self.seen = [each for each in self.seen if each["message_id"] != event["message"]["message_id"]]
        self.seen.append(event["message"])

    def _button(self, label_or_data: str) -> tuple[int, str]:
        labels = []
        for message in reversed(self.seen):
            for button in buttons(message):
                if "callback_data" in button and label_or_data in {button["text"], button["callback_data"]}:
                    return message["message_id"], button["callback_data"]
                labels.append(button["text"])
        raise LookupError(f"no button {label_or_data!r}; there are {labels}")


class Group:
    """A group with the bot in it."""

    def __init__(self, control: Control, chat_id: int) -> None:
        """Look at this group; its id is negative, as Telegram's are."""
        self.control = control
        self.id = chat_id

    async def say(self, person: Person, text: str, **more: object) -> Json:
        """Let somebody write into the group."""
        return await self.send(person, {"text": text, **more})

    async def send(self, person: Person, content: Json) -> Json:
        """Let somebody send any content into the group."""
        body = {**content, "from": person.id}
        message: Json = await self.control.ask("POST", f"groups/{-self.id}/messages", body)
        return message

    async def press(self, person: Person, message_id: int, data: str) -> Json | None:
        """Press a button and return the bot's answer to the press, if any came."""
        body = {"from": person.id, "message_id": message_id, "data": data}
        answer: Json | None = (await self.control.ask("POST", f"groups/{-self.id}/press", body))["answer"]
        return answer

    async def said(self, wait: float = 0) -> list[Json]:
        """Return all that the bot has said in the group, waiting so many seconds for the first of it."""
        deadline, seq, found = time.monotonic() + wait, 0, list[Json]()
        while True:
            left = max(0.0, deadline - time.monotonic())
            news = await self.control.ask("GET", f"groups/{-self.id}/messages", after=seq, wait=left)
            seq = news["seq"]
            found += [
                each["message"] for each in news["events"] if each["type"] in {"message", "edit"} and _of_bot(each)
            ]
            if found or not left:
                return found


def buttons(message: Json) -> list[Json]:
    """Return the inline buttons of a message, row by row."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def _of_bot(event: Json) -> bool:
    return bool(event["message"]["from"]["is_bot"])
