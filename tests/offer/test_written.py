"""How patterns are written: distances, parts in either order, word classes, and the letters that a search needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from bot.offer.anchors import facts
from bot.offer.content import RuleText
from bot.offer.text import fold
from bot.offer.written import pattern, sought, spelled_out, unknown_classes

if TYPE_CHECKING:
    from bot.offer.rules import Rules

# Names and texts; the patterns of signs are tested by themselves.
NO_PATTERNS = {"classes", "flags", "good", "rules", "currencies", "card"}


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        (r"\bfree\b<9>\bflight\b", "free air flight", True),
        (r"\bfree\b<9>\bflight\b", "free. flight", False),
        (r"\bfree\b<9+>\bflight\b", "free. flight", True),
        (r"\bfree\b<9>\bflight\b", "flight free", False),
        (r"\bfree\b<~9>\bflight\b", "flight is free", True),
        (r"\bfree\b<~9>\bflight\b", "free flight", True),
    ],
)
def test_distances_stay_in_the_clause_and_either_order_is_one_pattern(written: str, text: str, *, found: bool) -> None:
    assert bool(pattern(written).search(text)) is found


def test_a_class_stands_for_its_words_also_inside_another_class(rules: Rules) -> None:
    text = rules.texts["en"].model_copy(
        update={
            "classes": {**rules.texts["en"].classes, "fly": "flight|{trip}", "trip": "travel"},
            "abroad": (r"\b{fly}\b",),
        }
    )
    assert spelled_out(text).abroad == (r"\b(?:flight|(?:travel))\b",)


def test_a_class_that_nobody_wrote_is_named(rules: Rules) -> None:
    text = rules.texts["en"].model_copy(update={"abroad": (r"\b{nowhere}\b",)})
    assert unknown_classes(text) == ("nowhere",)


def test_a_class_is_known_in_every_group_of_patterns_that_a_language_has(rules: Rules) -> None:
    text = rules.texts["en"]
    values = {name: getattr(text, name) for name in RuleText.model_fields}
    groups = [name for name, value in values.items() if isinstance(value, Mapping) and name not in NO_PATTERNS]
    assert len(groups) >= 7
    for name in groups:
        written = text.model_copy(update={name: {"one": ("{nowhere}",)}})
        assert unknown_classes(written) == ("nowhere",), name
        written = text.model_copy(update={name: {"one": ("{food}",)}})
        assert getattr(spelled_out(written), name)["one"] == (f"(?:{text.classes['food']})",), name


def test_a_pattern_is_searched_only_where_all_its_parts_can_stand() -> None:
    assert set(facts(r"\bfree\b.{0,9}\bflight\b")[0]) == {frozenset({"free"}), frozenset({"flight"})}
    ((only,),) = (sought([[r"\bfree\b<9>\bflight\b"]]),)
    assert list(only.hits(fold("a flight"))) == []
    assert [hit[0] for hit in only.hits(fold("a free flight"))] == ["free flight"]
