"""Floors on the project's own labelled sets: what the check must catch, and whom it must not accuse.

The floors are goals of the project, not records: docs/offer-check.md has the measured values.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.catalog.loader import load_catalog
from bot.commands.bench_offer import Case, Outcome, read, table
from bot.offer.assess import assess
from bot.offer.reading import Reading
from tests.conftest import CONTENT

if TYPE_CHECKING:
    from bot.offer.rules import Rules

pytestmark = pytest.mark.long
SETS = sorted(Path(__file__).parent.glob("offers*.jsonl"))


@pytest.fixture(scope="module")
def rows(rules: Rules) -> dict[tuple[str, str], dict[str, float]]:
    outcomes = [Outcome(case, assess(Reading(case.text, rules)), 0.0) for case in cases()]
    return {(row["language"], row["label"]): row for row in table(outcomes)}


def cases() -> list[Case]:
    return [case for path in SETS for case in read(path)]


def test_the_set_is_large_and_a_third_of_it_is_hard_negatives() -> None:
    every = cases()
    negatives = [case for case in every if case.label in ("honest", "honest_abroad", "talk", "everyday")]
    assert len(SETS) >= 2
    assert len(every) >= 400
    assert len(negatives) * 3 >= len(every)
    assert {case.lang for case in every} == {"en", "zh"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("label", "column", "least"),
    [
        ("scam_abroad", "caught", 0.95),
        ("scam_abroad", "high", 0.85),
        ("scam_job", "caught", 0.95),
        ("polished_scam_abroad", "caught", 0.95),
        ("polished_scam_job", "caught", 0.95),
        ("other_scam", "named", 0.80),
        ("talk", "no offer", 0.94),
    ],
)
def test_scams_are_caught_and_talk_is_left_alone(
    rows: dict[tuple[str, str], dict[str, float]], lang: str, label: str, column: str, least: float
) -> None:
    assert rows[(lang, label)][column] >= least


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("label", "column", "most"),
    [
        ("honest", "high", 0.0),
        ("honest", "caught", 0.0),
        ("honest_abroad", "high", 0.03),
        ("honest_abroad", "caught", 0.1),
    ],
)
def test_honest_offers_are_not_accused(
    rows: dict[tuple[str, str], dict[str, float]], lang: str, label: str, column: str, most: float
) -> None:
    assert rows[(lang, label)][column] <= most


UNSEEN = Path(__file__).parent / "unseen.jsonl"


@pytest.fixture(scope="module")
def unseen(rules: Rules) -> list[Outcome]:
    """Texts by a writer who knew no rule, which no rule was written on and no model has learnt from."""
    return [Outcome(case, assess(Reading(case.text, rules)), 0.0) for case in read(UNSEEN)]


def test_what_the_bot_tells_of_its_errors_is_what_it_gets_wrong_on_unseen_texts(unseen: list[Outcome]) -> None:
    facts = load_catalog(CONTENT).facts
    lures = [each for each in unseen if each.case.label.startswith("scam_")]
    honest = [each for each in unseen if each.case.label.startswith("honest")]
    counted = {
        "check_lures_read": len(lures),
        "check_lures_missed": sum(each.found.risk not in ("high", "caution") for each in lures),
        "check_honest_read": len(honest),
        "check_honest_warned": sum(each.found.risk in ("high", "caution") for each in honest),
    }
    assert counted == {name: facts[name].value for name in counted}
