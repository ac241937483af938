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
    settings = Settings()
    assert settings.telegram_token is not None
    asyncio.run(send_alone(settings, settings.telegram_token.get_secret_value()))
