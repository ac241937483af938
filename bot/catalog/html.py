"""Which HTML Telegram accepts: a few tags, properly nested, everything else escaped."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser

ALLOWED = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote"})


class _Check(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.stack: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in ALLOWED:
            self.faults.append(f"<{tag}> is not allowed")
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self._hidden(data)

    def handle_decl(self, decl: str) -> None:
        self._hidden(decl)

    def handle_pi(self, data: str) -> None:
        self._hidden(data)

    def unknown_decl(self, data: str) -> None:
        self._hidden(data)

    def _hidden(self, data: str) -> None:
        self.faults.append(f"a comment or declaration (“{data.strip()[:20]}”) is not allowed")

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self.faults.append("a “<” that opens no tag")


def faults(html: str) -> list[str]:
    """Say what Telegram would refuse in `html`; empty where nothing is wrong."""
    check = _Check()
    try:
        check.feed(html)
        check.close()
    except AssertionError as error:  # how the parser refuses some declarations
        check.faults.append(f"a declaration ({error}) is not allowed")
    return [*check.faults, *(f"<{tag}> is never closed" for tag in check.stack)]


def text_of(html: str) -> str:
    """Return the plain text of `html`."""
    parts: list[str] = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = parts.append  # type: ignore[method-assign,assignment]
    with suppress(AssertionError):  # `faults` names what the parser refuses
        parser.feed(html)
        parser.close()
    return "".join(parts)
