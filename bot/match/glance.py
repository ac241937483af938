"""When a first look at a question is enough, so that the encoder that takes longest need not be asked.

A cascade, as of classifiers (Viola and Jones 2001): many questions are plain before the English encoder has read them.
From which score on that is so is learned on texts that were left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WRONG = 1 / 200  # of the texts that a first look settles, those that a second would have settled better


@dataclass(frozen=True, slots=True)
class Glance:
    """The score from which a first look answers."""

    sure_from: float

    def enough(self, score: float) -> bool:
        """Tell whether there need be no second look."""
        return score >= self.sure_from


def learn(score: NDArray[np.float64], right: NDArray[np.bool_]) -> Glance:
    """Learn from the scores of first looks at texts left out, and whether they were right; shapes (n,).

    That is the lowest score from which all but a share of WRONG were; none where there is no such score.
    """
    order = np.argsort(-score, kind="stable")
    wrong = np.cumsum(~right[order])
    within = np.flatnonzero(wrong <= WRONG * np.arange(1, len(order) + 1))
    return Glance(float(score[order[within[-1]]]) if len(within) else np.inf)
