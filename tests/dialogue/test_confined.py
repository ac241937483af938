"""Who is kept somewhere is heard before what else the words are near to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest

from bot.dialogue.confined import heard
from bot.dialogue.flows.ask import decide
from bot.dialogue.types import Session, Text, World
from bot.match.types import Decision, Match

TRAPPED, FAMILY, RIVER, LOAN = "jobs.trapped", "jobs.family_trapped", "jobs.border_crossing", "fraud.loan"
CRY, ESCAPED = "bot.emergency", "jobs.escaped"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
BOTH = (Match(TRAPPED, 0.2), Match(FAMILY, 0.1))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("not let us leave hotel sihanoukville", TRAPPED),
        ("im locked in a compound, other side of the river", TRAPPED),
        ("can i swim across the river, the guard is asleep", TRAPPED),
        ("we can’t leave the hotel", TRAPPED),
        ("our flat in dubai, door locked from outside", TRAPPED),
        ("took a loan, now they keep him in a room", FAMILY),
        ("my brother took a loan in dubai, they wont let him leave", FAMILY),
        ("老板不让我出门，欠了贷款", TRAPPED),
        ("看守睡着了，能游过去吗", TRAPPED),
        ("他被关在房间里，说是欠钱", FAMILY),
        ("guard near, i have a loan", TRAPPED),
        ("看守就在旁邊，欠了貸款", TRAPPED),
    ],
)
@pytest.mark.parametrize(
    "made",
    [
        Decision("disambiguate", None, 0.3, (Match(RIVER, 0.3), *BOTH)),
        Decision("unknown", None, 0.2, BOTH),
        Decision("answer", LOAN, 0.6, BOTH),
    ],
)
def test_who_is_kept_somewhere_is_answered_before_its_neighbours(
    world: World, words: str, expected: str, made: Decision
) -> None:
    found = heard(made, words, None, world)
    assert (found.kind, found.intent, found.also) == ("answer", expected, made.intent)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("is the river near", Decision("unknown", None, 0.2, BOTH)),
        ("my account is locked", Decision("unknown", None, 0.2, BOTH)),
        ("验证码出不来", Decision("unknown", None, 0.2, BOTH)),
        ("they wont let me withdraw my money", Decision("unknown", None, 0.2, BOTH)),
        ("they locked us in a room", Decision("answer", "bot.distress", 0.6, BOTH)),
        ("they locked us in a room", Decision("answer", LOAN, 0.9, BOTH)),
        ("they locked us in a room", Decision("unknown", None, 0.2, (Match(RIVER, 0.2),))),
        ("they locked us in a room. " * 20, Decision("unknown", None, 0.2, BOTH)),
    ],
)
def test_other_words_emergencies_sure_answers_and_stories_stay_as_they_are(
    world: World, words: str, made: Decision
) -> None:
    assert heard(made, words, None, world) is made


@pytest.mark.parametrize(
    ("words", "found", "meant"),
    [
        ("help i am in a compound, the guard is near", CRY, TRAPPED),
        ("救命 我在园区 看守就在旁边", CRY, TRAPPED),
        ("help my sister was taken to myanmar", CRY, FAMILY),
        ("我姐被骗去缅甸了 救命", CRY, FAMILY),
        ("i got away from them, sitting in the bush", TRAPPED, ESCAPED),
        ("i run. now corn field. dog far", TRAPPED, ESCAPED),
        ("救命，我跑出来了，在河边", CRY, ESCAPED),
        ("i escaped and they caught me again", TRAPPED, TRAPPED),
        ("怎么逃出来", TRAPPED, TRAPPED),
        ("help, somebody is at my door", CRY, CRY),
        ("救命，我儿子被锁在车里", CRY, CRY),
        ("我被他们反锁在房间里", TRAPPED, TRAPPED),
        ("我把自己锁在厕所里，他们在外面", TRAPPED, TRAPPED),
    ],
)
def test_a_cry_that_does_not_say_what_for_is_told_by_its_words(
    world: World, words: str, found: str, meant: str
) -> None:
    assert heard(Decision("answer", found, 0.95, BOTH), words, None, world).intent == meant


@pytest.mark.parametrize("words", ["my son locked himself in and does not speak", "奶奶不让我进，还在打电话"])
def test_who_shuts_themselves_in_is_not_held(world: World, words: str) -> None:
    found = heard(Decision("answer", TRAPPED, 0.9, (Match(LOAN, 0.05),)), words, None, world)
    assert (found.kind, [match.intent for match in found.alternatives]) == ("disambiguate", [LOAN])


@pytest.mark.parametrize("last", ["bot.distress_other", "bot.high_place"])
def test_who_may_hurt_themselves_is_not_held_by_others(world: World, last: str) -> None:
    unsure = Decision("unknown", None, 0.2, BOTH)
    assert heard(unsure, "he locked himself in the room, door locked from outside", last, world) is unsure


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("abeg dem lock us inside one house", TRAPPED),
        ("佢哋鎖住我哋喺間屋入面", TRAPPED),
        ("佢哋唔畀我走", TRAPPED),
        ("俺闺女让人忽悠去缅甸 叫人锁屋里了", FAMILY),
    ],
)
def test_who_is_held_is_heard_in_the_words_of_a_region(world: World, words: str, expected: str) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.1, BOTH))
    assert decide(Session(), Text(words, NOW), unsure).intent == expected


@pytest.mark.parametrize(
    "words", ["交易平台锁了我们账户 不给提现", "太困了我先睡", "我被扣房租了", "微信锁了我号", "帮我给孩子锁屋门"]
)
def test_a_locked_account_or_a_sleepy_writer_is_nobody_held(world: World, words: str) -> None:
    made = Decision("unknown", None, 0.1, BOTH)
    assert heard(made, words, None, world) is made


@pytest.mark.parametrize(
    "words",
    ["we r 40 kenyans cant go out. guard on stairs", "myawaddy, we cannot get out, guards downstairs and on the roof"],
)
def test_who_cannot_get_out_is_held_and_pastes_no_offer(world: World, words: str) -> None:
    found = heard(Decision("unknown", None, 0.2, BOTH), words, None, world)
    assert (found.kind, found.intent) == ("answer", TRAPPED)


@pytest.mark.parametrize(
    "words", ["will they put me inside for that? i only took service charge", "can they lock me up for this"]
)
def test_who_fears_a_prison_is_not_held(world: World, words: str) -> None:
    assert heard(Decision("answer", TRAPPED, 0.7, BOTH), words, None, world).intent == "jobs.legal_risk"


@pytest.mark.parametrize(
    "words", ["they lock us up inside for that, we cant leave the building", "they lock me up at night"]
)
def test_who_is_locked_up_is_not_told_of_prisons(world: World, words: str) -> None:
    assert heard(Decision("answer", TRAPPED, 0.7, BOTH), words, None, world).intent == TRAPPED


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("my brother has gone to the airport just now, they told him thailand then a car", "jobs.about_to_fly"),
        ("my sis is at entebbe shes going dubai then somewhere", "jobs.about_to_fly"),
        ("我儿子现在在机场要飞曼谷 骗我说去找朋友", "jobs.about_to_fly"),
        ("my brother landed at the airport in bangkok and is silent", FAMILY),
        ("they took my sister at the airport", FAMILY),
        ("my brother is at bangkok airport, immigration detained him", FAMILY),
        ("我弟到机场之后就失联了", FAMILY),
        ("my cousin in a compound behind mae sot airport, begs us for money", FAMILY),
        ("我弟在机场附近的园区里 天天挨打", FAMILY),
        ("儿子在机场被人接走 现在要钱", FAMILY),
        ("im at the airport, men wont let me go, my sister knows", FAMILY),
    ],
)
def test_who_has_not_flown_yet_can_still_be_stopped(world: World, words: str, expected: str) -> None:
    assert heard(Decision("answer", FAMILY, 0.7, BOTH), words, None, world).intent == expected


@pytest.mark.parametrize(
    "words", ["my sister is checking in at gatwick for a job that i think is fake", "我闺蜜在机场值机了 怎么劝她别去"]
)
@pytest.mark.parametrize("kind", ["answer", "disambiguate"])
@pytest.mark.parametrize("found", ["jobs.persuade_friend", "jobs.about_to_fly"])
def test_who_is_to_be_warned_at_the_airport_can_still_be_stopped(
    world: World, words: str, kind: Literal["answer", "disambiguate"], found: str
) -> None:
    friend = Match(found, 0.5)
    made = Decision(kind, friend.intent if kind == "answer" else None, 0.5, (friend, *BOTH))
    decided = heard(made, words, None, world)
    assert (decided.kind, decided.intent) == ("answer", "jobs.about_to_fly")


@pytest.mark.parametrize(
    "made",
    [
        Decision("unknown", None, 0.2, (Match("jobs.persuade_friend", 0.2), *BOTH)),
        Decision("answer", "food.report", 0.7, BOTH),
    ],
)
def test_an_airport_alone_says_nothing_of_who_is_to_be_stopped(world: World, made: Decision) -> None:
    assert heard(made, "i lost my bag at the airport", None, world) == made


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("he just sent a picture of the plane, at gate klia2 already", "jobs.about_to_fly"),
        ("im at the gate already, klia2, they took my phone pin", "jobs.at_gate"),
        ("boarding. they have my passport", "jobs.at_gate"),
        ("at the gate, boarding, he has my passport", "jobs.at_gate"),
    ],
)
def test_who_tells_of_another_at_the_gate_can_still_stop_them(world: World, words: str, expected: str) -> None:
    assert heard(Decision("answer", "jobs.at_gate", 0.7, BOTH), words, None, world).intent == expected


def test_who_was_sold_and_got_out_has_got_out(world: World) -> None:
    assert heard(Decision("answer", CRY, 0.7, BOTH), "妹妹被卖到缅甸 跑出来了", None, world).intent == ESCAPED
