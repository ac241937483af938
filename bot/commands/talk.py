"""`ask` and `chat`: the same dialogue in the terminal, for people and for scripts."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from bot.catalog.html import text_of
from bot.dialogue.language import choose
from bot.dialogue.recent import Recent
from bot.dialogue.step import step
from bot.dialogue.types import Button, Command, Message, Session, Text
from bot.match.types import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.dialogue.types import Reply, World

HERE = 0  # the one chat of a terminal
NOT_HERE = frozenset({"keep"})  # commands that need a database: a terminal keeps nothing
HALF = re.compile("[\ud800-\udfff]")


def shown(reply: Reply, first: int = 1) -> tuple[str, list[str]]:
    """Return a reply as text with its buttons numbered from `first`, and the buttons' commands."""
    buttons = [button for row in reply.buttons for button in row if isinstance(button, Button)]
    buttons = [button for button in buttons if button.command not in NOT_HERE]
    listed = [f"  [{number}] {button.label}" for number, button in enumerate(buttons, first)]
    return "\n".join([text_of(reply.html), *listed]), [button.command for button in buttons]


def decision(world: World, text: str, lang: str | None) -> dict[str, Any]:
    """Decide one question. Keys: decision, intent, score, alternatives, lang, ms (milliseconds)."""
    known = world.catalog.languages
    spoken = lang if lang in known else choose(Session(), text, lang, known)
    start = time.perf_counter()
    made = world.decide(text, Context())
    took = (time.perf_counter() - start) * 1000
    return {
        "decision": made.kind,
        "intent": made.intent,
        "score": round(made.score, 4),
        "alternatives": [{"intent": m.intent, "score": round(m.score, 4)} for m in made.alternatives],
        "lang": spoken,
        "ms": round(took, 3),
    }


def ask_lines(world: World, lines: Iterable[bytes], out: IO[str]) -> int:
    """Answer JSON lines {"id", "text", "lang"?}. A bad line gets {"id", "error"}; returns how many were bad."""
    bad = 0
    for result in each_line(lines):
        if isinstance(result, str):
            bad += 1
            answer: dict[str, Any] = {"id": None, "error": result}
        else:
            lang = result.get("lang")
            answer = {"id": result["id"], **decision(world, result["text"], lang if isinstance(lang, str) else None)}
        out.write(as_line(answer))
        out.flush()
    return bad


def as_line(data: dict[str, Any]) -> str:
    """Return one line of JSON. Half of a surrogate pair, which an escape can bring, stays one: no UTF-8 has it."""
    plain = json.dumps(data, ensure_ascii=False)
    return HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", plain) + "\n"


def each_line(lines: Iterable[bytes]) -> Iterator[dict[str, Any] | str]:
    """Read JSON lines with an id and a text; a line that is none gives a sentence that says so."""
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError) as error:
            yield f"line {number} is no JSON: {error}"
            continue
        if not isinstance(data, dict) or "id" not in data or not isinstance(data.get("text"), str):
            yield f'line {number} needs an "id" and a "text" that is a string'
            continue
        yield {**data, "text": HALF.sub("\ufffd", data["text"])}


def answer(world: World, text: str, lang: str | None, country: str | None) -> str:
    """Return the replies to one message as text."""
    session = Session(lang=lang, lang_chosen=lang is not None, country=country, asked_country=True)
    turn = step(session, Text(text, datetime.now(UTC), lang), world)
    return "\n\n".join(shown(reply)[0] for reply in turn.replies)


def read_message(line: str, buttons: list[str], lang: str | None) -> Message:
    """A typed line as a message: a number presses a button, a slash is a command, the rest is text."""
    now = datetime.now(UTC)
    if line.strip().isdecimal() and 1 <= int(line) <= len(buttons):
        line, pressed = f"/{buttons[int(line) - 1]}", True
    else:
        pressed = False
    if line.startswith("/"):
        name, _, argument = line[1:].partition(" ")
        return Command(name.lower(), argument, now, lang, pressed)
    return Text(line, now, lang)


def chat(world: World, lines: Iterable[str], out: IO[str], lang: str | None) -> None:
    """Talk until the lines end. Nothing is kept but, for a minute, an offer that may go on."""
    recent = Recent()
    out.write(">> ")
    turn = step(Session(), Command("start", "", datetime.now(UTC), lang), world)
    while True:
        buttons: list[str] = []
        for reply in turn.replies:
            text, commands = shown(reply, len(buttons) + 1)
            buttons += commands
            out.write(f"{text}\n\n")
        out.write("> ")
        out.flush()
        line = next(iter(lines), None)
        if line is None:
            out.write("\n")
            return
        message = read_message(line.rstrip("\n"), buttons, lang)
        turn = step(turn.session, recent.given(HERE, message), world)
        recent.take(HERE, turn.held, message.at)
