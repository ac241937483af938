"""Small pieces that every flow uses: a text of the interface, a button, a reply, the menu."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.catalog.types import MAIN
from bot.dialogue.types import Button, Reply, Url

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.catalog.types import Answer
    from bot.dialogue.types import World

MENU = ("check", "sos", "report", "alerts")
COMMANDS = (
    "start",
    "help",
    "check",
    "sos",
    "report",
    "stats",
    "alerts",
    "subscribe",
    "unsubscribe",
    "language",
    "country",
    "privacy",
    "mydata",
    "forget",
)
ROW = 2


def ui(world: World, lang: str, key: str, **values: str) -> str:
    """Return a text of the interface in `lang`; values are made HTML-safe."""
    text = world.catalog.languages[lang].ui[key]
    return text.format(**{name: escape(value, quote=False) for name, value in values.items()}) if values else text


def title(world: World, lang: str, intent: str) -> str:
    """Return the title of an intent for a button or a list."""
    return answer(world, lang, intent).title


def answer(world: World, lang: str, intent: str) -> Answer:
    """Return what is said for an intent in `lang`, or in the language that stands in for it."""
    return world.catalog.languages[lang].answers.get(intent) or world.catalog.languages[MAIN].answers[intent]


def link(world: World, lang: str, target: str) -> Button:
    """Make the button for a follow-up: an intent id, or a command such as "/check"."""
    if target.startswith("/"):
        name = target.removeprefix("/")
        return Button(ui(world, lang, f"button.{name}"), name)
    return Button(title(world, lang, target), f"ask {target}")


def rows(buttons: list[Button], width: int = ROW) -> tuple[tuple[Button | Url, ...], ...]:
    """Lay buttons out in rows; a long label gets a row of its own, or a phone would cut it."""
    laid: list[list[Button]] = []
    for button in buttons:
        if laid and len(laid[-1]) < width and not any(_is_long(each, width) for each in (button, laid[-1][0])):
            laid[-1].append(button)
        else:
            laid.append([button])
    return tuple(tuple(row) for row in laid)


def _is_long(button: Button, width: int) -> bool:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in button.label) > 36 // width  # noqa: PLR2004


def turning(world: World, lang: str, page: int, pages: int, command: Callable[[int], str]) -> list[Button]:
    """Return the buttons to the page before and to the next, where there is one; `command` opens a page."""
    steps = (("button.previous", page - 1), ("button.next", page + 1))
    return [Button(ui(world, lang, key), command(step)) for key, step in steps if 0 <= step < pages]


def pages(count: int, size: int) -> int:
    """Return how many pages of a size so many things fill."""
    return -(-count // size)


def menu(world: World, lang: str) -> tuple[tuple[Button | Url, ...], ...]:
    """Return the four large buttons of the welcome."""
    own = {"alerts": Button(ui(world, lang, "menu.alerts"), "alerts")}  # nobody who is new has any
    return tuple((own.get(name) or link(world, lang, f"/{name}"),) for name in MENU)


def say(world: World, lang: str, key: str, *targets: str, **values: str) -> Reply:
    """Make a reply from a text of the interface, with buttons to `targets`."""
    return Reply(key, ui(world, lang, key, **values), rows([link(world, lang, target) for target in targets]))
