"""/alert in the bot: operators write, preview, test, approve and follow alerts. Nobody else is answered from here."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.alerts import deskpages as pages
from bot.alerts.audience import count
from bot.alerts.fields import FieldError, askable, blank, filled
from bot.alerts.operators import NotAllowedError
from bot.alerts.progress import progress
from bot.alerts.render import message as shown
from bot.catalog.types import MAIN
from bot.dialogue.language import choose
from bot.dialogue.types import Command, Reply, Session, Text, Unreadable
from bot.dialogue.words import ui
from bot.store.alerts import ENDED, StateError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.alerts.operators import Operators
    from bot.dialogue.types import Message, World
    from bot.store.alerts import Record
    from bot.store.deliveries import Deliveries
    from bot.store.desks import Desks

    Picture = Callable[[], Awaitable[bytes | None]]

EVERY, SELDOM = 3.0, 30.0  # seconds between two looks at a broadcast; at one that is paused, or waits for the morning


class Shows(Protocol):
    """Shows a message and keeps it up to date."""

    async def show(
        self, chat_id: int, reply: Reply, message_id: int | None, picture: bytes | None = None
    ) -> int | None:
        """Send or change it; returns its id."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The operators' desk."""

    operators: Operators
    deliveries: Deliveries
    desks: Desks
    board: Shows
    world: Callable[[], World]
    watching: dict[tuple[int, str], asyncio.Task[None]] = field(default_factory=dict)

    async def answer(self, user_id: int, chat_id: int, message: Message, picture: Picture) -> tuple[Reply, ...]:
        """Return the replies to an operator, none where the message is not for the desk."""
        operator = str(user_id)
        if not self.operators.roles.knows(operator):
            return ()
        lang = choose(Session(), None, message.hint, self.world().catalog.languages)
        try:
            return await self._answer(operator, chat_id, message, picture, lang)
        except (NotAllowedError, FieldError) as error:
            return (self._problem(f"desk.problem.{error.problem}", lang),)
        except StateError:
            return (self._problem("desk.problem.moved_on", lang),)

    async def _answer(
        self, operator: str, chat_id: int, message: Message, picture: Picture, lang: str
    ) -> tuple[Reply, ...]:
        if not isinstance(message, Command):
            return await self._filled(operator, chat_id, message, picture, lang)
        if message.name == "alert":
            return await self._command(operator, chat_id, message, lang)
        await self.desks.put(chat_id, None)
        return ()

    async def _command(self, operator: str, chat_id: int, message: Command, lang: str) -> tuple[Reply, ...]:
        await self.desks.put(chat_id, None)
        verb, _, rest = message.argument.partition(" ")
        number, _, value = rest.partition(" ")
        if verb == "new":
            record = await self.operators.save(blank(operator, message.at), operator, "draft")
            return (await self._page(record, lang),)
        if not number.isdecimal():
            return (pages.listing(await self.operators.alerts.find(limit=8), self.world(), lang),)
        return await self._one(operator, chat_id, int(number), verb, value, message, lang)

    async def _one(  # noqa: PLR0911 - a table: one line a button
        self, operator: str, chat_id: int, alert_id: int, verb: str, value: str, message: Command, lang: str
    ) -> tuple[Reply, ...]:
        record, edit = await self.operators.found(alert_id), message.pressed
        match verb:
            case "pick":
                return (pages.choices(record, value, self.world(), lang, edit=edit),)
            case "ask":
                key = f"desk.ask.{value.partition('.')[0]}"
                if not askable(value) or key not in self.world().catalog.languages[lang].ui:
                    raise FieldError("value")
                await self.desks.put(chat_id, alert_id, value)
                return (Reply("desk.ask", ui(self.world(), lang, key)),)
            case "set":
                name, _, chosen = value.partition(" ")
                changed = filled(record, name, chosen, message.at)
                return (replace(await self._page(await self._save(changed, operator, name), lang), edit=edit),)
            case "preview":
                return (*self._shown(record), await self._page(record, lang))
            case "test":
                return await self._test(await self.operators.tested(alert_id, operator), chat_id, lang)
            case "approve":
                return (await self._page(await self.operators.approve(alert_id, operator, value), lang),)
            case "reject" | "cancel" | "pause" | "resume":
                moved = await getattr(self.operators, verb)(alert_id, operator)
                return (await self._page(moved, lang),)
            case "update" | "withdraw":
                kind: Any = "Update" if verb == "update" else "Cancel"
                return (await self._page(await self.operators.follow(alert_id, kind, operator), lang),)
            case _:
                return (replace(await self._page(record, lang), edit=edit and verb == "show"),)

    async def _filled(
        self, operator: str, chat_id: int, message: Text | Unreadable, picture: Picture, lang: str
    ) -> tuple[Reply, ...]:
        """Take an operator's words, or picture, as the field that is awaited."""
        awaited = await self.desks.get(chat_id)
        if awaited is None:
            return ()
        alert_id, name = awaited
        sent = await picture() if name == "picture" else None
        # Only now: a picture takes seconds to come, and meanwhile others may have written another field.
        record = await self.operators.found(alert_id)
        if sent is not None:
            changed = replace(record, picture=sent)
        elif isinstance(message, Text):
            changed = filled(record, name, message.text, message.at)
        else:
            return ()
        await self.desks.put(chat_id, None)
        return (await self._page(await self._save(changed, operator, name), lang),)

    async def _save(self, record: Record, operator: str, name: str) -> Record:
        return await self.operators.save(record, operator, f"set {name}"[:32])

    def _shown(self, record: Record) -> list[Reply]:
        """Return the alert in each language as it will look."""
        return [shown(record, code, self.world(), code) for code, _ in record.texts]

    async def _test(self, record: Record, chat_id: int, lang: str) -> tuple[Reply, ...]:
        """Send each language the way of a real one, picture included, and tell which were refused."""
        refused = [
            code
            for (code, _), reply in zip(record.texts, self._shown(record), strict=True)
            if await self.board.show(chat_id, reply, None, record.picture) is None
        ]
        told = (self._problem("desk.problem.test", lang, languages=", ".join(refused)),) if refused else ()
        return (*told, await self._page(record, lang))

    async def _page(self, record: Record, lang: str) -> Reply:
        if record.state == "draft":
            now = self.operators.clock()
            found = await count(self.operators.alerts.engine, record, now)
            return pages.draft(record, found, self.world(), lang)
        seen = await progress(self.operators.alerts, self.deliveries, record.id)
        return pages.running(seen, self.world(), lang) if seen else pages.listing([], self.world(), lang)

    def _problem(self, key: str, lang: str, **values: str) -> Reply:
        return Reply(key, ui(self.world(), lang, key, **values))

    async def started(self, alert_id: int) -> None:
        """Show the progress to the author and the approver for as long as the alert runs, to each on one message."""
        record = await self.operators.found(alert_id)
        for operator in {record.author, record.approver or ""}:
            here = (alert_id, operator)
            if operator.isdecimal() and self.operators.roles.knows(operator) and here not in self.watching:
                self.watching[here] = asyncio.create_task(self._watch(alert_id, int(operator)))
                self.watching[here].add_done_callback(partial(self._ended, here))

    def _ended(self, here: tuple[int, str], _: asyncio.Task[None]) -> None:
        del self.watching[here]

    async def _watch(self, alert_id: int, chat_id: int) -> None:
        message_id: int | None = None
        said, wait = "", EVERY
        while True:
            # The broadcast outlives a fault of the database, and so does the look at it.
            with contextlib.suppress(SQLAlchemyError):
                seen = await progress(self.operators.alerts, self.deliveries, alert_id)
                if seen is None:
                    return
                # That time goes by is no news: all night long it would be told ten thousand times.
                news = pages.running(replace(seen, seconds=0.0), self.world(), MAIN).html
                if news != said:
                    message_id = await self.board.show(chat_id, pages.running(seen, self.world(), MAIN), message_id)
                    said = news
                if seen.record.state in ENDED:
                    return
                wait = SELDOM if seen.rests else EVERY
            await asyncio.sleep(wait)
