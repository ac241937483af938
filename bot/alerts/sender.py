"""Sends one chunk of an alert's audience, so that a kill at any moment loses nobody and doubles few.

At least once: the Bot API has no idempotency key, so a message that was taken, but not yet written down when the
process died, is sent again. A row is marked as being sent before, and as sent right after; nothing new is sent until
that is on disk. So at most `lanes x volley` messages are ever unrecorded: 4 at 30 a second (mostly 1, as permits come
one by one), 128 without a limit. See docs/alerts.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable  # noqa: TC003 - a dataclass's field
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.alerts.hours import after_quiet
from bot.alerts.reach import missed
from bot.alerts.render import message, speaks
from bot.dialogue.carrier import LaterError, RefusedError, UnreachableError
from bot.store.alerts import StateError
from bot.store.deliveries import ASKED, BLOCKED, QUIET, UNREACHABLE, Due, Result

if TYPE_CHECKING:
    from bot.alerts.pace import Pace
    from bot.dialogue.carrier import Carrier
    from bot.dialogue.types import World
    from bot.store.alerts import Alerts, Record
    from bot.store.deliveries import Deliveries

SELF = "vigil"  # who stands in the audit log for what nobody told the bot to do
CHUNK = 2000
LOOK_AGAIN = 0.5  # seconds after which a running chunk looks whether it was paused or cancelled
TRIES, UNSURE_TRIES = 5, 2  # in a row: what may have been taken twice is not sent again
FIRST_WAIT, DEFERRED = 0.5, timedelta(seconds=60)
SLOW = 60.0  # messages a second up to which each is written down by itself
MOST_REASON = 200
ALIKE = 10  # refusals for one reason, with nothing sent, after which an alert is paused
T = TypeVar("T")
Args = ParamSpec("Args")
Outcome = Literal["more", "held", "stopped", "expired"]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shape:
    """How many messages may be unrecorded at once: `lanes` tasks, each writing down `volley` messages together."""

    lanes: int
    volley: int

    @property
    def bound(self) -> int:
        """The most messages that one kill can double."""
        return self.lanes * self.volley


def shape(per_second: float | None) -> Shape:
    """Choose the smallest bound that keeps up with the limit on a network that takes 100 ms a message."""
    if per_second is not None and per_second <= SLOW:
        return Shape(lanes=max(1, round(per_second * 0.13)), volley=1)
    return Shape(lanes=4, volley=32)


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends chunks. `world` gives the words around an alert; `clock` the time in UTC, for expiry and quiet hours.

    When `halt` is set, as before the process ends, what runs stops after the messages that are on their way.
    """

    alerts: Alerts
    deliveries: Deliveries
    carrier: Carrier
    pace: Pace
    world: Callable[[], World]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    halt: asyncio.Event = field(default_factory=asyncio.Event)

    async def chunk(self, alert_id: int) -> Outcome:
        """Send the alert to the next people who are due, `CHUNK` at most. Tells what is to be done next."""
        record = await self.alerts.get(alert_id)
        if record is None or record.state != "running":
            return "stopped"
        if record.expires_at <= self.clock():
            return "expired"
        due = await self.deliveries.due(alert_id, self.clock(), CHUNK)
        if not due:
            return "held"
        work = _Chunk(self, record, deque(due))
        form = shape(self.pace.per_second)
        with self.pace.broadcast():
            async with asyncio.TaskGroup() as group:
                for _ in range(form.lanes):
                    group.create_task(work.lane(form.volley))
        return work.outcome

    async def attempt(self, chat_id: int, prepared: Any) -> Result | UnreachableError:  # noqa: ANN401 - the carrier's own
        """Send one message, with a permit. What Telegram asks to wait with is pending, and due when that is over."""
        try:
            await self.carrier.send(chat_id, prepared)
        except RefusedError as error:
            return Result(chat_id, "failed", reason=BLOCKED if error.blocked else error.reason[:MOST_REASON])
        except LaterError as error:
            self.pace.refused(chat_id, error.seconds)
            until = self.clock() + timedelta(seconds=error.seconds)
            return Result(chat_id, "pending", reason=ASKED, due_at=until)
        except UnreachableError as error:
            return error
        self.pace.reach.answered()
        return Result(chat_id, "sent")


