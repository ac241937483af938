"""Keeping an offer to warn others: shown scrubbed, kept after an explicit yes, and only that very text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.flows.check import MOST_KEPT, mark, may_be_kept
from bot.dialogue.types import Button, KeptOffer, Reply, Turn
from bot.dialogue.words import rows, say, ui
from bot.match.language import script

if TYPE_CHECKING:
    from bot.dialogue.types import Command, Session, World

LONGEST = 3_000  # characters: what is shown in one message is what is kept


def keep(session: Session, message: Command, world: World, lang: str) -> Turn:
    """Show what would be kept ("keep"), keep it ("keep yes MARK") or forget it ("keep no").

    The mark belongs to the text that was shown: another one, read since, is shown before it is kept.
    """
    answer, _, given = message.argument.strip().partition(" ")
    if answer == "no":
        return Turn(session, (say(world, lang, "keep.no", "/check"),), held=())
    text = "\n".join(message.before)
    checked = world.check(world.read(text), lang)
    if not may_be_kept(checked):
        return Turn(session, (say(world, lang, "keep.gone", "/check"),))
    scrubbed = world.scrub(text[: 2 * LONGEST], lang)[:LONGEST].strip()  # what goes makes room for more
    if answer != "yes" or given != mark(scrubbed):
        return Turn(session, (_shown(scrubbed, world, lang),))
    offer = KeptOffer(scrubbed, script(text) or lang, checked.risk, checked.flags[:MOST_KEPT], message.at.date())
    return Turn(session, (say(world, lang, "keep.done", "/share", "/check"),), held=(), keep=offer)


def _shown(scrubbed: str, world: World, lang: str) -> Reply:
    yes = Button(ui(world, lang, "button.keep_yes"), f"keep yes {mark(scrubbed)}")
    no = Button(ui(world, lang, "button.keep_no"), "keep no")
    return Reply("keep.ask", ui(world, lang, "keep.ask", text=scrubbed), rows([yes, no]))
