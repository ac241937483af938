"""One sender a bot token: Telegram's limits are per token, and two senders would each think they keep them.

On SQLite a lock on a file beside the database, on PostgreSQL an advisory lock: both end with their process, however it
ends.
"""

from __future__ import annotations

import fcntl
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url, text

if TYPE_CHECKING:
    from io import TextIOWrapper

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


def number(token: str) -> int:
    """Return a key for the token that tells nothing of it."""
    return int.from_bytes(hashlib.sha256(token.encode()).digest()[:7], "big")


class SenderLock:
    """The right to send for one token."""

    def __init__(self, engine: AsyncEngine, token: str) -> None:
        """Prepare a lock that is not yet taken."""
        self._engine = engine
        self._key = number(token)
        self._file: TextIOWrapper | None = None
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        """Take the lock; False where another process holds it."""
        url = make_url(self._engine.url)
        if url.get_backend_name() == "sqlite":
            return self._take_file(Path(f"{url.database}.{self._key:x}.sender"))
        connection = await self._engine.connect()
        taken = (await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})).scalar()
        # The lock belongs to the connection, not to the transaction, which must not stay open for days.
        await connection.commit()
        if not taken:
            await connection.close()
            return False
        self._connection = connection
        return True

    async def held(self) -> bool:
        """Tell whether the lock is still ours: a database that restarted has forgotten it."""
        if self._connection is None:
            return self._file is not None
        try:
            await self._connection.execute(text("SELECT 1"))
            await self._connection.commit()
        except Exception:  # noqa: BLE001 - whatever broke the connection, the lock is gone
            with suppress(Exception):
                await self._connection.close()
            self._connection = None
            return False
        return True

    async def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            with suppress(Exception):
                await self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key})
                await self._connection.commit()
                await self._connection.close()
            self._connection = None

    def _take_file(self, path: Path) -> bool:
        handle = path.open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._file = handle
        return True
