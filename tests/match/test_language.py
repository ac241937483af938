"""What a message is written in, as far as it matters to how it is answered."""

from __future__ import annotations

import pytest

from bot.match.language import foreign, script, uncertain


@pytest.mark.parametrize(
    "text",
    [
        "wo bei pian le", "women zai yuanqu chubulai", "tiananmen zai nali", "ranguo le shui", "nv er shilian le",
        "xian zai zenme ban", "i recieved a ofer frm kompany", "我在园区里", "我收到一个 job offer", "96110", "😭", "",
        "他们收了我の护照", "我の钱被骗了", "help me pls ツ", "no passport", "no visa", "uganda passport",
        "nepali passport", "no salary", "visa scam", "pinas po",
    ],
)  # fmt: skip
def test_english_chinese_and_pinyin_are_our_languages(text: str) -> None:
    assert not foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "ya no quiero vivir", "sono in pericolo, aiuto", "tolong saya dikurung", "họ giữ hộ chiếu của em",
        "мне нужна помощь", "助けてください", "도와주세요", "ช่วยด้วย", "मेरी मदद करो", "ساعدوني",
        "詐欺に遭いました", "パスポートを取られた", "tolong saya", "necesito ayuda", "quiero morir", "tulungan mo ako",
    ],
)  # fmt: skip
def test_other_languages_are_none(text: str) -> None:
    assert foreign(text)


def test_one_japanese_letter_makes_no_japanese_of_chinese() -> None:
    assert script("他们收了我の护照") == "zh"
    assert script("詐欺に遭いました") is None


def test_a_few_words_that_no_language_is_sure_of_may_still_be_another_language() -> None:
    assert not foreign("cuu em voi")
    assert uncertain("cuu em voi")
    assert not uncertain("they took my passport")
