"""What a person does in a chat: write, send photos or files, forward, press a button, block the bot."""

import base64
import binascii
import time
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.html import detect
from bot.sandbox.messages import MAX_TEXT
from bot.sandbox.state import Group, Json, Person, Query, Sandbox

CHANNEL_ID = -1_001_000_000_001
KINDS = ("text", "photo", "document", "album", "animation", "sticker", "voice", "forward")
LONGEST_ALBUM = 10


def send(sandbox: Sandbox, person: Person, content: Json, group: Group | None = None) -> Json:
    """Let a person send something to the bot, or into a group; returns the message.

    The first one of an album, or of a text so long that the app splits it.
    """
    if person.blocked:
        raise bad_request("this person has blocked the bot: unblock or restart first")
    kinds = [kind for kind in KINDS if kind in content]
    if len(kinds) != 1:
        raise bad_request(f"a message needs exactly one of {', '.join(KINDS)}")
    parts = _BODIES[kinds[0]](sandbox, content)
    chat = group or person
    messages = [_deliver(sandbox, person, chat, part, content.get("reply_to_message_id")) for part in parts]
    return messages[0]


def _deliver(sandbox: Sandbox, person: Person, chat: Person | Group, body: Json, reply_to: int | None) -> Json:
    message: Json = {
        "message_id": sandbox.next_id(),
        "from": person.user(),
        "chat": chat.chat(),
        "date": int(time.time()),
        **body,
    }
    replied = sandbox.chats[chat.id].messages.get(reply_to) if reply_to is not None else None
    if replied is not None:
        message["reply_to_message"] = {name: value for name, value in replied.items() if name != "reply_to_message"}
    # The push checks the message against the published API: what fails there is not in the chat either.
    sandbox.push("message", message)
    sandbox.say(chat.id, message)
    return message


def _text(_: Sandbox, content: Json) -> list[Json]:
    text = content["text"]
    if not isinstance(text, str) or not text.strip():
        raise bad_request("a text must not be empty: no messenger sends it")
    # As the apps do: white space around goes, and a long paste becomes several messages.
    text = text.strip()
    return [_with_entities(text[start : start + MAX_TEXT]) for start in range(0, len(text), MAX_TEXT)]


