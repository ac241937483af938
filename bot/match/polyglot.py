"""The matchers of all languages: a question is compared with the phrasings that are written as it is.

Each language is learned by itself: one matcher for both takes four times the steps to train, reads twice as much for
each question, and tells less well what is none of its topics; see docs/matching.md.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.match.decide import decide, follow_up
from bot.match.language import foreign
from bot.match.normalise import HAN, words
from bot.match.types import Context, Decision, Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.match.index import Index
    from bot.match.normalise import Normaliser

ANY = ""
SHORTEST, LONGEST = 2, 6  # words of a follow-up: one says too little
OFTEN, MOSTLY = 2, 0.8  # a word of so many phrasings, and of this share of them in one topic, names the topic
LATIN = re.compile(r"[a-z]{3,}[^a-z]+[a-z]{3,}")  # two words: "app" and "VIP" alone are Chinese by now


@dataclass(frozen=True, slots=True)
class Polyglot:
    """A trained matcher; safe to share between threads. `indexes` has one for each language, or one for all.

    `normalise` folds a question as the phrasings were.
    `abroad` knows some intents in languages that have none, and has the word where it is surer. `subjects` says in each
    language what a topic is about; `naming` maps a word that names such a topic to it.
    """

    normalise: Normaliser
    indexes: tuple[Index, ...]
    emergencies: frozenset[str]
    abroad: Index | None
    subjects: Mapping[str, tuple[str, ...]]
    naming: Mapping[str, str]

    @property
    def labels(self) -> tuple[str, ...]:
        """Every intent that may be found."""
        return tuple(dict.fromkeys(label for index in self.indexes for label in index.labels))

    def asked(self, text: str, folded: str) -> Iterator[tuple[Index, bool]]:
        """Yield the matchers to ask, each with whether the question is in a language that it has no phrasing in.

        `folded` is the text normalised.
        """
        if foreign(text):
            yield from ((index, True) for index in self.indexes)
            if self.abroad is not None:
                yield self.abroad, False
            return
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
        """Answer, disambiguate or say "unknown"; `context` tells what a short follow-up is about."""

        def one(asked: str) -> Decision:
            return decide(self.rank, asked, self.emergencies)

        alone = one(text)
        topic = (context.last_intent or "").partition(".")[0]
        subject = self._subject(text, topic)
        if subject is None:
            return alone
        chosen = follow_up(alone, one(f"{text} {subject}"), topic, self.emergencies)
        # Where the subject alone finds the same, the message asked nothing: "i see", "ok then".
        return alone if chosen is alone or chosen.intent == one(subject).intent else chosen

    def _subject(self, text: str, topic: str) -> str | None:
        """Return what a short follow-up is about; None for a message that is none, or that names another topic."""
        if topic not in self.subjects:
            return None
        folded = self.normalise(text)
        found = words(folded)
        if not SHORTEST <= len(found) <= LONGEST or any(self.naming.get(word, topic) != topic for word in found):
            return None
        han = bool(HAN.search(folded))
        return next((each for each in self.subjects[topic] if bool(HAN.search(each)) == han), None)


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


def naming(indexes: Iterable[Index], topics: Iterable[str]) -> dict[str, str]:
    """Return the words that name one of the topics, and which: most phrasings that have them are on it."""
    known = set(topics)
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for index in indexes:
        for split, label in zip(index.likeness.words.split, index.owner, strict=False):  # other topics stand last
            for word in set(split):
                held[word][index.labels[label].partition(".")[0]] += 1
    most = {word: (*counts.most_common(1)[0], counts.total()) for word, counts in held.items()}
    return {
        word: topic
        for word, (topic, count, total) in most.items()
        if topic in known and total >= OFTEN and count >= MOSTLY * total
    }
