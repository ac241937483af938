"""Where the person is, and whose passport they hold: a list with flags, or a name typed in any language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.catalog.lines import usable
from bot.catalog.types import HotlineKind
from bot.dialogue.holes import plain
from bot.dialogue.types import AwaitCountry, Button, Idle, Reply, Turn
from bot.dialogue.words import pages, rows, say, turning, ui

if TYPE_CHECKING:
    from bot.dialogue.types import Session, World

PAGE = 16
ALIKE = 80  # percent that a typed name has in common with one that may be meant
SHORTEST = 5  # letters of both: "mail" is not Manila
SHOWN = 6
# What a country that somebody names may be, and the command that takes it so; by the question, what may be meant.
WAYS = {"i_am_there": "country", "they_are_there": "lines", "my_passport": "home", "elsewhere": "country 0"}
DOUBTS = {
    "country.there": ("i_am_there", "elsewhere"),
    "country.whose_there": ("i_am_there", "they_are_there", "elsewhere"),
    "country.whose": ("i_am_there", "they_are_there"),
    "country.or_home": ("i_am_there", "my_passport"),
    "country.whose_or_home": ("i_am_there", "they_are_there", "my_passport"),
}


def flag(code: str) -> str:
    """Return the flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def name(world: World, lang: str, code: str) -> str:
    """Return the country's name with its flag."""
    return f"{flag(code)} {ui(world, lang, f'countries.{code}')}"


def with_lines(world: World, lang: str) -> list[str]:
    """List the codes of the countries whose lines are known: the others are found where they are typed.

    They come in the order in which the language's content names them, for its readers look for other ones first.
    """
    texts, countries = world.catalog.languages[lang].ui, world.catalog.countries
    named = (key.removeprefix("countries.") for key in texts if key.startswith("countries."))
    return [code for code in dict.fromkeys((*named, *countries)) if usable(world.catalog, code, code)]


def ask_country(
    session: Session, world: World, lang: str, *, then: str | None = None, page: int = 0, command: str = "country"
) -> Turn:
    """Show one page of countries. `then` is the intent to answer again once the country is known."""
    codes = with_lines(world, lang)
    last = pages(len(codes), PAGE) - 1
    page = min(page, last)
    shown = codes[page * PAGE : (page + 1) * PAGE]
    buttons = [Button(name(world, lang, code), _pressed(command, code, then)) for code in shown]
    ways = turning(world, lang, page, last + 1, lambda step: _pressed(command, step, then))
    key = "country.ask" if command == "country" else "home.ask"
    layout = (*rows(buttons), tuple(ways)) if ways else rows(buttons)
    state = AwaitCountry(then=then, home=command == "home")
    doubted = session.doubted if command == "home" else None
    return Turn(replace(session, state=state, doubted=doubted), (Reply(key, ui(world, lang, key), layout),))


def ask_whether(session: Session, world: World, lang: str, code: str, *, then: str, of_another: bool) -> Turn:
    """Ask whether the writer is in the country that they name, instead of showing a list; else it is chosen there."""
    waiting = replace(session, state=AwaitCountry(then=then), doubted=code)
    return in_doubt(waiting, world, lang, code, then, "country.whose_there" if of_another else "country.there")


def chosen(session: Session, world: World, lang: str, code: str, *, command: str) -> Turn:
    """Keep the country and say so, with the way to its lines; where none is known, say that."""
    if command == "home":
        waits = session.country is None and isinstance(session.state, AwaitCountry) and not session.state.home
        after = replace(session, home=code, state=session.state if waits else Idle())
        key = "home.set" if usable(world.catalog, code, session.country, HotlineKind.CONSULAR) else "home.set.none"
        return Turn(after, (say(world, lang, key, "/sos", country=name(world, lang, code)),))
    after = replace(session, country=code, state=Idle(), asked_country=True, doubted=None)
    key = "country.set" if usable(world.catalog, code, code) else "country.set.none"
    said = say(world, lang, key, "/sos", *(() if session.home else ("/home",)), country=name(world, lang, code))
    if session.home is None:
        said = replace(said, html=f"{said.html}\n{ui(world, lang, 'country.passport')}")
    return Turn(after, (said,))


def in_doubt(session: Session, world: World, lang: str, code: str, then: str | None, key: str) -> Turn:
    """Ask who or what is of the country that somebody names; `key` is the question, which tells what it may be."""
    ways = [Button(ui(world, lang, f"button.{way}"), _way(WAYS[way], code, then)) for way in DOUBTS[key]]
    return Turn(session, (Reply(key, ui(world, lang, key, country=name(world, lang, code)), rows(ways)),))


def _way(command: str, code: str, then: str | None) -> str:
    name, _, what = command.partition(" ")  # the list of countries begins with a page
    return _pressed(name, what or code, then)


def _pressed(command: str, what: str | int, then: str | None) -> str:
    """Write what a button sends: a country's code or a page, and the intent to answer again."""
    return f"{command} {what} {then}" if then else f"{command} {what}"


def named(world: World, text: str) -> str | None:
    """Return the code of the country that `text` names, or that has the town, letter by letter; or is its code."""
    if text.strip() in world.catalog.countries:
        return text.strip()
    return world.whereabouts.exact.get(plain(text))


def meant(world: World, text: str) -> tuple[str, ...]:
    """Return the codes of the countries that a misspelt name may mean, best first."""
    if len(text.strip()) < SHORTEST:
        return ()
    codes, asked = world.whereabouts.exact, plain(text[:60])
    if (glued := codes.get(asked.replace(" ", ""))) is not None:
        return (glued,)  # "thai land"
    # A name of fewer words is not meant: "no idea" is not Noida.
    names = [name for name in codes if len(name) >= SHORTEST and name.count(" ") >= asked.count(" ")]
    found = process.extract(asked, names, scorer=fuzz.ratio, limit=20, score_cutoff=ALIKE)
    return tuple(dict.fromkeys(codes[name] for name, _, _ in found))[:SHOWN]


def typed(
    session: Session,
    world: World,
    lang: str,
    text: str,
    *,
    home: bool = False,
    then: str | None = None,
    guess: bool = True,
) -> Turn | None:
    """Take typed text as a country's name; `home`: as the passport's. `guess`: ask which is meant by a misspelt one.

    `then` is the intent to answer again once the country is known. None where the text names no country, so that it is
    read as a question.
    """
    command = "home" if home else "country"
    if (code := named(world, text)) is not None:
        return chosen(session, world, lang, code, command=command)
    if guess and (codes := meant(world, text)):
        buttons = [Button(name(world, lang, code), _pressed(command, code, then)) for code in codes]
        return Turn(session, (Reply("country.which", ui(world, lang, "country.which"), rows(buttons)),))
    return None
