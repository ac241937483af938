"""The command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes import run_bot

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Settings that touch nothing of the machine's own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("VIGIL_")}
    return {
        **own,
        "PYTHONPATH": str(ROOT),
        "VIGIL_SEMANTIC": "false",
        "VIGIL_CACHE": "",
        "VIGIL_TELEGRAM_TOKEN": "",
        "VIGIL_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/vigil.db",
        "NO_COLOR": "1",
        "COLUMNS": "200",
        **more,
    }


@pytest.fixture
def run(tmp_path: Path, trained_before: Path) -> Run:
    def started(*arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        env = environment(tmp_path, **{"VIGIL_CACHE": str(trained_before), **more})
        return run_bot(arguments, given, env, tmp_path, timeout=60)

    return started
