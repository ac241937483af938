"""The methods about the bot itself: its commands, its name and descriptions per language, its menu button."""

import json
import re
from collections.abc import Callable

from bot.sandbox.errors import bad_request
from bot.sandbox.state import Json, Sandbox

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
LANGUAGE = re.compile(r"(?:[a-z]{2})?\Z")


def set_commands(sandbox: Sandbox, params: Json) -> bool:
    """Set the command menu of a scope and language."""
    key = _scope(params)
    commands = params["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        command["command"] = command["command"].removeprefix("/")
        if not COMMAND.match(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    sandbox.commands[key] = commands
    return True


def get_commands(sandbox: Sandbox, params: Json) -> list[Json]:
    """Return the command menu of exactly this scope and language."""
    return sandbox.commands.get(_scope(params), [])


def delete_commands(sandbox: Sandbox, params: Json) -> bool:
    """Take the command menu of a scope and language away."""
    sandbox.commands.pop(_scope(params), None)
    return True


def shown_commands(sandbox: Sandbox, chat_id: int | None, language: str | None) -> list[Json]:
    """Return the menu that somebody sees: the narrowest scope first, and in it the language before the default."""
    scopes: list[Json] = [{"type": "chat", "chat_id": chat_id}, {"type": "all_private_chats"}, {"type": "default"}]
    for scope in scopes:
        for code in ((language or "")[:2], ""):
            if found := sandbox.commands.get((json.dumps(scope, sort_keys=True), code)):
                return found
    return []


def text_setter(field: str, limit: int) -> Callable[[Sandbox, Json], bool]:
    """Return the method that sets the name or a description for a language."""

    def set_text(sandbox: Sandbox, params: Json) -> bool:
        text = params.get(field, "")
        if len(text) > limit:
            raise bad_request(f"{field} is too long: {len(text)} of {limit} characters")
        sandbox.texts[field, _language(params)] = text
        return True

    return set_text


def text_getter(field: str) -> Callable[[Sandbox, Json], Json]:
    """Return the method that reads the name or a description of a language, or else the default one."""

    def get_text(sandbox: Sandbox, params: Json) -> Json:
        default = sandbox.me["first_name"] if field == "name" else ""
        own = sandbox.texts.get((field, _language(params)))
        return {field: own or sandbox.texts.get((field, "")) or default}

    return get_text


def set_menu_button(sandbox: Sandbox, params: Json) -> bool:
    """Set the button beside the text field, for a chat or for all."""
    if "chat_id" in params:
        sandbox.recipient(params["chat_id"])
    sandbox.menu_buttons[params.get("chat_id")] = params.get("menu_button", {"type": "default"})
    return True


def get_menu_button(sandbox: Sandbox, params: Json) -> Json:
    """Return the button beside the text field."""
    default: Json = sandbox.menu_buttons.get(None, {"type": "commands"})
    return sandbox.menu_buttons.get(params.get("chat_id"), default)


def _scope(params: Json) -> tuple[str, str]:
    return json.dumps(params.get("scope", {"type": "default"}), sort_keys=True), _language(params)


def _language(params: Json) -> str:
    code: str = params.get("language_code", "")
    if not LANGUAGE.match(code):
        raise bad_request("invalid language code specified")
    return code
