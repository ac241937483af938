"""The chat page in a real browser, against the real bot."""

from __future__ import annotations

import base64
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Page, async_playwright, expect

from bot.commands.run import introduce
from bot.dialogue.types import World
from bot.dialogue.words import COMMANDS
from bot.sandbox.server import serve
from bot.sandbox.state import Sandbox
from bot.store.engine import make_engine
from bot.store.sessions import Sessions
from bot.telegram.app import Bot, build
from bot.telegram.chart import Charts

BROWSER = shutil.which("chromium-headless-shell") or shutil.which("chromium")
TOKEN = "1:page"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium: apt-get install chromium-headless-shell"),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for all: each page that it opens has storage of its own."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, world: World, sqlite_url: str) -> AsyncIterator[Page]:
    engine = make_engine(sqlite_url)
    async with serve(Sandbox(token=TOKEN)) as served:
        app = build(Bot(world, Sessions(engine), Charts(world.catalog)), TOKEN, served.api)
        await app.initialize()
        await introduce(app, world)
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        opened = await browser.new_page()
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        await opened.goto(served.url)
        await expect(opened.locator("#text")).to_be_enabled()
        yield opened
        await opened.close()
        await app.updater.stop()
        await app.stop()
        await app.shutdown()
        assert faults == []
    await engine.dispose()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


async def test_a_conversation_with_formatting_buttons_and_pictures(page: Page) -> None:
    await say(page, "<img src=x onerror=alert(1)> how many fraud cases were cracked?")
    await expect(page.locator(".mine .bubble")).to_contain_text("<img src=x")
    await expect(page.locator(".theirs strong").first).to_contain_text("about 1.74 million")
    await say(page, "/stats")
    await expect(page.locator(".theirs img")).to_be_visible()
    await page.locator(".theirs .keys button").first.click()
    await expect(page.locator("#log > li.theirs")).not_to_have_count(1)


async def test_another_person_has_a_conversation_of_their_own(page: Page) -> None:
    await say(page, "/start")
    await expect(page.locator(".theirs")).to_contain_text("Ask me anything")
    await page.locator("#persons button").nth(1).click()
    await expect(page.locator("#log > li")).to_have_count(0)
    await say(page, "/start")
    await expect(page.locator(".theirs")).to_contain_text("都可以问我")
    await page.locator("#persons button").nth(0).click()
    await expect(page.locator(".theirs")).to_contain_text("Ask me anything")


async def test_a_page_of_countries_is_turned_in_place_and_a_restart_clears(page: Page) -> None:
    await say(page, "/country")
    await expect(page.locator(".keys button").last).to_contain_text("More")
    await page.locator(".keys button").last.click()
    await expect(page.locator(".theirs time")).to_contain_text("edited")
    await page.click("#restart")
    await expect(page.locator(".theirs").last).to_contain_text("Ask me anything")


async def test_the_command_menu_lists_the_commands_and_sends_one(page: Page) -> None:
    await page.click("#commands")
    await expect(page.locator("#menu button").nth(len(COMMANDS) - 1)).to_be_visible()
    await page.fill("#text", "/pri")
    await expect(page.locator("#menu button")).to_have_count(1)
    await page.locator("#menu button").click()
    await expect(page.locator(".mine")).to_contain_text("/privacy")
    await expect(page.locator(".theirs")).to_be_visible()


async def test_several_pictures_go_as_one_album_and_other_files_as_documents(page: Page) -> None:
    pictures: list[FilePayload] = [
        {"name": f"{number}.png", "mimeType": "image/png", "buffer": PNG} for number in range(2)
    ]
    await page.set_input_files("#file", pictures)
    await expect(page.locator(".mine img")).to_have_count(2)
    await page.set_input_files("#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"})
    await expect(page.locator(".mine").last).to_contain_text("document")


async def test_a_photo_and_a_forward_reach_the_bot_and_a_block_is_shown(page: Page) -> None:
    await page.set_input_files("#file", {"name": "x.png", "mimeType": "image/png", "buffer": PNG})
    await expect(page.locator(".mine img")).to_be_visible()
    await expect(page.locator(".theirs")).to_have_count(1)
    await page.fill("#text", "earn fast")
    await page.click("#forward")
    await page.click("#ask button[value=ok]")
    await expect(page.locator(".mine .origin")).to_contain_text("HR Manager")
    await page.click("#block")
    await expect(page.locator("#block")).to_have_text("Unblock")
