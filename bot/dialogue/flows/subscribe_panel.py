"""How a subscription looks: one message that says what is chosen, with a button for everything that can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalog.render import joined
from bot.catalog.zones import zone
from bot.dialogue.flows.country import name, with_lines
from bot.dialogue.types import UNKNOWN_ZONE, Button, Reply
from bot.dialogue.words import link, pages, rows, turning, ui

if TYPE_CHECKING:
    from bot.dialogue.types import Session, Subscription, World

MODES = ("now", "urgent", "digest")
PAGE = 12
SHOWN_ZONES = ("Asia/Shanghai", "Asia/Bangkok", "Asia/Manila", "Asia/Kuala_Lumpur", "Asia/Kolkata", "Europe/London")


def intro(world: World, lang: str, topics: tuple[str, ...], quiet: tuple[int, int] | None, zone: str) -> Reply:
    """Say what alerts are, with one tap for all topics and one for each.

    `quiet` are the hours, in `zone`, in which nothing will come; None where no clock is known to keep them by.
    """
    every = Button(ui(world, lang, "sub.all"), "subscribe")
    each = [Button(ui(world, lang, f"sub.topic.{topic}"), f"subscribe {topic}") for topic in topics]
    recent = Button(ui(world, lang, "button.recent"), "recent")
    night = ui(world, lang, "sub.intro.night", hours=_span(quiet), zone=_zone(zone)) if quiet else None
    text = "\n".join([ui(world, lang, "sub.intro").strip(), night or ui(world, lang, "sub.intro.no_clock")])
    return Reply("sub.intro", text, ((every,), *rows(each), (recent,)))


def ended(world: World, lang: str) -> Reply:
    """Offer to take up a subscription that ended when the bot was blocked."""
    return Reply("sub.ended", ui(world, lang, "sub.ended"), rows([link(world, lang, "/resume"), _stop(world, lang)]))


def panel(
    session: Session, held: Subscription, world: World, lang: str, topics: tuple[str, ...], head: str = "sub.head"
) -> Reply:
    """Return the one message on which everything is chosen."""
    chosen = [
        Button(_tick(topic in held.topics, world, lang, f"sub.topic.{topic}"), f"sub t {topic}") for topic in topics
    ]
    if set(held.topics) != set(topics):
        chosen.append(Button(ui(world, lang, "sub.all"), "sub t all"))
    modes = [Button(_tick(mode == held.mode, world, lang, f"sub.mode.{mode}"), f"sub m {mode}") for mode in MODES]
    languages = [
        Button(("✅ " if code == session.lang else "") + each.ui["language.name"], f"sub l {code}")
        for code, each in world.catalog.languages.items()
    ]
    awake = Button(ui(world, lang, "sub.wake"), "sub s off")
    more = [
        Button(ui(world, lang, "sub.button.quiet"), "sub q"),
        Button(ui(world, lang, "sub.button.zone"), "sub z"),
        Button(ui(world, lang, "sub.button.country"), "sub c"),
        awake if held.asleep_until else Button(ui(world, lang, "sub.button.sleep"), "sub s"),
        Button(ui(world, lang, "button.recent"), "recent"),
        _stop(world, lang),
    ]
    text = "\n".join((ui(world, lang, head), *_lines(session, held, world, lang)))
    return Reply("sub.panel", text, (*rows(chosen), *rows(modes), *rows(languages), *rows(more)))


def _lines(session: Session, held: Subscription, world: World, lang: str) -> list[str]:
    wanted = [ui(world, lang, f"sub.topic.{topic}") for topic in held.topics]
    topics = joined(wanted, ui(world, lang, "list.comma")) if wanted else ""
    lines = [ui(world, lang, "sub.line.topics", topics=topics) if topics else ui(world, lang, "sub.line.no_topic")]
    lines.append(ui(world, lang, f"sub.line.{held.mode}"))
    if held.quiet:
        lines.append(ui(world, lang, "sub.line.quiet", hours=_span(held.quiet), zone=_zone(held.zone)))
    elif held.zone == UNKNOWN_ZONE:
        lines.append(ui(world, lang, "sub.line.no_clock"))
    if session.country in world.catalog.countries:
        lines.append(ui(world, lang, "sub.line.country", country=name(world, lang, session.country or "")))
    if held.asleep_until:
        until = held.asleep_until.astimezone(zone(held.zone))
        lines.append(ui(world, lang, "sub.line.asleep", day=until.date().isoformat()))
    return lines


def choices(
    session: Session, what: str, page: int, world: World, lang: str, quiet: tuple[str, ...], sleep: tuple[str, ...]
) -> Reply:
    """Return the page on which quiet hours (q), the time zone (z), the country (c) or a sleep (s) is chosen."""
    match what:
        case "q":
            made = [Button(_hours(choice), f"sub q {choice}") for choice in quiet]
            made.append(Button(ui(world, lang, "sub.quiet.off"), "sub q off"))
        case "s":
            made = [Button(ui(world, lang, f"sub.sleep.{choice}"), f"sub s {choice}") for choice in sleep]
        case "c":
            made = [Button(name(world, lang, code), f"sub c {code}") for code in with_lines(world, lang)]
        case _:
            own = world.zones.get(session.country or "", ())
            made = [Button(_zone(zone), f"sub z {zone}") for zone in dict.fromkeys((*own, *SHOWN_ZONES, "UTC"))]
    ways = turning(world, lang, page, pages(len(made), PAGE), lambda step: f"sub {what} {step}")
    back = Button(ui(world, lang, "sub.back"), "sub back")
    layout = (*rows(made[page * PAGE : (page + 1) * PAGE]), *rows([*ways, back]))
    return Reply(f"sub.choose.{what}", ui(world, lang, f"sub.choose.{what}"), layout)


def _tick(on: bool, world: World, lang: str, key: str) -> str:  # noqa: FBT001 - reads as the tick itself
    return ("✅ " if on else "▫️ ") + ui(world, lang, key)


def _stop(world: World, lang: str) -> Button:
    return link(world, lang, "/unsubscribe")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _hours(choice: str) -> str:
    start, _, end = choice.partition("-")
    return _span((int(start) * 60, int(end) * 60))


def _span(quiet: tuple[int, int]) -> str:
    return f"{_clock(quiet[0])}–{_clock(quiet[1])}"


def _zone(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
