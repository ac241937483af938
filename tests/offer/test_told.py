"""What somebody asks or tells in their own words is no offer, and their question beside an offer is no part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.assess import assess
from bot.offer.reading import Reading

if TYPE_CHECKING:
    from bot.offer.rules import Rules


@pytest.mark.parametrize(
    "text",
    [
        "165可以幫忙嗎",
        "警察能帮忙吗",
        "投了三十多万 全没了 杀猪盘",
        "做任务垫付了5单 一共1w2 现在说操作失误要再冲2w才能提现",
        "我充了8000 客服又说要再交税才能提现",
        "money 已经 bank in 给 agent RM3000 boleh 拿回来吗",
        "我从缅甸跑出来了 现在在泰国美索",
        "泰国警察会不会把我送回园区",
        "能帮我买机票吗",
        "公司拿走了我的护照 三个月没发工资",
        "brother my company in dubai take my passport and no salary 4 month",
        "my boss took our phones and passports, we are in sihanoukville",
        "my aunty's husband in russia he join army job was cleaner now they send to war",
        'my mom sent 5000 usd to a "pig butchering" guy. shes in texas. im in dubai',
        "i paid 2000 ringgit to the agent for the work permit and he is gone",
        "we ran away from the compound in myawaddy last night",
        "我被公司扣了护照 想回国",
        "我在新加坡 漫游去泰国一天几多钱",
        "but my cousin already work there he say its good",
    ],
)
def test_what_has_happened_to_somebody_and_what_they_ask_is_no_offer(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk == "not_an_offer"
    assert assess(Reading(text, rules), described=True).risk == "not_an_offer"


@pytest.mark.parametrize(
    "text",
    [
        "I am in Sihanoukville since May, my company gave me 900 dollars every month, typing. Come, I send ticket.",
        "我在西港干了半年，老板给了我三万，打字聊天就行，你来不来，机票我出",
        "我朋友充了500返了680，你也来做任务，加我微信",
        "My cousin paid 300 only and got the visa, cleaner in Qatar, no experience, DM me for registration fee",
    ],
)
def test_a_lure_that_is_told_in_the_first_person_is_one_still(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk in ("caution", "high")


@pytest.mark.parametrize(
    "text",
    [
        "they offer me waiter on cruise ship, agent wants 900 usd deposit before the contract",
        "he promised my sister 1500 dollars a month for typing in cambodia, ticket is free",
        "有人找我去柬埔寨做客服，一个月两万，包机票",
    ],
)
def test_an_offer_that_somebody_describes_is_checked_where_they_are_asked_for_one(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules), described=True).risk in ("caution", "high")


LETTER = "Hi dear, I am Emily from HR. We have an online job for you, 50 to 300 usd per day. Add me on whatsapp."
LETTER_ZH = "招客服打字员，柬埔寨西港，月薪两万，包机票，加微信abc123"


@pytest.mark.parametrize(
    ("before", "letter", "after"),
    [
        ("Is this real?\n\n", LETTER, ""),
        ("is this real? ", LETTER, ""),
        ("someone sent me this, can trust or not\n", LETTER, ""),
        ("", LETTER, "\n\nIs this legit?"),
        ("这个是真的吗\n", LETTER_ZH, ""),
        ("帮我看看这个靠谱吗？", LETTER_ZH, ""),
        ("", LETTER_ZH, "\n是不是骗子"),
        ("请问这个能去吗 ", LETTER_ZH, ""),
        ("this message true or not: ", LETTER, ""),
    ],
)
def test_the_question_beside_an_offer_changes_nothing_of_its_check(
    rules: Rules, before: str, letter: str, after: str
) -> None:
    alone, found = assess(Reading(letter, rules)), assess(Reading(before + letter + after, rules))
    assert alone.risk == "high"
    assert (found.risk, found.rule, {flag.id: flag.quote for flag in found.flags}) == (
        alone.risk,
        alone.rule,
        {flag.id: flag.quote for flag in alone.flags},
    )
    text = before + letter + after
    assert all(text[flag.start : flag.end] == flag.quote for flag in found.flags)


def test_a_question_without_an_offer_beside_it_is_read_whole(rules: Rules) -> None:
    text = "Is this real?\nThey say I will get 3000"
    assert Reading(text, rules).folded.text == text.lower()
