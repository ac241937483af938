"""When a first look at a question is enough, so that the encoder that takes longest need not be asked.

A cascade, as of classifiers (Viola and Jones 2001): many questions are plain before the English encoder has read them.
From which score on that is so is learned on texts that were left out, and so is what a second look makes of a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WRONG = 1 / 500  # of the texts that a first look settles, those that a second would have settled better
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """What a second look makes of a first one's scores, on average: a straight line an intent; shapes (intents,).

    Without it a few intents draw in whatever is strange: theirs are phrasings that only the second look tells apart.
    """

    slope: NDArray[np.float32]
    shift: NDArray[np.float32]

    @classmethod
    def fitted(cls, first: NDArray[np.float32], second: NDArray[np.float32]) -> Line:
        """Fit by least squares to the scores of texts left out; shapes (texts, intents)."""
        seen, meant = first.mean(axis=0), second.mean(axis=0)
        spread = np.maximum(((first - seen) ** 2).mean(axis=0), TINY)
        slope = np.maximum(((first - seen) * (second - meant)).mean(axis=0) / spread, 0)
        return cls(slope.astype(np.float32), (meant - slope * seen).astype(np.float32))

    def __call__(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores that a second look would give, as far as a first one tells; shape (..., intents)."""
        return np.asarray(scores * self.slope + self.shift, np.float32)


@dataclass(frozen=True, slots=True)
class Glance:
    """The score from which a first look answers, once its scores for the intents are on the `line`."""

    sure_from: float
    line: Line

    def enough(self, score: float) -> bool:
        """Tell whether there need be no second look."""
        return score >= self.sure_from


def sure_from(score: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Learn from which score on first looks are enough, by their scores of texts left out; shapes (n,).

    That is the lowest score from which all but a share of WRONG were `right`; infinity where there is no such score.
    """
    order = np.argsort(-score, kind="stable")
    wrong = np.cumsum(~right[order])
    within = np.flatnonzero(wrong <= WRONG * np.arange(1, len(order) + 1))
    return float(score[order[within[-1]]]) if len(within) else np.inf
