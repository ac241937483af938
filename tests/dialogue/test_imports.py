"""The core stays pure: what importing the dialogue pulls in, in a fresh process."""

from __future__ import annotations

import subprocess
import sys

FORBIDDEN = {
    "telegram",
    "sqlalchemy",
    "asyncio",
    "aiohttp",
    "starlette",
    "uvicorn",
    "bot.store",
    "bot.telegram",
    "bot.config",
}


def test_importing_the_dialogue_loads_nothing_of_the_shell() -> None:
    code = "import sys, bot.dialogue.step; print('\\n'.join(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "bot.dialogue.step" in loaded
    assert loaded & FORBIDDEN == set()
