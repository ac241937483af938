"""The trained matcher: kernel ridge regression on likenesses of questions, calibrated on phrasings left out.

Ridge regression gives its leave-one-out and leave-one-intent-out predictions in closed form (Rifkin and Lippert 2007,
"Notes on regularized least squares"), so the probabilities are fitted on questions that were not learned, without
training twice. The likenesses and the choice: docs/matching.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.match.glued import unglued
from bot.match.likeness import every, evidence, kernel, mean_of, size
from bot.match.types import Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bot.match.judge import Judge
    from bot.match.likeness import Lift, Likeness

KEPT = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a question: each likeness and their mean with every row, (rows,), and the intents' scores.

    `scope` and `right` are the probabilities that it is in scope, and that the best intent is right, `judge` judged;
    `english`: the English encoder has read it as well.
    """

    parts: Mapping[str, NDArray[np.float32]]
    mean: NDArray[np.float32]
    scores: NDArray[np.float32]
    scope: float
    right: float
    judge: Judge
    english: bool


@dataclass(frozen=True, slots=True)
class Index:
    """A matcher trained on phrasings that belong together. Rows are phrasings, then texts on other topics.

    `mistaken` names the intent with which a phrasing, had it not been learned, would have been answered wrongly.
    `known` tells what each word costs that may have been typed without the spaces around it; `lift`, None where no
    other languages were compared, is for questions in a language that no phrasing is in.
    `judge` is for what every encoder has read, `without_english` for what the English one has not: None where there is
    none.
    `han`: most phrasings are written in Chinese characters.
    """

    labels: tuple[str, ...]
    owner: NDArray[np.int64]
    phrasings: tuple[str, ...]
    likeness: Likeness
    judge: Judge
    without_english: Judge | None
    mistaken: Mapping[int, str]
    known: Mapping[str, float]
    lift: Lift | None
    han: bool

    def apart(self, folded: str) -> str:
        """Return a normalised question as it is compared: words without spaces between them are taken apart."""
        return unglued(folded, self.known)

    def rank(self, folded: str, *, strange: bool = False) -> Ranking:
        """Rank the intents for a normalised text, best first; the first score is the probability that it is right.

        `strange`: it is in a language that no phrasing is in.
        """
        seen = self.look(folded, strange=strange)
        if seen is None:
            return Ranking((), 0.0)
        order = np.argsort(-seen.scores[:-1], kind="stable")[:KEPT]
        share = np.exp((seen.scores[order] - seen.scores[order[0]]) / seen.judge.calibration.temperature)
        found = [Match(self.labels[label], float(seen.right * part)) for label, part in zip(order, share, strict=True)]
        return Ranking(tuple(found), seen.scope)

    def look(self, folded: str, *, strange: bool = False) -> Look | None:
        """Compare a normalised text with every row; None where there is nothing in it."""
        if not folded:
            return None
        asked = self.apart(folded)
        parts, english = self.likeness.parts(asked, self.lift if strange else None, english=not strange)
        judge = self.judge if english or self.without_english is None else self.without_english
        mean = mean_of(parts)
        scores = kernel(mean) @ judge.alpha
        nearest = [each[: len(self.phrasings)].max() for each in every(mean, parts)]
        seen = evidence(scores, nearest, np.array(size(folded)))  # as in training: before words are taken apart
        return Look(parts, mean, scores, *judge.calibration.probability(seen), judge, english)
