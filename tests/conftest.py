"""What every test may ask for: the real content, loaded once, and a copy of it that a test may break."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.assemble import make_world
from bot.catalog.loader import load_catalog
from bot.catalog.types import Catalog
from bot.dialogue.types import World
from tests import databases, postgres

CONTENT = Path(__file__).parent.parent / "content"
OneTrains = Callable[[str], contextlib.AbstractContextManager[None]]
Told = Callable[[str], None]
FIGURES = "figures"  # a property of a test's report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the long tests to the workers first: each worker takes its share of the list from the front."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.get_closest_marker("long")]
    rest = [item for item in items if item not in long]
    cuts = [len(rest) * number // workers for number in range(workers + 1)]
    items[:] = [
        item for worker in range(workers) for item in (*long[worker::workers], *rest[cuts[worker] : cuts[worker + 1]])
    ]


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Told:
    """Print figures at the end of the run: what a worker process prints is lost."""
    return lambda words: record_property(FIGURES, words)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have `told`."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for words in sorted({str(value) for each in reports for name, value in each.user_properties if name == FIGURES}):
        terminalreporter.write_line(words)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(CONTENT)


@pytest.fixture(scope="session")
def trained_before() -> Path:
    """Where trained matchers are kept, named by a digest of all that made them: each is trained once, ever."""
    return CONTENT.parent / "var" / "cache"


@pytest.fixture(scope="session")
def one_trains(tmp_path_factory: pytest.TempPathFactory) -> OneTrains:
    """What lets one worker of a run train, while the others wait and read what it made."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    @contextlib.contextmanager
    def turn(name: str) -> Iterator[None]:
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    return turn


@pytest.fixture(scope="session")
def world(trained_before: Path, one_trains: OneTrains) -> World:
    # Without the encoder: the tests hold wherever Vigil is installed, and start at once.
    with one_trains("spelling"):
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
        return databases.address(tmp_path / "vigil.db")
    return postgres.database(request.getfixturevalue("postgres_server"))


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables that nobody opens: for copies."""
    file = tmp_path_factory.mktemp("tables") / "vigil.db"
    databases.make(databases.address(file))
    return file


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> str:
    """The same on PostgreSQL."""
    url = postgres.database(postgres_server)
    databases.make(url)
    return url


@pytest.fixture
def sqlite_url(sqlite_tables: Path, tmp_path: Path) -> str:
    """A database of the test's own, with its tables."""
    return databases.copy(sqlite_tables, tmp_path / "vigil.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def tables_url(request: pytest.FixtureRequest) -> str:
    """The same on each of the two that Vigil runs on."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return postgres.database(request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_tables"))
