"""Terse adverts and descriptions: borders, papers for sale, what is usual at an office, pay without a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.assess import assess
from bot.offer.reading import Reading

if TYPE_CHECKING:
    from bot.offer.rules import Rules


def ids(text: str, rules: Rules) -> set[str]:
    return {flag.id for flag in assess(Reading(text, rules)).flags}


@pytest.mark.parametrize(
    "text",
    [
        "i got the job and flight is tomorrow to bangkok. agent says i will cross to myanmar",
        "they will fly me to bangkok then a car bring me to laos",
        "Driver needed, fly to Bangkok, then by road across to Myawaddy, 1500 usd",
        "明天飞曼谷 中介说下飞机再过边境去缅甸",
    ],
)
def test_another_country_s_airport_and_then_a_border_by_land_is_enough_alone(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    assert (found.risk, found.flags[0].id) == ("high", "covert_crossing")


@pytest.mark.parametrize(
    "text",
    [
        "Nurse in Vientiane. Fly to Bangkok, then cross the friendship bridge to Laos with your work visa.",
        "先飞昆明 再从版纳过境老挝 磨丁免税店营业员 有工签 劳务合同",
        "Bus driver, Bangkok. You drive the van to the airport and back, 18,000 baht.",
    ],
)
def test_a_journey_with_papers_is_no_secret_crossing(rules: Rules, text: str) -> None:
    assert "covert_crossing" not in ids(text, rules)


@pytest.mark.parametrize(
    "text",
    [
        "sponsorship papers for sale UK care job COS 8000 pounds fast approval",
        "CoS available for care workers, £9,000 for 3 years, 50% deposit. WhatsApp",
        "UK sponsor letter available, 7k payable in two, no english test",
        "football trial in Portugal academy, pay 1500 euro for trial and visa, contract with club after",
        "Football academy in Spain, players from Ghana. Registration 350 euro covers trial and invitation letter.",
        "Scholarship in Turkey fully funded, pay 300 usd processing fee to secure your admission",
        "Dear candidate you are selected for Qatar airways ground staff, pay 150 usd for visa processing in 24 hours",
        "Canada caregiver visa sure, my uncle work for embassy. 850k naira all in, pay half now half when visa drop.",
        "搵人幫酒店寫評語 一日做三十分鐘 人工$300 至 $800 即日出糧 whatsapp",
    ],
)
def test_who_pays_for_papers_a_trial_or_a_seat_is_told_to_stop(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk == "high"


@pytest.mark.parametrize(
    "text",
    [
        "Care assistant, Leeds. CoS available for the right candidate, salary £24,000.",
        "Nurse, Hull. Certificate of sponsorship provided, £31,000 per annum, NMC, two interviews.",
        "Make sure visa is valid. Nurse in Dublin, two interviews.",
        "Fruit picking in Kent, Seasonal Worker visa through Pro-Force, 12.21 pounds per hour. You pay own visa fee.",
        "Waiters for a hotel in Qatar, DMW licence DMW-123-LB-010122. Bring passport original to office, CV and photo.",
    ],
)
def test_papers_that_an_employer_gives_or_wants_to_see_are_no_sign(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    assert found.risk in ("none_found", "not_an_offer")
    assert {"papers_supplied_or_soft_copy", "passport_handed_over"}.isdisjoint(flag.id for flag in found.flags)


def test_dollars_are_no_coins(rules: Rules) -> None:
    assert "paid_in_crypto" not in ids("酒店前台 底薪900美金", rules)
    assert "paid_in_crypto" in ids("酒店前台 底薪900u", rules)


def test_an_amount_is_no_praise_of_the_pay(rules: Rules) -> None:
    text = "they offer me waiter on cruise ship pay 1800 usd"
    assert "high_pay_words" not in ids(text, rules)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("part time cleaner in Leeds, 12.50 per hour, weekends", "12.5 /hour"),
        ("waitress, 11.44 an hour plus tips", "11.44 /hour"),
        ("driver, 1,500 a month and a room", "1500 /month"),
        ("30 hours per week, 2 visits an hour, shirts 2 per month, 3 per day", None),
        ("U21 players, U18 too", None),
        ("work 500U a day", "500 USD /day"),
    ],
)
def test_a_number_with_its_time_is_pay_and_a_team_is_none(rules: Rules, text: str, value: str | None) -> None:
    read = [entity.value for entity in Reading(text, rules).entities if entity.kind == "pay"]
    assert read == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("SG ppl who hv unused DBS acct. Rent weekly 600sgd, just give ibanking n token", "sell_account_or_card"),
        ("weekend 兼职 帮公司收 parcel 然后 relabel 寄去 KL 一个 RM30", "parcel_reshipping"),
        ("韩国打黑工 日薪700 走免签 到了有人接", "tourist_visa_for_work"),
    ],
)
def test_signs_are_heard_in_mixed_and_clipped_words(rules: Rules, text: str, sign: str) -> None:
    assert sign in ids(text, rules)


@pytest.mark.parametrize(
    "text",
    [
        "kopitiam need helper at Toa Payoh, 7am-3pm, $9.50 an hour, rest day Monday. Come stall ask for uncle Lim",
        "新加坡巴刹鱼档请帮手 本地或PR 月薪2200 包早餐 直接来档口谈",
        "Hotel in Dubai Marina needs waiters, AED 1800, employment visa by hotel, Skype interview with the manager.",
    ],
)
def test_a_small_employer_s_words_are_an_offer_without_a_warning(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    assert found.risk == "none_found"
    assert "chat_only_recruiter" not in {flag.id for flag in found.flags}
