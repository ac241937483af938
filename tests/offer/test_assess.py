"""The whole check on single texts: what is an offer, what takes a sign back, which level, which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.assess import assess, to_json
from bot.offer.reading import Reading

if TYPE_CHECKING:
    from bot.offer.rules import Rules

LURE = (
    "URGENT! Hiring Chinese-speaking c u s t o m e r service in Myawaddy, salary $3k/mo, no experience needed, "
    "free flight, visa on arrival then work permit, Telegram: @hr_lucy88"
)
LURE_ZH = "急招打字员，月薪3万，无经验可做，包机票包吃住，缅*北妙瓦底，加薇❤：abc8888，落地签过去上班"


@pytest.mark.parametrize("text", [LURE, LURE_ZH])
def test_a_lure_to_a_den_is_high_and_every_quote_stands_in_it(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    assert (found.risk, found.kind) == ("high", "job_abroad")
    assert {"border_zone_worksite", "tourist_visa_for_work", "no_skill_high_pay"} <= {flag.id for flag in found.flags}
    assert all(text[flag.start : flag.end] == flag.quote for flag in found.flags)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Hiring waiters in Dublin. We never ask for a registration fee. 15 euro per hour.", "upfront_fee"),
        ("Hiring nurses. No placement, processing or visa fees. 2,500 euro per month.", "upfront_fee"),
        ("Hiring nurses. Visa fees are paid by the employer. 2,500 euro per month.", "upfront_fee"),
        ("Hiring nurses. Never travel on a tourist visa. 2,500 euro per month.", "tourist_visa_for_work"),
        ("招聘普工，不收任何押金和培训费，月薪6000元", "upfront_fee"),
        ("招聘护士，签证费由雇主承担，月薪2万元", "upfront_fee"),
        ("招聘电商运营，严禁刷单，月薪8000元，本科", "paid_likes_tasks"),
    ],
)
def test_what_is_denied_is_no_sign(rules: Rules, text: str, flag: str) -> None:
    assert flag not in {found.id for found in assess(Reading(text, rules)).flags}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Hiring typists. No experience needed, registration fee 50 USD to start. 900 USD per month.", "upfront_fee"),
        ("招聘文员，不要经验，先交押金300元，月薪6000元", "upfront_fee"),
        ("Job in Laos, 900 USD per month, no interview, apply now", "no_real_interview"),
        ("招聘客服，无需面试，月薪6000元", "no_real_interview"),
    ],
)
def test_a_no_before_another_thing_takes_nothing_back(rules: Rules, text: str, flag: str) -> None:
    assert flag in {found.id for found in assess(Reading(text, rules)).flags}


@pytest.mark.parametrize(
    "text",
    [
        "Is working in Dubai safe?",
        "Should I accept a job in Cambodia with free flight and 3000 dollars a month?",
        "Police warn of job offers in Cambodia with high salary, no experience and free flights.",
        "朋友说去缅甸打工不安全，你们觉得呢？",
        "警方提醒：凡是高薪、包机票招聘去缅北的，都是骗局，切勿轻信。",
        "据新华社报道，他们被高薪招聘信息骗到妙瓦底的园区，警方已解救三十人。",
        "手机跑分多少算正常？",
        "",
        "hello",
    ],
)
def test_talk_about_offers_is_no_offer(rules: Rules, text: str) -> None:
    assert (assess(Reading(text, rules)).risk, assess(Reading(text, rules)).kind) == ("not_an_offer", "none")


def test_an_offer_pasted_with_a_question_is_read_as_an_offer(rules: Rules) -> None:
    text = f"Is this a scam? {LURE} Contact me on Telegram to apply now, limited slots for this job offer."
    assert assess(Reading(text, rules)).risk == "high"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (
            "我是公安局王警官，您名下的银行卡涉嫌洗钱案，请把资金转到安全账户核查，不得告知家人",
            "fraud.fake_police",
        ),
        (
            "Your Apple ID was locked because of unusual activity. Verify your account at the link below",
            "fraud.link_or_app",
        ),
        ("无抵押贷款，秒批，不看征信，先交会员费399元即可放款", "fraud.loan"),
        (
            "Hi mom, it's me, new number. I am in trouble, can you transfer 900 today? I pay you back",
            "fraud.acquaintance",
        ),
    ],
)
def test_another_scam_is_named_and_rated_by_nobody(rules: Rules, text: str, intent: str) -> None:
    assert (assess(Reading(text, rules)).risk, assess(Reading(text, rules)).kind) == ("not_an_offer", intent)


@pytest.mark.parametrize(
    "text",
    [
        "Apply now: nurse in Cambodia, 900 USD per month, 3 years of experience, work permit, video interview.",
        "Teacher wanted in Laos. Free flight. Bachelor degree, work visa. 1,200 USD per month.",
        "招聘：柬埔寨国际学校中文教师，本科，两年教学经验，办理工作签证，月薪8000元",
    ],
)
def test_a_country_or_a_free_flight_alone_is_only_a_note(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk == "none_found"


def test_good_signs_lower_a_level_but_never_a_decisive_sign(rules: Rules) -> None:
    weak = "招聘房产销售，高薪，无经验可，月薪5000元，武汉链家房地产经纪有限公司"
    assert assess(Reading(weak, rules)).lowered
    decisive = weak + "，护照由公司统一保管，有工作签证，正式劳动合同，视频面试"
    assert (assess(Reading(decisive, rules)).risk, assess(Reading(decisive, rules)).rule) == ("high", "decisive")


def test_task_work_is_rated_on_the_ladder_of_money(rules: Rules) -> None:
    found = assess(Reading("招网络刷单员，一单一结，日赚300-800，加QQ：1234567", rules))
    assert (found.risk, found.kind) == ("high", "job_other")


def test_what_is_missing_is_said(rules: Rules) -> None:
    assert set(assess(Reading(LURE, rules)).missing) >= {"company", "contract", "interview"}


def test_the_promised_form_is_kept(rules: Rules) -> None:
    row = to_json(assess(Reading(LURE, rules)))
    assert set(row) == {"risk", "kind", "flags", "entities"}
    assert set(row["flags"][0]) == {"id", "severity", "quote", "start", "end"}
    assert row["entities"]["pay"][0]["currency"] == "USD"


def test_the_same_text_gives_the_same_outcome(rules: Rules) -> None:
    assert assess(Reading(LURE_ZH, rules)) == assess(Reading(LURE_ZH, rules))


def test_a_very_long_text_is_cut_and_says_so(rules: Rules) -> None:
    assert assess(Reading(LURE + " x" * 60_000, rules)).cut
