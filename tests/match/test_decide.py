"""Answer, ask back or say "I don't know": from the probabilities and the stated costs."""

from __future__ import annotations

import pytest

from bot.match.decide import ANSWER_FROM, ASK_FROM, EMERGENCY_FROM, by_costs, decide, follow_up, may_be_urgent, offering
from bot.match.types import Decision, Match, Ranking

URGENT = ("jobs.trapped", "food.sick")


def decided(
    *found: tuple[str, float],
    scope: float = 0.0,
    text: str = "some long question about this and that",
) -> Decision:
    ranking = Ranking(tuple(Match(intent, score) for intent, score in found), scope)
    return decide(lambda _: ranking, text, URGENT)


def test_the_thresholds_follow_from_the_costs() -> None:
    assert pytest.approx(0.6) == ANSWER_FROM
    assert pytest.approx(0.4) == ASK_FROM
    assert pytest.approx(0.4) == EMERGENCY_FROM


def test_a_sure_match_is_answered() -> None:
    made = decided(("fraud.call", 0.9), ("food.report", 0.05))
    assert (made.kind, made.intent) == ("answer", "fraud.call")


def test_close_ones_are_offered_and_far_ones_are_not() -> None:
    made = decided(("fraud.call", 0.45), ("fraud.sms", 0.4), ("food.report", 0.01), scope=0.9)
    assert made.kind == "disambiguate"
    assert [each.intent for each in made.alternatives] == ["fraud.call", "fraud.sms"]


def test_in_scope_but_undecided_is_asked_back() -> None:
    assert decided(("fraud.call", 0.3), ("fraud.sms", 0.29), scope=0.9).kind == "disambiguate"
    assert decided(("fraud.call", 0.1), ("fraud.sms", 0.09), scope=0.9).kind == "unknown"


def test_a_possible_emergency_is_rather_offered_than_missed() -> None:
    found = (("jobs.passport", 0.2), ("jobs.trapped", 0.06))
    assert decided(*found, scope=0.5).kind == "disambiguate"
    assert decided(*found, scope=0.1).kind == "unknown"


def test_an_emergency_alone_is_offered_however_strange_the_message() -> None:
    assert decided(("jobs.trapped", 0.1), scope=0.12).kind == "disambiguate"
    assert decided(("jobs.trapped", 0.05), scope=0.12).kind == "unknown"


def test_an_emergency_that_would_be_offered_alone_stands_beside_a_likelier_one() -> None:
    made = decided(("food.sick", 0.3), ("jobs.trapped", 0.1), ("fraud.call", 0.1), scope=0.5)
    assert [each.intent for each in made.alternatives] == ["food.sick", "jobs.trapped"]


def test_nothing_near_is_unknown() -> None:
    made = decided(("fraud.call", 0.1), scope=0.1)
    assert (made.kind, made.intent) == ("unknown", None)


def test_an_emergency_wins_a_close_call() -> None:
    assert decided(("jobs.already_accepted", 0.62), ("jobs.trapped", 0.58)).intent == "jobs.trapped"


def test_a_likely_emergency_is_answered_where_another_question_would_be_asked_back() -> None:
    made = decided(("jobs.trapped", 0.42), ("jobs.passport", 0.05), scope=0.5)
    assert (made.kind, made.intent) == ("answer", "jobs.trapped")
    assert decided(("jobs.passport", 0.42), ("jobs.trapped", 0.05), scope=0.5).kind == "disambiguate"


def test_a_follow_up_is_read_with_its_topic_named_where_that_says_more() -> None:
    sure, unsure, nothing = decided(("fraud.report", 0.7)), decided(("fraud.report", 0.45), scope=0.9), decided()
    there, elsewhere = decided(("food.report", 0.8)), decided(("stats.cases", 0.8))
    chosen = {(id(a), id(b)): follow_up(a, b, "food.meat") for a in (sure, unsure, nothing) for b in (there, elsewhere)}
    assert chosen[id(sure), id(there)] is chosen[id(unsure), id(there)] is chosen[id(nothing), id(there)] is there
    assert chosen[id(sure), id(elsewhere)] is sure
    assert chosen[id(nothing), id(elsewhere)] is elsewhere


def test_in_an_emergency_a_question_back_offers_its_answer_first() -> None:
    ranking = Ranking((Match("fraud.screen_sharing", 0.45), Match("jobs.trapped", 0.01)), 0.9)
    made = offering(by_costs(ranking, ()), "jobs.trapped", ranking)
    assert [found.intent for found in made.offered] == ["jobs.trapped", "fraud.screen_sharing"]
    assert offering(made, "jobs.trapped", ranking) == made
    sure = decided(("fraud.screen_sharing", 0.9))
    assert offering(sure, "jobs.trapped", ranking) is sure


def test_what_is_or_may_be_an_emergency_is_told() -> None:
    urgent, perhaps = decided(("jobs.trapped", 0.45)), decided(("jobs.trapped", 0.1))
    assert perhaps.kind == "disambiguate"
    assert may_be_urgent(urgent, URGENT)
    assert may_be_urgent(perhaps, URGENT)
    assert not may_be_urgent(decided(("food.report", 0.99)), URGENT)


def test_nothing_to_rank_is_unknown() -> None:
    assert decided(scope=0.0).kind == "unknown"


def test_of_two_emergencies_the_graver_one_is_answered_and_a_space_parts_chinese_clauses() -> None:
    sure = {
        "我的钱被骗走了 不想活了": "fraud.sent_money",
        "我的钱被骗走了": "fraud.sent_money",
        "不想活了": "bot.distress",
    }
    made = decide(
        lambda text: Ranking((Match(sure[text], 0.9),), 0.9),
        "我的钱被骗走了 不想活了",
        ("bot.distress", "fraud.sent_money"),
    )
    assert (made.intent, made.also) == ("bot.distress", "fraud.sent_money")


@pytest.mark.parametrize(
    ("whole", "score", "answered"), [("fraud.child", 0.95, "fraud.child"), ("bot.greeting", 0.95, "jobs.trapped")]
)
def test_a_clause_is_heard_only_where_the_whole_is_less_sure_of_something_else(
    whole: str, score: float, answered: str
) -> None:
    def rank(text: str) -> Ranking:
        return Ranking((Match(whole, score) if " " in text else Match("jobs.trapped", 0.9),), 0.9)

    made = decide(rank, "你好你好 我被关着出不去", ("jobs.trapped",), {"bot.greeting"})
    assert made.intent == answered


def test_of_several_questions_the_urgent_one_is_answered_and_the_other_named() -> None:
    sure = {"How do I report bad meat": "food.report", "They took my passport": "jobs.trapped"}

    def rank(text: str) -> Ranking:
        known = sure.get(text)
        return Ranking((Match(known, 0.9),) if known else (Match("food.meat", 0.5),), 0.9)

    meat, help_me = "How do I report bad meat", "They took my passport"
    for asked in (f"{meat}? {help_me}!", f"{meat}, by the way {help_me}"):
        made = decide(rank, asked, URGENT)
        assert (made.intent, made.also) == ("jobs.trapped", "food.report")
