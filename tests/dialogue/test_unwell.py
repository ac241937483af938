"""What a body looks like is heard before what else is told; who only does not answer the phone is not taken for ill."""

from __future__ import annotations

import pytest

from bot.dialogue.types import World
from bot.dialogue.unwell import heard
from bot.match.types import Decision, Match

CALLED, ILL, INSIDER = "bot.ambulance", "food.sick", "food.insider"
UNSURE = Decision("unknown", None, 0.2, ())
OTHER = Decision("answer", INSIDER, 0.6, (Match(ILL, 0.3),))
DESPAIRS = Decision("answer", "bot.distress_other", 0.9, ())


@pytest.mark.parametrize(
    "words",
    [
        "到家了 她趴床边 拍脸没反应 地上两板空的药 身上凉凉的",
        "现在抱起来脑壳都吊着 咋个逗眼睛都不睁",
        "老爸嘴唇发紫 喊他不应",
        "推他推不动 口吐白沫",
        "shes all floppy cant get her to wake up properly",
        "i shake and shout and nothing",
        "his lips are going blue",
        "baby very sleepy lips color blue",
        "my wife is not breathing",
        "baby wont wake up",
        "he has foam at the mouth",
        "i can't wake her",
        "i cant wake my dad",
        "grandma wont wake up",
        "baby not breathing who do i call",
        "爸爸早上口吐白沫",
        "喊也喊不答应了",
        "高烧四天 早上喂水喂不进",
        "叫他名字他只喊妈",
        "摔了之后神志不清",
    ],
)
@pytest.mark.parametrize("made", [UNSURE, OTHER, DESPAIRS])
def test_who_does_not_wake_comes_first(world: World, words: str, made: Decision) -> None:
    decided = heard(made, words, world)
    assert (decided.kind, decided.intent, decided.also) == ("answer", CALLED, made.intent)


@pytest.mark.parametrize(
    "words",
    [
        "儿子早上怎么叫都叫不醒，天天迟到",
        "客服叫了半天没反应",
        "妈喊他回来吃饭都喊不动",
        "she does not wake up early",
        "i shout in the chat and no answer",
        "my face goes red when i lie",
        "he wont wake me at six",
        "中介叫我不应该告诉家里人",
        "叫车没反应 怎么投诉",
        "煤气罐没气了",
        "孩子药喂不进 怎么办",
        "喊他还钱他不答应",
        "我叫他别去他不答应",
        "电话里叫我名字 叫爸 说是我儿子",
        "催收的喊我名字喊我妈",
        "他喝多了神志不清转给骗子五万",
        "给花浇水灌不进",
        "老板对我翻白眼",
        "we must not wake him up or the guard beats us",
    ],
)
def test_who_sleeps_late_or_is_only_silent_is_well(world: World, words: str) -> None:
    assert heard(UNSURE, words, world) is UNSURE


@pytest.mark.parametrize(
    "words",
    [
        "中午厂里饭堂的鸭子 我们线倒了十几个 又吐又拉 经理不准叫车",
        "canteen lunch, twelve of my line are vomiting, manager forbids us to call",
        "昨天吃了自家做的臭豆腐 今天看东西双的 眼皮往下掉",
        "ate field mushies last night, now my flatmate is going yellow",
        "his eyes went yellow after the mushies",
        "seeing double after home canned beans",
    ],
)
def test_who_is_ill_of_food_comes_before_the_firm_that_served_it(world: World, words: str) -> None:
    decided = heard(OTHER, words, world)
    assert (decided.intent, decided.also) == (ILL, INSIDER)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("our dog ate chocolate and is vomiting", UNSURE),  # nothing that was found speaks of people who are ill
        ("the kitchen is dirty and i want to report it", OTHER),
        ("vomiting after lunch", Decision("answer", "bot.distress", 0.9, (Match(ILL, 0.1),))),
        ("he does not wake up, vomiting after lunch", Decision("answer", CALLED, 0.9, (Match(ILL, 0.1),))),
    ],
)
def test_nothing_else_is_taken_for_ill_of_food(world: World, words: str, made: Decision) -> None:
    assert heard(made, words, world) is made
