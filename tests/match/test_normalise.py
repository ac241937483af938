"""What the normaliser makes one of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assemble import normaliser
from bot.catalog.types import Catalog
from bot.match.normalise import LONGEST, Normaliser, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("HELP!!! They took my PASSPORT", "help they took my passport"),
        ("ｈｅｌｐ　ｍｅ", "help me"),
        ("he\u200blp\u202e me", "help me"),
        ("heeeeelp meeee", "heelp mee"),
        ("don't", "dont"),
        ("我把錢轉給騙子了", "我把钱转给骗子了"),
        ("救命🆘🆘", "救命"),
        ("plz help", "please help"),  # too little is left to leave anything out
        ("plz help me out", "help me out"),
        ("Dear Sir, is it real?", "is it real"),
        ("你好，请问怎么举报？", "怎么举报"),
        ("zenme jubao", "怎么 举报"),
        ("🙂🙂", ""),
    ],
)
def test_spellings_of_one_question_become_one(normalise: Normaliser, written: str, folded: str) -> None:
    assert normalise(written) == folded


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("oga i no fit comot, dem lock us", "boss i cannot get out they locked us up"),
        ("佢哋鎖住道門 唔畀我走", "他们锁住道门 不给我走"),
        ("俺娘让人忽悠了", "我妈妈被人骗了"),
        ("我zfb转了钱", "我支付宝转了钱"),  # no space is needed in Chinese
        ("u盘坏了", "u盘坏了"),  # but for a letter: this is no "you"
        ("what did u do", "what did you do"),
        ("tbh 关系不大 要仔细识别零食", "to be honest 关系不大 要仔细识别零食"),
        ("walao how can this be", "how can this be"),
        ("walao", "walao"),
        ("我被困 觉得害怕", "我被困 觉得害怕"),  # 困觉 is to sleep
        ("一点解决办法都没有 海边度假 身边个个", "一点解决办法都没有 海边度假 身边个个"),
        ("打電話俾警察", "打电话给警察"),
        ("im ill. prob food poisoning", "im ill prob food poisoning"),
        ("from my acc to his", "from my account to his"),
    ],
)
def test_words_of_a_region_or_of_chats_become_those_of_everybody(catalog: Catalog, written: str, folded: str) -> None:
    assert normaliser(catalog)(written) == folded


def test_a_message_of_padding_alone_stays_what_it_is(normalise: Normaliser) -> None:
    assert normalise("Hello") == "hello"
    assert normalise("你好") == "你好"


def test_of_two_forms_the_longer_is_meant() -> None:
    fold = Normaliser({"唔": "不", "唔该": "麻烦", "no wan": "do not want", "no": "not"})
    assert fold("唔该 我唔去 i no wan go, no") == "麻烦 我不去 i do not want go not"


def test_padding_inside_a_word_stays(normalise: Normaliser) -> None:
    assert normalise("othello is a play") == "othello is a play"


@given(st.text(max_size=2000))
def test_any_text_folds_to_something_short_and_clean(text: str) -> None:
    folded = Normaliser(SHORT, ("hello",))(text)
    assert len(folded) <= LONGEST
    assert folded == folded.strip()
    assert "  " not in folded
    assert all(words(folded)) or not folded


SHORT = {"u": "you"}


def test_words_of_chinese_are_pairs_of_characters() -> None:
    assert words("举报假招聘 now") == ["举报", "报假", "假招", "招聘", "now"]
    assert words("我") == ["我"]