def _with_entities(text: str) -> Json:
    entities = detect(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _photo(sandbox: Sandbox, content: Json) -> list[Json]:
    body: Json = {"photo": sandbox.files.photo(_decode(content["photo"]))}
    if content.get("caption"):
        body["caption"] = content["caption"]
        if entities := detect(content["caption"]):
            body["caption_entities"] = entities
    return [body]


def _document(sandbox: Sandbox, content: Json) -> list[Json]:
    name, mime_type = content.get("file_name", "file"), content.get("mime_type", "")
    body: Json = {"document": sandbox.files.document(_decode(content["document"]), name, mime_type)}
    if content.get("caption"):
        body["caption"] = content["caption"]
    return [body]


def _album(sandbox: Sandbox, content: Json) -> list[Json]:
    """Send several photos or documents as one: messages that share a media_group_id."""
    items = content["album"]
    if not isinstance(items, list) or not 1 < len(items) <= LONGEST_ALBUM:
        raise bad_request(f"an album has 2 to {LONGEST_ALBUM} contents, each a photo or a document")
    group = str(sandbox.next_id())
    bodies = [_photo(sandbox, item) if "photo" in item else _document(sandbox, item) for item in items]
    return [{**body, "media_group_id": group} for parts in bodies for body in parts]


def _animation(sandbox: Sandbox, _: Json) -> list[Json]:
    """Send a GIF, which the apps turn into a film; for old bots it comes as a document as well."""
    ids = sandbox.files.add("animation", b"animation", "animation.mp4", "video/mp4").ids()
    named = {**ids, "file_name": "animation.mp4", "mime_type": "video/mp4"}
    return [{"animation": {**named, "width": 320, "height": 240, "duration": 2}, "document": named}]


def _sticker(sandbox: Sandbox, _: Json) -> list[Json]:
    ids = sandbox.files.add("sticker", b"sticker", "sticker.webp", "image/webp").ids()
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"}
    return [{"sticker": {**ids, **shape}}]


def _voice(sandbox: Sandbox, _: Json) -> list[Json]:
    ids = sandbox.files.add("voice", b"voice", "voice.oga", "audio/ogg").ids()
    return [{"voice": {**ids, "duration": 3, "mime_type": "audio/ogg"}}]


def _forward(sandbox: Sandbox, content: Json) -> list[Json]:
    """Forward a text or a photo `{text | photo, caption?, from: name, hidden?: true, channel?: true | name}`.

    `username` is the channel's, without the @.
    """
    forward = content["forward"]
    name = str(forward.get("from") or "hidden")
    date = int(forward.get("date") or time.time() - 60)
    origin: Json
    if channel := forward.get("channel"):
        title = channel if isinstance(channel, str) else name
        chat = {"id": CHANNEL_ID, "type": "channel", "title": title}
        chat |= {"username": forward["username"]} if forward.get("username") else {}
        origin = {"type": "channel", "date": date, "chat": chat, "message_id": 1}
    elif name == "hidden" or forward.get("hidden"):
        origin = {"type": "hidden_user", "date": date, "sender_user_name": str(forward.get("name") or name)}
    else:
        sender = {"id": 800_000_000 + sandbox.next_id(), "is_bot": False, "first_name": name}
        origin = {"type": "user", "date": date, "sender_user": sender}
    parts = _photo(sandbox, forward) if "photo" in forward else _text(sandbox, forward)
    return [{**part, "forward_origin": origin} for part in parts]


_BODIES: dict[str, Any] = {
    "text": _text,
    "photo": _photo,
    "document": _document,
    "album": _album,
    "animation": _animation,
    "sticker": _sticker,
    "voice": _voice,
    "forward": _forward,
}


def _decode(data: str) -> bytes:
    try:
        return base64.b64decode(data.rpartition(",")[2] if data.startswith("data:") else data, validate=True)
    except (binascii.Error, ValueError, AttributeError) as error:
        raise bad_request("the file must be base64") from error


def press(
    sandbox: Sandbox, person: Person, message_id: int, data: str, group: Group | None = None
) -> tuple[str, Query]:
    """Press an inline button. The data is not compared with the message: an old client may still show old buttons."""
    chat = group or person
    message = sandbox.chats[chat.id].messages.get(message_id)
    query_id, query = sandbox.query(chat.id)
    sandbox.push(
        "callback_query",
        {
            "id": query_id,
            "from": person.user(),
            # What was deleted or is too old arrives as an inaccessible message.
            "message": message or {"chat": chat.chat(), "message_id": message_id, "date": 0},
            "chat_instance": str(-person.id),
            "data": data,
        },
    )
    return query_id, query


def ask_inline(sandbox: Sandbox, person: Person, text: str, offset: str = "") -> Query:
    """Type the bot's name and a query in some chat."""
    query_id, query = sandbox.query(person.id)
    content = {"id": query_id, "from": person.user(), "query": text, "offset": offset, "chat_type": "sender"}
    sandbox.push("inline_query", content)
    return query


def change(sandbox: Sandbox, person: Person, changes: Json) -> None:
    """Rename, change the language, block or unblock; the bot hears of a block as in Telegram."""
    unknown = changes.keys() - {"first_name", "language_code", "blocked"}
    if unknown:
        raise bad_request(f"unknown field: {', '.join(sorted(unknown))}")
    draft = Person(person.id, changes.get("first_name", person.first_name), changes.get("language_code"))
    sandbox.spec.check("User", draft.user())
    person.first_name = changes.get("first_name", person.first_name)
    person.language_code = changes.get("language_code", person.language_code)
    blocked = bool(changes.get("blocked", person.blocked))
    if blocked == person.blocked:
        return
    person.blocked = blocked
    user = {name: sandbox.identity[name] for name in ("id", "is_bot", "first_name", "username")}
    member, banned = {"status": "member", "user": user}, {"status": "kicked", "user": user, "until_date": 0}
    old, new = (member, banned) if blocked else (banned, member)
    sandbox.push(
        "my_chat_member",
        {
            "chat": person.chat(),
            "from": person.user(),
            "date": int(time.time()),
            "old_chat_member": old,
            "new_chat_member": new,
        },
    )


def restart(sandbox: Sandbox, person: Person) -> Json:
    """Clear the chat and send /start, unblocking the bot where it was blocked."""
    change(sandbox, person, {"blocked": False})
    chat = sandbox.chats[person.id]
    chat.messages.clear()
    chat.events.clear()
    sandbox.event(person.id, "clear")
    return send(sandbox, person, {"text": "/start"})
