"""The commands that need no state: welcome, language, the lines of a country, deleting what is kept."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from bot.catalog.lines import from_abroad, in_order, usable
from bot.catalog.parts import parts
from bot.catalog.render import detail
from bot.catalog.types import HotlineKind, Urgency
from bot.dialogue.flows.country import name
from bot.dialogue.language import CHINESE, TRADITIONAL
from bot.dialogue.types import AwaitCountry, Button, Idle, Reply, Session, Turn
from bot.dialogue.words import link, menu, pages, rows, say, turning, ui

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.catalog.types import Intent
    from bot.dialogue.types import World

PAGE = 8
LINES = "bot.hotlines"  # the intent that asks for all of them


def start(session: Session, world: World, lang: str) -> Turn:
    """Welcome, with the four large buttons. What was said before is over: the next message goes on about nothing."""
    after = replace(session.afresh(), state=Idle())
    return Turn(after, (Reply("welcome", ui(world, lang, "welcome"), menu(world, lang)),))


def languages(session: Session, world: World, lang: str, argument: str) -> Turn:
    """Offer the languages, or take the one named; Chinese in simplified or in Traditional characters."""
    traditional = argument == TRADITIONAL
    code = CHINESE if traditional else argument
    if code in world.catalog.languages:
        after = replace(session, lang=code, lang_chosen=True, traditional=traditional, state=Idle())
        return Turn(after, (Reply("language.set", ui(world, code, "language.set"), menu(world, code)),))
    names = [Button(each.ui["language.name"], f"language {code}") for code, each in world.catalog.languages.items()]
    names.append(Button(ui(world, lang, "language.traditional"), f"language {TRADITIONAL}"))
    return Turn(session, (Reply("language.ask", ui(world, lang, "language.ask"), rows(names)),))


def forget(session: Session, world: World, lang: str, argument: str) -> Turn:
    """Ask once, then drop everything that the session holds."""
    if argument == "yes":
        return Turn(Session(), (Reply("forget.done", ui(world, lang, "forget.done")),), tasks=("forget",), held=())
    yes = Button(ui(world, lang, "button.forget_yes"), "forget yes")
    return Turn(session, (Reply("forget.ask", ui(world, lang, "forget.ask"), rows([yes])),))


def lines_of(session: Session, code: str, home: str | None, world: World, lang: str, today: date) -> Turn:
    """List the lines of a country that somebody asks about, first those that the last answer named.

    Where they are themselves stays as it was.
    """
    last = world.catalog.intents.get(session.last_intent or "")
    theirs = code == session.their_country
    afar = code != session.country and (theirs or session.country is not None)
    there = replace(session, country=code, home=home or session.passport(of_another=theirs))
    named = last.hotlines if last is not None else ()
    shown = lines(there, world, lang, today, afar=afar, embassy=home is not None, named=named)
    return replace(shown, session=replace(session, state=Idle()))


def lines(
    session: Session,
    world: World,
    lang: str,
    today: date,
    *,
    afar: bool = False,
    embassy: bool = False,
    named: Sequence[str] = (),
) -> Turn:
    """List every line of the country where the person is, and the consular lines of their own; or wait for its name.

    `afar`: it is asked for from elsewhere, so that numbers are those to dial from abroad. `embassy`: it is the consular
    lines that are asked for, which come first; `named` are kinds of lines that come before others.
    """
    if session.country is None or session.country not in world.catalog.countries:
        told = say(world, lang, "sos.no_country", "/country", "jobs.trapped", "fraud.sent_money")
        return Turn(replace(session, state=AwaitCountry(LINES)), (told,))
    here = session.country
    blocks = [_block(world, lang, here, here, today, afar=afar, named=named)]
    if session.home and session.home != here and session.home in world.catalog.countries:
        blocks.insert(0 if embassy else 1, _block(world, lang, session.home, here, today, afar=afar))
    text = "\n\n".join(
        [ui(world, lang, "sos.head_of" if afar else "sos.head").strip(), *blocks, ui(world, lang, "sos.foot")]
    )
    ways = [link(world, lang, target) for target in ("jobs.trapped", "fraud.sent_money", "/country", "/home")]
    *first, last = parts(text.split("\n"), "\n")
    replies = (*(Reply("sos", part) for part in first), Reply("sos", last, rows(ways)))
    return Turn(session, replies)


def with_consular(turn: Turn, world: World, lang: str, today: date) -> Turn:
    """Add to a turn that says whose passport somebody holds the consular lines of it that it does not show yet."""
    home, here, language = turn.session.home, turn.session.country, world.catalog.languages[lang]
    if home == here:
        return turn
    found = in_order(usable(world.catalog, home, here, HotlineKind.CONSULAR))
    told = [detail(line, language, today, abroad=from_abroad(world.catalog, line, home, here)) for line in found]
    first, *rest = turn.replies
    new = [line for line in told if not any(line in reply.html for reply in rest)]
    return replace(turn, replies=(replace(first, html="\n".join([first.html, *new])), *rest))


def _block(
    world: World, lang: str, code: str, here: str, today: date, *, afar: bool = False, named: Sequence[str] = ()
) -> str:
    """List the lines of country `code` for somebody who is `here`: of another country its consular lines."""
    head = f"<b>{escape(name(world, lang, code), quote=False)}</b>"
    found = in_order(usable(world.catalog, code, here, None if code == here else HotlineKind.CONSULAR))
    if not found:
        return f"{head}\n{ui(world, lang, 'sos.none')}"
    language = world.catalog.languages[lang]
    found = sorted(found, key=lambda line: named.index(line.kind) if line.kind in named else len(named))
    told = [
        detail(each, language, today, abroad=afar or from_abroad(world.catalog, each, code, here)) for each in found
    ]
    return "\n".join([head, *told])


def topics(intents: list[Intent]) -> list[str]:
    """Sort the ids of one topic, the urgent ones first."""
    order = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.NORMAL: 2}
    return [intent.id for intent in sorted(intents, key=lambda intent: order[intent.urgency])]


def topic(session: Session, world: World, lang: str, argument: str) -> Turn:
    """List the titles of one topic as buttons, a page at a time: "jobs 1" is the second page of jobs."""
    wanted, _, page_text = argument.partition(" ")
    ids = topics([intent for intent in world.catalog.intents.values() if intent.topic == wanted])
    if not ids:
        return Turn(session, (say(world, lang, "topics.ask", "/topic_jobs", "/topic_fraud", "/topic_food"),))
    count = pages(len(ids), PAGE)
    page = min(int(page_text), count - 1) if page_text.isdecimal() else 0
    layout = rows([link(world, lang, intent) for intent in ids[page * PAGE : (page + 1) * PAGE]], width=1)
    ways = turning(world, lang, page, count, lambda step: f"topic {wanted} {step}")
    shown = (*layout, tuple(ways)) if ways else layout
    return Turn(session, (Reply("topics", ui(world, lang, f"topic.{wanted}"), shown),))
