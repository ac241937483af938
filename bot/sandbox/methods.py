"""The table of Bot API methods that the sandbox speaks, and the call of one with all its checks."""

import inspect
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.sandbox import messages, profile, updates
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import MAX_DOWNLOAD
from bot.sandbox.markup import inline_keyboard
from bot.sandbox.spec import SpecError, Upload
from bot.sandbox.state import Json, Sandbox

log = logging.getLogger(__name__)

Function = Callable[[Sandbox, Json], Any | Awaitable[Any]]

MAX_ANSWER = 200
MAX_RESULTS = 50
MAX_RESULT_ID_BYTES = 64


def get_file(sandbox: Sandbox, params: Json) -> Json:
    """Tell where a file can be downloaded."""
    file = sandbox.files.get(params["file_id"])
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.ids(), "file_path": file.path}


def get_chat(sandbox: Sandbox, params: Json) -> Json:
    """Tell what is known of a chat."""
    chat_id = params["chat_id"]
    if chat_id not in sandbox.persons:
        raise bad_request("chat not found")
    gifts = dict.fromkeys(sandbox.spec.fields("AcceptedGiftTypes"), False)
    return {
        **sandbox.persons[chat_id].chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def answer_callback_query(sandbox: Sandbox, params: Json) -> bool:
    """Answer a pressed button: with nothing, a short text or an alert."""
    query = sandbox.open_query(params["callback_query_id"])
    if len(params.get("text", "")) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {name: value for name, value in params.items() if name != "cache_time"}
    if query.answer is None:
        query.answer = answer
        sandbox.event(query.chat_id, "callback_answer", **answer)
        query.news.fire()
    return True


def answer_inline_query(sandbox: Sandbox, params: Json) -> bool:
    """Answer what somebody typed after the bot's name in any chat."""
    query = sandbox.open_query(params["inline_query_id"])
    results = params["results"]
    ids = [result["id"] for result in results]
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not all(1 <= len(each.encode()) <= MAX_RESULT_ID_BYTES for each in ids):
        raise bad_request("RESULT_ID_INVALID")
    for result in results:
        content = result.get("input_message_content", {})
        if "message_text" in content:
            messages.message_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
        inline_keyboard(result.get("reply_markup"))
    query.answer = {name: value for name, value in params.items() if name != "inline_query_id"}
    query.news.fire()
    return True


METHODS: Mapping[str, Function] = {
    "getMe": lambda sandbox, _: sandbox.me,
    "logOut": lambda *_: True,
    "close": lambda *_: True,
    "getUpdates": updates.get_updates,
    "setWebhook": updates.set_webhook,
    "deleteWebhook": updates.delete_webhook,
    "getWebhookInfo": updates.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "sendDocument": messages.send_document,
    "editMessageText": messages.edit_text,
    "editMessageCaption": messages.edit_caption,
    "editMessageReplyMarkup": messages.edit_reply_markup,
    "deleteMessage": messages.delete_message,
    "sendChatAction": messages.send_chat_action,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getFile": get_file,
    "getChat": get_chat,
    "setMyCommands": profile.set_commands,
    "getMyCommands": profile.get_commands,
    "deleteMyCommands": profile.delete_commands,
    "setMyName": profile.text_setter("name", 64),
    "getMyName": profile.text_getter("name"),
    "setMyDescription": profile.text_setter("description", 512),
    "getMyDescription": profile.text_getter("description"),
    "setMyShortDescription": profile.text_setter("short_description", 120),
    "getMyShortDescription": profile.text_getter("short_description"),
    "setChatMenuButton": profile.set_menu_button,
    "getChatMenuButton": profile.get_menu_button,
}


async def call(sandbox: Sandbox, name: str, raw: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Carry out one call: read and check its parameters, do it, check the result. Raises ApiError."""
    method = sandbox.spec.by_lower_name.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    try:
        params = method.read(raw)
    except SpecError as error:
        raise bad_request(f"{error} (Bot API {sandbox.spec.version})") from error
    function = METHODS.get(method.name)
    if function is None:
        raise ApiError(501, f"Not Implemented: the sandbox does not speak {method.name}")
    sandbox.limiter.check(method.name.lower(), params.get("chat_id"), time.monotonic())
    result = function(sandbox, params)
    if inspect.isawaitable(result):
        result = await result
    try:
        method.result(result, method.name)
    except SpecError as error:
        sandbox.bugs.append(f"{method.name}: {error}")
        log.exception("a bug of the sandbox: its reply to %s breaks the published API", method.name)
        raise ApiError(500, f"Internal Server Error: sandbox bug: {error}") from error
    return result


def loggable(raw: Mapping[str, Any]) -> Json:
    """Return parameters as the log shows them: uploads by name and size only."""
    return {
        name: {"file_name": value.file_name, "size": len(value.data)} if isinstance(value, Upload) else value
        for name, value in raw.items()
    }
