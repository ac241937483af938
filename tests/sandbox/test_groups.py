"""Groups: who says what to whom, as python-telegram-bot reads it."""

from __future__ import annotations

import pytest
from telegram import Bot, ReplyParameters

from bot.sandbox.client import Control, ControlError, Person


async def test_a_message_in_a_group_comes_with_its_group_and_its_writer(
    bot: Bot, control: Control, ana: Person
) -> None:
    group = await control.group("Jobs")
    first = await group.say(ana, "an offer")
    await group.say(ana, "/check", reply_to_message_id=first["message_id"])
    told = (await bot.get_updates())[-1].message
    assert told is not None
    assert told.from_user is not None
    assert (told.chat.type, told.chat.title, told.from_user.id) == ("supergroup", "Jobs", ana.id)
    assert told.reply_to_message is not None
    assert told.reply_to_message.text == "an offer"


async def test_the_bot_answers_in_the_group_and_only_there(bot: Bot, control: Control, ana: Person) -> None:
    group, other = await control.group("One"), await control.group("Two")
    asked = await group.say(ana, "hello")
    await bot.send_message(group.id, "hi", reply_parameters=ReplyParameters(asked["message_id"]))
    (said,) = await group.said()
    assert said["reply_to_message"]["text"] == "hello"
    assert await other.said() == []
    assert await ana.events() == []


async def test_a_button_in_a_group_is_pressed_by_somebody(bot: Bot, control: Control, ana: Person) -> None:
    group = await control.group()
    sent = await bot.send_message(group.id, "x")
    body = {"from": ana.id, "message_id": sent.message_id, "data": "go", "wait": 0}
    await control.ask("POST", f"groups/{-group.id}/press", body)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.from_user.id, query.message.chat.id) == (ana.id, group.id)


async def test_nobody_writes_into_a_group_that_is_not_there(control: Control, ana: Person) -> None:
    group = await control.group()
    with pytest.raises(ControlError, match="no group"):
        await control.ask("POST", "groups/5/messages", {"from": ana.id, "text": "x"})
    with pytest.raises(ControlError, match="from"):
        await control.ask("POST", f"groups/{-group.id}/messages", {"text": "x"})
    with pytest.raises(ControlError, match="title"):
        await control.ask("POST", "groups", {})
