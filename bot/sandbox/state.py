"""The sandbox's memory: the bot, the persons, their chats, what was said, and what waits for the bot."""

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.faults import Faults, Limiter
from bot.sandbox.files import Files
from bot.sandbox.spec import Spec

Json = dict[str, Any]

TOKEN = "1:sandbox"  # noqa: S105 - a public name, not a secret: it opens nothing but the sandbox on this machine
GROUPS = -1_002_000_000_001  # the id of the first group; the next ones count down
KEPT_MESSAGES = 2_000
KEPT_EVENTS = 5_000
KEPT_CALLS = 20_000
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Signal:
    """Wakes whoever waits for news; cheap where nobody does."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._waiters: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        """Wake all that wait now."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def wait(self, seconds: float) -> None:
        """Return at the next news or after so many seconds."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait((waiter,), timeout=seconds)
        finally:
            self._waiters.discard(waiter)


@dataclass
class Person:
    """Somebody who writes to the bot; the private chat has the same id."""

    id: int
    first_name: str
    language_code: str | None = None
    blocked: bool = False

    def user(self) -> Json:
        """Return the API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.language_code:
            user["language_code"] = self.language_code
        return user

    def chat(self) -> Json:
        """Return the API's Chat."""
        return {"id": self.id, "type": "private", "first_name": self.first_name}

    def public(self) -> Json:
        """Return the person as the control API shows it."""
        return {
            "id": self.id,
            "first_name": self.first_name,
            "language_code": self.language_code,
            "blocked": self.blocked,
        }


@dataclass(frozen=True)
class Group:
    """A group that the bot is in. It gets every message there, as an administrator does: the strictest case."""

    id: int
    title: str
    blocked: bool = False

    def chat(self) -> Json:
        """Return the API's Chat."""
        return {"id": self.id, "type": "supergroup", "title": self.title}


@dataclass
class Chat:
    """What was said in one chat and what happened to it."""

    messages: dict[int, Json] = field(default_factory=dict)
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    news: Signal = field(default_factory=Signal)

    def keep(self, message: Json) -> None:
        """Remember a message; the oldest beyond the limit are forgotten."""
        self.messages[message["message_id"]] = message
        if len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(iter(self.messages))]


@dataclass
class Query:
    """A pressed button or an inline query that the bot may answer once."""

    asked_at: float
    chat_id: int
    answer: Json | None = None
    news: Signal = field(default_factory=Signal)


