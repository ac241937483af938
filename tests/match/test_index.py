"""The matcher finds what was meant, however it was typed, and says how sure it is."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.types import World
from bot.match import build
from bot.match.build import build_matcher, name
from bot.match.likeness import ENOUGH
from bot.match.normalise import Normaliser
from bot.match.polyglot import Polyglot, naming
from bot.match.train import OTHER_TOPICS, RIDGE, _inverse, regress
from bot.match.types import Context, Example
from tests.match.conftest import EXAMPLES, PADDING, SHORT


def best(matcher: Polyglot, text: str) -> str:
    return matcher.rank(text).matches[0].intent


@pytest.mark.parametrize(
    "question",
    [
        "they took my passport and wont let me leave",
        "THEY TOOK MY PASSPORT",
        "they tok my pasport and wont let me leve",
        "my passport they took",
        "theytookmypassport",
        "hello dear sir pls they took my passport",
        "他們扣了我的護照",
        "护照被他们扣了",
        "救命 they took my passport",
    ],
)
def test_a_question_is_found_in_many_spellings(matcher: Polyglot, question: str) -> None:
    assert best(matcher, question) == "jobs.trapped"


def test_each_phrasing_finds_its_intent(matcher: Polyglot) -> None:
    assert [best(matcher, each.text) for each in EXAMPLES] == [each.label for each in EXAMPLES]


def test_what_was_asked_as_written_is_surer_than_what_was_never_heard_of(matcher: Polyglot) -> None:
    known, strange = matcher.rank("how do i report bad meat"), matcher.rank("tomorrow's weather in Reykjavik")
    assert known.matches[0].score > strange.matches[0].score
    assert known.scope > strange.scope


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_probabilities_in_order(text: str) -> None:
    ranking = SMALL.rank(text)
    scores = [match.score for match in ranking.matches]
    assert all(0 <= score <= 1 for score in [*scores, ranking.scope])
    assert scores == sorted(scores, reverse=True)
    assert ranking.matches or not SMALL.normalise(text)


SMALL = build_matcher(EXAMPLES, normalise=Normaliser(SHORT, PADDING))


def test_the_same_content_gives_the_same_matcher(matcher: Polyglot, normalise: Normaliser) -> None:
    again = build_matcher(EXAMPLES, normalise=normalise)
    assert again.rank("report the agent") == matcher.rank("report the agent")


def test_one_intent_is_too_few() -> None:
    with pytest.raises(ValueError, match="at least two intents"):
        build_matcher([Example("hello", "a", ""), Example("hi", "a", "")])


def test_the_name_of_an_intent_is_a_phrasing() -> None:
    assert name("jobs.highPay_abroad") == "jobs high Pay abroad"


def test_more_phrasings_than_are_learned_leave_every_intent_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST", 40)
    many = [Example(f"question {number} of {label}", label, "") for label in "ab" for number in range(50)]
    (index,) = build_matcher(many).indexes
    assert len(index.phrasings) == 40
    assert min(Counter(index.owner.tolist()).values()) == 20


def test_the_left_out_predictions_are_those_of_training_without() -> None:
    dice = np.random.default_rng(1)
    vectors = dice.normal(size=(12, 5)).astype(np.float32)
    gram = np.exp(-((vectors[:, None] - vectors[None]) ** 2).sum(axis=2)).astype(np.float32)
    owner = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2])
    ridge = RIDGE * np.array([1.0] * 4 + [1.5] * 6 + [0.5 / OTHER_TOPICS] * 2)  # by how many phrasings it has
    fitted = regress(gram, owner, 2)  # the last two are on other topics
    for out in ([3], [4, 5, 6, 7, 8, 9]):
        rest = [row for row in range(12) if row not in out]
        targets = (owner[rest][:, None] == np.arange(3)).astype(np.float32)
        weights = np.linalg.inv(gram[np.ix_(rest, rest)] + np.diag(ridge[rest])) @ targets
        columns = [0, 1, 2] if len(out) == 1 else [0, 2]
        learned = fitted.kept if len(out) == 1 else fitted.lost
        assert np.allclose(learned[out[0]][columns], (gram[out[0], rest] @ weights)[columns], atol=1e-3)


def test_directions_in_which_the_likeness_is_negative_drown_nothing_however_many_they_are() -> None:
    dice = np.random.default_rng(2)
    size, intents = 120, 6
    owner = np.repeat(np.arange(intents), size // intents)
    directions = np.linalg.qr(dice.normal(size=(size, size)))[0]
    values = np.r_[np.full(15, -0.98 * RIDGE), np.full(size - 15, 1.0)]  # hardly lifted above zero by the ridge
    gram = ((directions * values) @ directions.T + 5 * (owner[:, None] == owner)).astype(np.float32)
    inverse = _inverse(gram.copy(), np.full(size, RIDGE, np.float32))
    assert np.abs(inverse).max() < 2 / RIDGE
    fitted = regress(gram, owner, intents)
    assert (fitted.kept.argmax(axis=1) == owner).all()


def test_an_intent_with_many_phrasings_does_not_outweigh_one_with_few() -> None:
    many = [Example(f"where is parcel number {number} now please", "parcel", "en") for number in range(40)]
    few = [Example("where is my refund", "refund", "en"), Example("when is the money returned", "refund", "en")]
    matcher = build_matcher([*many, *few])
    assert matcher.rank("where is the refund now").matches[0].intent == "refund"


def test_languages_with_phrasings_enough_are_learned_each_by_itself() -> None:
    english = [Example(f"how do i report bad meat {n}", "food", "en") for n in range(ENOUGH)]
    english += [Example(f"a policeman phoned me {n}", "call", "en") for n in range(ENOUGH)]
    chinese = [Example(f"怎么举报坏肉{n}", "food", "zh") for n in range(ENOUGH)]
    chinese += [Example(f"警察给我打电话{n}", "call", "zh") for n in range(ENOUGH)]
    both = build_matcher([*english, *chinese])
    assert [index.han for index in both.indexes] == [False, True]
    assert both.labels == ("food", "call")
    asked = {
        "a policeman phoned": "call",
        "坏肉": "food",
        "警察 phoned me and 给我打电话": "call",
        "report 坏肉 bad meat": "food",
    }
    assert {text: best(both, text) for text in asked} == asked
    assert len(build_matcher([*english, *chinese[:5]]).indexes) == 1


def test_questions_from_elsewhere_lower_the_score_of_what_is_like_them() -> None:
    examples = [
        Example(text, label, "en")
        for label, texts in {
            "food": ("the meat smells bad", "rotten meat at school", "the lunch made us ill", "mould in the bread"),
            "jobs": (
                "is this job a scam",
                "a stranger offers me work abroad",
                "they want a fee first",
                "fake job offer",
            ),
        }.items()
        for text in texts
    ]
    elsewhere = [Example(text, "", "en") for text in ("what is the weather like", "play some music", "how old are you")]
    without, taught = build_matcher(examples), build_matcher(examples, elsewhere=elsewhere)
    asked = "what is the music like"
    inside = "is this job offer a scam"
    assert taught.rank(inside).scope - taught.rank(asked).scope > 0
    assert {match.intent for match in taught.rank("play some music").matches} == {"food", "jobs"}
    assert taught.rank(asked).scope / taught.rank(inside).scope < without.rank(asked).scope / without.rank(inside).scope


def test_emergencies_in_other_languages_are_heard_without_an_encoder(world: World) -> None:
    heard = {"estoy atrapado en myanmar, ayuda": "jobs.trapped", "no quiero vivir más, ayuda": "bot.distress"}
    for asked, expected in heard.items():
        made = world.decide(asked, Context())
        assert expected in {made.intent, *(match.intent for match in made.alternatives)}
        assert made.kind != "unknown"


def test_a_word_names_the_topics_that_a_message_with_it_is_not_about() -> None:
    ways = [f"what {{}} is that {number}" for number in range(30)]
    examples = [Example(way.format("dish"), "food.dish", "") for way in ways]
    examples += [Example(way.format("scam"), label, "") for way in ways for label in ("jobs.scam", "fraud.scam")]
    named = naming(build_matcher(examples).indexes, ["food", "jobs", "fraud"])
    assert named["dish"] == {"jobs", "fraud"}  # nearly only one topic has it
    assert named["scam"] == {"food"}  # two topics have it, the third never
    assert "what" not in named
