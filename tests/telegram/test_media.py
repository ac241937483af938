"""Pictures and documents the whole way: sent in the sandbox, fetched over HTTP, read by the real process, answered."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue.types import World
from bot.reading.reader import FileReader
from bot.sandbox.client import Person
from bot.sandbox.state import Sandbox
from bot.store.sessions import Sessions
from bot.telegram.app import Bot
from bot.telegram.chart import Charts
from bot.telegram.media import Media
from tests.reading.drawing import ENGLISH, screenshot
from tests.reading.files import OFFER, bomb, code, encoded, gif, locked_pdf, pdf
from tests.telegram.conftest import polling

NOW = datetime(2026, 11, 24, tzinfo=UTC)
WAIT = "I am reading it."
HANGS = "import sys, time; sys.stdin.buffer.readline(); time.sleep(60)"
WAITS = """
import json, os, sys, time
asked = json.loads(sys.stdin.buffer.readline())
sys.stdin.buffer.read(asked["size"])
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
print(json.dumps({"text": sys.argv[2], "codes": [], "reason": None, "cut": False}), flush=True)
"""
PICTURE = encoded(Image.new("RGB", (40, 40)))
DOCUMENTS = {"text": (OFFER.encode(), "offer.txt", "text/plain"), "pdf": (pdf(OFFER), "offer.pdf", "application/pdf")}


@pytest.fixture
async def reader() -> AsyncIterator[FileReader]:
    """The real process, without the models: what needs none is read at once."""
    made = FileReader(ocr=False)
    yield made
    await made.close()


@asynccontextmanager
async def running(world: World, engine: AsyncEngine, media: Media | None) -> AsyncIterator[tuple[Person, Sandbox]]:
    async with polling(Bot(world, Sessions(engine), Charts(world.catalog), media=media)) as (control, sandbox):
        yield await control.person("Ann"), sandbox


@pytest.fixture
async def ann(world: World, engine: AsyncEngine, reader: FileReader) -> AsyncIterator[Person]:
    async with running(world, engine, Media(reader, quiet=0.3)) as (person, _):
        yield person


async def answers(person: Person, n: int = 1) -> list[str]:
    """Return the next texts of the bot, without the word that it reads."""
    waiting, *texts = [message["text"] for message in await person.wait_reply(n + 1, timeout=90)]
    assert waiting.startswith(WAIT)
    return texts


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="no OCR: pip install '.[ocr]'")
async def test_a_screenshot_gets_the_card_with_its_words_and_nothing_is_left_on_disk(
    world: World, engine: AsyncEngine, tmp_path: Path
) -> None:
    reader = FileReader()
    async with running(world, engine, Media(reader)) as (ann, _):
        await ann.forward_photo(encoded(screenshot(ENGLISH)), "HR Manager")
        (card,) = await answers(ann)
        assert card.startswith("Forwarded from: HR Manager\nHigh risk")
        assert "We keep your passport" in card
        assert [event["action"] for event in await ann.events() if event["type"] == "action"][:1] == ["typing"]
    await reader.close()
    await engine.dispose()  # which takes up what stands beside the file
    kept = contents(tmp_path)
    assert set(kept) == {"vigil.db"}
    assert b"passport" not in kept["vigil.db"].replace(b"passport_handed_over", b"")


@pytest.mark.parametrize("kind", DOCUMENTS)
async def test_a_document_gets_the_card(ann: Person, kind: str) -> None:
    await ann.send_document(*DOCUMENTS[kind])
    (card,) = await answers(ann)
    assert card.startswith("High risk")
    assert "Myawaddy" in card


async def test_an_awaited_offer_may_be_a_document_with_a_caption(ann: Person) -> None:
    await ann.ask("/check")
    await ann.send_document(
        b"Agents wanted, USD 3000.", "a.txt", "text/plain", caption="Work in Myawaddy, tourist visa"
    )
    (card,) = await answers(ann)
    assert "Myawaddy" in card
    assert "3000" in card


async def test_check_below_a_document_reads_it_and_any_other_command_is_obeyed(ann: Person) -> None:
    await ann.send_document(*DOCUMENTS["text"], caption="/check")
    assert (await answers(ann))[0].startswith("High risk")
    await ann.send_document(*DOCUMENTS["text"], caption="/check\nHiring a cook")
    await answers(ann)
    await ann.press_data(ann.seen[-1]["message_id"], "keep")
    assert "/check" not in (await ann.reply())["text"]
    await ann.send_document(*DOCUMENTS["text"], caption="/start")
    assert "Ask me anything" in (await ann.reply())["text"]


async def test_an_album_is_one_offer_in_its_order_with_one_answer(ann: Person) -> None:
    first, second = encoded(code("Agents wanted in Myawaddy.")), encoded(code("Enter on a tourist visa, USD 3000."))
    await ann.send_album(first, second, caption="No experience needed")
    missing, card = await answers(ann, 2)
    assert "cannot read the words in pictures" in missing
    assert card.startswith("High risk")
    await ann.press_data(ann.seen[-1]["message_id"], "keep")
    (read,) = [message["text"] for message in await ann.wait_reply()]
    assert 0 <= read.index("No experience") < read.index("Myawaddy") < read.index("tourist visa")
    await asyncio.sleep(0.5)
    assert [event for event in await ann.events(ann.seq) if event["type"] == "message"] == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (bomb(), "bomb.png", "too many pixels"),
        (gif(3), "moving.gif", "moving pictures"),
        (locked_pdf(), "locked.pdf", "has a password"),
        (encoded(Image.effect_noise((300, 300), 60))[:5000], "cut.png", "damaged"),
        (b"PK\x03\x04" + bytes(60), "app.apk", "this kind of file"),
        (PICTURE, "really_a_picture.pdf", "cannot read the words in pictures"),
        (b"\xff\xd8\xff" + bytes(20 << 20), "panorama.jpg", "too big"),
        (b"  \n ", "blank.txt", "no clear words"),
        (encoded(code("https://t.me/hr_888")), "code.png", "cannot read the words in pictures"),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_answered_with_what_to_do(ann: Person, data: bytes, name: str, words: str) -> None:
    await ann.send_document(data, name, "application/octet-stream")
    (said,) = await answers(ann)
    assert words in said
    assert "paste" in said or "text file" in said


async def test_a_gif_and_a_chat_without_a_reader_get_a_word(world: World, engine: AsyncEngine) -> None:
    async with running(world, engine, None) as (ann, _):
        await ann.send_animation()
        assert "videos" in (await ann.reply())["text"]
        await ann.send_photo(PICTURE)
        assert "Copy the words" in (await ann.reply())["text"]


async def test_a_file_that_telegram_does_not_hand_over_is_told(
    world: World, engine: AsyncEngine, reader: FileReader
) -> None:
    async with running(world, engine, Media(reader)) as (ann, sandbox):
        sandbox.faults.add("400", method="getFile", times=1)
        await ann.send_document(*DOCUMENTS["text"])
        assert "could not get that file" in (await answers(ann))[0]


async def test_an_album_is_read_also_where_nobody_can_be_told_that_it_is(
    world: World, engine: AsyncEngine, reader: FileReader
) -> None:
    media = Media(reader, quiet=0.3, per_chat=2)
    async with running(world, engine, media) as (ann, sandbox):
        sandbox.faults.add("500", method="sendMessage", times=3)
        first, second = encoded(code("Agents wanted in Myawaddy.")), encoded(code("Enter on a tourist visa, USD 3000."))
        await ann.send_album(first, second, caption="No experience needed")
        texts = [message["text"] for message in await ann.wait_reply(2, timeout=20)]
        assert texts[1].startswith("High risk")


async def test_what_broke_while_an_album_came_leaves_no_place_taken(reader: FileReader) -> None:
    media = Media(reader, quiet=0.1, per_chat=2)

    class Typing:
        async def send_chat_action(self, *_: object) -> None:
            """Nobody looks."""

    def part(number: int) -> Any:
        chat: dict[str, Any] = {"chat_id": 5, "media_group_id": "album", "message_id": number}
        empty = dict.fromkeys(("from_user", "caption", "forward_origin", "animation", "document", "photo"))
        return SimpleNamespace(**chat, **empty, get_bot=Typing)

    async def broken() -> None:
        raise OSError("the database is away")

    with pytest.raises(OSError, match="away"):
        await media.read(part(1), NOW, broken)
    for number in (2, 3, 4):
        assert await media.read(part(number), NOW, Typing().send_chat_action) != ()


@pytest.fixture
async def hanging(world: World, engine: AsyncEngine) -> AsyncIterator[tuple[Person, FileReader]]:
    """A bot whose reading process never answers, with room for two files a chat."""
    reader = FileReader(command=(sys.executable, "-c", HANGS), seconds=60)
    async with running(world, engine, Media(reader, quiet=0.2, per_chat=2, most=3)) as (person, _):
        yield person, reader
        await reader.close()


async def test_while_a_picture_is_read_other_messages_are_answered(hanging: tuple[Person, FileReader]) -> None:
    ann, reader = hanging
    await ann.send_photo(PICTURE)
    assert (await ann.reply())["text"].startswith(WAIT)
    assert "Ask me anything" in (await ann.ask("/start"))["text"]
    await reader.close()
    assert "did not work" in (await ann.reply())["text"]


async def test_a_full_queue_of_pictures_delays_no_other_message(world: World, engine: AsyncEngine) -> None:
    reader = FileReader(command=(sys.executable, "-c", HANGS), seconds=60)
    async with running(world, engine, Media(reader)) as (ann, _):
        for _ in range(11):
            await ann.send_photo(PICTURE)
        texts = [message["text"] for message in await ann.wait_reply(2)]
        assert [text[:12] for text in texts] == ["I am reading", "That is more"]
        assert "emergency number" in (await ann.ask("/sos"))["text"]
        await reader.close()


async def test_what_is_read_while_its_sender_erases_everything_is_not_answered_and_leaves_nothing(
    world: World, engine: AsyncEngine, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    reader = FileReader(command=(sys.executable, "-c", WAITS, str(go), OFFER))
    async with running(world, engine, Media(reader)) as (ann, sandbox):
        await ann.send_photo(PICTURE)
        assert (await ann.reply()).get("text", "").startswith(WAIT)
        asked = await ann.ask("/forget")
        await ann.press_data(asked["message_id"], "forget yes")
        assert "Erased" in (await ann.reply())["text"]
        go.touch()
    await reader.close()
    sent = [call["params"]["text"] for call in sandbox.calls if call["method"] == "sendMessage"]
    assert "Erased" in sent[-1]
    assert await Sessions(engine).get(ann.id) is None


async def test_too_many_pictures_are_refused_once_until_the_queue_is_empty(hanging: tuple[Person, FileReader]) -> None:
    ann, reader = hanging
    for _ in range(5):
        await ann.send_photo(PICTURE)
    texts = [message["text"] for message in await ann.wait_reply(2)]
    assert sorted(text[:12] for text in texts) == ["I am reading", "That is more"]
    bob = await ann.control.person("Bob")
    await bob.send_album(PICTURE, PICTURE)
    assert "Many people" in (await answers(bob))[0]
    await reader.close()
    assert ["did not work" in message["text"] for message in await ann.wait_reply(2)] == [True, True]
    await ann.send_photo(PICTURE)
    assert (await ann.reply())["text"].startswith(WAIT)
    assert "did not work" in (await ann.reply())["text"]


async def test_a_hanging_process_is_given_up_and_two_chats_are_both_answered(world: World, engine: AsyncEngine) -> None:
    reader = FileReader(command=(sys.executable, "-c", HANGS), seconds=0.3)
    async with running(world, engine, Media(reader)) as (ann, _):
        people: list[Any] = [ann, await ann.control.person("Bob")]
        await asyncio.gather(*(person.send_photo(PICTURE) for person in people))
        said = await asyncio.gather(*(answers(person) for person in people))
        assert all("took too long" in texts[0] for texts in said)
    await reader.close()
