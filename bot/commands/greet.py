"""The first words with Telegram: whoever is not known or not heard there is told so in a sentence."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from telegram.error import InvalidToken, NetworkError

from bot.errors import CannotError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from telegram.ext import ExtBot

    from bot.telegram.app import App


async def greet(started: App | ExtBot[Any], base_url: str) -> None:
    """Initialize what speaks to the Bot API. Raises CannotError for a bad token or an unreachable server."""
    with heard(base_url):
        await started.initialize()


@contextlib.contextmanager
def heard(base_url: str) -> Iterator[None]:
    """Say in a sentence why Telegram does not hear what is called in the block: CannotError."""
    try:
        yield
    # Without the cause: python-telegram-bot's words quote the token, and a traceback would show them.
    except InvalidToken:
        raise CannotError("Telegram does not know this token. Check VIGIL_TELEGRAM_TOKEN in .env.") from None
    except NetworkError as error:
        where = base_url or "Telegram"
        raise CannotError(
            f"{where} cannot be reached ({error.message}). Check the network and VIGIL_TELEGRAM_BASE_URL."
        ) from error


@contextlib.asynccontextmanager
async def greeted(bot: ExtBot[Any], base_url: str) -> AsyncIterator[None]:
    """Keep a bot that only sends ready for as long as the block lasts. Raises what `greet` raises."""
    try:
        await greet(bot, base_url)
        yield
    finally:
        await bot.shutdown()
