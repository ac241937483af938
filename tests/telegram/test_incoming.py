"""Updates as messages: what counts as said to the bot, above all in groups, and what stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from bot.dialogue.types import Command, Message, Quoted, Text, Unreadable
from bot.telegram.incoming import answered, to_message

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en"}
PRIVATE: dict[str, Any] = {"id": 7, "type": "private"}
GROUP: dict[str, Any] = {"id": -5, "type": "supergroup", "title": "Jobs"}
CHANNEL: dict[str, Any] = {"id": -9, "type": "channel", "title": "Jobs abroad"}


def update(text: str | None, chat: dict[str, Any] = PRIVATE, **more: Any) -> Update:
    said = {"text": text} if text is not None else {}
    message = {"message_id": 20, "date": 1, "chat": chat, "from": ANN, **said, **more}
    found = Update.de_json({"update_id": 1, "message": message}, None)
    assert found is not None
    return found


def read(text: str | None, chat: dict[str, Any] = PRIVATE, **more: Any) -> Message | None:
    return to_message(update(text, chat, **more), NOW, "vigil_bot")


def replied(text: str | None, **more: Any) -> dict[str, Any]:
    said = {"text": text} if text is not None else {}
    return {"message_id": 10, "date": 1, "chat": GROUP, "from": {**ANN, "id": 8}, **said, **more}


@pytest.mark.parametrize(
    "text",
    ["hello", "is this a scam?", "/start", "/help", "/country", "/mydata", "/check@other_bot", "/", "@vigil_bot hi"],
)
def test_in_a_group_what_is_said_to_others_is_left_alone(text: str) -> None:
    assert read(text, GROUP) is None


def test_in_a_group_nothing_without_words_is_read() -> None:
    assert read(None, GROUP, voice={"file_id": "x", "file_unique_id": "x", "duration": 1}) is None
    assert read(None, GROUP, caption="look", photo=[]) is None


@pytest.mark.parametrize(
    "media",
    [
        {"paid_media": {"star_count": 1, "paid_media": []}},
        {"checklist": {"title": "x", "title_entities": [], "tasks": []}},
    ],
)
def test_media_that_cannot_be_looked_into_gets_a_word(media: dict[str, Any]) -> None:
    assert read(None, **media) == Unreadable("other", NOW, "en")


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/check", "check", ""),
        ("/check@Vigil_Bot", "check", ""),
        ("/check We are\nhiring", "check", "We are\nhiring"),
        ("/check\nWe are hiring", "check", "We are hiring"),
        ("/CHECK@vigil_bot\n\nWe", "check", "We"),
        ("/help@vigil_bot", "help", ""),
    ],
)
def test_in_a_group_check_and_what_is_addressed_is_a_command(text: str, name: str, argument: str) -> None:
    assert read(text, GROUP) == Command(name, argument, NOW, "en", group="vigil_bot")
    assert read(text) == Command(name, argument, NOW, "en")


def test_the_message_replied_to_comes_with_its_words_and_its_origin() -> None:
    origin = {"type": "channel", "date": 1, "chat": {**CHANNEL, "username": "jobs_kk"}, "message_id": 1}
    offer = replied("an offer", forward_origin=origin)
    assert read("/check", GROUP, reply_to_message=offer) == Command(
        "check", "", NOW, "en", quoted=Quoted("an offer", "Jobs abroad (@jobs_kk)"), group="vigil_bot"
    )
    found = read("/check", reply_to_message=replied(None, caption="below a picture"))
    assert isinstance(found, Command)
    assert found.quoted == Quoted("below a picture")


NO_OFFERS = (
    replied("a card", **{"from": {**ANN, "id": 9, "is_bot": True, "username": "vigil_bot"}}),
    replied(None, forum_topic_created={"name": "Jobs", "icon_color": 1}),
)


@pytest.mark.parametrize("message", NO_OFFERS)
def test_the_bots_own_words_and_the_head_of_a_topic_are_no_offer(message: dict[str, Any]) -> None:
    found = read("/check", GROUP, reply_to_message=message)
    assert isinstance(found, Command)
    assert found.quoted is None


def test_a_quote_from_another_chat_is_read() -> None:
    user = {"type": "hidden_user", "date": 1, "sender_user_name": "HR"}
    found = read("/check", external_reply={"origin": user}, quote={"text": "an offer", "position": 0})
    assert isinstance(found, Command)
    assert found.quoted == Quoted("an offer", "HR")


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ({"type": "user", "date": 1, "sender_user": {**ANN, "last_name": "Lee"}}, "Ann Lee"),
        ({"type": "hidden_user", "date": 1, "sender_user_name": "HR"}, "HR"),
        ({"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 1}, "Jobs abroad"),
        ({"type": "chat", "date": 1, "sender_chat": {**GROUP, "username": "jobs_kk"}}, "Jobs (@jobs_kk)"),
    ],
)
def test_the_origin_of_a_forwarded_message_is_named(origin: dict[str, Any], name: str) -> None:
    assert read("/start is an offer", forward_origin=origin) == Text("/start is an offer", NOW, "en", name)


def test_a_button_in_a_group_opens_nobodys_session() -> None:
    query = {"id": "1", "from": ANN, "chat_instance": "1", "data": "country TH"}
    for chat, pressed in ((GROUP, None), (PRIVATE, Command("country", "TH", NOW, "en", pressed=True))):
        message = {"message_id": 20, "date": 1, "chat": chat, "text": "x"}
        found = Update.de_json({"update_id": 1, "callback_query": {**query, "message": message}}, None)
        assert to_message(found, NOW, "vigil_bot") == pressed


def test_an_answer_in_a_group_belongs_under_the_offer_else_under_the_command() -> None:
    def under(**more: Any) -> int | None:
        return answered(update("/check a job", GROUP, **more), "vigil_bot")

    assert under(reply_to_message=replied("an offer")) == 10
    assert under() == 20
    assert [under(reply_to_message=message) for message in NO_OFFERS] == [20, 20]
