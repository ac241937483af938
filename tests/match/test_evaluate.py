"""The measures are what their names say, on cases small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from bot.match.evaluate import Outcome, auroc, calibration_error, measures, outcome
from bot.match.types import Match, Ranking


def test_auroc_counts_pairs_in_the_right_order_and_ties_half() -> None:
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False])) == pytest.approx(3.5 / 4)


def test_a_perfectly_calibrated_score_has_no_error() -> None:
    assert calibration_error(np.array([0.5, 0.5]), np.array([True, False])) == pytest.approx(0)
    assert calibration_error(np.array([1.0, 1.0]), np.array([True, False])) == pytest.approx(0.5)


def test_an_outcome_tells_first_third_and_scope() -> None:
    ranking = Ranking((Match("a", 0.6), Match("b", 0.2), Match("c", 0.1), Match("d", 0.05)), 0.8)
    assert outcome(ranking, "c", {"a", "c"}) == Outcome(first=False, third=True, known=True, score=0.6, scope=0.8)
    assert not outcome(ranking, "z", {"a"}).known


def test_the_measures_of_four_questions() -> None:
    found = measures(
        [
            Outcome(first=True, third=True, known=True, score=0.9, scope=0.9),
            Outcome(first=False, third=True, known=True, score=0.3, scope=0.8),
            Outcome(first=False, third=False, known=False, score=0.2, scope=0.1),
            Outcome(first=False, third=False, known=False, score=0.5, scope=0.4),
        ]
    )
    assert found["accuracy_1"] == 0.5
    assert found["accuracy_3"] == 1.0
    assert found["oos_auroc"] == 1.0
    assert found["oos_recall_90"] == 1.0
    assert found["best_overall"] == 0.75


def test_without_questions_out_of_scope_there_is_no_auroc() -> None:
    assert measures([Outcome(first=True, third=True, known=True, score=0.9, scope=0.9)])["oos_auroc"] is None
