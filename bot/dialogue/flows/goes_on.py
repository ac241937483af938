"""What a message means after what was said before it: what was in doubt, what stays in an emergency, what was paid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.catalog.types import Urgency
from bot.dialogue import holes, playful
from bot.dialogue.brief import A_JOB, ASKS, COMING, INVITED, MEANT, NOT_OVER, OF_AGE, OVER, THANKS, UNDER_AGE, YES
from bot.dialogue.confined import KEPT
from bot.dialogue.despair import LIFE
from bot.dialogue.types import ABOUT_AN_OFFER, EMERGENCY, FRAUD, HELD, OF_WHO_IS_HELD
from bot.dialogue.unwell import LIFELESS, UNANSWERING
from bot.match.context import SURE, topic
from bot.match.decide import may_be_urgent
from bot.match.types import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dialogue.types import Session, World
    from bot.match.types import Decision
    from bot.offer.reading import Reading

PARTS = 2  # of an offer, such as work and pay, that describe one
SURELY = 0.9  # so likely must be what leads away from an emergency
FEW = 60  # characters: who writes more tells something new
WORDS = 90  # characters: thanks and corrections come with a word of why
FOOD = "food"  # a topic
MINOR = "jobs.minor"
THANKED = "bot.thanks"
# What may go wrong with any call that an emergency's answer asks for.
OF_A_CALL = frozenset({"bot.no_answer", "bot.not_understood", "bot.no_credit"})
PERHAPS = 0.2  # so likely must such a thing be
OF_A_FRIEND = frozenset({"jobs.family_trapped", "jobs.friend_recruits", "jobs.persuade_friend", "jobs.no_experience"})
GAVE, PAID, TASKS = "fraud.shared_details", "fraud.sent_money", "fraud.task_rebate"
AGENT_TOOK = ("jobs.report_recruiter", "fraud.sent_money", "jobs.unpaid")
CAPTIVE = OF_WHO_IS_HELD | {"jobs.abused"}
FRIGHT = frozenset({EMERGENCY, "bot.afraid"})
AT_GATE = frozenset(
    {
        ABOUT_AN_OFFER,
        "jobs.already_accepted",
        "jobs.contract",
        "jobs.free_travel",
        "jobs.persuade_friend",
        "jobs.ransom",
        "fraud.visit",
    }
)
# What people write as well who are in an emergency, and what is no other question then. Who may be heard cannot always
# call; who hides asks about papers and rivers.
STAYS = {
    HELD: FRIGHT,
    "jobs.held_phone": FRIGHT | {"food.sick"},
    "jobs.hurt_held": FRIGHT | {"bot.ambulance", "food.sick", "jobs.abused"},
    "jobs.escaped": FRIGHT | {"jobs.passport", "jobs.border_crossing"},
    "jobs.abused": FRIGHT | {"jobs.passport"},
    "jobs.at_gate": AT_GATE,
    "jobs.minor": frozenset({"jobs.family_trapped"}),
    "fraud.isolated": FRIGHT | {"jobs.trapped", "jobs.family_trapped"},
    "fraud.on_the_phone": frozenset({"jobs.trapped", "jobs.family_trapped", "fraud.verification_code"}),
    "fraud.child_of_mine": frozenset({"jobs.family_trapped"}),
    "fraud.lent_account": frozenset({"jobs.legal_risk", "fraud.number_flagged"}),
    "bot.distress": frozenset({"bot.afraid", "fraud.ashamed"}),
    "bot.distress_other": frozenset({"bot.afraid", "fraud.ashamed", "jobs.trapped", "jobs.family_trapped"}),
    "bot.high_place": frozenset({"bot.distress", "bot.afraid", "fraud.ashamed"}),
}


def once_more(session: Session, made: Decision, words: str, world: World) -> Decision:
    """Decide a message after a question back that nobody pressed: who goes on in words says more of the same.

    What was in doubt both times is meant. Where nothing is understood, an emergency that was offered first is, unless
    it is a question, which may be about anything, is taken back, or work is described.
    """
    offered = [intent for intent in session.in_doubt if intent in world.catalog.intents]
    if len(offered) == 1 and holes.has(YES, words):
        return replace(made, kind="answer", intent=offered[0], also=None)
    if made.kind == "answer" or not offered:
        return made
    again = {found.intent: found.score for found in made.alternatives if found.intent in offered}
    if made.kind == "disambiguate" and again and not playful.plays(words):
        urgent = (intent for intent in offered if intent in again and intent in world.catalog.emergencies)
        meant = next(urgent, max(again, key=lambda each: again[each]))
    elif (first := offered_first(session, world)) is not None and not _of_another_matter(words, world):
        meant = first
    else:
        return made
    return replace(made, kind="answer", intent=meant, also=None)


def _of_another_matter(words: str, world: World) -> bool:
    asks, taken_back = ASKS.search(words.lower()), holes.has(OVER, words)
    return asks is not None or taken_back or playful.plays(words) or len(world.read(words).hiring) >= PARTS


def offered_first(session: Session, world: World) -> str | None:
    """Return the emergency that the last question back offered first; None where the last answer cannot wait either.

    Nor of one that is about somebody else: who tells of another can press the button, and any story has a "he".
    """
    last = world.catalog.intents.get(session.last_intent or "")
    first = next(iter(session.in_doubt), None)
    waits = last is None or last.urgency is Urgency.NORMAL
    meant = first in world.catalog.emergencies and not world.catalog.intents[first or ""].of_another
    return first if waits and meant else None


def over(session: Session, words: str, world: World) -> bool:
    """Tell whether somebody takes back an emergency, or says that it is over; also one that was only asked about.

    Who ate poison may feel better early, and who wants to die say that they are fine.
    """
    last = offered_first(session, world) or session.spoken_of
    kept = last in LIFE or topic(last or "") == FOOD
    if last not in world.catalog.emergencies or kept or len(words) > FEW:
        return False
    otherwise = (NOT_OVER, KEPT, LIFELESS, UNANSWERING)
    return holes.has(OVER, words) and not any(holes.has(told, words) for told in otherwise)


def seen_soon(session: Session, words: str) -> bool:
    """Tell whether somebody who is held says that a person comes who must not see the phone."""
    return session.spoken_of in CAPTIVE and len(words) <= FEW and holes.has(COMING, words)


def said_on(session: Session, words: str, decision: Decision, world: World) -> Decision:
    """Return what a few words after an answer say of that: thanks, a correction, an age, or that a call fails."""
    meant = _said_on(session, words, decision, world)
    return decision if meant not in world.catalog.intents else replace(decision, kind="answer", intent=meant, also=None)


def _said_on(session: Session, words: str, decision: Decision, world: World) -> str | None:
    last, sure = session.spoken_of, decision.kind == "answer" and decision.score >= SURELY
    if last is None or len(words) > WORDS:
        return None
    if decision.intent == MINOR and holes.has(OF_AGE, words):
        return last
    if last in world.catalog.emergencies and not sure:
        others = [found for found in decision.offered if found.intent != last]
        if others and others[0].intent in OF_A_CALL and others[0].score >= PERHAPS:
            return others[0].intent
    if not sure and holes.has(MEANT, words):
        return last
    new = decision.kind == "answer" and decision.intent != last and decision.score >= SURE
    return THANKED if not new and holes.has(THANKS, words) and ASKS.search(words.lower()) is None else None


def heard(session: Session, words: str, decision: Decision, read: Reading, world: World) -> Decision:
    """Return what a message is about where its words alone mislead.

    Who weighs an offer asks about that, whatever its airport and its driver resemble; who tells that an agent took
    their money may want each of a few answers; who says that they have paid wants one of those that were in doubt,
    and who says so of a fraud, or that they gave a code away, the answer on that.
    """
    known = world.catalog.intents
    if read.weighs and decision.kind == "answer" and decision.intent in world.catalog.emergencies:
        return replace(decision, intent=ABOUT_AN_OFFER, also=None)
    if _young_and_invited(words, decision, read) and MINOR in known:
        return replace(decision, kind="answer", intent=MINOR, score=1.0, also=None)
    doubts_it = decision.intent == ABOUT_AN_OFFER and of_another_scam(session) and len(words) <= FEW
    if doubts_it and not (read.advert or holes.has(A_JOB, words)):
        return replace(decision, intent=session.last_intent, also=None)  # "is it real?" after another fraud
    if read.agent_took and decision.kind != "answer" and known.keys() >= set(AGENT_TOOK):
        urgent = (found for found in decision.alternatives if found.intent in world.catalog.emergencies)
        others = (Match(intent, 0.0) for intent in AGENT_TOOK)
        return replace(decision, kind="disambiguate", alternatives=(*urgent, *others))
    doubts = {found.intent for found in decision.offered}
    if decision.kind != "answer" and not read.advert:
        of_fraud = of_another_scam(session) or session.spoken_of == ABOUT_AN_OFFER
        doubts |= {GAVE, PAID, TASKS} if of_fraud else {GAVE, TASKS}
    meant = next((intent for intent in _meant(read) if intent in doubts and intent in known), None)
    told = read.paid or read.gave or not may_be_urgent(decision, world.catalog.emergencies)
    if meant is not None and told and not read.cries:
        return replace(decision, kind="answer", intent=meant, also=None)
    return decision


def _young_and_invited(words: str, decision: Decision, read: Reading) -> bool:
    """Tell whether somebody under 18 tells that they are to go somewhere for work, whatever friend is there already."""
    about_work = decision.intent in OF_A_FRIEND or (decision.kind != "answer" and holes.has(A_JOB, words))
    return about_work and not (read.advert or read.cries) and holes.has(UNDER_AGE, words) and holes.has(INVITED, words)


def _meant(read: Reading) -> Iterator[str]:
    """Yield the answers that the words plainly ask for, where the matcher is in doubt between several."""
    if read.gave:
        yield GAVE
    if read.paid:
        yield PAID
    if read.of_link:
        yield "fraud.link_or_app"
    if read.own and not read.hiring and "paid_likes_tasks" in read.flags:
        yield TASKS
    if read.own and "friend_or_lover_invites" in read.flags:
        yield "jobs.friend_recruits"


def of_another_scam(session: Session) -> bool:
    """Tell whether the last answer was about a fraud that is no job offer."""
    return topic(session.last_intent or "") == FRAUD


def stands_above(last: str, decision: Decision, world: World) -> bool:
    """Tell whether all that was found is the answer just given, which need not be written out again."""
    stays = STAYS.get(last, frozenset())
    if decision.kind == "answer":
        return decision.intent in stays or (decision.intent == last and not world.catalog.intents[last].small_talk)
    offered = {found.intent for found in decision.offered}
    return last in offered and offered <= {last, *stays}


def strays(last: str | None, decision: Decision, world: World) -> bool:
    """Tell whether a message in an emergency seems to be about what can wait, and that is not sure.

    "ok where i go" is no wish for a job abroad: what was found is a button then. The buttons of the emergency's answer,
    and theirs, lead to what belongs to it; so does, after a fraud, what is found about fraud.
    """
    known, found = world.catalog.intents, decision.intent or ""
    if last not in world.catalog.emergencies or found in world.catalog.emergencies or decision.score >= SURELY:
        return False
    if topic(found) == topic(last or "") == FRAUD:
        return False
    near = known[last or ""].followups
    return found not in {*near, *OF_A_CALL} and not any(
        found in known[each].followups for each in near if each in known
    )
