"""The offer check: /check asks for the offer, the next text is read as one; what follows at once is read with it."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from bot.catalog.lines import resolve
from bot.catalog.render import detail
from bot.dialogue.flows.ask import answer
from bot.dialogue.types import ABOUT_AN_OFFER, CARD, FRAUD, AwaitOffer, Button, Idle, Reply, Text, Turn
from bot.dialogue.words import link, rows, say, ui
from bot.match.context import topic
from bot.match.decide import may_be_urgent
from bot.offer.kind import ASKING
from bot.offer.text import LONGEST
from bot.offer.weigh import SEVERAL_TELLS
from bot.offer.wording import OTHER

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogue.types import Checked, Command, Session, World
    from bot.match.types import Decision
    from bot.offer.reading import Reading


SEVERAL = 2  # signs, or kinds of what an offer names, such as pay and a place
SURE = 0.9  # a text in the words of an offer is a question only if it is one that surely
FEW_WORDS = 160  # characters
# What has happened to somebody at work, or to a child, has the signs of a bad offer, and is none.
OF_NO_OFFER = frozenset(
    {"jobs.unpaid", "jobs.absconding", "jobs.passport", "jobs.home_again", "jobs.abused_other", "jobs.minor"}
)
# What an offer may have, and an answer is on: the card says more, with the words that raised each sign.
ASPECTS = frozenset(
    {"jobs.bait_titles", "jobs.free_travel", "jobs.high_pay", "jobs.no_experience", "jobs.places", "jobs.warning_signs"}
)
WAYS = ("/check", "jobs.already_accepted", "/sos", "bot.feedback")
MOST_KEPT = 12
LINES = ("anti_scam", "anti_trafficking", "police")  # the first that the country has stands under a card
WARNED_OF = frozenset({"high", "caution"})
SPLIT = 4_000  # characters: a text this long was cut by the app, what follows is its rest
LONGEST_ORIGIN = 64
FEW = 40  # characters of a question that has no offer of its own
ASKS = re.compile(r"[?？]\s*$|^\W*(?:what|how|why|when|where|who|which|is|are|do|does|can|should)\b", re.IGNORECASE)


def begin(session: Session, world: World, lang: str) -> Turn:
    """Ask for the offer. What came before is another one."""
    asked = say(world, lang, "check.ask", "/iv", "jobs.warning_signs")
    return Turn(replace(session, state=AwaitOffer()), (asked,), held=())


def awaited(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn | None:
    """Check an awaited text, with the parts before it; a part that is no offer yet is held, and the rest awaited.

    None where it is neither an offer nor a part of one nor another scam, so that it is read as a question.
    """
    checked = world.check(read, lang, described=True)
    turn = joined(session, text, read, checked, decision, world, lang)
    turn = turn or outcome(session, text, checked, world, lang)
    if turn is not None or not _goes_on(text, read, decision):
        return turn
    more = say(world, lang, "check.more", "/iv", "/help")
    return Turn(session, (more,), held=_bounded((*text.before, text.text)))


def joined(
    session: Session, text: Text, read: Reading, checked: Checked, decision: Decision, world: World, lang: str
) -> Turn | None:
    """Check a text together with the parts of an offer before it; None where it does not belong to them.

    Two whole offers are two: the later one is read apart, and the card says so.
    """
    if not text.before or text.text in text.before or not _goes_on(text, read, decision):
        return None
    cut = len(text.before[-1]) >= SPLIT
    if not cut and checked.is_offer and read.whole and world.read("\n".join(text.before)).whole:
        return outcome(session, text, checked, world, lang, note="check.apart")
    parts = _bounded((*text.before, text.text))
    whole = world.read("\n".join(parts))
    both = world.check(whole, lang, described=True)
    if not both.is_offer:
        return None
    if both.risk != "high":
        both = world.check(whole, lang, described=True, before=world.read("\n".join(text.before)))
    return outcome(session, text, both, world, lang, note="check.together", parts=parts)


def perhaps(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn | None:
    """Hold what may be a part of an offer, where it is no question that has an answer, and say so.

    What has several parts of one, such as pay and a place, is sooner an offer than any answer that may be meant.
    The offer that was checked last is not given up for it: it may be waiting to be kept.
    """
    several = len({each.kind for each in read.entities}) >= SEVERAL
    sooner = decision.kind == "disambiguate" and several and not may_be_urgent(decision, world.catalog.emergencies)
    unsure = decision.kind == "unknown" or sooner
    if not unsure or read.piece != "part" or read.everyday or ASKS.search(text.text) or session.last_intent == CARD:
        return None
    told = say(world, lang, "check.perhaps", "/check", "/iv", "/sos")
    return Turn(session, (told,), held=_bounded((*text.before, text.text)))


def opens(world: World, lang: str, name: str, checked: str) -> Button:
    """Make the button that opens more of a card; it stays that card's for ever."""
    return Button(ui(world, lang, f"button.{name}"), f"{name} {mark(checked)}")


