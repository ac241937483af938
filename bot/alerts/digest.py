"""The weekly digest: everything that waited for a person, as one message."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from bot.alerts.reach import SEVERAL, missed
from bot.alerts.render import DIGESTED, digest, speaks
from bot.alerts.sender import insist, quiet_until, refusal
from bot.dialogue.carrier import LaterError, RefusedError, UnreachableError
from bot.dialogue.language import DEFAULT
from bot.store.deliveries import ASKED, QUIET, UNREACHABLE, Result

if TYPE_CHECKING:
    from datetime import datetime

    from bot.alerts.sender import Sender
    from bot.store.alerts import Record
    from bot.store.deliveries import Due

PAGE = 500
DEFERRED = timedelta(minutes=10)  # in an outage: what did not get through may have been taken
HOLDS = frozenset({"running", "paused", "done"})
Outcome = Literal["sent", "settled", "unreached", "missed"]


async def send_due(sender: Sender) -> int:
    """Send the digests that are due, one person after another, so that a kill doubles one. Returns how many.

    Who cannot be reached is put off, ever longer. Where several after each other cannot, nobody can: then it ends.
    """
    alerts: dict[int, Record | None] = {}
    sent = unreached = 0
    while rows := await sender.deliveries.digests(sender.clock(), PAGE):
        for _, group in groupby(rows, key=lambda row: row[1].chat_id):
            if sender.halt.is_set() or unreached == SEVERAL:
                return sent
            waiting = list(group)
            for alert_id, _ in waiting:
                if alert_id not in alerts:
                    alerts[alert_id] = await sender.alerts.get(alert_id)
            found = [(record, due.tries) for alert_id, due in waiting if (record := alerts[alert_id]) is not None]
            match await _one(sender, waiting[0][1], found):
                case "sent":
                    sent, unreached = sent + 1, 0
                case "unreached" | "missed":
                    unreached += 1
    return sent


async def _one(sender: Sender, person: Due, waiting: list[tuple[Record, int]]) -> Outcome:
    """Send one digest without what no longer holds, or put it off. Each alert comes with its earlier tries."""
    chat_id, now, settle = person.chat_id, sender.clock(), sender.deliveries.settle
    holds = [
        (record, said)
        for record, _ in waiting
        if record.state in HOLDS and record.expires_at > now and (said := speaks(record, person.lang)) is not None
    ]
    for record, _ in waiting:
        if record not in [held for held, _ in holds]:
            await insist(settle, record.id, [Result(chat_id, "skipped", reason="expired")])
    if not holds:
        return "settled"
    outcome: Outcome = "settled"
    if (result := await _not_now(sender, person)) is None:
        fresh = not any(tries for _, tries in waiting)
        outcome, result = await _tried(sender, person, holds[:DIGESTED], fresh=fresh)
    # What is beyond one message is due still, and comes with the next one; but not before what was put off.
    settled = holds if result.state == "digest" else holds[:DIGESTED]
    tries = {record.id: number for record, number in waiting}
    # What was sent and not written down would be sent again at every look, for as long as the disk is full.
    for place, (record, _) in enumerate(settled):
        tried = outcome == "missed" and place < DIGESTED
        own = missed(chat_id, "digest", tries[record.id], now) if tried else result
        await insist(settle, record.id, [own])
    return outcome


async def _not_now(sender: Sender, person: Due) -> Result | None:
    """Return what becomes of a digest that is not to be sent now, None where it is."""
    chat_id, now = person.chat_id, sender.clock()
    if not await sender.deliveries.wants(chat_id, now):
        return Result(chat_id, "skipped", reason="unsubscribed")
    # After an outage it may be any time of the day.
    if (until := quiet_until(person, now)) is not None:
        return _put_off(chat_id, QUIET, until)
    if (held := sender.pace.held(chat_id)) > 0:
        return _put_off(chat_id, ASKED, now + timedelta(seconds=held))
    return None


async def _tried(
    sender: Sender, person: Due, holds: list[tuple[Record, str]], *, fresh: bool
) -> tuple[Outcome, Result]:
    chat_id, now, world = person.chat_id, sender.clock(), sender.world()
    shown = person.lang if person.lang in world.catalog.languages else DEFAULT
    prepared = sender.carrier.prepare(digest(holds, world, shown), None)
    async with sender.pace.permit(chat_id, reply=False):
        try:
            result = Result(chat_id, "sent", await sender.carrier.send(chat_id, prepared))
        except RefusedError as error:
            return "settled", Result(chat_id, "failed", reason=refusal(error))
        except LaterError as error:
            sender.pace.refused(chat_id, error.seconds)
            return "settled", _put_off(chat_id, ASKED, now + timedelta(seconds=error.seconds))
        except UnreachableError:
            alone = await sender.pace.reach.alone(sender.carrier, chat_id, fresh=fresh)
            return "missed" if alone else "unreached", _put_off(chat_id, UNREACHABLE, now + DEFERRED)
    sender.pace.reach.answered()
    return "sent", result


def _put_off(chat_id: int, reason: str, until: datetime) -> Result:
    return Result(chat_id, "digest", reason=reason, due_at=until)
