"""Formatting as Telegram reads it."""

import contextlib
import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.html import format_text, utf16

UNDERLINE, STRIKE = ("underline", "c"), ("strikethrough", "d")


def spans(markup: str, mode: str | None = "HTML") -> list[tuple[str, str]]:
    """Return (type, covered text)."""
    text, entities = format_text(markup, mode, None)
    units = text.encode("utf-16-le")
    return [(e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")) for e in entities]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<b>a</b><strong>b</strong>", [("bold", "a"), ("bold", "b")]),
        ("<i>a</i> <em>b</em> <u>c</u> <s>d</s>", [("italic", "a"), ("italic", "b"), UNDERLINE, STRIKE]),
        ("😀<b>警方😀</b>", [("bold", "警方😀")]),
        ("<b>a <i>b</i></b>", [("bold", "a b"), ("italic", "b")]),
        ("<code>x</code>", [("code", "x")]),
        ('<pre><code class="language-py">x</code></pre>', [("pre", "x")]),
        ("<tg-spoiler>a</tg-spoiler>", [("spoiler", "a")]),
        ('<span class="tg-spoiler">a</span>', [("spoiler", "a")]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", "a")]),
        ('<a href="https://x.org/?a=1&amp;b=2">l</a>', [("text_link", "l")]),
        ("  <b> a </b>  ", [("bold", "a")]),
        ("<b></b>x", []),
        ("https://x.org/a, /start", [("url", "https://x.org/a"), ("bot_command", "/start")]),
        ("@somebody #tag", [("mention", "@somebody"), ("hashtag", "#tag")]),
    ],
)  # fmt: skip
def test_html_becomes_entities(markup: str, expected: list[tuple[str, str]]) -> None:
    assert spans(markup) == expected


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<b>x", "Can't find end tag"),
        ("<b>x</i>", 'expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<div>x</div>", 'Unsupported start tag "div"'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("警<br>", "byte offset 3"),
        ("<span>x</span>", "tg-spoiler"),
    ],
)
def test_broken_html_is_refused_with_telegrams_words(markup: str, reason: str) -> None:
    with pytest.raises(ApiError, match="can't parse entities") as caught:
        format_text(markup, "HTML", None)
    assert reason in caught.value.description


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "bold", "offset": 0, "length": 9},
        {"type": "bold", "offset": -1, "length": 1},
        {"type": "bold", "offset": 0, "length": 1},
        {"type": "text_link", "offset": 0, "length": 2},
    ],
)
def test_entities_outside_the_text_or_through_a_character_are_refused(entity: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="can't parse entities"):
        format_text("😀x", None, [entity])


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    plain, entities = format_text(html.escape(text), "HTML", None)
    assert plain == text.strip(" \t\r\n\v\f\x00").replace("&#x27;", "'")
    assert all(e["offset"] + e["length"] <= utf16(plain) for e in entities)


@given(st.text(alphabet="<>/b&;ia code=\"'"))
def test_any_markup_is_parsed_or_refused(markup: str) -> None:
    with contextlib.suppress(ApiError):
        format_text(markup, "HTML", None)
