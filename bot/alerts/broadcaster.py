"""Watches the alerts and carries out those that are due: starts, resumes, expires, replaces, closes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.alerts import audience, digest
from bot.alerts.durable import Workflows
from bot.alerts.feed import MOST, feed
from bot.alerts.sender import SELF, insist
from bot.ending import end
from bot.store.alerts import LIVE, Record, StateError
from bot.store.deliveries import overdue
from bot.store.tables import Alert

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import ColumnElement

    from bot.alerts.lock import SenderLock
    from bot.alerts.sender import Sender
    from bot.store.alerts import State

LOOK_EVERY = 0.5
DIGEST_EVERY = 30.0
PATIENCE = 5.0  # seconds for what is on its way when the process is told to end
AGAIN = 5.0  # seconds until a broadcast that broke off is taken up again
KEPT = timedelta(days=90)  # how long it stays known who got an alert: until then it can be corrected
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Broadcaster:
    """The one sender of a bot token. `feed_file` is where the Atom feed of what was sent is written, None for nowhere.

    `told` is called with an alert's id when its broadcast starts, and when it goes on after a restart, so that its
    operators can be shown the progress.
    """

    sender: Sender
    lock: SenderLock
    database_url: str
    feed_file: Path | None = None
    told: Callable[[int], Awaitable[None]] | None = None
    active: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    digests: asyncio.Task[None] | None = None
    workflows: Workflows | None = None
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Work until cancelled. A second sender for the same token waits here until the first has gone."""
        said = False
        while not await self.lock.take():
            if not said:
                log.warning("another process sends for this token: this one waits until it ends")
                said = True
            await asyncio.sleep(LOOK_EVERY)
        self.workflows = Workflows(self.database_url, self.prepare, self.chunk, self.close)
        try:
            await self._launch()
            await self._watch()
        finally:
            self.sender.halt.set()
            if running := [*self.active.values(), *([self.digests] if self.digests else [])]:
                _, late = await asyncio.wait(running, timeout=PATIENCE)
                await end(late)
            await asyncio.to_thread(self.workflows.stop)
            await self.lock.release()

    async def _launch(self) -> None:
        """Start the engine; take note of what it carries on by itself, so that nothing runs twice, and tell of it."""
        assert self.workflows is not None  # noqa: S101 - made by run
        strange = await self.workflows.launch()
        for record in await self.sender.alerts.find(Alert.state.in_(("running", "paused"))):
            workflow_id = _workflow_id(record)
            handle = None if workflow_id in strange else await self.workflows.unfinished(workflow_id)
            if handle is not None:
                self._follow(record, handle.get_result())
            if self.told is not None and record.finished_at is None:
                await self.told(record.id)

    async def _watch(self) -> None:
        last_digest = 0.0
        loop = asyncio.get_running_loop()
        while True:
            try:
                if not await self.lock.held():
                    log.error("the right to send was lost, because the database went away: sending stops")
                    return
                await self.tick()
                if loop.time() - last_digest > DIGEST_EVERY and (self.digests is None or self.digests.done()):
                    last_digest = loop.time()
                    self.digests = asyncio.create_task(self._digests())
            except (SQLAlchemyError, OSError, StateError) as error:
                log.error("looking for alerts to send failed: %s", error)  # noqa: TRY400 - the type and reason say it
            await asyncio.sleep(LOOK_EVERY)

    async def _digests(self) -> None:
        """Send the digests that are due, beside the alerts: thousands take an hour, and a warning must not wait."""
        try:
            await digest.send_due(self.sender)
            await self.sender.deliveries.erase_before(self.sender.clock() - KEPT)
        except (SQLAlchemyError, OSError) as error:
            log.error("sending digests failed: %s", type(error).__name__)  # noqa: TRY400 - the type says it

    async def tick(self) -> None:
        """Look once at every alert that is under way, and do what is due."""
        now = self.sender.clock()
        for record in await self.sender.alerts.find(_wanting(now)):
            if record.id in self.active:
                continue
            if record.state in {"cancelled", "replaced"}:
                await self._settle(record)
            elif record.expires_at <= now:
                await self._end(record, "expired")
            else:
                await self._start(record, now)

    async def _start(self, record: Record, now: datetime) -> None:
        assert self.workflows is not None  # noqa: S101 - made by run
        record = await self.sender.alerts.move(
            record.id,
            ("approved", "running", "done"),
            "running",
            SELF,
            f"run {record.run + 1}",
            run=record.run + 1,
            next_at=None,
            started_at=record.started_at or now,
        )
        handle = await self.workflows.start(_workflow_id(record), record.id)
        self._follow(record, handle.get_result())
        if self.told is not None and record.run == 1:
            await self.told(record.id)

    def _follow(self, record: Record, result: Awaitable[str]) -> None:
        async def follow() -> None:
            try:
                await result
            except Exception as error:  # noqa: BLE001 - whatever ended the workflow, the alert must go on
                log.error("the broadcast of alert %s broke off: %s", record.id, error)  # noqa: TRY400
                with contextlib.suppress(SQLAlchemyError):
                    await self.sender.alerts.log(SELF, "broke off", record.id)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.sender.halt.wait(), AGAIN)
            finally:
                self.active.pop(record.id, None)

        self.active[record.id] = asyncio.create_task(follow())

    async def prepare(self, alert_id: int) -> bool:
        """Step: write down the audience; an update first stops the alert that it replaces. False: nothing to do."""
        record = await insist(self.sender.alerts.get, alert_id)
        if record is None or record.state != "running":
            return False
        if record.prepared:
            return True
        if record.replaces is not None:
            await self._replace(record.replaces)
        alerts = self.sender.alerts
        await insist(audience.prepare, alerts.engine, self.sender.deliveries, record, self.sender.clock())
        await insist(alerts.mark, alert_id, prepared=True)
        await self.write_feed()
        return True

    async def _replace(self, alert_id: int) -> None:
        """Stop the earlier alert for good, and wait until its last message is written down."""
        origin: tuple[State, ...] = (*LIVE, "done", "expired", "cancelled")
        with contextlib.suppress(StateError):
            await self.sender.alerts.move(alert_id, origin, "replaced", SELF, finished_at=self.sender.clock())
        earlier = self.active.get(alert_id)
        if earlier is not None:
            await asyncio.wait((earlier,))
        await insist(self.sender.deliveries.skip_open, alert_id, "replaced")

    async def chunk(self, alert_id: int) -> str:
        """Step: send to the next chunk of the audience."""
        return await self.sender.chunk(alert_id)

    async def close(self, alert_id: int, outcome: str) -> None:
        """Step: finish the alert, or note when those held back are due."""
        record = await insist(self.sender.alerts.get, alert_id)
        if record is None:
            return
        if outcome == "expired":
            await self._end(record, "expired")
        elif outcome == "stopped":
            await self._settle(record)
        elif (due := await insist(self.sender.deliveries.next_due, alert_id)) is not None:
            await self._try_move(record, "running", "held back", next_at=min(due, record.expires_at))
        else:
            await self._try_move(record, "done", None, finished_at=record.finished_at or self.sender.clock())
            await self.write_feed()

    async def _settle(self, record: Record) -> None:
        """Give up what a cancelled alert has not sent; a paused one keeps it."""
        if record.state in {"cancelled", "replaced"}:
            await insist(self.sender.deliveries.skip_open, record.id, record.state)
            await insist(self.sender.alerts.mark, record.id, finished_at=self.sender.clock())
            await self.write_feed()

    async def _end(self, record: Record, state: State) -> None:
        await insist(self.sender.deliveries.skip_open, record.id, state)
        await self._try_move(record, state, None, finished_at=self.sender.clock())
        await self.write_feed()

    async def _try_move(self, record: Record, to: State, detail: str | None, **also: datetime) -> None:
        # An operator may have been quicker: then theirs stands.
        with contextlib.suppress(StateError):
            await insist(
                self.sender.alerts.move, record.id, LIVE if to == "expired" else ("running",), to, SELF, detail, **also
            )

    async def write_feed(self) -> None:
        """Write the Atom feed anew. One after another: two at once would tear the file, or leave the older feed."""
        if self.feed_file is None:
            return
        async with self.writing:
            text = feed(await self.sender.alerts.sent(MOST), self.sender.clock())
            with contextlib.suppress(OSError):
                await asyncio.to_thread(_write, self.feed_file, text)


def _wanting(now: datetime) -> ColumnElement[bool]:
    """Tell which alerts something is to be done for.

    Also while the others of its audience wait for the morning, and after its end, somebody may be due: whoever
    subscribed since, and was not reached by the reply with it.
    """
    unsettled = Alert.state.in_(("cancelled", "replaced")) & Alert.finished_at.is_(None)
    expired = Alert.state.in_(LIVE) & (Alert.expires_at <= now)
    begins = (Alert.state == "approved") & (Alert.scheduled_at.is_(None) | (Alert.scheduled_at <= now))
    goes_on = (Alert.state == "running") & (Alert.next_at.is_(None) | (Alert.next_at <= now) | overdue(now))
    missed = (Alert.state == "done") & (Alert.expires_at > now) & overdue(now)
    return unsettled | expired | begins | goes_on | missed


def _write(path: Path, text: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_bytes(text)
    temporary.replace(path)


def _workflow_id(record: Record) -> str:
    return f"{record.identifier}-{record.run}"
