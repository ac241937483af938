"""What a message means after an answer: people go on about it, ask what it leads to, or begin something else.

A conditional logit model (McFadden 1974). What speaks for an intent is its score for the message as it stands and with
the answer's title beside it, whether it is that answer, one that the answer's buttons lead to, or one on its topic.
The weights were learned on messages that people wrote after answers, and on questions asked out of the blue:
`python -m tests.benchmarks.followups` learns them again; see docs/matching.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.catalog.chinese import HAN
from bot.catalog.types import NOTHING, STAYS
from bot.match.normalise import words
from bot.match.types import Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.match.types import Decision

FLOOR = 1e-3  # no score says less than this against an intent
FEW = 2, 6  # words of a message that only its topic can complete: one says too little
LONGEST = 20  # words: a longer message stands for itself
SURE = 0.7  # and so does one that finds its answer by itself with this score
LIKELY = 0.05  # what speaks for an intent by less than this does not make it one that may be meant


@dataclass(frozen=True, slots=True)
class Weights:
    """What a score, by its logarithm, or a fact adds to the logarithm of the odds. `none`: that no answer is meant.

    `meant`, `stays` and `nothing` are for what messages like this one meant after such an answer.
    """

    alone: float = 0.80
    titled: float = 0.28
    same: float = 0.88
    leads: float = 0.35
    topic: float = 0.50
    none: float = -0.95
    none_alone: float = 0.38
    none_titled: float = 0.16
    meant: float = 3.05
    stays: float = 1.67
    nothing: float = 1.82


LEARNED = Weights()
# Where nothing is known of what was said next, as without an encoder.
WITHOUT = Weights(0.80, 0.54, 0.96, 0.67, 0.80, -1.14, 0.68, 0.31, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that a conversation can be at: what each is called in every language, and where its buttons lead.

    `small_talk` are those that nobody goes on about, and that never speak for a message that asks something besides;
    `courtesies` those of them that end a conversation ("thanks"). `subjects` says in every language what a topic is
    about. `goes_on` has, normalised, what only asks to hear more: "and then?".
    """

    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    small_talk: frozenset[str] = frozenset()
    courtesies: frozenset[str] = frozenset()
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    goes_on: frozenset[str] = frozenset()

    def title(self, last: str | None, folded: str) -> str | None:
        """Return what to read beside a message that may go on about the answer `last`; None where none may."""
        if last is None or last in self.small_talk or len(words(folded)) > LONGEST:
            return None
        return _alike(folded, self.titles.get(last, ()))

    def subject(self, last: str, folded: str, naming: Mapping[str, frozenset[str]]) -> str | None:
        """Return what the topic of the answer `last` is about; None for a message that says much, or names another.

        `naming` maps words to the topics that a message with them is not about.
        """
        own, found = topic(last), words(folded)
        if not FEW[0] <= len(found) <= FEW[1] or any(own in naming.get(word, ()) for word in found):
            return None
        return _alike(folded, self.subjects.get(own, ()))

    def settled(self, decision: Decision) -> bool:
        """Tell whether the message finds its answer by itself, so that it goes on about none."""
        return (
            decision.kind == "answer"
            and decision.score >= SURE
            and decision.intent not in self.small_talk - self.courtesies
        )

    def after(
        self,
        last: str,
        alone: Ranking,
        titled: Ranking,
        meant: Mapping[str, float] | None = None,
        weights: Weights | None = None,
    ) -> Ranking:
        """Rank again what was ranked for the message `alone` and with the title of the answer `last` beside it.

        `meant` says what messages like it meant after such an answer.
        """
        leads, said = self.leads.get(last, frozenset()), meant or {}
        use = weights or (LEARNED if meant else WITHOUT)
        first, second = _scores(alone), _scores(titled)
        likely = (each for each, value in said.items() if value >= LIKELY and each in self.titles)
        stays = max(said.get(STAYS, 0.0), 0.0)
        odds = {
            intent: use.alone * _log(first.get(intent, 0.0))
            + use.titled * _log(second.get(intent, 0.0))
            + use.same * (intent == last)
            + use.leads * (intent in leads)
            + use.topic * (topic(intent) == topic(last))
            + use.meant * max(said.get(intent, 0.0) + stays * (intent == last), 0.0)
            + use.stays * stays * (intent == last)
            for intent in {*first, *second, *leads, *likely, last}
        }
        none = use.none + use.none_alone * _log(1 - alone.scope) + use.none_titled * _log(1 - titled.scope)
        return _normalised(odds, none + use.nothing * max(said.get(NOTHING, 0.0), 0.0))


def _alike(folded: str, said: Sequence[str]) -> str | None:
    """Return what is said in the writing of the message."""
    han = bool(HAN.search(folded))
    return next((each for each in said if bool(HAN.search(each)) == han), None)


def _normalised(odds: Mapping[str, float], none: float) -> Ranking:
    most = max(none, *odds.values())
    whole = math.exp(none - most) + sum(math.exp(value - most) for value in odds.values())
    found = [Match(intent, math.exp(value - most) / whole) for intent, value in odds.items()]
    scope = 1 - math.exp(none - most) / whole
    return Ranking(tuple(sorted(found, key=lambda each: (-each.score, each.intent))), scope)


def _scores(ranking: Ranking) -> dict[str, float]:
    return {match.intent: match.score for match in ranking.matches}


def _log(probability: float) -> float:
    return math.log(max(probability, 0.0) + FLOOR)


def topic(intent: str) -> str:
    """Return the part of an intent's id before the dot."""
    return intent.partition(".")[0]
