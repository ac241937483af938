"""A sender of alerts in a process of its own, that a test may kill: forked from one that has everything loaded."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping

from bot.commands.sending import send_alone
from bot.config import Settings


def send(env: Mapping[str, str]) -> None:
    """Do what `alert sender` does, with these settings."""
    os.environ.update(env)
    asyncio.run(send_alone(Settings()))
