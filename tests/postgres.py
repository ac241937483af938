"""A PostgreSQL server of the tests' own: its own folder, its own port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

NUMBERS = count(1)


def binaries() -> Path | None:
    """The folder with initdb and postgres, None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def server() -> Iterator[str]:
    """Run a server; yields its address up to the slash before the database's name."""
    folder = binaries()
    assert folder is not None
    # PostgreSQL refuses to run as root; Debian's package brings the user.
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="vigil-postgres-"))
    if user:
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, quiet = str(home / "data"), subprocess.DEVNULL
    make = [str(folder / "initdb"), "-D", data, "-U", "vigil", "--auth=trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, user=user, check=True, stdout=quiet, cwd=home)
    options = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off"
    control = [str(folder / "pg_ctl"), "-D", data]
    start = [*control, "-w", "-l", str(home / "log"), "-o", options, "start"]
    subprocess.run(start, user=user, check=True, stdout=quiet, cwd=home)
    try:
        yield f"postgresql://vigil@127.0.0.1:{port}/"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], user=user, check=False, stdout=quiet, cwd=home)
        shutil.rmtree(home, ignore_errors=True)


def database(address: str, like: str | None = None) -> str:
    """Make a database, empty or like another that nobody is connected to, and return its URL for the program."""
    name = f"vigil{next(NUMBERS)}"
    with psycopg.connect(f"{address}postgres", autocommit=True) as connection:
        template = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
        connection.execute(f"CREATE DATABASE {name}{template}".encode())
    return f"{address}{name}".replace("postgresql://", "postgresql+psycopg://")
