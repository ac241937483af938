"""The reference page knows every sign and every rule, so that none is shipped unexplained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.offer.rules import Rules

PAGE = Path(__file__).parents[2] / "docs" / "offer-check.md"


def test_every_sign_and_every_rule_stands_in_the_reference_page(rules: Rules) -> None:
    text = PAGE.read_text("utf-8")
    assert len(rules.flags) > 39
    assert [key for key, flag in rules.flags.items() if f"| `{key}` | {flag.severity} |" not in text] == []
    assert [rule.id for rule in rules.rules if f"| `{rule.id}` | {rule.level} |" not in text] == []
