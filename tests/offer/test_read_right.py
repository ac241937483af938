"""What whole adverts state is read as what it is: no fee as pay, no firm cut or missed, no sign that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.assess import assess
from bot.offer.card import card
from bot.offer.reading import Reading

if TYPE_CHECKING:
    from bot.offer.rules import Rules
    from bot.offer.types import Assessment

SOUS_CHEF = (
    "Sous chef, 5-star hotel Abu Dhabi. AED 4,500 per month, accommodation and meals, employment "
    "visa, 48 hours a week. "
    "3 years experience in a hotel kitchen. Apply at careers@grandpalm-hotels.ae"
)
WAITER = (
    "Waiter at 4-star hotel in Malta, 1,100 euro per month net, single work permit, contract before "
    "travel, shared housing."
)
PICKER = (
    "Warehouse order picker, Venlo, Netherlands, with OTTO Work Force. EUR 14.71 per hour, "
    "shared housing EUR 120 per week "
    "deducted, contract before travel, online interview."
)
NURSE = (
    "Nurse at University Hospital Leipzig, Germany. EUR 2,900 gross per month, B2 German, ZAV "
    "Triple Win programme, no fees. "
    "Online interview."
)
STEWARD = (
    "MSC is looking for assistant waiters. USD 1,400 per month on board. Seafarer employment "
    "agreement, type C1/D visa, "
    "interview by the hotel director."
)
FARM = (
    "Farm workers for Ontario, Canada. SAWP, LMIA number 8123456, CAD 17.20 per hour, the farm pays the ticket. "
    "We never ask candidates for fees."
)
WELDER = (
    "Welders for Qatar through a licensed agency, B-0123/KER/PER/1000+/5/8765/2010. Client "
    "interview in Kochi on 12 March, "
    "QAR 2,200 per month, employment visa before departure."
)
COOK = (
    "金边市中心川菜馆招炒锅师傅一名，月薪9000元人民币，包吃住，签一年合同，先视频面试，"
    "工作签证店里办好再过来，电话+855 12 345 678"
)
TEACHER = (
    "新加坡华文补习中心招华文教师，月薪新币3500，面试后试讲，先办就业准证再出发。请将简历发送至hr@lanhai-edu.com.sg"
)
BUILDER = "中建在阿联酋迪拜的项目招钢筋工，月薪8500元，先体检面试，再办工签，签劳动合同后出发"


def assessed(rules: Rules, text: str) -> Assessment:
    return assess(Reading(text, rules))


def said(found: Assessment, kind: str) -> list[str]:
    return [entity.quote for entity in found.entities if entity.kind == kind]


@pytest.mark.parametrize("text", [SOUS_CHEF, WAITER, PICKER, NURSE, STEWARD, FARM, WELDER, COOK, TEACHER, BUILDER])
def test_an_honest_advert_is_not_warned_of(rules: Rules, text: str) -> None:
    assert assessed(rules, text).risk == "none_found"


@pytest.mark.parametrize("text", [SOUS_CHEF, WAITER])
def test_the_stars_of_a_hotel_are_no_ratings_to_give(rules: Rules, text: str) -> None:
    assert "paid_likes_tasks" not in {flag.id for flag in assessed(rules, text).flags}
    liked = "Give 5-star hotel reviews on Google Maps, $5 per review, paid daily."
    assert "paid_likes_tasks" in {flag.id for flag in assessed(rules, liked).flags}


def test_a_cooks_pay_abroad_is_compared_with_cooks_not_with_the_wages_there(rules: Rules) -> None:
    assert "pay_far_above_market" not in {flag.id for flag in assessed(rules, COOK).flags}
    lure = "柬埔寨园区食堂招厨师，月薪3万，不用经验，包机票，飞机@chef88"
    assert "pay_far_above_market" in {flag.id for flag in assessed(rules, lure).flags}


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        (PICKER, "OTTO Work Force"),
        (NURSE, "University Hospital Leipzig"),
        (STEWARD, "MSC"),
        (
            "Driver wanted, Doha, Qatar. 2,200 QAR per month, employment visa, contract provided by Mowasalat Karwa",
            "Mowasalat Karwa",
        ),
        ("we are hiring waiters for Grand Palm Hotels Ltd in Dubai", "Grand Palm Hotels Ltd"),
    ],
)
def test_a_firm_is_read_whole_by_its_capitals(rules: Rules, text: str, firm: str) -> None:
    found = assessed(rules, text)
    assert said(found, "company") == [firm]
    assert "company" not in found.missing


@pytest.mark.parametrize(
    "text",
    [
        "Chat staff for Cambodia with Chinese customers, 1,500 USD a month, no experience, contact by WhatsApp.",
        "HIRING CSR FOR CAMBODIA WITH FREE TICKET, 1500 USD A MONTH, JOIN OUR TEAM",
        "We are looking for girls for Bangkok, 2000 USD a month, join us.",
    ],
)
def test_other_words_in_capitals_are_no_firm(rules: Rules, text: str) -> None:
    assert said(assessed(rules, text), "company") == []


def test_a_guessed_firm_makes_nobody_reachable(rules: Rules) -> None:
    text = "Join Sunrise Digital in Phnom Penh, 2,000 USD a month, no experience, free ticket. Telegram only @sun_hr88"
    found = assessed(rules, text)
    assert "chat_only_recruiter" in {flag.id for flag in found.flags}


@pytest.mark.parametrize(
    ("text", "lacks"),
    [(PICKER, "interview"), (TEACHER, "interview"), (BUILDER, "interview"), (STEWARD, "visa"), (STEWARD, "company")],
)
def test_what_an_advert_names_is_not_called_missing(rules: Rules, text: str, lacks: str) -> None:
    assert lacks not in assessed(rules, text).missing


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (FARM, "known_scheme"),
        (FARM, "visa_process"),
        (FARM, "no_fees"),
        (NURSE, "known_scheme"),
        (WELDER, "licence"),
        (STEWARD, "visa_process"),
    ],
)
def test_schemes_and_licences_of_honest_adverts_are_credited(rules: Rules, text: str, sign: str) -> None:
    assert sign in {good.id for good in assessed(rules, text).good}


@pytest.mark.parametrize(
    ("text", "fee", "pay"),
    [
        (
            (
                "Job in Poland, warehouse, 1,100 EUR net per month. Processing fee (visa and ticket) "
                "3500 USD, half in advance."
            ),
            "3500 USD",
            ["1,100 EUR"],
        ),
        ("House help in Saudi, 1000 SAR per month, agent wants 30,000 ksh first", "30,000 ksh", ["1000 SAR"]),
        ("House help for Saudi, 30,000 ksh to the agent for medical, salary 1000 SAR", "30,000 ksh", ["1000 SAR"]),
        (PICKER, "EUR 120", ["EUR 14.71"]),
        ("招德国卡车司机 月薪2500欧 服务费3.5万 签证下来付", "3.5万", ["2500欧"]),
    ],
)
def test_what_the_worker_owes_is_no_pay(rules: Rules, text: str, fee: str, pay: list[str]) -> None:
    found = assessed(rules, text)
    assert fee in said(found, "fee")
    assert said(found, "pay") == pay


def test_an_amount_for_several_days_is_no_daily_pay(rules: Rules) -> None:
    found = assessed(rules, "招送货的，三天八千，管吃住，到了缅甸那边有人接")
    assert all(entity.details.get("period") != "day" for entity in found.entities if entity.kind == "pay")


def test_a_mail_address_begins_after_the_chinese_before_it(rules: Rules) -> None:
    assert said(assessed(rules, TEACHER), "mail") == ["hr@lanhai-edu.com.sg"]


def test_one_handle_is_shown_once_however_it_is_written(rules: Rules) -> None:
    text = "招柬埔寨客服，月薪2万，不用经验，tg: hr_lily888，有意加飞机@hr_lily888。"
    assert "".join(card(assessed(rules, text), rules, "zh")).count("lily888 、") == 0
    assert len(said(assessed(rules, text), "handle")) == 1


@pytest.mark.parametrize(
    "text",
    [
        (
            "Hiring: part-time typing from home, 500 INR per page, need a bank account, experience "
            "with typing preferred, contract before departure."
        ),
        (
            "Nurse for Riyadh, SAR 5,000, licence number 1234567, experience with the elderly, "
            "contract sent before departure."
        ),
    ],
)
def test_no_quote_ends_inside_a_word(rules: Rules, text: str) -> None:
    found = assessed(rules, text)
    spans = [(flag.start, flag.end) for flag in found.flags] + [(good.start, good.end) for good in found.good]
    assert spans
    assert not any(text[end - 1 : end + 1].isalpha() and end < len(text) for _, end in spans)
    assert not any(start and text[start - 1 : start + 1].isalpha() for start, _ in spans)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("缅甸那边招人，从云南走，三天八千", "destination_switch"),
        (PICKER, "all_inclusive_free"),
        ("朋友介绍去柬埔寨做客服，月薪两万，包机票，是不是骗子", "safety_reassurance"),
        ("迪拜招护士，月薪1万2，有没有骗人的，求解", "safety_reassurance"),
        (
            "My sister got a job as a nurse in Dubai, DHA licence needed, AED 6000 a month. Is it real?",
            "friend_or_lover_invites",
        ),
        (
            "My brother was offered work in a hotel in Malaysia, 2,000 ringgit, two interviews. can we trust it?",
            "friend_or_lover_invites",
        ),
    ],
)
def test_a_sign_that_the_words_do_not_say_is_not_shown(rules: Rules, text: str, flag: str) -> None:
    assert flag not in {found.id for found in assess(Reading(text, rules), described=True).flags}


@pytest.mark.parametrize(
    "text",
    [
        (
            "Care assistant, UK, £11.44 per hour, sponsorship. You pay £8,000 for the sponsorship to "
            "our agent before interview."
        ),
        "加拿大农场招工，LMIA名额费用8万，签证下来付，月薪2600加币，微信联系",
    ],
)
def test_a_sponsorship_that_is_sold_is_a_high_risk_however_honest_the_rest_sounds(rules: Rules, text: str) -> None:
    found = assessed(rules, text)
    assert (found.risk, "sponsorship_sold" in {flag.id for flag in found.flags}) == ("high", True)


def test_a_sponsorship_that_the_employer_pays_is_no_sale(rules: Rules) -> None:
    text = (
        "Healthcare assistants for care homes in Kent. We hold a sponsor licence and pay the "
        "certificate of sponsorship and "
        "visa fee for you. £12.82 an hour. Apply on our page, video interview with the manager."
    )
    assert assessed(rules, text).risk == "none_found"


def test_a_relative_who_was_offered_work_is_no_swindler_who_poses_as_one(rules: Rules) -> None:
    text = (
        "My sister was offered a nurse job at a DHA licensed hospital in Dubai, 6,500 AED, interview "
        "on video, contract first. can we trust it?"
    )
    assert assess(Reading(text, rules), described=True).kind == "none"


@pytest.mark.parametrize(
    "text",
    [
        "i want to file a complain. agency in dhaka took 2 lakh taka, no visa 6 months",
        "I am Rajan from Nepal my agent take passport and money 3 lakh, job Malaysia factory no come",
        "recruiter collected 45000 pesos from us for dubai cleaning job, office is closed now",
        "i already said yes to job in cambodia customer service, flight is tomorrow, what now",
    ],
)
def test_who_was_cheated_or_has_said_yes_gets_no_card(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk == "not_an_offer"
    assert assess(Reading(text, rules), described=True).risk == "not_an_offer"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("菲律宾马尼拉 招中文推广 底薪8k人民币 提成高 办工签 包吃住 飞机@mnlhr", "博彩的推广，做真人视讯的"),
        (
            "Models wanted! Casting in Phuket, all expenses paid, $4000 per month, WhatsApp only.",
            "We are a well known agency in the region.",
        ),
    ],
)
def test_what_is_added_to_an_offer_never_lowers_its_level(rules: Rules, first: str, then: str) -> None:
    before = Reading(first, rules)
    found = assess(Reading(f"{first}\n{then}", rules), described=True, before=before)
    assert found.risk == assess(before).risk == "high"


def test_what_can_be_checked_may_lower_it(rules: Rules) -> None:
    before = Reading(
        "We are hiring waiters in Phnom Penh, 900 USD a month, free room, no experience, WhatsApp 012 345 678", rules
    )
    more = (
        "Raffles Hotel Le Royal Co., Ltd, company registration number 00012345, employment visa "
        "before travel, signed contract before you travel, two interviews."
    )
    found = assess(Reading(f"{before.text}\n{more}", rules), described=True, before=before)
    alone = assess(Reading(f"{before.text}\n{more}", rules), described=True)
    assert found.risk == alone.risk


@pytest.mark.parametrize(
    "text",
    [
        (
            "Seasonal strawberry pickers, Herefordshire, England. Concordia (UK) Ltd, GLAA "
            "licence. £12.21 per hour, 32 hours "
            "guaranteed, caravan £69.93 a week deducted. Seasonal Worker visa, you pay the visa "
            "fee of £319 to UKVI yourself, "
            "we charge no fee. Contract in your language before you travel."
        ),
        (
            "Elementary English teacher, Hanoi. VND 38,000,000 net a month, bachelor degree and "
            "CELTA needed. Work permit "
            "arranged by the school at its cost, flight paid back after six months. Zoom "
            "interview and demo lesson. Vinschool JSC."
        ),
        (
            "新加坡建筑工地招木工、钢筋工，日薪新币75元，包住不包吃，WP准证批下来再买机票。先到建筑技能考试中心考试，"
            "合格后签合同。公司：江苏中泰国际经济技术合作有限公司，电话 025-84567890"
        ),
        "Nurse, Dubai hospital, DHA licence, AED 6,000, contract before travel, two interviews",
        "大阪养老院招介护，月薪22万日元，需N4，院长视频面试，在留资格下来后再出发，宿舍每月2.5万日元从工资扣",
    ],
)
def test_hours_visa_counters_and_rent_of_honest_adverts_raise_no_serious_sign(rules: Rules, text: str) -> None:
    found = assessed(rules, text)
    assert found.risk == "none_found"
    assert all(flag.severity == "weak" for flag in found.flags)


def test_a_place_inside_a_firms_name_is_no_place(rules: Rules) -> None:
    assert said(assessed(rules, "江苏中泰国际有限公司招木工去新加坡，日薪新币75元"), "place") == ["新加坡"]


def test_an_amount_before_the_peoples_currency_is_read_whole(rules: Rules) -> None:
    assert said(assessed(rules, "迪拜中餐馆招炒锅师傅，月薪1万2人民币，包吃住"), "pay") == ["1万2人民币"]


def test_who_is_met_for_the_interview_is_no_firm(rules: Rules) -> None:
    text = (
        "Line cook wanted, Anchorage. $22 an hour. Phone interview with Chef Mike. Send CV to jobs@captaincookhotel.com"
    )
    assert said(assessed(rules, text), "company") == []


def test_a_visa_that_the_worker_must_pay_for_is_not_in_its_favour(rules: Rules) -> None:
    text = (
        "USA cruise ship job. No experience. $3,200 per month. Pay only C1/D visa and medical "
        "processing 12,500 rupees to HR "
        "account, refundable with first salary. Joining letter in 2 days. Call HR Anita 98765 43210"
    )
    assert assessed(rules, text).risk == "high"


@pytest.mark.parametrize(
    ("text", "pay", "fee"),
    [
        (
            "Mushroom pickers, Ireland. EUR 13.50 an hour, employer pays the permit fee of EUR 1,000. Video interview.",
            ["EUR 13.50"],
            [],
        ),
        ("Waiters for Doha. The company pays 2,500 QAR a month and a room. Two interviews.", ["2,500 QAR"], []),
        ("招柬埔寨酒店前台，月薪8000元，微信 13800123456 中介费3000元，签证自理", ["8000元"], ["中介费3000元"]),
    ],
)
def test_who_pays_an_amount_is_read(rules: Rules, text: str, pay: list[str], fee: list[str]) -> None:
    found = assessed(rules, text)
    assert (said(found, "pay"), said(found, "fee")) == (pay, fee)
    assert all("123456" not in flag.quote for flag in found.flags)


def test_a_contract_that_is_signed_at_the_embassy_is_one(rules: Rules) -> None:
    text = "Hiring fishermen for a Taiwan vessel, USD 550 monthly, contract signed at the embassy, flight paid."
    assert "no_written_contract" not in {flag.id for flag in assessed(rules, text).flags}
