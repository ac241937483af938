"""How an alert looks to a person, in one language."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.catalog.types import MAIN
from bot.dialogue.types import Button, Reply, Url
from bot.dialogue.words import ui

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dialogue.types import World
    from bot.store.alerts import Record, Words

TIME = "%Y-%m-%d %H:%M"
LONGEST = 3700  # characters of a digest below its heading
DIGESTED = 15  # alerts of one digest: their headlines fit, however long they are


def speaks(record: Record, lang: str) -> str | None:
    """Return the language in which a reader of `lang` gets the alert, None where they get nothing."""
    languages = [code for code, _ in record.texts]
    if lang in languages:
        return lang
    if record.missing == "skip" or not languages:
        return None
    return MAIN if MAIN in languages else languages[0]


def message(record: Record, text_lang: str, world: World, lang: str) -> Reply:
    """Return the alert in `text_lang`, with the bot's words and the two buttons in `lang`, English where unknown."""
    lang = lang if lang in world.catalog.languages else MAIN
    text = body(record, record.words[text_lang], world, lang)
    rows: tuple[tuple[Button | Url, ...], ...] = (_ways(world, lang),)
    if record.link:
        rows = ((Url(ui(world, lang, "alert.link"), record.link),), *rows)
    return Reply(f"alert.{record.id}", text, rows)


def numbered(reply: Reply) -> int | None:
    """Return the number of the alert that a reply shows, None where it shows none."""
    kind, _, number = reply.id.partition(".")
    return int(number) if kind == "alert" and number.isdecimal() else None


def body(record: Record, words: Words, world: World, lang: str) -> str:
    """Return the alert's HTML."""
    lines = [ui(world, lang, f"alert.severity.{record.severity}"), f"<b>{_safe(words.headline)}</b>"]
    if record.message_type != "Alert":
        lines.insert(0, ui(world, lang, f"alert.{record.message_type.lower()}"))
    if words.description:
        lines += ["", _safe(words.description)]
    if words.instruction:
        lines += ["", ui(world, lang, "alert.instruction"), _safe(words.instruction)]
    lines.append("")
    if record.area:
        lines.append(ui(world, lang, "alert.area", area=record.area))
    lines.append(ui(world, lang, "alert.until", time=record.expires_at.strftime(TIME)))
    return "\n".join(lines)


def digest(records: Sequence[tuple[Record, str]], world: World, lang: str) -> Reply:
    """Return several alerts, at most DIGESTED, each with its text's language, as one message: every headline."""
    said = [record.words[text_lang] for record, text_lang in records]
    parts = [
        f"{ui(world, lang, f'alert.severity.{record.severity}')}: <b>{_safe(words.headline)}</b>"
        for (record, _), words in zip(records, said, strict=True)
    ]
    room = LONGEST - sum(map(len, parts))
    for place, words in enumerate(said):
        for extra in (words.description, words.instruction):
            if extra and len(line := f"\n{_safe(extra)}") < room:
                parts[place] += line
                room -= len(line)
    text = "\n\n".join((ui(world, lang, "digest.head"), *parts))
    return Reply("digest", text, (_ways(world, lang),))


def _ways(world: World, lang: str) -> tuple[Button, Button]:
    """Return the buttons below everything that comes unasked: to stop it, and to change what comes."""
    return Button(ui(world, lang, "alert.stop"), "unsubscribe"), Button(ui(world, lang, "alert.change"), "alerts")


def _safe(text: str) -> str:
    return escape(text, quote=False)
