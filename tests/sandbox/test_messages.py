"""What python-telegram-bot sends, and what is refused as Telegram refuses it."""

import io
from collections.abc import Awaitable, Callable

import pytest
from PIL import Image
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ReplyParameters
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.sandbox.client import Person
from bot.sandbox.server import Served

Call = Callable[[Bot, int], Awaitable[object]]


def picture(width: int = 60, height: int = 40) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "PNG")
    return buffer.getvalue()


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[each] for each in buttons])


LONG = InlineKeyboardButton("a", callback_data="警" * 22)
BARE = InlineKeyboardButton("a")
BUTTON = InlineKeyboardButton("a", callback_data="b")


async def test_a_message_comes_back_as_text_and_entities(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "<b>Hi</b> 😀", parse_mode="HTML", reply_markup=keyboard(BUTTON))
    assert sent.text == "Hi 😀"
    assert [(e.type, e.length) for e in sent.entities] == [("bold", 2)]
    assert sent.reply_markup == keyboard(BUTTON)
    assert (await ana.reply())["text"] == "Hi 😀"


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda b, c: b.send_message(c, "x" * 4097), "Message is too long"),
        (lambda b, c: b.send_message(c, " \n "), "Message text is empty"),
        (lambda b, c: b.send_message(c, "<b>x", parse_mode="HTML"), "Can't parse entities"),
        (lambda b, _: b.send_message(404, "x"), "Chat not found"),
        (lambda b, c: b.send_message(c, "x", reply_parameters=ReplyParameters(999)), "Message to be replied not found"),
        (lambda b, c: b.send_message(c, "x", api_kwargs={"nonsense": 1}), "unknown parameter"),
        (lambda b, c: b.send_message(c, "x", reply_markup=keyboard(*[BUTTON] * 101)), "reply markup is too long"),
        (lambda b, c: b.send_message(c, "x", reply_markup=keyboard(LONG)), "data_invalid"),
        (lambda b, c: b.send_message(c, "x", reply_markup=keyboard(BARE)), "text buttons are unallowed"),
        (lambda b, c: b.send_photo(c, picture(), caption="x" * 1025), "caption is too long"),
        (lambda b, c: b.send_photo(c, b"no picture"), "image_process_failed"),
        (lambda b, c: b.send_photo(c, "no-such-file"), "wrong file identifier"),
        (lambda b, c: b.edit_message_text("x", c, 999), "Message to edit not found"),
        (lambda b, c: b.delete_message(c, 999), "Message to delete not found"),
        (lambda b, c: b.send_chat_action(c, "dancing"), "wrong parameter action"),
        (lambda b, _: b.answer_callback_query("1"), "Query is too old"),
        (lambda b, _: b.get_file("no-such-file"), "invalid file_id"),
    ],
)  # fmt: skip
async def test_what_telegram_refuses_is_refused(bot: Bot, ana: Person, call: Call, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await call(bot, ana.id)


async def test_4096_characters_after_parsing_and_64_bytes_of_data_are_taken(bot: Bot, ana: Person) -> None:
    button = InlineKeyboardButton("a", callback_data="x" * 64)
    sent = await bot.send_message(ana.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML", reply_markup=keyboard(button))
    assert len(sent.text or "") == 4096


async def test_an_edit_changes_the_message_and_takes_the_buttons_away(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "one", reply_markup=keyboard(BUTTON))
    edited = await bot.edit_message_text("two", ana.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("two", None)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("two", ana.id, sent.message_id)
    await bot.edit_message_reply_markup(ana.id, sent.message_id, reply_markup=keyboard(BUTTON))
    assert [event["type"] for event in await ana.events()] == ["message", "edit", "edit"]


async def test_a_photo_is_sent_sent_again_by_id_and_downloaded(bot: Bot, ana: Person) -> None:
    sent = await bot.send_photo(ana.id, picture(800, 400), caption="<i>c</i>", parse_mode="HTML")
    again = await bot.send_photo(ana.id, sent.photo[-1].file_id)
    assert (again.photo[-1].width, len(again.photo), sent.caption) == (800, 2, "c")
    file = await bot.get_file(again.photo[-1].file_id)
    assert await file.download_as_bytearray() == picture(800, 400)
    edited = await bot.edit_message_caption(ana.id, sent.message_id, caption="d")
    assert not isinstance(edited, bool)
    assert edited.caption == "d"


async def test_a_document_keeps_its_name(bot: Bot, ana: Person) -> None:
    sent = await bot.send_document(ana.id, InputFile(b"a,b", "table.csv"))
    assert sent.document is not None
    assert sent.document.file_name == "table.csv"


async def test_a_blocked_bot_is_told_so(bot: Bot, ana: Person) -> None:
    await ana.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ana.id, "x")
    update = (await bot.get_updates())[-1]
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_a_wrong_token_is_refused(served: Served) -> None:
    stranger = Bot("2:wrong", base_url=served.api)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
