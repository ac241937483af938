"""Alerts for a person: subscribe with one tap, change everything on one message, stop at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.dialogue.flows import subscribe_panel as panel
from bot.dialogue.types import UNKNOWN_ZONE, Button, Idle, Reply, Subscription, Turn, Url
from bot.dialogue.words import rows, say, ui

if TYPE_CHECKING:
    from datetime import datetime

    from bot.dialogue.types import Command, Session, World

TOPICS = ("jobs", "fraud", "food")
EVERY, OFF, NIGHT = "all", "off", "22-7"
QUIET = {"22-7": (22 * 60, 7 * 60), "21-8": (21 * 60, 8 * 60), "23-6": (23 * 60, 6 * 60), "0-9": (0, 9 * 60)}
SLEEP = {"1d": timedelta(days=1), "1w": timedelta(days=7), "30d": timedelta(days=30)}
HOME_ZONE = {"zh": "Asia/Shanghai"}
UTC = "Etc/UTC"  # chosen; UNKNOWN_ZONE is that of people whose clock is not known


def command(session: Session, message: Command, world: World, lang: str) -> Turn:
    """Answer /subscribe, /alerts, /unsubscribe, /recent, /resume and the buttons of the panel ("sub ...")."""
    argument = message.argument.strip()[:64]
    session = _awake(session, message.at)
    match message.name:
        case "subscribe":
            return begin(session, argument, world, lang)
        case "unsubscribe" | "stop":
            return stop(session, world, lang)
        case "resume":
            return resume(session, world, lang)
        case "recent":
            return Turn(session, (say(world, lang, "recent.head", "/alerts"),), tasks=("recent",))
        case "sub" if session.subscription is not None:
            return _change(session, session.subscription, argument, world, lang, message)
        case _:
            # What else opens the panel stands under an answer or a warning, which must stay.
            return shown(session, world, lang, edit=message.pressed and message.name == "sub")


def _awake(session: Session, at: datetime) -> Session:
    """Leave out a pause that is over."""
    held = session.subscription
    if held is None or held.asleep_until is None or held.asleep_until > at:
        return session
    return replace(session, subscription=replace(held, asleep_until=None))


def shown(session: Session, world: World, lang: str, *, edit: bool = False) -> Turn:
    """Show the panel, or what there is to subscribe to."""
    if session.subscription is None:
        zone = default_zone(session, world, lang)
        return Turn(session, (panel.intro(world, lang, TOPICS, QUIET[NIGHT] if zone else None, zone or UNKNOWN_ZONE),))
    if session.subscription.ended:
        return Turn(session, (panel.ended(world, lang),))
    return Turn(session, (replace(panel.panel(session, session.subscription, world, lang, TOPICS), edit=edit),))


def begin(session: Session, argument: str, world: World, lang: str) -> Turn:
    """Subscribe to a topic, or to all; who is subscribed gets what they name on top. The newest alert follows."""
    held = session.subscription
    every = TOPICS if held is None or argument == EVERY else held.topics
    wanted = (argument,) if argument in TOPICS else every
    if held is None:
        zone = default_zone(session, world, lang)
        now = Subscription(wanted, quiet=QUIET[NIGHT] if zone else None, zone=zone or UNKNOWN_ZONE)
    else:
        topics = tuple(topic for topic in TOPICS if topic in held.topics or topic in wanted)
        now = replace(held, topics=topics, ended=False, asleep_until=None)
    after = replace(session, subscription=now, state=Idle())
    reply = panel.panel(after, now, world, lang, TOPICS, head="sub.welcome")
    return Turn(after, (reply,), tasks=(f"latest {' '.join(wanted)}",))


def stop(session: Session, world: World, lang: str) -> Turn:
    """End the subscription at once."""
    if session.subscription is None:
        return Turn(session, (say(world, lang, "sub.none", "/subscribe"),))
    after = replace(session, subscription=None, state=Idle())
    return Turn(after, (say(world, lang, "sub.stopped", "/subscribe"),))


def resume(session: Session, world: World, lang: str) -> Turn:
    """Take up a subscription that ended when the person blocked the bot, with the choices as they were."""
    if session.subscription is None:
        return shown(session, world, lang)
    now = replace(session.subscription, ended=False, asleep_until=None)
    after = replace(session, subscription=now)
    return Turn(after, (panel.panel(after, now, world, lang, TOPICS, head="sub.resumed"),))


def welcome_back(session: Session, world: World, lang: str) -> tuple[Reply, ...]:
    """Return the offer to resume for somebody who comes back after blocking the bot."""
    held = session.subscription
    return (panel.ended(world, lang),) if held is not None and held.ended else ()


def _change(session: Session, held: Subscription, argument: str, world: World, lang: str, message: Command) -> Turn:
    """Carry out one press on the panel. What is not understood shows the panel as it is."""
    what, _, value = argument.partition(" ")
    if what in {"q", "z", "s", "c"} and (not value or value.isdecimal()):
        page = panel.choices(session, what, int(value or 0), world, lang, tuple(QUIET), tuple(SLEEP))
        return Turn(session, (replace(page, edit=message.pressed),))
    session, now = _applied(session, held, what, value, world, message.at)
    after = with_clock(replace(session, subscription=now, state=Idle()), world)
    if what == "q" and now.quiet is not None and now.zone == UNKNOWN_ZONE:  # hours say little without a clock
        return _change(after, now, "z", world, lang, message)
    return shown(after, world, after.lang or lang, edit=message.pressed)


def _applied(  # noqa: PLR0911 - one line a button
    session: Session, held: Subscription, what: str, value: str, world: World, at: datetime
) -> tuple[Session, Subscription]:
    match what:
        case "t" if value in TOPICS:
            topics = tuple(topic for topic in TOPICS if (topic in held.topics) != (topic == value))
            return session, replace(held, topics=topics)
        case "t" if value == EVERY:
            return session, replace(held, topics=TOPICS)
        case "m" if value in {"now", "urgent", "digest"}:
            return session, replace(held, mode=value)  # type: ignore[arg-type]  # one of the three
        case "q" if value in QUIET or value == OFF:
            return session, replace(held, quiet=QUIET.get(value), zone=_kept(held.zone) if value == OFF else held.zone)
        case "z" if any(value in names for names in world.zones.values()) or value == "UTC":
            return session, _with_zone(held, _kept(value))
        case "s" if value in SLEEP or value == OFF:
            return session, replace(held, asleep_until=at + SLEEP[value] if value in SLEEP else None)
        case "l" if value in world.catalog.languages:
            return replace(session, lang=value, lang_chosen=True), held
        case "c" if value in world.catalog.countries:
            moved = replace(session, country=value, asked_country=True)
            return moved, _with_zone(held, default_zone(moved, world, "") or held.zone)
        case _:
            return session, held


def with_clock(session: Session, world: World) -> Session:
    """Keep nights free for a subscriber whose clock was not known, as soon as their country is."""
    held = session.subscription
    zone = default_zone(session, world, "") if held is not None and held.zone == UNKNOWN_ZONE else None
    return session if held is None or zone is None else replace(session, subscription=_with_zone(held, zone))


def _with_zone(held: Subscription, zone: str) -> Subscription:
    first = held.zone == UNKNOWN_ZONE and held.quiet is None
    return replace(held, zone=zone, quiet=QUIET[NIGHT] if first and zone != UNKNOWN_ZONE else held.quiet)


def _kept(zone: str) -> str:
    """Return the zone of somebody who chose: no clock that is found out later changes that."""
    return UTC if zone == UNKNOWN_ZONE else zone


def default_zone(session: Session, world: World, lang: str) -> str | None:
    """Return the time zone of the person's country, else that which their language suggests, else None."""
    names = world.zones.get(session.country or "", ())
    return names[0] if names else HOME_ZONE.get(lang)


def fitting(session: Session, targets: list[str]) -> list[str]:
    """Leave out the way to subscribe for those who have, and the way to the settings beside it for the others."""
    if session.subscription is not None:
        return [target for target in targets if target != "/subscribe"]
    return [target for target in targets if target != "/alerts" or "/subscribe" not in targets]


def offer(session: Session, intent: str, world: World, lang: str) -> tuple[tuple[Button | Url, ...], ...]:
    """Return the row with a subscribe button for the foot of an answer; empty for those who have one already.

    Under an answer about alerts, who has them is shown what they may change at once.
    """
    topic = world.catalog.intents[intent].topic
    if session.subscription is not None and topic == "alerts":
        return rows([Button(ui(world, lang, f"sub.button.{key}"), f"sub {key[0]}") for key in ("quiet", "sleep")])
    if session.subscription is not None or topic in {"alerts", "bot"}:
        return ()
    command = f"subscribe {topic}" if topic in TOPICS else "alerts"
    return rows([Button(ui(world, lang, "button.subscribe"), command)])
