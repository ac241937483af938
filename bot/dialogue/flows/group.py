"""In a group: /check as a reply to an offer, or with its text, and the way to the private chat. Nothing else.

Others read along, so nothing here belongs to a person: no session, no country, no buttons that ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.flows.check import origin
from bot.dialogue.language import choose
from bot.dialogue.types import Quoted, Reply, Session, Turn, Url
from bot.dialogue.words import title, ui
from bot.offer.text import LONGEST

if TYPE_CHECKING:
    from bot.dialogue.types import Command, World


def answer(message: Command, world: World) -> Turn:
    """Answer a command from a group. The session that comes back is empty and is kept nowhere."""
    quoted = message.quoted or (Quoted(message.argument) if message.argument.strip() else None)
    checking = message.name == "check" and quoted is not None
    lang = choose(Session(), quoted.text if checking and quoted else None, message.hint, world.catalog.languages)
    reply = _checked(quoted, message, world, lang) if checking and quoted else _say(message, world, lang, "group.how")
    return Turn(Session(), (reply,))


def _checked(quoted: Quoted, message: Command, world: World, lang: str) -> Reply:
    """Word the short card: the level and the names of the signs. The offer itself stands right above it."""
    if not quoted.text.strip():
        return _say(message, world, lang, "check.no_words")
    checked = world.check(world.read(quoted.text[:LONGEST]), lang, described=True)
    if checked.is_offer:
        shown = world.opened("brief", checked.words(), lang)
        html = "\n".join([*origin(world, lang, quoted.origin), *shown, ui(world, lang, "group.end")])
        return Reply("group.card", html, _way(message, world, lang, "check"))
    if checked.other in world.catalog.intents:
        named = title(world, lang, checked.other or "")
        html = f"{ui(world, lang, 'check.other')}\n{named}"
        return Reply("group.other", html, _way(message, world, lang, (checked.other or "").replace(".", "_", 1)))
    return _say(message, world, lang, "check.none")


def _say(message: Command, world: World, lang: str, key: str) -> Reply:
    return Reply(key, ui(world, lang, key), _way(message, world, lang, "check"))


def _way(message: Command, world: World, lang: str, start: str) -> tuple[tuple[Url, ...], ...]:
    """Return the button that opens the private chat at an answer."""
    return ((Url(ui(world, lang, "button.private"), f"https://t.me/{message.group}?start={start}"),),)
