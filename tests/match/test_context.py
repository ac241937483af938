"""A message after an answer: what it goes on about, what it leads to, and what begins anew."""

from __future__ import annotations

from bot.match.context import LONGEST, Answers
from bot.match.types import Decision, Match, Ranking

ANSWERS = Answers(
    {"food.meat": ("Meat that is not right", "肉不对劲"), "bot.greeting": ("Hello", "您好")},
    {"food.meat": frozenset({"food.report"})},
    frozenset({"bot.greeting", "bot.help"}),
)


def ranking(scope: float, **scores: float) -> Ranking:
    found = [Match(name.replace("_", ".", 1), score) for name, score in scores.items()]
    return Ranking(tuple(sorted(found, key=lambda each: -each.score)), scope)


def test_the_title_stands_beside_in_the_language_of_the_message() -> None:
    assert ANSWERS.title("food.meat", "and where") == "Meat that is not right"
    assert ANSWERS.title("food.meat", "去哪里") == "肉不对劲"


def test_nobody_goes_on_about_small_talk_nor_in_a_long_message() -> None:
    assert ANSWERS.title("bot.greeting", "and where") is None
    assert ANSWERS.title(None, "and where") is None
    assert ANSWERS.title("an.intent_of_last_year", "and where") is None
    assert ANSWERS.title("food.meat", "word " * (LONGEST + 1)) is None


def test_of_two_that_are_as_likely_the_one_that_the_answer_leads_to_is_meant() -> None:
    heard = ranking(0.8, food_report=0.4, fraud_report=0.4)
    first, second, *_ = ANSWERS.after("food.meat", heard, heard).matches
    assert first.intent == "food.report"
    assert first.score > 2 * second.score


def test_a_plain_question_on_another_topic_stays_one() -> None:
    alone, titled = ranking(0.95, fraud_sms=0.93), ranking(0.9, fraud_sms=0.5, food_meat=0.3)
    assert ANSWERS.after("food.meat", alone, titled).matches[0].intent == "fraud.sms"


def test_what_says_nothing_is_about_nothing() -> None:
    nothing = ranking(0.02, fraud_sms=0.01)
    assert ANSWERS.after("food.meat", nothing, nothing).scope < 0.5


def test_probabilities_stay_probabilities_at_their_ends() -> None:
    for heard in (ranking(0.0), ranking(1.0, food_meat=1.0), ranking(1.0, food_meat=0.0)):
        found = ANSWERS.after("food.meat", heard, heard)
        assert 0 <= sum(match.score for match in found.matches) <= 1 + 1e-9
        assert abs(sum(match.score for match in found.matches) - found.scope) < 1e-9


def test_an_answer_found_surely_needs_no_context_but_small_talk_never_settles() -> None:
    def answered(intent: str, score: float) -> Decision:
        return Decision("answer", intent, score, ())

    assert ANSWERS.settled(answered("fraud.sms", 0.9))
    assert not ANSWERS.settled(answered("fraud.sms", 0.65))
    assert not ANSWERS.settled(answered("bot.help", 0.99))
