"""The reference page knows every sign and every rule, so that none is shipped unexplained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.catalog.loader import load_catalog
from tests.conftest import CONTENT

if TYPE_CHECKING:
    from bot.offer.rules import Rules

PAGE = Path(__file__).parents[2] / "docs" / "offer-check.md"


def test_every_sign_and_every_rule_stands_in_the_reference_page(rules: Rules) -> None:
    text = PAGE.read_text("utf-8")
    assert len(rules.flags) > 39
    assert [key for key, flag in rules.flags.items() if f"| `{key}` | {flag.severity} |" not in text] == []
    assert [rule.id for rule in rules.rules if f"| `{rule.id}` | {rule.level} |" not in text] == []


def test_the_errors_that_the_bot_tells_of_are_those_of_the_reference_page() -> None:
    facts = load_catalog(CONTENT).facts
    told = {name: fact.value for name, fact in facts.items() if fact.source == "own_check"}
    rows = re.findall(r"^\| `(check_\w+)` \| ([\d,]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(told) >= 4
    assert {name: int(value.replace(",", "")) for name, value in rows} == told
    answers = [language.answers["bot.who_runs"].answer for language in load_catalog(CONTENT).languages.values()]
    assert [name for name in told for answer in answers if f"{{fact:{name}}}" not in answer] == []
