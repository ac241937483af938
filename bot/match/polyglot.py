"""The matchers of all languages: a question is compared with the phrasings that are written as it is.

Each language is learned by itself: one matcher for both takes four times the steps to train, reads twice as much for
each question, and tells less well what is none of its topics; see docs/matching.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.catalog.chinese import HAN
from bot.match.context import topic
from bot.match.decide import by_costs, decide, follow_up, may_be_urgent, offering
from bot.match.language import foreign, uncertain
from bot.match.types import Context, Decision, Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.context import Answers
    from bot.match.index import Index
    from bot.match.normalise import Normaliser
    from bot.match.said_next import SaidNext

ANY = ""
MAYBE = 0.2  # so likely an emergency must be that is named beside what a message means after an answer
OFTEN, MOSTLY = 2, 0.8  # a word of so many phrasings, and of this share of them in one topic, names the topic
WELL_KNOWN = 50  # phrasings: a word of so many names others than a topic that hardly has it,
HARDLY = 0.1  # in this share of what is usual
LATIN = re.compile(r"[a-z]{3,}[^a-z]+[a-z]{3,}")  # two words: "app" and "VIP" alone are Chinese by now


@dataclass(frozen=True, slots=True)
class Polyglot:
    """A trained matcher; safe to share between threads. `indexes` has one for each language, or one for all.

    `normalise` folds a question as the phrasings were.
    `abroad` knows some intents in languages that have none, and has the word where it is surer. `answers` is what a
    message can go on about; `naming` maps words to the topics that a message with them is not about. `said_next` knows
    what is written after an answer, None without an encoder.
    """

    normalise: Normaliser
    indexes: tuple[Index, ...]
    emergencies: tuple[str, ...]
    abroad: Index | None
    answers: Answers
    naming: Mapping[str, frozenset[str]]
    said_next: SaidNext | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Every intent that may be found."""
        return tuple(dict.fromkeys(label for index in self.indexes for label in index.labels))

    def asked(self, text: str, folded: str) -> Iterator[tuple[Index, bool]]:
        """Yield the matchers to ask, each with whether the question is in a language that it has no phrasing in.

        `folded` is the text normalised.
        """
        strange = foreign(text)
        if strange and foreign(folded):
            yield from ((index, True) for index in self.indexes)
            if self.abroad is not None:
                yield self.abroad, False
            return
        # "You dey save wetin i dey talk" is English once its words are those of everybody.
        if self.abroad is not None and (strange or uncertain(text)):
            yield self.abroad, False
        han = bool(HAN.search(folded))
        written = [index for index in self.indexes if index.han == han]
        both = han and LATIN.search(folded)
        yield from ((index, False) for index in (self.indexes if both or not written else written))

    def rank(self, text: str) -> Ranking:
        """Rank the intents for `text`, best first; the first score is the probability that it is right.

        Likeness across languages errs: of what phrasings in other languages say, all have a voice in it.
        """
        folded = self.normalise(text)
        asked = [(index.rank(folded, strange=strange), strange) for index, strange in self.asked(text, folded)]
        across = [ranking for ranking, strange in asked if strange]
        if not across:
            return max(
                (ranking for ranking, _ in asked), key=lambda each: each.matches[0].score if each.matches else 0.0
            )
        return _likelier([_mean(across), *(ranking for ranking, strange in asked if not strange)])

    def decide(self, text: str, context: Context = Context()) -> Decision:
        """Answer, disambiguate or say "unknown"; `context` tells which answer a message may go on about."""
        folded, last = self.normalise(text), context.last_intent
        title = self.answers.title(last, folded)
        if folded in self.answers.goes_on:
            return Decision("answer", last, 1.0, (), goes_on=True) if title else Decision("unknown", None, 0.0, ())
        rank = lru_cache(self.rank)
        alone = decide(rank, text, self.emergencies, self.answers.small_talk)
        if last is None or title is None or alone.intent in self.answers.courtesies:
            return alone
        urgent = may_be_urgent(alone, self.emergencies)
        if not urgent and (named := self._on_topic(rank, text, alone, last, folded)) is not None:
            return named
        if self.said_next is None and self.answers.settled(alone):
            return alone
        return self._after(last, rank(text), rank(f"{text} {title}"), alone, folded, urgent=urgent)

    def _after(
        self, last: str, ranking: Ranking, titled: Ranking, alone: Decision, folded: str, *, urgent: bool
    ) -> Decision:
        """Decide again what was decided `alone`, as a message after the answer `last`."""
        meant = None if self.said_next is None else self.said_next.meant(folded, last)
        again = self.answers.after(last, ranking, titled, meant)
        made = replace(by_costs(again, self.emergencies), also=alone.also, goes_on=True)
        if made.kind != "answer" and self.answers.settled(alone):
            return alone
        if urgent:
            return _beside(made, alone, self.emergencies)
        return offering(made, last, again) if last in self.emergencies else made

    def _on_topic(
        self, rank: Callable[[str], Ranking], text: str, alone: Decision, last: str, folded: str
    ) -> Decision | None:
        """Read a few words ("how do I report it?") with the topic of the last answer named; None: that says no more.

        Where the topic alone finds the same, the message asked nothing: "i see", "ok then".
        """
        subject = self.answers.subject(last, folded, self.naming)
        if subject is None:
            return None
        named = by_costs(rank(f"{text} {subject}"), self.emergencies)
        chosen = follow_up(alone, named, last)
        if chosen is alone or chosen.intent == by_costs(rank(subject), self.emergencies).intent:
            return None
        return replace(chosen, goes_on=True)


