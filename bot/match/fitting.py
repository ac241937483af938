"""Fits the calibration on phrasings that were left out, on intents that were, and on other topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from bot.match.calibrate import Calibration, Logistic, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

OUT_OF_SCOPE_SHARE = 0.35  # of the questions people really send; the published bots saw a third to a half
FAR_SHARE = 0.85  # of those out of scope: other topics altogether; the rest are near misses
EVEN = 0.5  # what tells in scope from out of scope is learned from as many of the ones as of the others
DECAY = 1e-3


@dataclass(frozen=True, slots=True)
class Trials:
    """Evidence of shape (n, pieces): `kept` with each phrasing left out, `lost` with its whole intent left out.

    `far` is of questions on other topics altogether; it may be empty. `right` tells where the first intent was right.
    """

    kept: NDArray[np.float64]
    right: NDArray[np.float64]
    lost: NDArray[np.float64]
    far: NDArray[np.float64]
    temperature: float


def fit(trials: Trials) -> Calibration:
    """Fit both models.

    What tells a question in scope from one that is not must tell near misses as well as other topics: it is learned
    from both alike. How likely each is follows then from how often they are expected.
    """
    direction = _scope(trials.kept, trials.lost, trials.far, EVEN)
    kept, lost, far = ((each @ direction.weights)[:, None] for each in (trials.kept, trials.lost, trials.far))
    level = _scope(kept, lost, far, FAR_SHARE)
    scope = Logistic(level.bias, float(level.weights[0]) * direction.weights)
    n = len(trials.kept)
    return Calibration(scope, logistic(trials.kept, trials.right, np.full(n, 1 / n)), trials.temperature)


def _scope(
    kept: NDArray[np.float64], lost: NDArray[np.float64], far: NDArray[np.float64], far_share: float
) -> Logistic:
    """Fit how likely a question is in scope, with such a share of other topics among those that are not."""
    n, m, f = len(kept), len(lost), len(far)
    near = OUT_OF_SCOPE_SHARE * (1 - far_share if f else 1)
    weight = np.r_[
        np.full(n, (1 - OUT_OF_SCOPE_SHARE) / n),
        np.full(m, near / m),
        np.full(f, (OUT_OF_SCOPE_SHARE - near) / max(1, f)),
    ]
    return logistic(np.vstack([kept, lost, far]), np.r_[np.ones(n), np.zeros(m + f)], weight)


def logistic(evidence: NDArray[np.float64], outcome: NDArray[np.float64], weight: NDArray[np.float64]) -> Logistic:
    """Fit a logistic model with weights that are not negative. Shapes (n, pieces), (n,), (n,)."""
    mean, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(evidence), 1)), (evidence - mean) / spread])

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = design @ theta
        off = weight * (sigmoid(z) - outcome)
        value = weight @ (np.logaddexp(0, z) - outcome * z) + DECAY * (theta[1:] @ theta[1:]) / 2
        return float(value), design.T @ off + DECAY * np.r_[0, theta[1:]]

    bounds = [(None, None)] + [(0, None)] * evidence.shape[1]
    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / spread
    return Logistic(float(found[0] - weights @ mean), weights)
