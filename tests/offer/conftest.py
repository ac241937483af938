"""The project's own rules, loaded once: they are content, and content is what is tested here."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.offer.rules import Rules, load_rules

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(CONTENT)
