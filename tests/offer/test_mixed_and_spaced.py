"""Chat style: spaces where commas would stand, two scripts in one line, fees that are waived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.assess import assess
from bot.offer.card import card
from bot.offer.reading import Reading

if TYPE_CHECKING:
    from bot.offer.rules import Rules

WAITER = "新加坡餐厅招服务员 月薪2500新币 公司承担机票 免签证费 {}"


def ids(text: str, rules: Rules) -> dict[str, str]:
    return {flag.id: flag.quote for flag in assess(Reading(text, rules)).flags}


def test_a_waived_visa_fee_is_no_work_without_a_visa(rules: Rules) -> None:
    assert assess(Reading(WAITER.format("有正式合同"), rules)).risk == "none_found"
    assert "tourist_visa_for_work" in ids("新加坡餐厅招服务员 月薪2500新币 免签证 过来就能上班", rules)


def test_a_space_ends_what_takes_a_fee_back(rules: Rules) -> None:
    assert ids(WAITER.format("需交5000押金"), rules)["upfront_fee"] == "需交5000"
    assert "upfront_fee" not in ids("长沙火锅店招服务员 月薪4500 包吃住 不收押金 中介费 服务费 到店面试", rules)
    assert "upfront_fee" in ids("火锅店招服务员 月薪4500 包吃住 没有经验可以 押金500", rules)


def test_who_pays_what_is_said_apart(rules: Rules) -> None:
    shown = card(assess(Reading(WAITER.format("需交5000押金"), rules)), rules, "zh")[0]
    assert "要您付：需交5000押金" in shown
    assert "对方付：公司承担机票" in shown


@pytest.mark.parametrize("text", ["缅 北 招 客 服", "缅*北招客服"])
def test_single_characters_kept_apart_are_one_word_still(rules: Rules, text: str) -> None:
    assert "border_zone_worksite" in ids(text, rules)


def test_a_latin_word_beside_chinese_is_a_word(rules: Rules) -> None:
    text = "Hiring!! 新加坡 餐厅服务员 salary 2500 SGD 包吃住 要先付 agent fee 5000"
    found = assess(Reading(text, rules))
    assert "upfront_fee" in {flag.id for flag in found.flags}
    assert [entity.value for entity in found.entities if entity.kind == "pay"] == ["2500 SGD /month"]
    assert [entity.quote for entity in found.entities if entity.kind == "fee"] == ["agent fee 5000"]


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("柬埔寨西港高薪招聘客服打字员", "客服打字员"),
        ("曼谷公司高薪招打字员", "打字员"),
        ("诚聘服务员两名", "服务员"),
        ("新加坡餐厅招服务员", "服务员"),
    ],
)
def test_the_job_is_what_follows_the_whole_word_for_hiring(rules: Rules, text: str, job: str) -> None:
    assert [entity.value for entity in Reading(text, rules).entities if entity.kind == "job"] == [job]


def test_a_company_begins_after_the_space_before_it(rules: Rules) -> None:
    entities = Reading("招厨房帮工 长沙 湘味居餐饮有限公司", rules).entities
    assert [entity.value for entity in entities if entity.kind == "company"] == ["湘味居餐饮有限公司"]
