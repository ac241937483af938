"""When a first look at a question is enough, so that the encoder that takes longest need not be asked.

A cascade, as of classifiers (Viola and Jones 2001): many questions are plain before the English encoder has read them.
A first look is a matcher of its own, without that encoder: its scores lie elsewhere, and what is not English has no
other. From which score on it is enough is learned on texts that were left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.match.calibrate import Calibration

WRONG = 1 / 500  # of the texts that a first look settles, those that a second would have settled better


@dataclass(frozen=True, slots=True)
class Glance:
    """The score from which a first look answers, its weights, (texts, intents + 1), and what its scores are worth."""

    sure_from: float
    alpha: NDArray[np.float32]
    calibration: Calibration

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
