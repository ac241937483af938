"""Processes of their own for tests, forked from one that has all loaded: a second less than a new interpreter."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.preloaded"])
STREAMS = ("stdin", "stdout", "stderr")
Said = Callable[[str], str]  # what a process has written so far, to "stdout" or "stderr"


@contextmanager
def started_bot(
    arguments: Sequence[str], given: str, env: Mapping[str, str], cwd: Path
) -> Iterator[tuple[ForkServerProcess, Said]]:
    """Start `python -m bot` with arguments; it is killed where it still runs at the end."""
    with TemporaryDirectory() as folder:
        streams = Path(folder)
        for name in STREAMS:
            (streams / name).write_text(given if name == "stdin" else "", encoding="utf-8")
        process = PROCESSES.Process(target=_bot, args=(arguments, env, cwd, streams))
        process.start()
        try:
            yield process, lambda name: (streams / name).read_text(encoding="utf-8")
        finally:
            process.kill()
            process.join()


def run_bot(
    arguments: Sequence[str], given: str, env: Mapping[str, str], cwd: Path, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` with arguments to its end. Raises TimeoutError if it takes longer than `timeout` seconds."""
    with started_bot(arguments, given, env, cwd) as (process, said):
        process.join(timeout)
        if process.exitcode is None:
            raise TimeoutError(f"{arguments} took more than {timeout} seconds")
        return subprocess.CompletedProcess(list(arguments), process.exitcode, *map(said, STREAMS[1:]))


def _bot(arguments: Sequence[str], env: Mapping[str, str], cwd: Path, streams: Path) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    for number, name in enumerate(STREAMS):
        with (streams / name).open("ab" if number else "rb") as file:
            os.dup2(file.fileno(), number)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    sys.argv = ["bot", *arguments]

    from bot.cli import app

    app()
