"""From raw evidence to probabilities (logistic calibration, Platt 1999); fitting.py fits them.

The score is a product: the probability that the question is in scope at all, times the probability that the first
intent is the right one if it is. More evidence never lowers a probability: the weights are not negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of log odds. Not SciPy's: loading it takes a fifth of a second of every start."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model: probability = 1 / (1 + exp(-(bias + weights @ evidence)))."""

    bias: float
    weights: NDArray[np.float64]

    def __call__(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return probabilities for evidence of shape (..., pieces)."""
        return sigmoid(self.bias + evidence @ self.weights)


@dataclass(frozen=True, slots=True)
class Calibration:
    """`scope` judges whether any intent fits, `right` whether the first does; `temperature` shares out the rest."""

    scope: Logistic
    right: Logistic
    temperature: float

    def probability(self, evidence: NDArray[np.float64]) -> tuple[float, float]:
        """Return (in scope, in scope and the first intent is right) for evidence of shape (pieces,)."""
        scope = float(self.scope(evidence))
        return scope, scope * float(self.right(evidence))
