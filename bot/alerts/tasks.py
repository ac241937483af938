"""What a subscriber asks for and only the database knows: the newest alerts, their own data, to be forgotten."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.alerts.render import message, numbered, speaks
from bot.dialogue.flows.subscribe import TOPICS
from bot.dialogue.types import Reply
from bot.dialogue.words import ui
from bot.store.deliveries import Result

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from bot.dialogue.types import World
    from bot.store.alerts import Alerts, Record
    from bot.store.deliveries import Deliveries
    from bot.store.sessions import Sessions

RECENT = 3
SHOWN_IN = timedelta(minutes=1)  # after which the sender brings what the reply with it did not
LOOKED_AT = 50  # alerts that still hold among which the newest for somebody is looked for


@dataclass(frozen=True, slots=True)
class Tasks:
    """Carries out the tasks that a turn names."""

    alerts: Alerts
    deliveries: Deliveries
    sessions: Sessions
    world: Callable[[], World]

    async def run(self, task: str, chat_id: int, lang: str) -> tuple[Reply, ...]:
        """Carry out one task and return what to say: "latest TOPIC...", "recent", "mydata" or "forget"."""
        name, *arguments = task.split()
        match name:
            case "latest":
                return await self._newest(arguments, chat_id, lang)
            case "recent":
                found = await self._recent(lang)
                return found or (Reply("recent.none", ui(self.world(), lang, "recent.none")),)
            case "mydata":
                return (await self._data(chat_id),)
            case "forget":
                await self.sessions.forget(chat_id)
                return ()
            case _:
                raise ValueError(f"nobody knows the task {task!r}")

    async def shown(self, chat_id: int, replies: Sequence[Reply]) -> None:
        """Take note of the replies that reached the person: the alerts among them are not sent once more."""
        for reply in replies:
            if (alert_id := numbered(reply)) is not None:
                await self.deliveries.settle(alert_id, [Result(chat_id, "sent")])

    async def ended(self, chat_id: int) -> None:
        """End the subscription of somebody who blocked the bot."""
        await self.sessions.end(chat_id, datetime.now(UTC))

    async def _newest(self, topics: list[str], chat_id: int, lang: str) -> tuple[Reply, ...]:
        """Return the newest alert that a new subscriber would have got, nothing where the broadcast brings it."""
        async for record, shown in self._alerts(topics, lang):
            if await self.deliveries.concerns(chat_id, record.countries, urgent=record.urgent):
                until = datetime.now(UTC) + SHOWN_IN
                return (shown,) if await self.deliveries.claim(record.id, chat_id, lang, until) else ()
        return ()

    async def _recent(self, lang: str) -> tuple[Reply, ...]:
        """Return the newest alerts, the oldest of them first."""
        found: list[Reply] = []
        async for _, shown in self._alerts(TOPICS, lang):
            found.insert(0, shown)
            if len(found) == RECENT:
                break
        return tuple(found)

    async def _alerts(self, topics: Sequence[str], lang: str) -> AsyncIterator[tuple[Record, Reply]]:
        """Yield the alerts that still hold, the newest first; what has expired is shown to nobody."""
        for record in await self.alerts.holding(datetime.now(UTC), topics, LOOKED_AT):
            text_lang = speaks(replace(record, missing="other"), lang)
            if text_lang is not None:
                yield record, message(record, text_lang, self.world(), lang)

    async def _data(self, chat_id: int) -> Reply:
        data = {"chat_id": chat_id, **await self.sessions.kept(chat_id)}
        text = json.dumps(data, ensure_ascii=False, indent=1, default=_plain)
        return Reply("mydata", "", document=("vigil-my-data.json", text))


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever JSON does not know
    return value.isoformat() if isinstance(value, datetime) else str(value)