def _goes_on(text: Text, read: Reading, decision: Decision) -> bool:
    """Tell whether a text can be a part of an offer. Nobody forwards a question of their own."""
    unsure = decision.kind != "answer" or decision.goes_on
    match read.piece:
        case "part":
            return True
        case "likely":
            return unsure or decision.score < SURE or text.forwarded_from is not None
        case "perhaps":
            return (unsure and not decision.offered) or text.forwarded_from is not None
        case _:
            return read.piece == "own words" and text.forwarded_from is not None


def is_question(text: Text, read: Reading, checked: Checked, decision: Decision) -> bool:
    """Tell whether a few words are surely a question instead: with no warning sign, as in “are jobs there scams”.

    Or with signs, in somebody's own name or with nothing of an offer, and on another topic: “if i pay the 8000, will
    they release my commission”; or on what has happened to them at work: “she keeps my passport also”.
    """
    of_another = read.piece == "own words" and topic(decision.intent or "") == FRAUD
    sure = (of_another or decision.score >= SURE) and not decision.goes_on
    bare = len(text.text) <= FEW and "hiring" not in read.hiring and not read.entities
    told = decision.intent in OF_NO_OFFER
    own = read.piece == "own words" or bare or (told and "hiring" not in read.hiring and not read.whole)
    if read.advert:
        return False
    elsewhere = own and (told or topic(decision.intent or ABOUT_AN_OFFER) != topic(ABOUT_AN_OFFER))
    return (checked.risk == "none_found" or elsewhere) and sure and len(text.text) <= FEW_WORDS


def on_one_sign(read: Reading, decision: Decision) -> bool:
    """Tell whether an offer with several signs is described, and what was found is, not surely, on one of them."""
    return decision.intent in ASPECTS and decision.score < SURE and len(read.flags) >= SEVERAL


def says_little(read: Reading) -> bool:
    """Tell whether nothing but its wording as a whole is like an offer: it has no sign, states nothing, asks nobody in.

    "My savings of eight years are gone" is as near to a lure as it is short. One telling word of another scam is
    nothing where the whole is worded like no scam: "what do I give my wife for Valentine's day".
    """
    if read.flags or read.entities or read.hiring & ASKING:
        return False
    like_a_scam = read.likeness is None or read.likeness.sort == OTHER
    return read.other.intent is None or (not like_a_scam and read.other.tells < SEVERAL_TELLS)


