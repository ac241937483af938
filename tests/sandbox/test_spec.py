"""The published API as a checker."""

from typing import Any

import pytest

from bot.sandbox.methods import METHODS
from bot.sandbox.spec import Spec, SpecError

SPEC = Spec.load()
MESSAGE: dict[str, Any] = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}


def test_the_published_file_is_whole() -> None:
    assert SPEC.version == "Bot API 10.1"
    assert len(SPEC.methods) == 180


def test_every_method_that_the_sandbox_speaks_is_published() -> None:
    assert len(METHODS) >= 28
    assert METHODS.keys() <= SPEC.methods.keys()


def test_a_good_message_passes_with_a_message_inside() -> None:
    SPEC.check("Message", {**MESSAGE, "reply_to_message": MESSAGE})


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"extra": 1}, 'no field "extra"'),
        ({"text": 1}, "expected String"),
        ({"date": True}, "expected Integer"),
        ({"chat": {"id": 1}}, 'needs the field "type"'),
        ({"reply_to_message": {"date": 1}}, "Message needs the field"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}}, 'no field "data"'),
        ({"forward_origin": {"type": "user"}}, "expected MessageOriginUser or"),
    ],
)
def test_a_message_that_differs_from_the_published_type_is_refused(fault: dict[str, Any], words: str) -> None:
    with pytest.raises(SpecError) as caught:
        SPEC.check("Message", {**MESSAGE, **fault})
    assert words in str(caught.value)


def test_form_strings_become_the_published_types() -> None:
    read = SPEC.methods["sendMessage"].read
    params = read({"chat_id": "-5", "text": "12", "protect_content": "true", "reply_markup": '{"inline_keyboard":[]}'})
    assert params == {"chat_id": -5, "text": "12", "protect_content": True, "reply_markup": {"inline_keyboard": []}}


@pytest.mark.parametrize(
    "raw",
    [
        {"chat_id": 1},
        {"chat_id": 1, "text": "x", "txt": "y"},
        {"chat_id": 1, "text": 5},
        {"chat_id": 1.5, "text": "x"},
        {"chat_id": 1, "text": "x", "message_thread_id": "one"},
        {"chat_id": 1, "text": "x", "protect_content": "perhaps"},
        {"chat_id": 1, "text": "x", "entities": "[{"},
        {"chat_id": 1, "text": "x", "entities": "[" * 20_000},
    ],
)
def test_a_wrong_request_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        SPEC.methods["sendMessage"].read(raw)
