"""The weekly digest: everything that waited for a person, as one message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from bot.alerts.reach import SEVERAL, missed
from bot.alerts.render import DIGESTED, digest, speaks
from bot.alerts.sender import insist, quiet_until
from bot.catalog.types import MAIN
from bot.store.deliveries import ASKED, QUIET, UNREACHABLE, Result
from bot.store.digests import Digests
from bot.store.tables import Alert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.alerts.sender import Sender
    from bot.dialogue.types import Reply
    from bot.store.deliveries import Due
    from bot.store.digests import Packed

PAGE = 500
DEFERRED = timedelta(minutes=10)  # in an outage: what did not get through may have been taken
Outcome = Literal["sent", "settled", "unreached"]


async def send_due(sender: Sender) -> int:
    """Send the digests that are due, one person after another, so that a kill doubles one. Returns how many.

    Who cannot be reached is put off, ever longer. Where several after each other cannot, nobody can: then it ends.
    """
    digests = Digests(sender.deliveries.engine)
    sent = unreached = 0
    while people := await digests.due(sender.clock(), PAGE):
        for person in people:
            if sender.halt.is_set() or unreached == SEVERAL:
                return sent
            match await _one(sender, digests, person):
                case "sent":
                    sent, unreached = sent + 1, 0
                case "unreached":
                    unreached += 1
    return sent


async def _one(sender: Sender, digests: Digests, person: Due) -> Outcome:
    """Send one digest of what holds, or put it off. What is beyond one message is due still, and comes with the next.

    What was sent and not written down would be sent again at every look, for as long as the disk is full.
    """
    chat_id, now = person.chat_id, sender.clock()
    # After an outage it may be any time of the day.
    if (until := quiet_until(person, now)) is not None:
        await digests.put_off(chat_id, QUIET, now, until)
        return "settled"
    if (held := sender.pace.held(chat_id)) > 0:
        await digests.put_off(chat_id, ASKED, now, now + timedelta(seconds=held))
        return "settled"
    async with sender.pace.permit(chat_id, reply=False):
        # Only now: while it waited for its turn an alert may have been withdrawn, or the person may have stopped.
        packed = await digests.pack(chat_id, sender.clock(), DIGESTED)
        if not packed:
            return "settled"
        reply = await _reply(sender, packed)
        got = await sender.attempt(chat_id, sender.carrier.prepare(reply, None))
    now = sender.clock()
    if isinstance(got, Result):
        if got.due_at is None:
            await insist(digests.settle, [(each.alert_id, got) for each in packed])
            return "sent" if got.state == "sent" else "settled"
        await insist(digests.put_off, chat_id, ASKED, now, got.due_at)
        return "settled"
    if await sender.pace.reach.alone(sender.carrier, chat_id, fresh=not person.tries):
        await insist(digests.settle, [(each.alert_id, missed(chat_id, "digest", each.tries, now)) for each in packed])
    await insist(digests.put_off, chat_id, UNREACHABLE, now, now + DEFERRED)
    return "unreached"


async def _reply(sender: Sender, packed: Sequence[Packed]) -> Reply:
    world, lang = sender.world(), packed[-1].lang
    records = {record.id: record for record in await sender.alerts.find(Alert.id.in_(each.alert_id for each in packed))}
    said = [(record, text) for each in packed if (text := speaks(record := records[each.alert_id], each.lang))]
    return digest(said, world, lang if lang in world.catalog.languages else MAIN)