def _bounded(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the oldest parts beyond what the check reads."""
    while len(parts) > 1 and sum(map(len, parts)) > LONGEST:
        parts = parts[1:]
    return parts


def outcome(
    session: Session,
    text: Text,
    checked: Checked,
    world: World,
    lang: str,
    *,
    note: str | None = None,
    parts: tuple[str, ...] = (),
) -> Turn | None:
    """Show the card of an offer, or the answer about another scam; None where it is neither.

    `note` names what to say above the card, `parts` are those that were read, where there is more than this text.
    """
    if checked.is_offer:
        head = [*origin(world, lang, text.forwarded_from), *([ui(world, lang, note)] if note else [])]
        held = parts or (text.text,)
        shown = card(session, checked, world, lang, text.at.date(), head=head, keepable=may_be_kept(checked))
        return replace(shown, held=held)
    if checked.other in world.catalog.intents:
        turn = answer(session, checked.other or "", world, lang, text.at.date())
        return replace(turn, replies=(say(world, lang, "check.other"), *turn.replies))
    return None


def may_be_kept(checked: Checked) -> bool:
    """Tell whether it is an offer that is worth a warning, and not what somebody tells of one."""
    return checked.risk in WARNED_OF and not checked.account


def origin(world: World, lang: str, name: str | None) -> list[str]:
    """Return the line that says from whom a message was forwarded; nothing where that is unknown."""
    shown = " ".join("".join(char for char in name or "" if char.isprintable()).split())[:LONGEST_ORIGIN]
    return [ui(world, lang, "check.origin", origin=shown)] if shown else []


def command(session: Session, message: Command, world: World, lang: str) -> Turn | None:
    """Check the message that /check replies to; None where it replies to none. Another's words are no cry for help."""
    quoted = message.quoted
    if quoted is None:
        return None
    if not quoted.text.strip():
        return Turn(session, (say(world, lang, "check.no_words", "/iv"),))
    text = Text(quoted.text[:LONGEST], message.at, message.hint, quoted.origin)
    checked = world.check(world.read(text.text), lang, described=True)
    none = Turn(session, (say(world, lang, "check.none", "/iv", "jobs.warning_signs"),))
    return outcome(session, text, checked, world, lang) or none


def card(
    session: Session,
    checked: Checked,
    world: World,
    lang: str,
    today: date,
    *,
    head: list[str] | None = None,
    keepable: bool = False,
) -> Turn:
    """Show the card below the lines of `head`, its last part with the ways on. `keepable`: there is a text to keep."""
    # Who is told to stop is not helped to write to the recruiter; with no sign at all there is still much to ask.
    shown = {"why": bool(checked.flags), "questions": checked.risk != "high", "share": bool(checked.flags)}
    found = [opens(world, lang, name, checked.words(MOST_KEPT)) for name, fits in shown.items() if fits]
    keep = [link(world, lang, "/keep")] if keepable else []
    ways = [*found, *(link(world, lang, target) for target in WAYS), *keep]
    first, *rest = checked.parts
    *before, last = ["\n".join([*(head or []), first]), *rest]
    last = "\n\n".join([last, *_line(session, world, lang, today)])
    replies = (*(Reply(CARD, part) for part in before), Reply(CARD, last, rows(ways)))
    return Turn(replace(session, state=Idle(), last_intent=CARD, checked=checked.words(MOST_KEPT)), replies)


def _line(session: Session, world: World, lang: str, today: date) -> list[str]:
    """Return the line of the country that such an offer concerns, with its details; nothing where none is known."""
    catalog = world.catalog
    known = (resolve(catalog, kind, session.country, session.home, confirmed_only=False) for kind in LINES)
    found = next((line for line in known if line is not None), None)
    return [] if found is None else [detail(found, catalog.languages[lang], today)]


def mark(text: str) -> str:
    """Return a few signs that belong to this text alone."""
    return sha256(text.encode()).hexdigest()[:12]


def opened(session: Session, name: Literal["why", "questions", "share"], given: str, world: World, lang: str) -> Turn:
    """Open what a button under a card names; without a check before, ask for the offer.

    `given` is the mark of the card that the button is under: only of the newest is it known what was found.
    """
    if session.checked is None:
        return begin(session, world, lang)
    if given not in {"", mark(session.checked)}:
        return Turn(session, (say(world, lang, "check.earlier", "/check"),))
    replies = tuple(Reply(f"check.{name}", part) for part in world.opened(name, session.checked, lang))
    return Turn(session, replies or (say(world, lang, "check.ask", "/iv"),))
