"""Being a person through the control API, and the bot's profile."""

import asyncio

import aiohttp
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest

from bot.sandbox.client import Control, ControlError, Person
from bot.sandbox.server import Served
from tests.sandbox.test_messages import picture


async def test_everything_that_a_person_sends_is_parsed_by_python_telegram_bot(bot: Bot, ana: Person) -> None:
    text = await ana.send("/start @x12345 http://x.org")
    await ana.send("again", reply_to_message_id=text["message_id"])
    await ana.send_photo(picture(), "caption")
    await ana.send_document(b"x", "a.pdf", "application/pdf")
    await ana.send_sticker()
    await ana.send_voice()
    await ana.forward("job", "Boss")
    await ana.forward("job")
    await ana.forward("job", "News", channel=True)
    said = [update.message for update in await bot.get_updates()]
    assert len(said) == 9
    start, reply, photo, document, sticker, voice, *forwards = [each for each in said if each]
    assert reply.reply_to_message == start
    assert photo.photo[-1].width == 60
    assert photo.caption == "caption"
    assert document.document is not None
    assert document.document.mime_type == "application/pdf"
    assert sticker.sticker is not None
    assert voice.voice is not None
    assert [str(each.forward_origin and each.forward_origin.type) for each in forwards] == [
        "user",
        "hidden_user",
        "channel",
    ]


async def test_an_album_arrives_as_messages_with_one_group_and_each_file_can_be_fetched(bot: Bot, ana: Person) -> None:
    pictures = picture(60, 40), picture(40, 60)
    await ana.send_album(*pictures, caption="two")
    first, second = [update.message for update in await bot.get_updates() if update.message]
    assert first.media_group_id == second.media_group_id
    assert (first.media_group_id is None, first.caption, second.caption) == (False, "two", None)
    files = [await sent.photo[-1].get_file() for sent in (first, second)]
    assert tuple([bytes(await file.download_as_bytearray()) for file in files]) == pictures
    with pytest.raises(ControlError, match="an album has 2 to 10"):
        await ana.send_album(*pictures[:1])


async def test_a_gif_a_forwarded_photo_and_a_document_come_as_in_telegram(bot: Bot, ana: Person) -> None:
    await ana.send_animation()
    await ana.forward_photo(picture(), "Boss")
    await ana.send_document(b"words", "a.txt", "text/plain", caption="c")
    gif, forwarded, document = [update.message for update in await bot.get_updates() if update.message]
    assert gif.animation is not None
    assert gif.document is not None
    assert forwarded.photo
    assert forwarded.forward_origin is not None
    assert document.document is not None
    assert document.caption == "c"
    assert await (await document.document.get_file()).download_as_bytearray() == b"words"


async def test_a_long_paste_arrives_in_parts_as_the_apps_send_it(bot: Bot, ana: Person) -> None:
    await ana.send("x" * 10_000)
    lengths = [len(u.message.text or "") for u in await bot.get_updates() if u.message]
    assert lengths == [4096, 4096, 1808]


async def test_what_no_messenger_sends_is_refused(ana: Person) -> None:
    with pytest.raises(ControlError, match="empty"):
        await ana.send(" \n")
    with pytest.raises(ControlError, match="IMAGE_PROCESS_FAILED"):
        await ana.send_photo(b"no picture")
    await ana.block()
    with pytest.raises(ControlError, match="blocked"):
        await ana.send("x")


async def test_a_button_of_a_deleted_message_can_still_be_pressed(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "x")
    await bot.delete_message(ana.id, sent.message_id)
    assert (await ana.press_data(sent.message_id, "old", wait=0))["answer"] is None
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_a_press_is_answered_in_time_or_refused(bot: Bot, served: Served, ana: Person) -> None:
    press = asyncio.create_task(ana.press_data(1, "b"))
    update = (await bot.get_updates(timeout=2))[-1]
    assert update.callback_query is not None
    await update.callback_query.answer("done", show_alert=True)
    assert (await press)["answer"]["text"] == "done"
    served.sandbox.query_seconds = 0
    with pytest.raises(BadRequest, match="too old"):
        await update.callback_query.answer()


async def test_an_inline_query_gets_its_results(bot: Bot, ana: Person) -> None:
    asked = asyncio.create_task(ana.inline("fraud"))
    update = (await bot.get_updates(timeout=2))[-1]
    assert update.inline_query is not None
    await update.inline_query.answer([InlineQueryResultArticle("1", "Title", InputTextMessageContent("x"))])
    results = await asked
    assert results is not None
    assert results[0]["title"] == "Title"


async def test_a_restart_clears_the_chat_and_sends_start(bot: Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "old")
    await ana.block()
    message = await ana.restart()
    assert message["text"] == "/start"
    assert [event["type"] for event in await ana.events()] == ["clear", "message"]


async def test_commands_and_texts_have_languages(bot: Bot, control: Control) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("help", "帮助")], scope=BotCommandScopeAllPrivateChats(), language_code="zh")
    await bot.set_my_name("Vigil")
    await bot.set_my_description("警惕", language_code="zh")
    await bot.set_my_short_description("short")
    assert (await bot.get_my_description("zh")).description == "警惕"
    assert (await bot.get_my_name("de")).name == "Vigil"
    assert (await control.ask("GET", "state", language_code="zh-hans"))["commands"][0]["description"] == "帮助"
    assert (await control.state())["commands"][0]["description"] == "Help"
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Not valid", "x")])
    assert await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert await bot.set_chat_menu_button()
    assert (await bot.get_chat_menu_button()).type


async def test_a_chat_and_an_action_are_known(bot: Bot, ana: Person) -> None:
    assert (await bot.get_chat(ana.id)).first_name == "Ana"
    await bot.send_chat_action(ana.id, "typing")
    assert [(e["type"], e["action"]) for e in await ana.events(wait=1)] == [("action", "typing")]


async def test_foreign_sites_are_kept_out(served: Served) -> None:
    hosts = {"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}
    foreign = (*hosts, {"Origin": "http://evil.example"}, {"Origin": "null"})
    async with aiohttp.ClientSession() as session:
        for path in ("/sandbox/state", "/bot1:sandbox/getMe"):
            for headers in foreign:
                async with session.get(served.url + path, headers=headers) as reply:
                    assert reply.status == 403, (path, headers)
            async with session.get(served.url + path, headers={"Origin": served.url}) as reply:
                assert reply.status == 200


async def test_the_pages_files_stay_inside_its_folder(served: Served) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/page/..%2Fserver.py", "/page/%2E%2E/server.py", "/page/"):
            async with session.get(served.url + path) as reply:
                assert reply.status == 404


async def test_a_reset_forgets_everybody(control: Control, ana: Person) -> None:
    assert ana.id
    await control.reset()
    assert (await control.state())["persons"] == []
