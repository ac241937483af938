"""The methods that send, edit and delete messages."""

import time
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.files import document_of
from bot.sandbox.html import Entity, format_text
from bot.sandbox.markup import inline_keyboard
from bot.sandbox.spec import Upload
from bot.sandbox.state import Group, Json, Person, Sandbox

MAX_TEXT = 4096
MAX_CAPTION = 1024
CHAT_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip


def send_message(sandbox: Sandbox, params: Json) -> Json:
    """Send a text."""
    person = sandbox.recipient(params["chat_id"])
    text, entities = message_text(params["text"], params.get("parse_mode"), params.get("entities"))
    content: Json = {"text": text, "entities": entities}
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return _send(sandbox, person, params, content)


def send_photo(sandbox: Sandbox, params: Json) -> Json:
    """Send a photo: an upload, or the file_id of one that was sent before."""
    person = sandbox.recipient(params["chat_id"])
    content = _caption(params)
    photo = params["photo"]
    if isinstance(photo, Upload):
        content["photo"] = sandbox.files.photo(photo.data)
    else:
        content["photo"] = sandbox.files.photo_sizes(photo)
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return _send(sandbox, person, params, content)


def send_document(sandbox: Sandbox, params: Json) -> Json:
    """Send a file: an upload, or the file_id of one that was sent before."""
    person = sandbox.recipient(params["chat_id"])
    content = _caption(params)
    document = params["document"]
    if isinstance(document, Upload):
        content["document"] = sandbox.files.document(document.data, document.file_name, document.mime_type)
    else:
        content["document"] = document_of(sandbox.files.get(document))
    return _send(sandbox, person, params, content)


def edit_text(sandbox: Sandbox, params: Json) -> Json:
    """Change the text of a message of the bot."""
    message = _editable(sandbox, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    if "text" not in params:
        raise bad_request("message text is empty")
    text, entities = message_text(params["text"], params.get("parse_mode"), params.get("entities"))
    changed: Json = {"text": text, "entities": entities}
    if "link_preview_options" in params:
        changed["link_preview_options"] = params["link_preview_options"]
    return _edit(sandbox, message, params, changed)


def edit_caption(sandbox: Sandbox, params: Json) -> Json:
    """Change the caption of a photo or document of the bot."""
    message = _editable(sandbox, params)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(sandbox, message, params, {"caption": "", "caption_entities": [], **_caption(params)})


def edit_reply_markup(sandbox: Sandbox, params: Json) -> Json:
    """Change or take away the buttons under a message of the bot."""
    return _edit(sandbox, _editable(sandbox, params), params, {})


def delete_message(sandbox: Sandbox, params: Json) -> bool:
    """Delete a message of either side."""
    person = sandbox.recipient(params["chat_id"])
    if sandbox.chats[person.id].messages.pop(params["message_id"], None) is None:
        raise bad_request("message to delete not found")
    sandbox.event(person.id, "delete", message_id=params["message_id"])
    return True


def send_chat_action(sandbox: Sandbox, params: Json) -> bool:
    """Show that the bot is typing, uploading, ..."""
    person = sandbox.recipient(params["chat_id"])
    if params["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    sandbox.event(person.id, "action", action=params["action"])
    return True


def message_text(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Return the text as it is stored; the limit counts characters after the formatting was taken out."""
    plain, found = format_text(text, parse_mode, entities)
    if not plain:
        raise bad_request("message text is empty")
    if len(plain) > MAX_TEXT:
        raise bad_request("message is too long")
    return plain, found


def _caption(params: Json) -> Json:
    caption, entities = format_text(params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    if len(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content: Json = {"caption": caption, "caption_entities": entities}
    if params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def _filled(content: Json) -> Json:
    """Leave out what is empty: Telegram sends no empty strings and lists."""
    return {name: value for name, value in content.items() if value not in ("", [], None)}


def _send(sandbox: Sandbox, person: Person | Group, params: Json, content: Json) -> Json:
    markup = params.get("reply_markup")
    message: Json = {
        "message_id": sandbox.next_id(),
        "from": sandbox.identity,
        "chat": person.chat(),
        "date": int(time.time()),
        **_filled(content),
    }
    if keyboard := inline_keyboard(markup):
        message["reply_markup"] = keyboard
    if params.get("protect_content"):
        message["has_protected_content"] = True
    if replied := _replied(sandbox, person, params.get("reply_parameters")):
        message["reply_to_message"] = replied
    # A keyboard below the text field belongs to the chat, not to the message: only the page hears of it.
    below = {} if markup is None or "inline_keyboard" in markup else {"reply_keyboard": markup}
    return sandbox.say(person.id, message, **below)


def _replied(sandbox: Sandbox, person: Person | Group, reply: Json | None) -> Json | None:
    if reply is None:
        return None
    message = sandbox.chats[person.id].messages.get(reply["message_id"])
    if message is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _editable(sandbox: Sandbox, params: Json) -> Json:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    person = sandbox.recipient(params["chat_id"])
    message = sandbox.chats[person.id].messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != sandbox.me["id"]:
        raise bad_request("message can't be edited")
    return message


def _edit(sandbox: Sandbox, message: Json, params: Json, changed: Json) -> Json:
    keyboard = inline_keyboard(params.get("reply_markup"))
    old: dict[str, Any] = {name: value for name, value in message.items() if name != "edit_date"}
    new = _filled({**old, **changed, "reply_markup": keyboard})
    if new == old:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a current "
            "content and reply markup of the message"
        )
    edited = {**new, "edit_date": int(time.time())}
    chat_id = message["chat"]["id"]
    # The place in the chat stays: a dict keeps the order of the first insertion.
    sandbox.chats[chat_id].messages[message["message_id"]] = edited
    sandbox.event(chat_id, "edit", message=edited)
    return edited
