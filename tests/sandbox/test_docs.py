"""docs/sandbox.md names everything that the sandbox has."""

from pathlib import Path

import pytest

from bot.sandbox.control import routes
from bot.sandbox.faults import KINDS
from bot.sandbox.methods import METHODS
from bot.sandbox.spec import Spec
from bot.sandbox.state import Sandbox

DOCS = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_named(method: str) -> None:
    assert method in DOCS


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named(kind: str) -> None:
    assert f"`{kind}`" in DOCS


def test_every_control_request_is_named(spec: Spec) -> None:
    table = routes(Sandbox(spec=spec))
    assert len(table) >= 14
    for route in table:
        assert route.path.replace(":int", "") in DOCS
