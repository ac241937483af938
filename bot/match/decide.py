"""Answer, "did you mean", or "I don't know": from probabilities and stated costs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.catalog.chinese import HAN
from bot.match.context import topic
from bot.match.types import Decision, Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

WRONG_ANSWER = 2.5  # what a wrong answer costs, in needless questions back
NEEDLESS_QUESTION = 1.0
GUESS = 1.5  # what a wrong answer costs that says that it may not be what was meant, and offers the way on
DELAY = 1.5  # what a question back costs in an emergency, where it takes time that somebody may not have
URGENT = 5.0  # an emergency that is not understood costs as much as five other questions
ANSWER_FROM = 1 - NEEDLESS_QUESTION / WRONG_ANSWER
GUESS_FROM = 1 - NEEDLESS_QUESTION / GUESS
EMERGENCY_FROM = 1 - DELAY / WRONG_ANSWER
ASK_FROM = NEEDLESS_QUESTION / WRONG_ANSWER
CLOSE = 0.5  # titles are offered that are at least this likely, as a share of the first
TAKES = 0.75  # an emergency this near to the first place, as a share of its score, takes it
NEARLY = 0.8  # of a message's likeliest answer: one on the topic of the last answer that is this likely is meant
OFFERED = 3
SEVERAL = 2
# A question also begins where somebody says that there is one more: "and also", "，另外". "急！" behind one is no cry.
SENTENCES = re.compile(
    r"[?？!！。;；\n]+(?:\s*急+(?=$|[!！?？。~～]))?|(?<=[a-z])\.\s|[,，]\s*(?:另外|还有|顺便)"
    r"|(?i:,?\s(?:and also|by the way|btw)\s)"
)
# Chinese is written without spaces: one stands for a comma.
CLAUSES = re.compile(rf"(?<={HAN.pattern})\s+(?={HAN.pattern})")


def decide(
    rank: Callable[[str], Ranking], text: str, emergencies: Sequence[str], small_talk: Collection[str] = ()
) -> Decision:
    """Decide one message. Several questions in it: the urgent one is answered, the other named in `also`.

    Of two `emergencies` the one that comes first in them is answered; a clause says too little for anything else, and
    must be surer than the whole.
    `small_talk` beside a question ("what can I do?") is no question.
    """
    whole = by_costs(rank(text), emergencies)
    each = [by_costs(rank(part), emergencies) for part in _parts(SENTENCES, text)]
    clauses = [by_costs(rank(part), emergencies) for part in _parts(CLAUSES, text)]
    said = whole.score if whole.kind == "answer" and whole.intent not in small_talk else 0.0
    cries = [made for made in clauses if made.intent in emergencies and made.score >= max(ANSWER_FROM, said)]
    if not (each or cries):
        return whole
    sure = [made for made in (whole, *each, *cries) if made.kind == "answer" and made.intent not in small_talk]
    intents = [made.intent for made in sure]
    urgent = next((sure[intents.index(intent)] for intent in emergencies if intent in intents), None)
    first = urgent or (whole if whole in sure else max(sure, key=lambda made: made.score, default=whole))
    other = next((made.intent for made in sure if made is not whole and made.intent != first.intent), None)
    return replace(first, also=other if first.kind == "answer" else None)


def _parts(border: re.Pattern[str], text: str) -> list[str]:
    """Return what stands between the borders, where that is a few parts and not one."""
    parts = [part.strip() for part in border.split(text[:1200]) if part.strip()]
    return parts if SEVERAL <= len(parts) <= OFFERED + 1 else []


def follow_up(alone: Decision, named: Decision, last: str) -> Decision:
    """Choose between a short message as it stands and the same with the topic of the last answer, `last`, named.

    The named one is taken for a nearly as likely answer on that topic or on the one that the message alone finds ("how
    many cases" are figures, and the topic tells whose), and for any answer where the message alone has none; where that
    asks back about the same topic, only for one that it offers.
    """
    offered = {found.intent for found in alone.offered if topic(found.intent) == topic(last)}
    if named.kind != "answer" or (offered and named.intent not in offered):
        return alone
    same = topic(named.intent or "") in {topic(last), topic(alone.intent or "")}
    likelier = same and named.score >= NEARLY * alone.score
    return named if likelier or alone.kind != "answer" else alone


def offering(decision: Decision, intent: str, ranking: Ranking) -> Decision:
    """Let a question back offer `intent` first: whoever is in an emergency may still be speaking of it."""
    if decision.kind != "disambiguate":
        return decision
    first = next((found for found in ranking.matches if found.intent == intent), Match(intent, 0.0))
    others = (found for found in decision.alternatives if found.intent != intent)
    return replace(decision, alternatives=(first, *others)[:OFFERED])


def may_be_urgent(decision: Decision, emergencies: Collection[str]) -> bool:
    """Tell whether an emergency is answered, or asked about."""
    return any(intent in emergencies for intent in (decision.intent, *(found.intent for found in decision.offered)))


def likeliest(decision: Decision) -> str | None:
    """Return the intent that is answered, or offered first."""
    return decision.intent or next((found.intent for found in decision.offered), None)


def by_costs(ranking: Ranking, emergencies: Collection[str]) -> Decision:
    """Decide what one ranking says."""
    ranked = ranking.matches
    if not ranked:
        return Decision("unknown", None, 0.0, ())
    first = _emergency_first(ranked, emergencies)
    rest = [found for found in ranked if found.intent != first.intent][:OFFERED]
    if first.score >= (EMERGENCY_FROM if first.intent in emergencies else ANSWER_FROM):
        return Decision("answer", first.intent, first.score, tuple(rest))
    near = tuple(
        found
        for found in (first, *rest)
        if found.score >= CLOSE * first.score or (found.intent in emergencies and URGENT * found.score >= ASK_FROM)
    )[:OFFERED]
    # Asking back is worth it where one of those offered is likely enough to be meant.
    offered = (first, *rest)[:OFFERED]
    urgent = URGENT * sum(found.score for found in offered if found.intent in emergencies)
    other = sum(found.score for found in offered if found.intent not in emergencies)
    if urgent >= ASK_FROM or min(ranking.scope, urgent + other) >= ASK_FROM:
        return Decision("disambiguate", None, first.score, near)
    return Decision("unknown", None, first.score, (first, *rest)[:OFFERED])


def _emergency_first(ranked: Sequence[Match], emergencies: Collection[str]) -> Match:
    best = ranked[0]
    close = (found for found in ranked[:OFFERED] if found.intent in emergencies and found.score >= TAKES * best.score)
    return next(close, best)
