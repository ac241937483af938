"""A sandbox for measurements: up before anything is measured, or named."""

from __future__ import annotations

import aiohttp
import pytest

from bot.commands.process import sandbox, up
from bot.errors import CannotError
from bot.sandbox.state import TOKEN


async def test_a_sandbox_that_never_came_up_is_named() -> None:
    with pytest.raises(CannotError, match="No sandbox answers at http://127"):
        await up("http://127.0.0.1:9", patience=0.3)


async def test_a_sandbox_is_up_when_it_is_given_and_its_log_holds_as_many_calls_as_it_was_told() -> None:
    async with sandbox(2) as (url, control), aiohttp.ClientSession() as http:
        for method in ("getMe", "getUpdates", "getMyCommands"):
            async with http.get(f"{url}/bot{TOKEN}/{method}") as response:
                assert response.status == 200
        assert [call["method"] for call in await control.log()] == ["getUpdates", "getMyCommands"]
