"""Starting: what goes wrong is said in a sentence that tells what to do, never in a traceback."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import aiohttp
import pytest

from bot.commands.alone import Alone
from bot.commands.run import delete_daily, reload, running
from bot.config import Settings
from bot.dialogue.types import KeptOffer, World
from bot.sandbox.client import Control
from bot.sandbox.server import serve
from bot.sandbox.state import TOKEN, Sandbox
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.offers import Offers
from bot.store.sessions import Sessions
from bot.telegram.app import Bot
from bot.telegram.chart import Charts
from tests.commands.conftest import ROOT, Run, environment
from tests.processes import started_bot


def test_a_typo_in_the_content_stops_the_start_with_every_error(run: Run, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    file = broken / "en" / "jobs.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title:", "titel:", 2), encoding="utf-8")
    started = run("run", VIGIL_CONTENT=str(broken))
    checked = run("content", "check", VIGIL_CONTENT=str(broken))
    assert started.returncode == checked.returncode == 1
    assert started.stderr.count("titel") >= 2
    assert "en/jobs.yaml:" in started.stderr
    assert checked.stdout.count("titel") >= 2
    assert not (tmp_path / "vigil.db").exists()


def test_content_with_an_error_that_only_the_check_finds_does_not_start(
    run: Run, content: Path, tmp_path: Path
) -> None:
    file = content / "en" / "jobs.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if "{hotline:" in line)
    lines[place] = lines[place].replace("{hotline:", "{hotline:x")
    file.write_text("\n".join(lines), encoding="utf-8")
    started = run("run", VIGIL_CONTENT=str(content))
    assert started.returncode == 1
    (told,) = (line for line in started.stderr.splitlines() if line.startswith("en/jobs.yaml:"))
    assert "is unknown. Add it to hotlines.yaml." in told
    assert "Nothing was started" in started.stderr
    assert not (tmp_path / "vigil.db").exists()


def test_every_error_that_stops_the_start_is_one_of_the_content_check(run: Run, content: Path) -> None:
    (content / "en" / "redflags.yaml").write_text("[", encoding="utf-8")
    answers = content / "zh" / "jobs.yaml"
    answers.write_text(answers.read_text(encoding="utf-8").replace("{hotline:", "{hotline:x", 1), encoding="utf-8")
    started = run("run", VIGIL_CONTENT=str(content))
    checked = run("content", "check", VIGIL_CONTENT=str(content))
    assert started.returncode == checked.returncode == 1
    for name in ("en/redflags.yaml:", "zh/jobs.yaml:"):
        assert name in started.stderr
        assert name in checked.stdout


@pytest.mark.parametrize("spoiled", ["redflags.yaml", "wording.json"])
def test_an_offer_is_not_checked_with_broken_content_and_every_error_is_named(
    run: Run, content: Path, spoiled: str
) -> None:
    (content / "en" / spoiled).write_text("[", encoding="utf-8")
    done = run("check", "hello", VIGIL_CONTENT=str(content))
    assert done.returncode == 1
    assert re.search(rf"^en/{spoiled}:\d: error: ", done.stderr, re.MULTILINE)
    assert "Traceback" not in done.stderr


PAGE = "http://127.0.0.1:"  # how the page's address begins
SENDING = ("run", "alert sender", "alert test 1 5")


@pytest.mark.parametrize("command", SENDING)
def test_a_server_that_cannot_be_reached_is_named(run: Run, tmp_path: Path, command: str) -> None:
    draft(run, tmp_path)
    done = run(*command.split(), VIGIL_TELEGRAM_TOKEN="1:x", VIGIL_TELEGRAM_BASE_URL="http://127.0.0.1:9/bot")
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


async def test_a_server_that_falls_silent_right_after_the_start_is_named(run: Run) -> None:
    sandbox = Sandbox()
    sandbox.faults.add("cut", method="deleteWebhook")
    async with serve(sandbox) as served:
        settings = {"VIGIL_TELEGRAM_TOKEN": "1:sandbox", "VIGIL_TELEGRAM_BASE_URL": served.api}
        done = await asyncio.to_thread(run, "run", **settings)
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("command", SENDING)
async def test_a_token_that_the_server_does_not_know_is_told_and_never_shown(
    run: Run, tmp_path: Path, command: str
) -> None:
    draft(run, tmp_path)
    async with serve(Sandbox()) as served:
        settings = {"VIGIL_TELEGRAM_TOKEN": "1:of-mine", "VIGIL_TELEGRAM_BASE_URL": served.api}
        done = await asyncio.to_thread(run, *command.split(), **settings)
    assert "does not know this token" in done.stderr
    assert "of-mine" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("command", ["run", "alert list", "alert sender", "db export people.jsonl"])
@pytest.mark.parametrize("place", ["file/vigil.db", "folder"])
def test_a_database_that_cannot_be_opened_is_named_and_no_port(
    run: Run, tmp_path: Path, command: str, place: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    url = f"sqlite+aiosqlite:///{tmp_path}/{place}"
    token = "1:sandbox" if command == "alert sender" else ""
    done = run(*command.split(), VIGIL_DATABASE_URL=url, VIGIL_TELEGRAM_TOKEN=token)
    said = " ".join(done.stderr.split())
    assert "cannot be used: unable to open database file. Look at VIGIL_DATABASE_URL" in said
    assert "Port" not in said
    assert "Traceback" not in said
    assert done.returncode == 1


def draft(run: Run, folder: Path) -> None:
    (folder / "en.txt").write_text("Fake police\n\nThey call you.\n\nHang up.", encoding="utf-8")
    assert run("alert", "new", "--text", "en=en.txt").returncode == 0


def test_a_wrong_setting_is_named(run: Run) -> None:
    done = run("run", VIGIL_PORT="many")
    assert "VIGIL_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_level_of_the_log_is_taken_in_any_case_and_a_wrong_one_is_named(run: Run) -> None:
    assert run("content", "stale", VIGIL_LOG_LEVEL="warning").returncode == 0
    done = run("content", "stale", VIGIL_LOG_LEVEL="loud")
    assert "VIGIL_LOG_LEVEL" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_no_level_of_the_log_shows_what_people_write(tmp_path: Path) -> None:
    asked = (
        "import logging; from bot import cli; cli.main();"
        "print([logging.getLogger(n).isEnabledFor(logging.DEBUG) for n in ('telegram.ext.ExtBot', 'aiosqlite', 'bot')])"
    )
    env = environment(tmp_path, VIGIL_LOG_LEVEL="DEBUG")
    done = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[False, False, True]"


async def test_a_bad_token_is_named(run: Run) -> None:
    async with serve(Sandbox(token="1:right")) as server:
        settings = {"VIGIL_TELEGRAM_TOKEN": "1:wrong", "VIGIL_TELEGRAM_BASE_URL": server.api}
        done = await asyncio.to_thread(run, "run", **settings)
    assert "Check VIGIL_TELEGRAM_TOKEN" in " ".join(done.stderr.split())
    assert done.returncode == 1


async def until_told(said: Callable[[], str], words: str, runs: Callable[[], bool] = lambda: True) -> None:
    """Wait until a process has said something."""
    async with asyncio.timeout(60):
        while words not in said():
            assert runs(), said()
            await asyncio.sleep(0.05)


async def ended(process: ForkServerProcess) -> int | None:
    await asyncio.to_thread(process.join, 40)
    return process.exitcode


@pytest.mark.long
async def test_a_second_copy_says_so_and_stops_and_the_first_goes_on_answering(
    run: Run, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(Sandbox()) as server, Control(server.url) as control:
        person, stop = await control.person(), asyncio.Event()
        settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/first.db", semantic=False, ocr=False)
        first = Alone(stop, young=0)
        async with running(settings, world, TOKEN, server.api, first):
            await person.ask("/start", timeout=20)
            second = {"VIGIL_TELEGRAM_TOKEN": TOKEN, "VIGIL_TELEGRAM_BASE_URL": server.api}
            done = await asyncio.to_thread(run, "run", **second)
            await person.ask("/help", timeout=20)
            assert not stop.is_set()
            first.check()
    assert "Another copy of this bot is running. Stop it first" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert caplog.text.count("a second copy of this bot was started") == 1


@pytest.mark.long
async def test_of_two_copies_that_start_together_one_stops_and_the_other_answers(
    tmp_path: Path, trained_before: Path
) -> None:
    async with serve(Sandbox()) as server, Control(server.url) as control:
        person = await control.person()
        env = environment(tmp_path, VIGIL_CACHE=str(trained_before), VIGIL_TELEGRAM_TOKEN=TOKEN)
        env["VIGIL_TELEGRAM_BASE_URL"] = server.api
        other = {**env, "VIGIL_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/other.db"}
        started = (started_bot(["run"], "", each, tmp_path) for each in (env, other))
        with next(started) as (one, one_said), next(started) as (two, two_said):
            await until_told(lambda: one_said("stderr") + two_said("stderr"), "Another copy of this bot is running")
            stays, goes = (two, one) if "Another copy" in one_said("stderr") else (one, two)
            assert await ended(goes) == 1
            await person.ask("/start", timeout=30)
            assert stays.is_alive()


async def test_messages_that_go_to_a_webhook_end_the_bot_with_a_sentence(tmp_path: Path, trained_before: Path) -> None:
    async with serve(Sandbox()) as server, aiohttp.ClientSession() as http:
        env = environment(tmp_path, VIGIL_CACHE=str(trained_before), VIGIL_TELEGRAM_TOKEN=TOKEN)
        env["VIGIL_TELEGRAM_BASE_URL"] = server.api
        with started_bot(["run"], "", env, tmp_path) as (process, said):
            await until_told(lambda: said("stderr"), "is on Telegram", process.is_alive)
            hook = {"url": f"{server.url}/elsewhere"}
            async with http.post(f"{server.api}{TOKEN}/setWebhook", json=hook) as response:
                assert response.status == 200
            assert await ended(process) == 1
            assert "to a webhook, so none arrive here" in said("stderr")
            assert "Traceback" not in said("stderr")


async def test_a_port_in_use_is_named(run: Run) -> None:
    async with serve(Sandbox()) as server:
        done = await asyncio.to_thread(run, "run", VIGIL_PORT=server.url.rpartition(":")[2])
    assert "set VIGIL_PORT to another" in " ".join(done.stderr.split())
    assert done.returncode == 1


@pytest.fixture
async def offers(sqlite_url: str) -> AsyncIterator[Offers]:
    """Offers of which one was kept years ago, in the database of the processes that a test starts."""
    engine = make_engine(sqlite_url)
    made = Offers(engine, 180)
    await made.keep(KeptOffer("years ago", "en", "high", (), date(2020, 1, 1)))
    yield made
    await engine.dispose()


async def test_it_prints_one_address_and_stops_in_order(offers: Offers, tmp_path: Path, trained_before: Path) -> None:
    env = environment(tmp_path, VIGIL_CACHE=str(trained_before), VIGIL_PORT="0")
    with started_bot(["run"], "", env, tmp_path) as (process, said):
        await until_told(lambda: said("stderr"), PAGE, process.is_alive)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGINT)
        await asyncio.to_thread(process.join, 40)
        assert "Traceback" not in said("stderr")
        assert process.exitcode == 0
    assert await offers.newest() == [], "what is past its time is deleted at the start"


@pytest.mark.long
async def test_a_new_interpreter_does_the_same_and_ends_when_it_is_told(
    offers: Offers, tmp_path: Path, trained_before: Path
) -> None:
    env = environment(tmp_path, VIGIL_CACHE=str(trained_before), VIGIL_PORT="0")
    errors = tmp_path / "errors"
    command = [sys.executable, "-m", "bot", "run"]
    with errors.open("w") as out:
        process = await asyncio.create_subprocess_exec(*command, env=env, cwd=tmp_path, stderr=out)
    try:
        await until_told(errors.read_text, PAGE, lambda: process.returncode is None)
        process.terminate()
        await asyncio.wait_for(process.wait(), 40)
    finally:
        if process.returncode is None:
            process.kill()
    assert "Traceback" not in errors.read_text()
    assert process.returncode == 0
    assert await offers.newest() == [], "what is past its time is deleted at the start"


async def test_a_kept_offer_is_deleted_on_the_day_when_its_time_is_over(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path}/vigil.db")
    await upgrade(engine)
    offers = Offers(engine, 30)
    await offers.keep(KeptOffer("an offer", "en", "high", (), date(2026, 1, 1)))
    days: list[int] = []

    def now() -> datetime:
        days.append(len(days))
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=len(days))

    deleting = asyncio.create_task(delete_daily(offers, Sessions(engine), now, pause=0))
    async with asyncio.timeout(30):
        while await offers.newest():
            assert len(days) <= 60
    assert len(days) >= 31
    deleting.cancel()
    await asyncio.gather(deleting, return_exceptions=True)
    await engine.dispose()


@pytest.mark.long
async def test_content_that_lost_its_answers_is_not_taken_and_what_is_mended_is(
    world: World, content: Path, tmp_path: Path, trained_before: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path}/vigil.db")
    bot = Bot(world, Sessions(engine), Charts(world.catalog))
    watching = asyncio.create_task(reload(bot, Settings(content=content, semantic=False, cache=trained_before)))
    words = content / "en" / "ui.yaml"
    said: list[str] = []

    def told() -> str:
        said.append(capsys.readouterr().err)
        return "".join(said)

    try:
        await asyncio.sleep(0.5)
        for name, spoiled in (("en/jobs.yaml", ""), ("hotlines.yaml", "countries:\n"), ("en/redflags.yaml", "[")):
            path, before = content / name, bot.world
            whole = path.read_text(encoding="utf-8")
            path.write_text(spoiled, encoding="utf-8")
            await until_told(told, "The content has errors, the old one stays", lambda: not watching.done())
            assert bot.world is before
            said.clear()
            path.write_text(whole, encoding="utf-8")
            await until_told(told, "Content reloaded.", lambda: not watching.done())
        whole = words.read_text(encoding="utf-8")
        words.write_text(whole.replace("Your alerts of the week", "Read this"), encoding="utf-8")
        async with asyncio.timeout(20):
            while "Read this" not in bot.world.catalog.languages["en"].ui["digest.head"]:
                await asyncio.sleep(0.1)
    finally:
        watching.cancel()
        await engine.dispose()
