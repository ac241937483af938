"""Jokes, games and stories that sound like an emergency are asked about; whose life is at stake is never only asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.dialogue.flows.ask import decide
from bot.dialogue.playful import heard
from bot.dialogue.step import step
from bot.dialogue.types import Session, Text, World
from bot.match.types import Decision, Match

TRAPPED, ILL, CRY = "jobs.trapped", "food.sick", "bot.emergency"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def answer(intent: str) -> Decision:
    return Decision("answer", intent, 0.8, (Match("jobs.unpaid", 0.1),))


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("boss lock us prisoner till 9pm lol", TRAPPED),
        ("level 6 guards keep killing me jaja", TRAPPED),
        ("救命哈哈哈 老板又把我们关会议室", CRY),
        ("笑死 老闆不放人", TRAPPED),
        ("chapter 9 of my thriller, the heroine is locked up", TRAPPED),
        ("在写小说 女主被卖到园区", TRAPPED),
        ("so im writing a fic where the mc gets locked in a scam compound", TRAPPED),
        ("in chapter 3 of my novel he eats the wrong mushroom", ILL),
        ("held hostage by a 2 year old 😂", TRAPPED),
        ("公司团建玩密室 被锁了一个小时才出来", TRAPPED),
        ("那个npc拿电棍追 喊救命喊哑了", CRY),
        ("in ep 4 my lead is locked in a dark room", TRAPPED),
    ],
)
def test_what_may_be_a_joke_or_a_story_is_asked_about(world: World, words: str, intent: str) -> None:
    decided = heard(answer(intent), words, world)
    assert (decided.kind, decided.intent) == ("disambiguate", None)
    assert decided.offered[0].intent == intent


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("they locked us in and took the passports", TRAPPED),
        ("男主人半夜进我房间", "jobs.abused"),
        ("i cant leave, the guard is here haha im so scared", TRAPPED),
        ("哈哈哈 护照都被收了 出不去", TRAPPED),
        ("捡了菌子炒来吃 现在讲墙上有小人人跳舞 哈哈哈", ILL),
        ("lol i already sent the money", "fraud.sent_money"),
        ("they read us the script all day, we cant leave", TRAPPED),
        ("im on top of the car park level 9", "bot.high_place"),
        ("shhhh they are here, locked in room", TRAPPED),
        ("locked in, call me +85523345678", TRAPPED),
        ("他们把我关在密室里 没有窗", TRAPPED),
        ("招npc 去了被扣护照", TRAPPED),
        ("i was writing a story and now they lock me in", TRAPPED),
        ("we are locked on level 3 of the building", TRAPPED),
        ("我们被关在第五集团大楼 出不去", TRAPPED),
        ("看电视剧时吃了蘑菇 现在一直吐", ILL),
    ],
)
def test_who_is_in_danger_is_answered(world: World, words: str, intent: str) -> None:
    made = answer(intent)
    assert heard(made, words, world) is made


def test_a_laugh_does_not_bear_out_what_was_asked_about(world: World) -> None:
    doubt = Decision("disambiguate", None, 0.3, (Match("bot.distress", 0.3), Match("food.sick", 0.1)))
    asked = step(Session(lang="en"), Text("so good i could die", NOW), replace(world, decide=lambda *_: doubt)).session
    nothing = replace(world, decide=lambda *_: Decision("unknown", None, 0.1, ()))
    assert step(asked, Text("food was the bomb haha", NOW), nothing).replies[0].id == "unknown"
    assert step(asked, Text("the food was the bomb", NOW), nothing).replies[0].id == "bot.distress"
    assert step(asked, Text("haha im so scared", NOW), nothing).replies[0].id == "bot.distress"


def test_a_second_bit_of_a_game_does_not_bear_it_out_either(world: World) -> None:
    doubt = Decision("disambiguate", None, 0.3, (Match(TRAPPED, 0.3), Match("food.sick", 0.1)))
    asked = step(
        Session(lang="en"), Text("we were locked in haha", NOW), replace(world, decide=lambda *_: doubt)
    ).session
    game = replace(world, decide=lambda *_: answer(TRAPPED))
    assert step(asked, Text("the escape room had a guard and a cage", NOW), game).replies[0].id == "disambiguate"
    assert step(asked, Text("a guard and a cage", NOW), game).replies[0].id == TRAPPED


def test_who_laughs_and_wants_to_die_is_answered(world: World) -> None:
    assert decide(Session(), Text("lol i want to die, lost all my savings haha", NOW), world).intent == "bot.distress"
