"""Keyboards: what Telegram refuses in a reply_markup."""

from typing import Any

from bot.sandbox.errors import bad_request

MAX_BUTTONS = 100
MAX_CALLBACK_BYTES = 64
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:", "ton://")


def inline_keyboard(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the inline keyboard that stands under the message, None for other or no markup; raises ApiError."""
    if not markup:
        return None
    rows = markup.get("inline_keyboard")
    if rows is None:
        if sum(len(row) for row in markup.get("keyboard", [])) > 3 * MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        return None
    rows = [row for row in rows if row]
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _button(button)
    return {"inline_keyboard": rows} if rows else None


def _button(button: dict[str, Any]) -> None:
    text = button["text"]
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in ACTIONS if name in button]
    if len(actions) != 1:
        found = f"it has {' and '.join(actions)}" if actions else "text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {found}" if actions else found)
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode("utf-8", "surrogatepass")) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not (url.startswith(SCHEMES) or ("." in url and "://" not in url and " " not in url)):
        raise bad_request(f"inline keyboard button URL '{url[:64]}' is invalid: Wrong HTTP URL")
