"""Fits the calibration on phrasings that were left out, on intents that were, and on other topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from bot.match.calibrate import Calibration, Logistic, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

OUT_OF_SCOPE_SHARE = 0.5  # of the questions people really send; the published bots saw from a third up to this
FAR_SHARE = 0.85  # of those out of scope: other topics altogether; the rest are near misses
EVEN = 0.5  # what tells in scope from out of scope is learned from as many of the ones as of the others
DECAY = 1e-3
LENGTHS, MOST = 5, 5.0  # kinds of length, and what a text counts at most for its own before 1 is the average


@dataclass(frozen=True, slots=True)
class Trials:
    """Evidence of shape (n, pieces): `kept` with each phrasing left out, `lost` with its whole intent left out.

    The last piece is the size of the text. `far` is of questions on other topics altogether; it may be empty. `right`
    tells where the first intent was right.
    """

    kept: NDArray[np.float64]
    right: NDArray[np.float64]
    lost: NDArray[np.float64]
    far: NDArray[np.float64]
    temperature: float


def fit(trials: Trials) -> Calibration:
    """Fit both models.

    What tells a question in scope from one that is not must tell near misses as well as other topics: it is learned
    from both alike. How likely each is follows then from how often they are expected, as often for long questions as
    for short ones: a text on other topics counts more where there are fewer of its length than there are phrasings.
    """
    counts = _by_length(trials.far[:, -1], trials.kept[:, -1])
    direction = _scope(trials.kept, trials.lost, trials.far, counts, EVEN)
    kept, lost, far = ((each @ direction.weights)[:, None] for each in (trials.kept, trials.lost, trials.far))
    level = _scope(kept, lost, far, counts, FAR_SHARE)
    scope = Logistic(level.bias, float(level.weights[0]) * direction.weights)
    n = len(trials.kept)
    return Calibration(scope, logistic(trials.kept, trials.right, np.full(n, 1 / n)), trials.temperature)


def _by_length(sizes: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what texts of these sizes count, 1 on average, so that they are as long as those `wanted`."""
    if not len(sizes):
        return sizes
    borders = np.quantile(wanted, np.linspace(0, 1, LENGTHS + 1)[1:-1])
    kinds, there = (np.searchsorted(borders, each, side="right") for each in (wanted, sizes))
    share, have = (np.bincount(each, minlength=LENGTHS) / len(each) for each in (kinds, there))
    counts = np.minimum(share / np.maximum(have, 1 / len(sizes)), MOST)[there]
    return np.asarray(counts / counts.mean() if counts.any() else np.ones(len(sizes)))


def _scope(
    kept: NDArray[np.float64],
    lost: NDArray[np.float64],
    far: NDArray[np.float64],
    counts: NDArray[np.float64],
    far_share: float,
) -> Logistic:
    """Fit how likely a question is in scope, with such a share of other topics among those that are not."""
    n, m, f = len(kept), len(lost), len(far)
    near = OUT_OF_SCOPE_SHARE * (1 - far_share if f else 1)
    weight = np.r_[
        np.full(n, (1 - OUT_OF_SCOPE_SHARE) / n),
        np.full(m, near / m),
        (OUT_OF_SCOPE_SHARE - near) / max(1, f) * counts,
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