def _beside(made: Decision, urgent: Decision, emergencies: Collection[str]) -> Decision:
    """Choose between an emergency that was found with doubts and what the message means after the last answer.

    "He wants money" is about a ransom by itself, not after an answer on blackmail; the emergency is named beside it.
    """
    if made.kind == "unknown" or (made.kind != "answer" and urgent.kind == "answer") or made.intent == urgent.intent:
        return urgent
    if made.kind != "answer":
        return made
    danger = (found.intent for found in urgent.offered if found.intent in emergencies and found.score >= MAYBE)
    return replace(made, also=urgent.intent or next(danger, None))


def _mean(rankings: Sequence[Ranking]) -> Ranking:
    """Return what several matchers say of the same intents, on average."""
    scores: defaultdict[str, float] = defaultdict(float)
    for match in (match for each in rankings for match in each.matches):
        scores[match.intent] += match.score / len(rankings)
    return Ranking(_matches(scores), sum(each.scope for each in rankings) / len(rankings))


def _likelier(rankings: Sequence[Ranking]) -> Ranking:
    """Return each intent with the score of who is surest of it."""
    scores: dict[str, float] = {}
    for match in (match for each in rankings for match in each.matches):
        scores[match.intent] = max(scores.get(match.intent, 0.0), match.score)
    return Ranking(_matches(scores), max(each.scope for each in rankings))


def _matches(scores: Mapping[str, float]) -> tuple[Match, ...]:
    return tuple(sorted((Match(*each) for each in scores.items()), key=lambda each: -each.score))


def naming(indexes: Iterable[Index], topics: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the words that tell what a message is not about, each with those of the `topics`.

    Either most phrasings that have the word are on one of the topics, or those of a topic have it hardly ever.
    """
    indexes = tuple(indexes)
    every = sorted({topic(label) for index in indexes for label in index.labels})
    wanted = [each for each in topics if each in every]
    counts: dict[str, NDArray[np.float64]] = {}
    sizes = np.zeros(len(every))
    for index in indexes:
        on = np.array([every.index(topic(label)) for label in index.labels])[index.owner]
        sizes += np.bincount(on, minlength=len(every))
        held = index.likeness.words.held_by(on, len(every))
        for number in np.flatnonzero(held.any(axis=1)):
            word = index.likeness.words.vocabulary[number]
            counts[word] = counts.get(word, 0) + held[number]
    found = {}
    for word, held in counts.items():
        most, total = int(held.argmax()), held.sum()
        if every[most] in wanted and total >= OFTEN and held[most] >= MOSTLY * total:
            found[word] = frozenset(wanted) - {every[most]}
        elif total >= WELL_KNOWN:
            usual = total / sizes.sum()
            found[word] = frozenset(
                each for each in wanted if held[at := every.index(each)] < HARDLY * usual * sizes[at]
            )
    return {word: others for word, others in found.items() if others}
