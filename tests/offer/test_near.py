"""Wordings of several parts: near each other in any order, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.assess import assess
from bot.offer.near import Places, near
from bot.offer.reading import Reading
from bot.offer.text import fold

if TYPE_CHECKING:
    from bot.offer.rules import Rules

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


def test_the_span_runs_from_the_first_part_to_the_last() -> None:
    (wording,) = near([[WORDING]])
    text = fold("well, the police have a warrant. Pay today")
    span = Places(text).span(wording)
    assert span is not None
    assert text.text[slice(*span)] == "police have a warrant. pay"
    assert Places(fold("nothing of it")).span(wording) is None


def test_a_sign_of_several_sentences_is_found_and_quoted_whole(rules: Rules) -> None:
    offer = (
        "Part-time job. Payments from our customers land on your account. Keep 5%. Every Friday you pass it on to us."
    )
    flags = {flag.id: flag for flag in assess(Reading(offer, rules)).flags}
    found = flags["use_own_bank_account"]
    assert offer[found.start : found.end] == found.quote
