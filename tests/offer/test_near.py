"""Wordings of several parts: near each other in any order, and nowhere else."""

from __future__ import annotations

import pytest

from bot.offer.near import Places, near
from bot.offer.text import fold

WORDING = r"\bpolice\b<~20>\b(?:arrest|warrant)\b<~30++>\bpay\b"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("police warrant: pay", 1),
        ("pay or the police will arrest you", 1),
        ("police warrant", 0),
        ("police warrant" + " and so on" * 9 + " pay", 0),
        ("police " + "and so on " * 9 + "warrant pay police", 1),
    ],
)
def test_all_parts_must_stand_near_each_other_in_any_order(text: str, stands: int) -> None:
    places = Places(fold(text))
    assert sum(map(places.stand, near([[WORDING]]))) == stands


def test_a_distance_inside_brackets_belongs_to_its_part() -> None:
    (wording,) = near([[r"\b(?:a<3>b|c)\b<~9>\bd\b"]])
    assert len(wording.parts) == 2
    assert wording.within == 9
