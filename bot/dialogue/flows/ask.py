"""A question, or a button that names an intent: the answer, "did you mean", or "I don't know"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.catalog.render import View, render
from bot.dialogue import confined, despair, holes, playful, swallowed, unwell, words
from bot.dialogue.flows import goes_on, menu
from bot.dialogue.flows.country import ask_country, ask_whether, name
from bot.dialogue.flows.place import needed, of_another
from bot.dialogue.flows.subscribe import fitting, offer
from bot.dialogue.sayings import LONGEST
from bot.dialogue.types import EMERGENCY, FRAUD, Button, Idle, Reply, Turn
from bot.dialogue.words import link, rows, say, title, ui
from bot.match.decide import GUESS_FROM
from bot.match.language import foreign
from bot.match.types import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.dialogue.types import Session, Text, Url, World
    from bot.match.types import Decision
    from bot.offer.reading import Reading

FEW_WAYS = 3  # that are offered beside an emergency which goes on
CRY = 300  # characters: longer texts are pasted offers or stories, which the flows read themselves
FEW_TOPICS = ("jobs.warning_signs", "fraud.types", "food.report", "stats.all", "bot.help")


def decide(session: Session, text: Text, world: World) -> Decision:
    """Match free text, once a message."""
    last, plain = session.spoken_of, _plain(text.written, world)
    made = world.decide(text.text, Context(last))
    if text.forwarded_from is None:
        made = despair.in_parts(made, text.text, last, world)
    made = confined.heard(made, plain, last, world)
    made = playful.heard(unwell.heard(made, plain, world), text.written, world)
    made = swallowed.heard(made, plain, last, world)
    return goes_on.once_more(session, made, text.written, world) if session.offered else made


def _plain(written: str, world: World) -> str:
    """Return what somebody wrote in the words of everybody, where it stays short enough to be looked through."""
    if len(written) > LONGEST:
        return written
    plain = world.plain(holes.fold(written))
    return plain if len(plain) <= LONGEST else written


def ask(session: Session, text: Text, decision: Decision, world: World, lang: str) -> Turn:
    """Answer free text as it was decided."""
    last = session.spoken_of
    if last is not None and last in world.catalog.intents and goes_on.stands_above(last, decision, world):
        return Turn(session, (above(session, last, world, lang, text.at.date()),))
    match decision.kind:
        case "answer" if decision.intent in world.catalog.intents and not goes_on.strays(last, decision, world):
            return _answered(session, text, decision, world, lang)
        case _ if last in world.catalog.emergencies:
            return Turn(session, (_still(session, last or "", decision, world, lang, text.at.date()),))
        case "disambiguate" if not all(_small_talk(found.intent, world) for found in decision.alternatives):
            return _did_you_mean(session, text, decision, world, lang)
        case _:
            return Turn(session, (unknown(world, lang, next(iter(session.in_doubt), last)),))


def emergency(session: Session, text: Text, read: Reading, decision: Decision, world: World, lang: str) -> Turn | None:
    """Answer a short message that is surely a cry for help, whatever the state; None for everything else.

    So is a long one of whose life is at stake, unless it was forwarded: whoever writes so much of themselves names
    their work, their pay and their flat as well. An advert is no cry, though it names an airport, a driver and a border
    as those do who are on the way.
    """
    if read.advert or decision.kind != "answer" or decision.intent not in world.catalog.emergencies:
        return None
    told = text.forwarded_from is None and decision.intent in despair.LIFE
    if len(text.text) > CRY and not told:
        return None
    return ask(session, text, decision, world, lang)


def _answered(session: Session, text: Text, decision: Decision, world: World, lang: str) -> Turn:
    return _worded(_given(session, text, decision.intent or "", world, lang), text, decision, world, lang)


def _given(session: Session, text: Text, intent: str, world: World, lang: str) -> Turn:
    """Give the answer of an intent to a question, which may name a country."""
    named, _ = world.whereabouts.asked(text.written)
    return answer(session, intent, world, lang, text.at.date(), named=named)


def asked_lines(session: Session, text: Text, decision: Decision, world: World, lang: str) -> Turn | None:
    """List the lines of the country that somebody asks about, which need not be theirs; None where they ask for none.

    "police in Myanmar number", "and in Japan?", "the number there"; without a country, those of where they are.
    Who asks whom to call after an emergency's answer hears that again: it names the ones to call first.
    """
    hear, today, own = world.whereabouts, text.at.date(), text.written
    again = hear.what_of(own) if needed(session, world) is not None else None
    whom, asked = hear.whom(own), _asks_for_lines(session, own, decision, world)
    code, home = (again, None) if again else hear.asked(own) if asked else (None, None)
    there = session.their_country if asked and hear.there(own) else None
    if decision.goes_on and decision.intent == session.last_intent and code is None and there is None:
        return None  # "what now?"
    code = code or there
    last = session.spoken_of
    if asked and whom and last in world.catalog.emergencies and code in (None, session.country):
        return _whom_again(session, last or "", world, lang, today)
    embassy = asked and code is None and hear.embassy(own)
    if embassy and home is None and session.passport(of_another=of_another(last, world)) is None:
        return ask_country(session, world, lang, then=needed(session, world), command="home")
    if code is None and asked and (whom or embassy or home or decision.intent == menu.LINES):
        # Who asked for another country's numbers, and never said where they are, goes on about that one.
        code = session.country or session.their_country
        if code is None and (whom or embassy):
            return menu.lines(session, world, lang, today)
    if code is None or code not in world.catalog.countries:
        return None
    turn = menu.lines_of(session, code, home, world, lang, today)
    of_them = turn.session if session.country is not None else replace(turn.session, their_country=code)
    return replace(turn, session=replace(of_them, last_intent=menu.LINES))


def _whom_again(session: Session, last: str, world: World, lang: str, today: date) -> Turn:
    """Say again whom to call in an emergency; ask where that is, where its lines depend on it."""
    told = above(session, last, world, lang, today)
    if session.country is not None or needed(session, world) is None:
        return Turn(session, (told,))
    turn = ask_country(session, world, lang, then=last)
    return replace(turn, replies=(told, *turn.replies))


def _asks_for_lines(session: Session, own: str, decision: Decision, world: World) -> bool:
    """Tell whether a text asks for numbers or whom to call, and no answer names better ones."""
    if decision.intent == menu.LINES or world.whereabouts.only_numbers(own):
        return True
    hear, found = world.whereabouts, world.catalog.intents.get(decision.intent or "")
    unsure = decision.kind != "answer" or decision.intent in {EMERGENCY, session.last_intent}
    if hear.whom(own):
        return unsure or found is None or not found.hotlines or found.id in goes_on.OF_A_CALL
    return unsure and hear.numbers(own)


def answer(session: Session, intent: str, world: World, lang: str, today: date, *, named: str | None = None) -> Turn:
    """Give the scripted answer of one intent with its follow-ups, and ask for the country where a line needs it.

    `named` is the country that the question names, of which is asked first.
    """
    shown = render(world.catalog, intent, _view(session, intent, world, lang, today))
    followups = fitting(session, _there(world, world.catalog.intents[intent].followups))
    # Whose consulate helps depends on the passport: who lives where they are need not press it.
    passport = ((Button(ui(world, lang, "button.home"), f"home {intent}"),),) if shown.needs_home else ()
    wanted = ["home.wanted"] if shown.needs_home and intent in world.catalog.emergencies else []
    if shown.needs_country and session.asked_country:
        wanted = ["country.wanted"]
    reply = Reply(
        intent,
        "\n\n".join([shown.html, *(ui(world, lang, key) for key in wanted)]),
        (
            *passport,
            *_lines_there(session, intent, world, lang),
            *rows([link(world, lang, target) for target in followups]),
            *offer(session, intent, world, lang),
        ),
        picture=f"stats {lang}" if intent == "stats.all" else None,
    )
    after = replace(session, last_intent=_spoken_of_after(session, intent, world), state=Idle())
    if shown.needs_country and not session.asked_country:
        asked = _where(replace(after, asked_country=True), intent, world, lang, named)
        return Turn(asked.session, (reply, *asked.replies))
    return Turn(after, (reply,))


def _spoken_of_after(session: Session, intent: str, world: World) -> str:
    """Return what the next message may go on about: thanks, or a call that failed, change no subject."""
    last, aside = session.last_intent, world.catalog.intents[intent].small_talk or intent in goes_on.OF_A_CALL
    return last if aside and last is not None else intent


def _where(session: Session, intent: str, world: World, lang: str, named: str | None) -> Turn:
    """Ask where the writer is, for the answer `intent`."""
    if named is None or named == session.their_country or named not in world.catalog.countries:
        return ask_country(session, world, lang, then=intent)
    return ask_whether(session, world, lang, named, then=intent, of_another=of_another(intent, world))


def _view(session: Session, intent: str, world: World, lang: str, today: date) -> View:
    passport = session.passport(of_another=world.catalog.intents[intent].of_another)
    return View(lang, session.country, passport, today)


def _lines_there(session: Session, intent: str, world: World, lang: str) -> tuple[tuple[Button, ...], ...]:
    """Return the way to the lines of where somebody else is, below an answer that speaks of them."""
    code = session.their_country
    if code is None or code == session.country or not world.catalog.intents[intent].of_another:
        return ()
    return ((Button(ui(world, lang, "button.lines_of", country=name(world, lang, code)), f"lines {code}"),),)


def unknown(world: World, lang: str, last: str | None = None) -> Reply:
    """Say honestly that no answer is there; offer the hotlines, and what the `last` answer leads to or the topics."""
    known = world.catalog.intents.get(last or "")
    leads = () if known is None or known.small_talk else (known.id, *known.followups)
    return say(world, lang, "unknown", *_there(world, (*(leads or FEW_TOPICS), "/sos", "/check")))


def above(session: Session, intent: str, world: World, lang: str, today: date) -> Reply:
    """Say again what to do, then what comes next, or that no more is known of this; offer what it leads to.

    In an emergency, whom to call and to delete the chat is said again as well: others may be looking.
    """
    ways = fitting(session, _there(world, (intent, *world.catalog.intents[intent].followups, "/sos")))
    told = say(world, lang, "above", *ways, title=title(world, lang, intent))
    short = _in_short(session, intent, world, lang, today)
    if intent in world.catalog.emergencies or words.answer(world, lang, intent).and_then:
        return replace(told, html=short)
    return replace(told, html=f"{short.splitlines()[0]}\n\n{told.html}")


def _still(session: Session, intent: str, decision: Decision, world: World, lang: str, today: date) -> Reply:
    """Say again what to do in an emergency whose teller goes on in words that are not understood; offer what they mean.

    A bit of the story ("he is coming", 飞机还有40分钟) is no new question: a menu or "I don't know" leaves them alone.
    """
    short = _in_short(session, intent, world, lang, today)
    found = (decision.intent, *(each.intent for each in decision.offered))
    meant = [each for each in found if each is not None and each != intent]
    leads = world.catalog.intents[intent].followups
    ways = fitting(session, _there(world, (*meant, *leads[: FEW_WAYS - len(meant)], intent, "/sos")))
    return replace(say(world, lang, "still", *ways), html=f"{short}\n\n{ui(world, lang, 'still')}")


def _in_short(session: Session, intent: str, world: World, lang: str, today: date) -> str:
    return render(world.catalog, intent, _view(session, intent, world, lang, today), brief=True).html


def _there(world: World, targets: Iterable[str]) -> list[str]:
    """Return the targets that lead somewhere, commands and known intents, each once."""
    known = world.catalog.intents
    return [target for target in dict.fromkeys(targets) if target.startswith("/") or target in known]


def _small_talk(intent: str, world: World) -> bool:
    """Tell whether an intent, such as “Goodbye”, is one that nobody has to be asked about."""
    found = world.catalog.intents.get(intent)
    return found is None or found.small_talk


def _did_you_mean(session: Session, text: Text, decision: Decision, world: World, lang: str) -> Turn:
    """Ask which title is meant; where the first is likely enough, and nobody may be in danger, give it as a guess."""
    meant = [found for found in decision.alternatives if not _small_talk(found.intent, world)][:3]
    known = [found.intent for found in meant]
    if meant[0].score >= GUESS_FROM and not any(_endangers(intent, world) for intent in known):
        return _guess(session, text, known, world, lang)
    asked = ui(world, lang, "disambiguate" if len(known) > 1 else "disambiguate.one")
    reply = Reply("disambiguate", asked, _titles(known, "none", world, lang))
    return Turn(replace(session, offered=" ".join(known)), (reply,))


def _endangers(intent: str, world: World) -> bool:
    """Tell whether an answer is for who is in danger themselves: such is asked, money or somebody else guessed."""
    known = world.catalog.intents[intent]
    return intent in world.catalog.emergencies and not known.of_another and known.topic != FRAUD


def _guess(session: Session, text: Text, known: Sequence[str], world: World, lang: str) -> Turn:
    """Give the first answer of those that may be meant, say that it is not sure, and offer the others below it."""
    intent, *others = known
    turn = _given(session, text, intent, world, lang)
    first, *rest = turn.replies
    unsure = ui(world, lang, "guess", title=title(world, lang, intent))
    buttons = (*first.buttons, *_titles(others, f"none {intent}", world, lang))
    told = replace(first, html=f"{unsure}\n\n{first.html}", buttons=buttons)
    return _in_another_language(replace(turn, replies=(told, *rest)), text, world, lang)


def _titles(intents: Iterable[str], none: str, world: World, lang: str) -> tuple[tuple[Button | Url, ...], ...]:
    """Return a button for each intent, and one for none of them, which sends the command `none`."""
    buttons = [Button(title(world, lang, intent), f"ask {intent}") for intent in intents]
    return rows([*buttons, Button(ui(world, lang, "button.none_of_these"), none)], width=1)


def _in_another_language(turn: Turn, text: Text, world: World, lang: str) -> Turn:
    """Say first that the answer is in another language than the question."""
    if not (foreign(text.text) and foreign(world.plain(text.text[:LONGEST]))):
        return turn
    first, *rest = turn.replies
    told = replace(first, html=f"{ui(world, lang, 'answer.foreign')}\n\n{first.html}")
    return replace(turn, replies=(told, *rest))


def _worded(turn: Turn, text: Text, decision: Decision, world: World, lang: str) -> Turn:
    """Say first that the answer is in another language than the question; name the second question last."""
    turn = _in_another_language(turn, text, world, lang)
    also = world.catalog.intents.get(decision.also or "")
    if also is None:
        return turn
    offer = Reply("also", ui(world, lang, "also"), rows([link(world, lang, also.id)]))
    first, *rest = turn.replies  # the list of countries would push it out of sight
    return replace(turn, replies=(first, offer, *rest))
