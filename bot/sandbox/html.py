"""Formatting: Telegram's HTML into text with entities, and the entities that Telegram finds in plain text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

Entity = dict[str, Any]
Formatted = tuple[str, list[Entity]]

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link", "code": "code",
    "pre": "pre", "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
MAX_ENTITIES = 100

_TOKEN = re.compile(
    r"<(?P<tag>[^>]*)(?P<end>>?)|&(?:#(?P<dec>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>lt|gt|amp|quot));?"
)
_TAG = re.compile(r"(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:\s[^>]*)?)\s*/?\Z")
_ATTRIBUTE = re.compile(r"([A-Za-z][\w-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+|(?<![\w@.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|cn|io|gov|info|me)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@\w{4,32})\b"
    r"|(?<!\w)(?P<hashtag>#(?=\w*[^\W\d])\w{1,256})"
)


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units, in which Telegram counts offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def format_text(text: str, parse_mode: str | None, entities: list[Entity] | None) -> Formatted:
    """Return (text, entities) as Telegram would store them: formatted, trimmed, with links and commands found.

    Raises ApiError "can't parse entities" as Telegram does.
    """
    mode = (parse_mode or "").lower()
    if mode == "html":
        plain, found = parse_html(text)
    elif mode in {"markdown", "markdownv2"}:
        raise ApiError(501, "Not Implemented: the sandbox reads parse_mode HTML and entities, not Markdown")
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        plain, found = text, check_entities(text, entities or [])
    plain, found = trim(plain, found)
    return plain, merge(found, detect(plain))


def check_entities(text: str, entities: list[Entity]) -> list[Entity]:
    """Check entities that a bot gave by hand: inside the text, never through the middle of a character."""
    if not entities:
        return []
    units = text.encode("utf-16-le", "surrogatepass")
    total = len(units) // 2
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < 0 or entity["length"] <= 0 or end > total:
            raise bad_request(
                f"can't parse entities: entity beginning at {start} is outside the text of {total} UTF-16 units"
            )
        for cut in (start, end):
            if 0 < cut < total and 0xDC <= units[2 * cut + 1] <= 0xDF:  # noqa: PLR2004
                raise bad_request(f"can't parse entities: entity at UTF-16 offset {cut} cuts a character in two")
        if entity["type"] == "text_link" and not entity.get("url"):
            raise bad_request("can't parse entities: a text_link needs its url")
    return sorted(entities, key=_order)


def trim(text: str, entities: list[Entity]) -> Formatted:
    """Cut white space at both ends of the text and move the entities along."""
    kept = text.strip(" \t\r\n\v\f\x00")
    if len(kept) == len(text):
        return text, entities
    shift, total = utf16(text[: len(text) - len(text.lstrip(" \t\r\n\v\f\x00"))]), utf16(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, total)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return kept, moved


def detect(text: str) -> list[Entity]:
    """Find what Telegram marks in any text: links, addresses, commands, mentions and hashtags."""
    if not any(mark in text for mark in "/@#."):
        return []
    return [
        {
            "type": str(match.lastgroup),
            "offset": utf16(text[: match.start()]),
            "length": utf16(match.group().rstrip(".,;:!?)")),
        }
        for match in _FOUND.finditer(text)
    ]


def merge(given: list[Entity], detected: Iterable[Entity]) -> list[Entity]:
    """Join given and detected entities; where they touch, the given one stands."""
    spans = [
        (entity["offset"], entity["offset"] + entity["length"]) for entity in given if entity["type"] not in _STYLES
    ]
    free = [
        entity
        for entity in detected
        if not any(entity["offset"] < end and start < entity["offset"] + entity["length"] for start, end in spans)
    ]
    return sorted([*given, *free], key=_order)[:MAX_ENTITIES]


# Inside bold text a link is still a link; inside code or another link it is not.
_STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"}


def _order(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


@dataclass
class _Open:
    tag: str
    entity: Entity
    start: int


@dataclass
class _Output:
    parts: list[str] = field(default_factory=list)
    units: int = 0
    entities: list[Entity] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.units += utf16(text)


def parse_html(markup: str) -> Formatted:
    """Parse Telegram's HTML: https://core.telegram.org/bots/api#html-style. Raises ApiError with the byte offset."""
    out = _Output()
    position = 0
    for token in _TOKEN.finditer(markup):
        out.write(markup[position : token.start()])
        position = token.end()
        if token["tag"] is None:
            out.write(_character(token))
        else:
            _tag(token, len(markup[: token.start()].encode("utf-8", "surrogatepass")), out)
    out.write(markup[position:])
    if out.stack:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{out.stack[-1].tag}"')
    return "".join(out.parts), sorted(out.entities, key=_order)


def _character(token: re.Match[str]) -> str:
    if token["name"]:
        return NAMED[token["name"]]
    code = int(token["dec"]) if token["dec"] else int(token["hex"], 16)
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004
    return token.group() if code == 0 or surrogate or code > 0x10FFFF else chr(code)  # noqa: PLR2004


def _tag(token: re.Match[str], at: int, out: _Output) -> None:
    if not token["end"]:
        raise _broken(f"Unclosed start tag at byte offset {at}")
    parsed = _TAG.match(token["tag"])
    if parsed is None:
        raise _broken(f'Unsupported start tag "{token["tag"][:32]}" at byte offset {at}')
    name = parsed["name"].lower()
    if parsed["slash"]:
        _close(name, at, out)
        return
    if name not in TAGS:
        raise _broken(f'Unsupported start tag "{name}" at byte offset {at}')
    out.stack.append(_Open(name, _entity(name, parsed["rest"], at, out), out.units))


def _entity(name: str, rest: str, at: int, out: _Output) -> Entity:
    attributes = {m[1].lower(): parse_html_text(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(rest)}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    if name == "a":
        return {"type": "text_link", "url": attributes.get("href", "")}
    if name == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if name == "code" and attributes.get("class", "").startswith("language-"):
        above = out.stack[-1] if out.stack else None
        if above is not None and above.tag == "pre" and above.start == out.units:
            above.entity["language"] = attributes["class"].removeprefix("language-")
    return {"type": TAGS[name]}


def parse_html_text(text: str) -> str:
    """Replace the character references of an attribute's value."""
    return _TOKEN.sub(lambda token: token.group() if token["tag"] is not None else _character(token), text)


def _close(name: str, at: int, out: _Output) -> None:
    if not out.stack:
        raise _broken(f"Unexpected end tag at byte offset {at}")
    opened = out.stack.pop()
    if opened.tag != name:
        raise _broken(f'Unmatched end tag at byte offset {at}, expected "</{opened.tag}>", found "</{name}>"')
    entity, length = opened.entity, out.units - opened.start
    if entity["type"] == "text_link" and not entity["url"]:
        # Telegram takes the link's text for an address where href is missing, and drops what is none.
        entity["url"] = "".join(out.parts)[-length:] if length else ""
        if not entity["url"].startswith(("http://", "https://")):
            return
    inside_pre = entity["type"] == "code" and out.stack and out.stack[-1].tag == "pre"
    if length and not inside_pre:
        out.entities.append({**entity, "offset": opened.start, "length": length})


def _broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
