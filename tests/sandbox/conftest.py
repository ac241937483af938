"""A running sandbox, a control desk, and an unmodified python-telegram-bot client."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.client import Control, Person
from bot.sandbox.server import Served, serve
from bot.sandbox.spec import Spec
from bot.sandbox.state import Sandbox


@pytest.fixture(scope="session")
def spec() -> Spec:
    return Spec.load()


@pytest.fixture
async def served(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    # python-telegram-bot warns of a coming type of retry_after unless it is told to use it already.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with serve(Sandbox(spec=spec)) as running:
        yield running
        assert running.sandbox.bugs == []


@pytest.fixture
async def control(served: Served) -> AsyncIterator[Control]:
    async with Control(served.url) as desk:
        yield desk


@pytest.fixture
async def ana(control: Control) -> Person:
    return await control.person("Ana")


@pytest.fixture
async def bot(served: Served) -> AsyncIterator[Bot]:
    # Reading the certificates of the world takes longer than a whole test, and loopback needs none.
    request, poll = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    client = Bot(
        "1:sandbox", base_url=served.api, base_file_url=served.file_api, request=request, get_updates_request=poll
    )
    async with client:
        yield client
