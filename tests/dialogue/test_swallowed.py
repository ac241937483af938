"""A small child who swallowed what is no food is answered at once; an older one who took poison is in despair."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogue.step import step
from bot.dialogue.swallowed import heard
from bot.dialogue.types import Session, Text, World
from bot.match.types import Decision

ILL, ONESELF, ANOTHER = "food.sick", "bot.distress", "bot.distress_other"
UNSURE = Decision("unknown", None, 0.2, ())


@pytest.mark.parametrize(
    "words",
    [
        "my toddler drank some bleach under the sink",
        "my son is 3 years old, he drank clorox",
        "my daughter took my pressure pills she is 4 years old",
        "my 2 yo swallowed a button battery",
        "child ate rat poison",
        "baby ate a detergent pod!!",
        "my nephew drank kerosene by mistake",
        "my grandson thought it was juice, he drank paraffin by accident",
        "MY KID ATE A DISHWASHER TABLET",
        "两岁的孩子喝了漂白水",
        "宝宝喝了洁厕灵怎么办",
        "孩子误食老鼠药",
        "小孩吞了纽扣电池",
        "我儿子3岁把洗衣凝珠吃了",
        "把安眠药当糖吃了 我女儿4岁",
        "娃儿喝了84咋个办",
        "女兒不小心喝了洗甲水",
    ],
)
def test_a_small_child_who_swallowed_what_is_no_food_is_answered_at_once(world: World, words: str) -> None:
    made = heard(UNSURE, words, None, world)
    assert (made.kind, made.intent, made.also) == ("answer", ILL, None)


@pytest.mark.parametrize(
    "words",
    [
        "my toddler eats battery eggs, is that ok",
        "which detergent is safe for a baby",
        "my baby drank milk and my son bought batteries",
        "the baby food had bleach in it, who checks that",
        "i ate and then my toddler slept",
        "宝宝的奶瓶用什么消毒液洗",
        "孩子在学校吃了坏肉",
        "给小孩买了洗衣液",
        "三岁的车电池坏了",
    ],
)
def test_who_swallowed_nothing_is_not_taken_for_it(world: World, words: str) -> None:
    assert heard(UNSURE, words, None, world) is UNSURE


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("my kid is 17, he drank bleach because he wants to die", ANOTHER),
        ("my daughter drank poison, she lost her money", ANOTHER),
        ("儿子喝农药了", ANOTHER),
        ("i drank bleach, tell my child i am sorry", ONESELF),
        ("baby i drank bleach goodbye", ONESELF),
        ("girl drank rat poison after he left her", ANOTHER),
        ("我15岁 喝了农药", ONESELF),
        ("我喝农药了 小孩怎么办", ONESELF),
        ("儿子十六岁 喝了农药", ANOTHER),
        ("结婚6个月 老公喝农药了", ANOTHER),
    ],
)
def test_who_may_have_meant_to_is_in_despair(world: World, words: str, expected: str) -> None:
    assert heard(UNSURE, words, None, world).intent == expected


def test_a_parent_who_despairs_over_it_hears_that_as_well(world: World) -> None:
    made = heard(UNSURE, "my toddler drank bleach, i want to die", None, world)
    assert (made.intent, made.also) == (ILL, ONESELF)


def test_who_does_not_breathe_comes_first(world: World) -> None:
    made = Decision("answer", "bot.ambulance", 0.97, ())
    assert heard(made, "my toddler drank bleach and does not breathe", None, world) is made


def test_the_answer_names_whom_to_call(world: World) -> None:
    turn = step(Session(lang="en", country="KE"), Text("my 2 yo drank jik", datetime(2026, 11, 28, tzinfo=UTC)), world)
    assert turn.replies[0].id == ILL
    assert "999" in turn.replies[0].html
