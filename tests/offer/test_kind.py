"""Which other scam a text is nearest to, and what speaks for any of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.offer.kind import Other, other_scam
from bot.offer.near import near
from bot.offer.text import fold
from bot.offer.written import Patterns, cue

if TYPE_CHECKING:
    from bot.offer.rules import Rules


def test_the_cues_that_are_counted_are_those_of_the_scam_that_has_most_of_them(rules: Rules) -> None:
    others = {
        "courier": (Patterns(map(cue, ("parcel", "customs", "warrant"))),),
        "romance": (Patterns(map(cue, ("darling", "oil rig", "visit"))),),
    }
    made = replace(rules, others=others, tells={"romance": near([["my love"]])})
    assert other_scam(fold("a parcel is at customs"), made) == Other("courier", 2, 0)
    assert other_scam(fold("my love, darling, a parcel is at customs"), made) == Other("romance", 2, 1)
    assert other_scam(fold("nothing of it"), made) == Other()
