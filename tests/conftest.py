"""What every test may ask for: the real content, loaded once, and a copy of it that a test may break."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assemble import make_world
from bot.catalog.loader import load_catalog
from bot.catalog.types import Catalog
from bot.dialogue.types import World
from tests import postgres

CONTENT = Path(__file__).parent.parent / "content"


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(CONTENT)


@pytest.fixture(scope="session")
def trained_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all workers of one run keep trained matchers, so that each is trained once."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "matchers"


@pytest.fixture(scope="session")
def world(trained_before: Path) -> World:
    # Without the encoder: the tests hold wherever Vigil is installed, and start at once.
    return make_world(CONTENT, semantic=False, cache=trained_before)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql (.ci/run does it)")
    with postgres.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each of the two that Vigil runs on."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/vigil.db"
    return postgres.database(request.getfixturevalue("postgres_server"))
