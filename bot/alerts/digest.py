"""The weekly digest: everything that waited for a person, as one message."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.alerts.render import DIGESTED, digest, speaks
from bot.alerts.sender import insist, quiet_until
from bot.dialogue.carrier import LaterError, RefusedError, UnreachableError
from bot.store.deliveries import BLOCKED, Result

if TYPE_CHECKING:
    from datetime import datetime

    from bot.alerts.sender import Sender
    from bot.store.alerts import Record
    from bot.store.deliveries import Due

PAGE = 500
HOLDS = frozenset({"running", "paused", "done"})


async def send_due(sender: Sender) -> int:
    """Send the digests that are due, one person after another, so that a kill doubles one. Returns how many."""
    alerts: dict[int, Record | None] = {}
    sent = 0
    while rows := await sender.deliveries.digests(sender.clock(), PAGE):
        for _, group in groupby(rows, key=lambda row: row[1].chat_id):
            if sender.halt.is_set():
                return sent
            waiting = list(group)
            for alert_id, _ in waiting:
                if alert_id not in alerts:
                    alerts[alert_id] = await sender.alerts.get(alert_id)
            found = [record for alert_id, _ in waiting if (record := alerts[alert_id]) is not None]
            person = waiting[0][1]
            # After an outage it may be any time of the day.
            if (until := quiet_until(person, sender.clock())) is not None:
                await _put_off(sender, person, found, until)
                continue
            if not await _one(sender, person, found):
                return sent
            sent += 1
    return sent


async def _put_off(sender: Sender, person: Due, records: list[Record], until: datetime) -> None:
    for record in records:
        await insist(sender.deliveries.settle, record.id, [Result(person.chat_id, "digest", due_at=until)])


async def _one(sender: Sender, person: Due, records: list[Record]) -> bool:
    """Send one digest without what no longer holds. False where Telegram cannot be reached now."""
    chat_id, lang = person.chat_id, person.lang
    now, world, settle = sender.clock(), sender.world(), sender.deliveries.settle
    holds = [
        (record, said)
        for record in records
        if record.state in HOLDS and record.expires_at > now and (said := speaks(record, lang)) is not None
    ]
    for record in records:
        if record not in [held for held, _ in holds]:
            await insist(settle, record.id, [Result(chat_id, "skipped", reason="expired")])
    if not holds:
        return True
    holds = holds[:DIGESTED]  # what is left is due still, and comes with the next message
    if not await sender.deliveries.wants(chat_id, now):
        result = Result(chat_id, "skipped", reason="unsubscribed")
    else:
        shown = lang if lang in world.catalog.languages else "en"
        prepared = sender.carrier.prepare(digest(holds, world, shown), None)
        async with sender.pace.permit(chat_id, reply=False):
            try:
                result = Result(chat_id, "sent", await sender.carrier.send(chat_id, prepared))
            except RefusedError as error:
                result = Result(chat_id, "failed", reason=BLOCKED if error.blocked else error.reason[:200])
            except LaterError as error:
                sender.pace.refused(chat_id, error.seconds)
                return False
            except UnreachableError:
                return False
    # What was sent and not written down would be sent again at every look, for as long as the disk is full.
    for record, _ in holds:
        await insist(settle, record.id, [result])
    return True
