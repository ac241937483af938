"""Where the person is, and whose passport they hold: a list with flags, or a name typed in any language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

from bot.catalog.types import HotlineKind
from bot.dialogue.types import AwaitCountry, Button, Idle, Reply, Turn
from bot.dialogue.words import rows, say, ui

if TYPE_CHECKING:
    from bot.dialogue.types import Session, World

PAGE = 16
SURE, UNASKED = 80, 95  # how alike a typed name must be, in percent: where it was asked for, and where it was not
SHOWN = 6


def flag(code: str) -> str:
    """Return the flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def name(world: World, lang: str, code: str) -> str:
    """Return the country's name with its flag."""
    return f"{flag(code)} {ui(world, lang, f'countries.{code}')}"


def with_lines(world: World, lang: str) -> list[str]:
    """List the codes of the countries whose lines are known, by name: the others are found where they are typed."""
    codes = (code for code, country in world.catalog.countries.items() if country.entries)
    return sorted(codes, key=lambda code: ui(world, lang, f"countries.{code}"))


def ask_country(
    session: Session, world: World, lang: str, *, then: str | None = None, page: int = 0, command: str = "country"
) -> Turn:
    """Show one page of countries. `then` is the intent to answer again once the country is known."""
    codes = with_lines(world, lang)
    pages = max(1, -(-len(codes) // PAGE))
    page = min(max(page, 0), pages - 1)
    extra = f" {then}" if then else ""
    buttons = [
        Button(name(world, lang, code), f"{command} {code}{extra}") for code in codes[page * PAGE : (page + 1) * PAGE]
    ]
    turning = [
        Button(ui(world, lang, key), f"{command} {step}{extra}")
        for key, step in (("button.previous", page - 1), ("button.next", page + 1))
        if 0 <= step < pages
    ]
    key = "country.ask" if command == "country" else "home.ask"
    layout = (*rows(buttons), tuple(turning)) if turning else rows(buttons)
    state = AwaitCountry(then=then, home=command == "home")
    return Turn(replace(session, state=state), (Reply(key, ui(world, lang, key), layout),))


def chosen(session: Session, world: World, lang: str, code: str, *, command: str) -> Turn:
    """Keep the country and say so, with the way to its lines; where none is known, say that."""
    lines = world.catalog.countries[code].entries
    if command == "home":
        after = replace(session, home=code, state=Idle())
        key = "home.set" if any(line.kind is HotlineKind.CONSULAR for line in lines) else "home.set.none"
        return Turn(after, (say(world, lang, key, "/sos", country=name(world, lang, code)),))
    after = replace(session, country=code, state=Idle(), asked_country=True)
    key = "country.set" if lines else "country.set.none"
    return Turn(after, (say(world, lang, key, "/sos", "/home", country=name(world, lang, code)),))


def search(world: World, text: str, sure: int = SURE) -> tuple[str, ...]:
    """Find countries by name in any language, or by a town of theirs, best first; a foreign text finds none."""
    names = {**world.whereabouts.places, **{code: code for code in world.catalog.countries}}
    found = process.extract(
        text[:60], list(names), scorer=fuzz.ratio, processor=utils.default_process, limit=20, score_cutoff=sure
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in found))


def typed(session: Session, world: World, lang: str, text: str, *, home: bool = False, sure: int = SURE) -> Turn | None:
    """Take typed text as a country's name; `home`: as the passport's. `sure`: how alike it must be, in percent.

    None where it names no country, so that it is read as a question.
    """
    command = "home" if home else "country"
    found = search(world, text, sure)
    if len(found) == 1:
        return chosen(session, world, lang, found[0], command=command)
    if found:
        buttons = [Button(name(world, lang, code), f"{command} {code}") for code in found[:SHOWN]]
        return Turn(session, (Reply("country.which", ui(world, lang, "country.which"), rows(buttons)),))
    return None
