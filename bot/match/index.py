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

    from bot.match.calibrate import Calibration
    from bot.match.glance import Glance
    from bot.match.likeness import Lift, Likeness

KEPT = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a question: each likeness and their mean with every row, (rows,), and the intents' scores.

    `scope` and `right` are the probabilities that it is in scope, and that the best intent is right; `twice`: the
    English encoder has read it as well.
    """

    parts: Mapping[str, NDArray[np.float32]]
    mean: NDArray[np.float32]
    scores: NDArray[np.float32]
    scope: float
    right: float
    twice: bool


@dataclass(frozen=True, slots=True)
class Index:
    """A matcher trained on phrasings that belong together. Rows are phrasings, then texts on other topics.

    `mistaken` names the intent with which a phrasing, had it not been learned, would have been answered wrongly.
    `known` tells what each word costs that may have been typed without the spaces around it; `lift`, None where no
    other languages were compared, is for questions in a language that no phrasing is in.
    `glance` tells when a first look at a question is enough, None where there is no second.
    `han`: most phrasings are written in Chinese characters.
    """

    labels: tuple[str, ...]
    owner: NDArray[np.int64]
    phrasings: tuple[str, ...]
    likeness: Likeness
    alpha: NDArray[np.float32]
    calibration: Calibration
    mistaken: Mapping[int, str]
    known: Mapping[str, float]
    lift: Lift | None
    glance: Glance | None
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
        share = np.exp(
            (seen.scores[order] - seen.scores[order[0]]) / self._learned(twice=seen.twice).calibration.temperature
        )
        found = [Match(self.labels[label], float(seen.right * part)) for label, part in zip(order, share, strict=True)]
        return Ranking(tuple(found), seen.scope)

    def look(self, folded: str, *, strange: bool = False) -> Look | None:
        """Compare a normalised text with every row, as closely as it takes; None where there is nothing in it."""
        if not folded:
            return None
        asked = self.apart(folded)
        much = size(folded)  # as in training: before words are taken apart
        first = self._judged(self.likeness.parts(asked, self.lift if strange else None), much, twice=False)
        if strange or self.glance is None or self.glance.enough(first.right):
            return first
        finer = self.likeness.finer(asked, first.parts)
        return first if finer is None else self._judged(finer, much, twice=True)

    def _judged(self, parts: Mapping[str, NDArray[np.float32]], much: float, *, twice: bool) -> Look:
        mean, learned = mean_of(parts), self._learned(twice=twice)
        scores = kernel(mean) @ learned.alpha
        nearest = [each[: len(self.phrasings)].max() for each in every(mean, parts)]
        seen = evidence(scores, nearest, np.array(much))
        return Look(parts, mean, scores, *learned.calibration.probability(seen), twice)

    def _learned(self, *, twice: bool) -> Index | Glance:
        """Return what knows the weights, and what scores are worth: at a first look others than at the second."""
        return self if twice or self.glance is None else self.glance
