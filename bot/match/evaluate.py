"""Measures of a matcher on questions with known labels; a label that was not learned is out of scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from bot.match.types import Ranking

BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: was its label first, among the first three, in scope; the score, and the probability of scope."""

    first: bool
    third: bool
    known: bool
    score: float
    scope: float


def outcome(ranking: Ranking, label: str, labels: Collection[str]) -> Outcome:
    """Compare a ranking with the label that is right."""
    found = [match.intent for match in ranking.matches[:3]]
    score = ranking.matches[0].score if ranking.matches else 0.0
    return Outcome(found[:1] == [label], label in found, label in labels, score, ranking.scope)


def measures(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Return the measures by name; None where the questions do not allow one.

    accuracy_1 and accuracy_3: share right of the questions in scope. oos_auroc: how well `scope` tells the two kinds
    apart. oos_recall_90 and _95: share of questions out of scope refused while 90 or 95 % in scope are kept.
    best_overall: the best share right over all questions, at any threshold. ece: mean gap between score and share
    right, in ten bins (Guo et al. 2017).
    """
    known = np.array([each.known for each in outcomes])
    first = np.array([each.first for each in outcomes])
    score, scope = (np.array([getattr(each, name) for each in outcomes]) for name in ("score", "scope"))
    both = known.any() and not known.all()
    return {
        "questions": len(outcomes),
        "in_scope": int(known.sum()),
        "accuracy_1": _share(first[known]),
        "accuracy_3": _share(np.array([each.third for each in outcomes])[known]),
        "oos_auroc": auroc(scope, known) if both else None,
        "oos_recall_90": _recall(scope, known, 0.90) if both else None,
        "oos_recall_95": _recall(scope, known, 0.95) if both else None,
        "best_overall": _best(score, first, known),
        "ece": calibration_error(score, first & known),
    }


def auroc(value: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Return the area under the ROC curve: how often a positive has the higher value (ties count half)."""
    rank = rankdata(value)
    inside, outside = int(positive.sum()), int((~positive).sum())
    return float((rank[positive].sum() - inside * (inside + 1) / 2) / (inside * outside))


def calibration_error(score: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten equal bins of the score."""
    return float(sum(share * abs(mean - true) for mean, true, share in reliability(score, right)))


def reliability(score: NDArray[np.float64], right: NDArray[np.bool_]) -> list[tuple[float, float, float]]:
    """Return the reliability diagram: (mean score, share right, share of the questions) of each bin that has any."""
    bins = np.minimum((score * BINS).astype(int), BINS - 1)
    chosen = [bins == number for number in range(BINS)]
    return [(float(score[b].mean()), float(right[b].mean()), float(b.mean())) for b in chosen if b.any()]


def _share(hits: NDArray[np.bool_]) -> float | None:
    return float(hits.mean()) if len(hits) else None


def _recall(scope: NDArray[np.float64], known: NDArray[np.bool_], kept: float) -> float:
    floor = np.quantile(scope[known], 1 - kept, method="lower")
    return float((scope[~known] < floor).mean())


def _best(score: NDArray[np.float64], first: NDArray[np.bool_], known: NDArray[np.bool_]) -> float:
    """Refusing below a threshold is right for what is out of scope, answering above it for what was found."""
    order = np.argsort(-score, kind="stable")
    answered = np.concatenate([[0], np.cumsum((first & known)[order])])
    refused = int((~known).sum()) - np.concatenate([[0], np.cumsum(~known[order])])
    return float((answered + refused).max() / len(score))
