"""`sandbox`: the Bot API server alone says where it is, or why it cannot be."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path

import pytest

from bot.sandbox.client import Control
from bot.sandbox.server import serve
from bot.sandbox.state import TOKEN, Sandbox
from tests.commands.conftest import Run, environment
from tests.processes import started_bot


async def test_it_prints_the_address_that_it_took_and_stops_in_order(tmp_path: Path) -> None:
    words = ["sandbox", "--port", "0"]
    with started_bot(words, "", environment(tmp_path), tmp_path) as (process, said):
        async with asyncio.timeout(30):
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", said("stderr"))):
                assert process.is_alive(), said("stderr")
                await asyncio.sleep(0.05)
        async with Control(found[0]) as control:
            assert (await control.state())["bot"]["is_bot"]
        assert TOKEN in said("stderr")
        assert process.pid is not None
        os.kill(process.pid, signal.SIGINT)
        await asyncio.to_thread(process.join, 30)
        assert "Traceback" not in said("stderr")
        assert process.exitcode == 0


async def test_a_port_in_use_is_named(run: Run) -> None:
    async with serve(Sandbox()) as server:
        port = server.url.rpartition(":")[2]
        done = await asyncio.to_thread(run, "sandbox", "--port", port)
    assert f"Port {port} on loopback cannot be used: Address already in use." in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("port", ["999999", "-1"])
def test_a_port_that_there_is_not_is_refused(run: Run, port: str) -> None:
    done = run("sandbox", "--port", port)
    assert "Invalid value for '--port'" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
