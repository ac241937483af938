"""What a message is written in, as far as it matters to how it is answered."""

from __future__ import annotations

import pytest

from bot.match.language import foreign


@pytest.mark.parametrize(
    "text",
    [
        "wo bei pian le", "women zai yuanqu chubulai", "tiananmen zai nali", "ranguo le shui", "nv er shilian le",
        "xian zai zenme ban", "i recieved a ofer frm kompany", "我在园区里", "我收到一个 job offer", "96110", "😭", "",
    ],
)  # fmt: skip
def test_english_chinese_and_pinyin_are_our_languages(text: str) -> None:
    assert not foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "ya no quiero vivir", "sono in pericolo, aiuto", "tolong saya dikurung", "họ giữ hộ chiếu của em",
        "мне нужна помощь", "助けてください", "도와주세요", "ช่วยด้วย", "मेरी मदद करो", "ساعدوني",
    ],
)  # fmt: skip
def test_other_languages_are_none(text: str) -> None:
    assert foreign(text)
