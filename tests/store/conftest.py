"""An engine on a database with its tables and nothing in them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engine import make_engine


@pytest.fixture
async def engine(tables_url: str) -> AsyncIterator[AsyncEngine]:
    made = make_engine(tables_url)
    yield made
    await made.dispose()
