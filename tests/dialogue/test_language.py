"""Which language the next reply is in."""

from __future__ import annotations

import pytest

from bot.dialogue.language import choose
from bot.dialogue.types import Session

KNOWN = ("en", "zh")


@pytest.mark.parametrize(
    "text", ["wo bei pian le", "jiu wo", "wo zai miandian, bu neng hui jia", "zhuan zhang le 5000"]
)
def test_pinyin_is_answered_in_chinese_where_somebody_speaks_it(text: str) -> None:
    assert choose(Session(), text, "zh-hans", KNOWN) == "zh"
    assert choose(Session(lang="zh"), text, "en", KNOWN) == "zh"
    assert choose(Session(), text, "en", KNOWN) == "en"


def test_an_english_sentence_is_answered_in_english_whatever_was_spoken_before() -> None:
    assert choose(Session(lang="zh"), "they took my passport", "zh", KNOWN) == "en"
    assert choose(Session(lang="en"), "can he ban me", "zh", KNOWN) == "en"