@dataclass(slots=True)
class _Chunk:
    """One chunk under way, shared by its lanes."""

    sender: Sender
    record: Record
    due: deque[Due]
    looked: float = 0.0
    outcome: Outcome = "more"
    sent: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.looked = time.monotonic()

    async def lane(self, volley: int) -> None:
        """Take `volley` people at a time until none is left: claim, send, write down."""
        settle, alert_id = self.sender.deliveries.settle, self.record.id
        prepared = self._prepared()
        results: list[Result] = []
        while self.due and await self._goes_on():
            mine = [self.due.popleft() for _ in range(min(volley, len(self.due)))]
            # Since the audience was written down hours may have gone by, and quiet hours may have begun.
            now = self.sender.clock()
            quiet = {each.chat_id: until for each in mine if (until := quiet_until(each, now)) is not None}
            results += [Result(chat_id, "pending", reason=QUIET, due_at=until) for chat_id, until in quiet.items()]
            # Nothing new may leave this lane before the last results are on disk: that is what keeps the bound.
            wanted = [each.chat_id for each in mine if each.chat_id not in quiet]
            claimed = await insist(settle, alert_id, results, wanted)
            going = [each for each in mine if each.chat_id in claimed]
            results = await asyncio.gather(*(self._send(each, prepared) for each in going))
        if results:
            await insist(settle, alert_id, results)

    def _prepared(self) -> dict[str, Any]:
        world, made = self.sender.world(), {}
        for lang in {each.lang for each in self.due}:
            text_lang = speaks(self.record, lang)
            if text_lang is not None:
                reply = message(self.record, text_lang, world, lang)
                made[lang] = self.sender.carrier.prepare(reply, self.record.picture)
        return made

    async def _goes_on(self) -> bool:
        """Look every half second whether an operator paused or cancelled, and at each message whether it expired."""
        if self.outcome == "more" and time.monotonic() - self.looked > LOOK_AGAIN:
            self.looked = time.monotonic()
            found = await insist(self.sender.alerts.peek, self.record.id)
            if found is None or found.state != "running":
                self.outcome = "stopped"
        if self.outcome == "more" and self.sender.halt.is_set():
            self.outcome = "stopped"
        if self.outcome == "more" and self.record.expires_at <= self.sender.clock():
            self.outcome = "expired"
        return self.outcome == "more"

    async def _refused(self, reason: str) -> None:
        """Pause an alert that Telegram takes for nobody: the fault is the message's, and everybody would miss it."""
        self.refused[reason] += 1
        if self.sent or self.refused[reason] != ALIKE or self.outcome != "more":
            return
        self.outcome = "stopped"
        log.error("alert %s is refused for everybody and paused: %s", self.record.id, reason)
        with contextlib.suppress(StateError):
            move = self.sender.alerts.move
            await insist(move, self.record.id, ("running",), "paused", SELF, f"refused: {reason}")

    async def _send(self, person: Due, prepared: dict[str, Any]) -> Result:
        """Send one message; what cannot be settled now is put off: ever longer, or for as long as Telegram asks."""
        if person.lang not in prepared:
            return Result(person.chat_id, "skipped", reason=f"no text in {person.lang}")
        unsure = 0
        for number in range(TRIES):
            got = await self._try(person, prepared[person.lang])
            if isinstance(got, Result):
                return got
            unsure += got.taken
            if person.tries or number + 1 == TRIES or unsure == UNSURE_TRIES:
                break
            await asyncio.sleep(FIRST_WAIT * 2**number)
        if await self.sender.pace.reach.alone(self.sender.carrier, person.chat_id, fresh=not person.tries):
            return missed(person.chat_id, "pending", person.tries, self.sender.clock())
        return self._put_off(person, UNREACHABLE, DEFERRED)

    async def _try(self, person: Due, prepared: Any) -> Result | UnreachableError:  # noqa: ANN401 - the carrier's own
        """Try once to send a message. Returns the error where it did not get through."""
        pace = self.sender.pace
        async with pace.permit(person.chat_id, reply=False):
            # The wait for a permit may have been long: a warning that no longer holds is not sent.
            if not await self._goes_on():
                return Result(person.chat_id, "pending")
            if (held := pace.held(person.chat_id)) > 0:
                return self._put_off(person, ASKED, timedelta(seconds=held))
            got = await self.sender.attempt(person.chat_id, prepared)
        if isinstance(got, UnreachableError):
            log.warning("a message did not get through: %s", got)
        elif got.state == "sent":
            self.sent += 1
        elif got.state == "failed" and got.reason is not None and got.reason != BLOCKED:
            await self._refused(got.reason)
        return got

    def _put_off(self, person: Due, reason: str, wait: timedelta) -> Result:
        return Result(person.chat_id, "pending", reason=reason, due_at=self.sender.clock() + wait)


def quiet_until(person: Due, now: datetime) -> datetime | None:
    """Return when the person's quiet hours end, None outside of them."""
    until = after_quiet(now, person.quiet, person.zone)
    return until if until > now else None


async def insist(call: Callable[Args, Awaitable[T]], *args: Args.args, **kwargs: Args.kwargs) -> T:
    """Repeat a database call until it works: with a full disk or a database away, sending stops and waits."""
    wait = FIRST_WAIT
    while True:
        try:
            return await call(*args, **kwargs)
        except (SQLAlchemyError, OSError) as error:
            log.error("the database does not answer, sending waits: %s", type(error).__name__)  # noqa: TRY400
            await asyncio.sleep(wait)
            wait = min(2 * wait, 10.0)
