"""Which language the next reply is in, and in which characters Chinese is shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.catalog.chinese import simplified, traditional
from bot.dialogue.language import choose
from bot.dialogue.step import step
from bot.dialogue.types import Button, Command, Session, Text, World

KNOWN = ("en", "zh")
NOW = datetime(2026, 11, 27, tzinfo=UTC)
TRADITIONAL, SIMPLIFIED = "我被關在緬甸", "我被关在缅甸"


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


@pytest.mark.parametrize(
    ("text", "hint", "wanted"),
    [
        (TRADITIONAL, None, True),
        (SIMPLIFIED, None, False),
        ("我在泰国，想問一下", "zh-hans", False),
        ("你好", "zh-hant", True),
        ("你好", "zh-TW", True),
        ("你好", "zh-hans", False),
        ("hello", "en", False),
    ],
)
def test_who_writes_or_reads_traditional_characters_is_answered_in_them(
    world: World, text: str, hint: str | None, *, wanted: bool
) -> None:
    turn = step(Session(), Text(text, NOW, hint), world)
    assert turn.session.traditional is wanted


def test_an_answer_in_traditional_characters_says_the_same(world: World) -> None:
    (answer, *_) = step(Session(country="MM"), Text(TRADITIONAL, NOW), world).replies
    (plain, *_) = step(Session(country="MM"), Text(SIMPLIFIED, NOW), world).replies
    assert answer.html != plain.html
    assert simplified(answer.html).replace("著", "着") == plain.html
    labels = [button.label for row in answer.buttons for button in row]
    assert [simplified(label).replace("著", "着") for label in labels] == [
        button.label for row in plain.buttons for button in row
    ]
    assert [b.command for row in answer.buttons for b in row if isinstance(b, Button)] == [
        b.command for row in plain.buttons for b in row if isinstance(b, Button)
    ]


def test_the_characters_last_until_somebody_writes_the_others(world: World) -> None:
    first = step(Session(), Text(TRADITIONAL, NOW), world)
    pressed = step(first.session, Command("sos", "", NOW), world)
    assert simplified(pressed.replies[0].html) != pressed.replies[0].html
    again = step(pressed.session, Text(SIMPLIFIED, NOW), world)
    assert simplified(again.replies[0].html) == again.replies[0].html


def test_who_chose_the_characters_keeps_them(world: World) -> None:
    asked = step(Session(lang="zh"), Command("language", "", NOW), world)
    labels = [button.label for row in asked.replies[0].buttons for button in row]
    assert labels == ["English", "简体中文", "繁體中文"]
    chosen = step(asked.session, Command("language", "zh-hant", NOW), world)
    assert chosen.replies[0].html.startswith("<b>以後用中文回答")
    kept = step(chosen.session, Text(SIMPLIFIED, NOW), world)
    assert simplified(kept.replies[0].html) != kept.replies[0].html
    back = step(kept.session, Command("language", "zh", NOW), world)
    assert back.replies[0].html.startswith("<b>以后用中文回答")


def test_a_pasted_text_in_the_other_characters_changes_nothing(world: World) -> None:
    turn = step(Session(lang="zh"), Text("高薪招聘，包機票包食宿，月薪三萬，到柬埔寨做客服。" * 20, NOW), world)
    assert turn.session.traditional is False


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("旅游签、工作签，出发前签合同", "旅遊簽、工作簽，出發前簽合同"),
        ("看标签上有没有批号", "看標籤上有沒有批號"),
        ("联系发卡的商家", "聯繫發卡的商家"),
        ("别只看职位名", "別只看職位名"),
        ("手不干净，干的活", "手不乾淨，幹的活"),
    ],
)
def test_a_character_with_two_forms_is_shown_in_the_right_one(said: str, shown: str) -> None:
    assert traditional(said) == shown
