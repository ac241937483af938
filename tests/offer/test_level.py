"""The rules from signs to a level, by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.level import level
from bot.offer.types import Flag, Good

if TYPE_CHECKING:
    from bot.offer.rules import Rules


def flags(rules: Rules, *ids: str) -> list[Flag]:
    return [Flag(key, rules.flags[key].severity, rules.flags[key].group, "x", 0, 1) for key in ids]


@pytest.mark.parametrize(
    ("ids", "risk", "rule"),
    [
        ((), "none_found", None),
        (("hotspot_destination",), "none_found", None),
        (("all_inclusive_free", "hotspot_destination"), "none_found", None),
        (("passport_handed_over",), "high", "decisive"),
        (("upfront_fee",), "caution", "grave_strong"),
        (("no_real_interview",), "none_found", None),
        (("no_real_interview", "quick_money"), "caution", "one_strong"),
        (("upfront_fee", "no_real_interview"), "high", "two_strong"),
        (("pay_far_above_market", "no_skill_high_pay"), "caution", "grave_strong"),
        (("named_destination", "all_inclusive_free", "recruit_friends"), "none_found", None),
        (("no_real_interview", "chat_only_recruiter"), "caution", "two_alike"),
        (("border_zone_worksite",), "caution", "border_alone"),
        (("border_zone_worksite", "chat_typing_role", "all_inclusive_free"), "high", "border_bundle"),
        (("hotspot_destination", "high_pay_words", "no_experience", "all_inclusive_free"), "high", "classic_bundle"),
        (("no_experience", "high_pay_words"), "caution", "easy_money"),
        (("no_experience", "quick_money"), "none_found", None),
        (("anyone_welcome", "quick_money"), "caution", "quick_for_anyone"),
        (("named_destination", "no_skill_high_pay", "recruit_friends"), "high", "unskilled_abroad"),
        (
            ("hotspot_destination", "upfront_fee", "chat_contact", "urgency_quick_departure"),
            "high",
            "strong_and_weak",
        ),
        (("hotspot_destination", "chat_typing_role"), "caution", "unchecked_hotspot"),
        (("chat_typing_role", "safety_reassurance", "urgency_quick_departure"), "caution", "several_weak"),
    ],
)
def test_each_rule_holds_where_it_should(rules: Rules, ids: tuple[str, ...], risk: str, rule: str | None) -> None:
    found = level(flags(rules, *ids), (), rules)
    assert (found.risk, found.rule) == (risk, rule)


def test_signs_of_the_two_ladders_are_not_added_up(rules: Rules) -> None:
    assert level(flags(rules, "paid_likes_tasks"), (), rules).ladder == "money"
    assert level(flags(rules, "passport_handed_over"), (), rules).ladder == "abroad"


def test_a_promise_alone_lowers_nothing(rules: Rules) -> None:
    signs = flags(rules, "no_experience", "quick_money")
    assert not level(signs, [Good("no_fees", checkable=False, quote="x", start=0, end=1)], rules).lowered
    assert level(signs, [Good("licence", checkable=True, quote="x", start=0, end=1)], rules).risk == "none_found"


def test_one_checkable_thing_does_not_outweigh_a_strong_sign(rules: Rules) -> None:
    signs = flags(rules, "no_written_contract")
    licence = Good("licence", checkable=True, quote="x", start=0, end=1)
    assert level(signs, [licence], rules).risk == "caution"
    assert level(signs, [licence, Good("contract_before", checkable=False, quote="x", start=0, end=1)], rules).lowered


def test_many_good_signs_take_a_level_down_twice_but_never_a_decisive_one(rules: Rules) -> None:
    good = [
        Good(key, checkable=key in ("licence", "visa_process"), quote="x", start=0, end=1)
        for key in ("licence", "visa_process", "real_interview", "contract_before")
    ]
    assert level(flags(rules, "no_written_contract", "no_real_interview"), good, rules).risk == "none_found"
    assert level(flags(rules, "no_written_contract", "no_real_interview"), good[1:], rules).risk == "caution"
    assert level(flags(rules, "passport_handed_over"), good, rules).risk == "high"


def test_good_signs_never_take_a_fee_below_caution(rules: Rules) -> None:
    good = [Good(key, checkable=True, quote="x", start=0, end=1) for key in rules.good]
    assert level(flags(rules, "upfront_fee"), good, rules) == level(flags(rules, "upfront_fee"), (), rules)
    assert level(flags(rules, "upfront_fee", "no_real_interview"), good, rules).risk == "caution"


def test_of_two_ladders_at_one_level_the_graver_signs_give_the_reason(rules: Rules) -> None:
    mule = flags(rules, "use_own_bank_account", "lure_wording", "id_scan_early", "hotspot_destination")
    assert level(mule, (), rules)[1:3] == ("decisive", "money")
    den = flags(rules, "paid_likes_tasks", "border_zone_worksite", "chat_typing_role", "no_experience")
    assert level(den, (), rules)[1:3] == ("decisive", "abroad")


def test_a_place_known_for_dens_is_no_strong_sign_beside_weak_ones_alone(rules: Rules) -> None:
    signs = flags(rules, "border_zone_worksite", "hotspot_destination", "all_inclusive_free", "urgency_quick_departure")
    assert level(signs, (), rules).rule == "border_alone"


def test_where_skill_is_asked_for_weak_signs_alone_set_no_level_but_a_fee_does(rules: Rules) -> None:
    skill = (Good("qualification", checkable=False, quote="x", start=0, end=1),)
    weak = flags(rules, "chat_typing_role", "safety_reassurance", "urgency_quick_departure")
    assert level(weak, skill, rules).risk == "none_found"
    assert level(flags(rules, "unsolicited_message"), skill, rules).risk == "none_found"
    assert level(flags(rules, "upfront_fee"), skill, rules).rule == "grave_strong"