@dataclass
class Webhook:
    """Where updates are delivered, and what became of the last try."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    error_date: int | None = None
    error_message: str | None = None


class Sandbox:
    """Everything that Telegram would know about one bot, in memory."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        first_name: str = "Vigil",
        username: str = "vigil_sandbox_bot",
        query_seconds: float = 15.0,
        hosts: frozenset[str] = frozenset(),
        spec: Spec | None = None,
        kept_calls: int = KEPT_CALLS,
    ) -> None:
        """Start empty. `query_seconds`: how long a pressed button may be answered; `hosts`: besides loopback.

        `kept_calls`: how many calls of the Bot API the log holds.
        """
        self.spec = spec or Spec.load()
        self.token = token
        self.hosts = hosts
        self.query_seconds = query_seconds
        self.kept_calls = kept_calls
        identity = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": first_name, "username": username}
        self.identity: Mapping[str, Any] = identity
        self.me: Json = {
            **identity,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }
        self.calls_news = Signal()
        self.updates_news = Signal()
        self.closing = False
        self.allowed_updates: frozenset[str] | None = None
        self.webhook: Webhook | None = None
        self.poller = 0
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, Json] = {}
        self._ids = itertools.count(1)
        self._seqs = itertools.count(1)
        self._call_seqs = itertools.count(1)
        self._update_ids = itertools.count(100_000_001)
        self.clear()

    def clear(self) -> None:
        """Forget persons, chats, files, updates, calls, faults and limits.

        What the bot has set (commands, texts, webhook) stays: it set it once, when it started. Ids go on: an old update
        must not be taken for a new one.
        """
        self.persons: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates: deque[Json] = deque()
        self.queries: dict[str, Query] = {}
        self.calls: deque[Json] = deque(maxlen=self.kept_calls)
        self.bugs: list[str] = []
        self.faults = Faults()
        self.limiter = Limiter()

    def add_person(self, first_name: str, language_code: str | None = None, person_id: int | None = None) -> Person:
        """Let somebody join. Raises ApiError where the id is taken."""
        if person_id is None:
            person_id = max(self.persons, default=1000) + 1
        if type(person_id) is not int or person_id in self.persons or person_id <= 0:
            raise bad_request(f"the id {person_id} is taken or not positive")
        person = Person(person_id, first_name, language_code)
        self.spec.check("User", person.user())
        self.persons[person_id] = person
        self.chats[person_id] = Chat()
        return person

    def add_group(self, title: str) -> Group:
        """Open a group with the bot in it."""
        group = Group(GROUPS - len(self.groups), title)
        self.groups[group.id] = group
        self.chats[group.id] = Chat()
        return group

    def next_id(self) -> int:
        """Return a fresh number for a message, a query or a file."""
        return next(self._ids)

    def record(self, **call: object) -> None:
        """Add a Bot API call to the log."""
        self.calls.append({"seq": next(self._call_seqs), **call})
        self.calls_news.fire()

    def recipient(self, chat_id: object) -> Person | Group:
        """Return the person or group of a chat. Raises ApiError as Telegram does, e.g. where it is blocked."""
        person = (self.persons.get(chat_id) or self.groups.get(chat_id)) if isinstance(chat_id, int) else None
        if person is None:
            raise bad_request("chat not found")
        if person.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return person

    def event(self, chat_id: int, kind: str, **data: object) -> Json:
        """Write an event of a chat and wake whoever reads it. `at` is seconds since 1970."""
        chat = self.chats[chat_id]
        event = {"seq": next(self._seqs), "type": kind, "at": time.time(), **data}
        chat.events.append(event)
        chat.news.fire()
        return event

    def say(self, chat_id: int, message: Json, **data: object) -> Json:
        """Add a message to its chat."""
        self.chats[chat_id].keep(message)
        self.event(chat_id, "message", message=message, **data)
        return message

    def push(self, kind: str, content: Json) -> None:
        """Queue an update for the bot, unless it does not want this kind."""
        wanted = kind in self.allowed_updates if self.allowed_updates is not None else kind not in NOT_BY_DEFAULT
        if not wanted:
            return
        update = {"update_id": next(self._update_ids), kind: content}
        self.spec.check("Update", update)
        self.updates.append(update)
        self.updates_news.fire()

    def query(self, chat_id: int) -> tuple[str, Query]:
        """Open a query that the bot may answer; old ones are forgotten."""
        now = time.monotonic()
        while self.queries and (oldest := next(iter(self.queries))) and self._is_old(self.queries[oldest], now):
            del self.queries[oldest]
        query_id = str(9_000_000_000 + self.next_id())
        self.queries[query_id] = Query(now, chat_id)
        return query_id, self.queries[query_id]

    def open_query(self, query_id: str) -> Query:
        """Return a query that may still be answered. Raises ApiError as Telegram does."""
        query = self.queries.get(query_id)
        if query is None or self._is_old(query, time.monotonic()):
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def _is_old(self, query: Query, now: float) -> bool:
        return now - query.asked_at > self.query_seconds

    def open(self) -> None:
        """Let long polls wait again, after an earlier server was closed."""
        self.closing = False

    def close(self) -> None:
        """Wake all that wait, so that a server can stop."""
        self.closing = True
        self.updates_news.fire()
        for chat in self.chats.values():
            chat.news.fire()
        for query in self.queries.values():
            query.news.fire()
