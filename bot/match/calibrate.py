"""From raw evidence to the probability that the first intent is right (logistic calibration, Platt 1999)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 30
OUT_OF_SCOPE_SHARE = 0.35  # of the questions people really send; the published bots saw a third to a half


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of three pieces of evidence, and the temperature that shares probability among the rest."""

    weights: NDArray[np.float64]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    temperature: float

    def probability(self, evidence: NDArray[np.float64]) -> float:
        """Return the probability for evidence of shape (3,)."""
        logit = float(self.weights[0] + self.weights[1:] @ ((evidence - self.mean) / self.scale))
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def fit(evidence: NDArray[np.float64], outcome: NDArray[np.float64], left_out: NDArray[np.float32]) -> Calibration:
    """Fit on trials of shape (n, 3) with outcomes 0 or 1; the first half in scope, the second half out of scope."""
    mean, scale = evidence.mean(axis=0), evidence.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(evidence), 1)), (evidence - mean) / scale])
    half = len(evidence) // 2
    weight = np.r_[np.full(half, 1 - OUT_OF_SCOPE_SHARE), np.full(len(evidence) - half, OUT_OF_SCOPE_SHARE)]
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        probability = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (weight * (outcome - probability)) - 1e-3 * weights
        curve = (design * (weight * probability * (1 - probability))[:, None]).T @ design
        weights = weights + np.linalg.solve(curve + 1e-3 * np.eye(len(weights)), gradient)
    spread = float(np.std(left_out))
    return Calibration(weights, mean, scale, max(spread, 1e-3))
