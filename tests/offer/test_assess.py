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


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("招跑腿，去客户家里收现金送到指定地点，跑一趟500，当天结", "cheque_or_crypto_forwarding"),
        ("收款助理，拿客戶的現金去買USDT存到公司錢包，每趟2000", "cheque_or_crypto_forwarding"),
        (
            "Agent: meet clients, pick up envelopes of cash, load them at a bitcoin machine.",
            "cheque_or_crypto_forwarding",
        ),
        ("招量化交易助理，自己账户先充值5000，老师带单，利润对半分", "deposit_to_unlock"),
        ("Trading assistant. Fund your own account with 500 USDT, we split profits 50/50.", "deposit_to_unlock"),
    ],
)
def test_who_carries_cash_or_trades_with_their_own_money_is_warned(rules: Rules, text: str, sign: str) -> None:
    found = assess(Reading(text, rules))
    assert found.risk == "high"
    assert sign in {flag.id for flag in found.flags}


@pytest.mark.parametrize(
    "text",
    [
        "招送货司机，C1驾照，月薪6500-7500，双休，送桶装水，送完向客户收水费现金或扫码，下班交公司财务，公司有宿舍",
        "Milk driver, 14 pounds an hour, Leeds. You collect cash from regular customers and hand it in at a depot.",
        "我们超市招收银员两名，早晚班，月薪4500+餐补，负责收现金和扫码收款，每天交班对账，有经验优先，店在人民路",
        "Bank clerk, Leeds, 26,000 pounds a year. You open accounts and help customers fund their account.",
    ],
)
def test_who_takes_money_for_their_own_shop_is_not(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk == "none_found"


def test_papers_for_sale_are_a_fee(rules: Rules) -> None:
    text = "UK care worker. COS price is £9,500 payable in 3 installments. No interview, no experience needed."
    assert {"upfront_fee"} <= {flag.id for flag in assess(Reading(text, rules)).flags}


def test_what_a_friend_earns_for_bringing_another_is_no_fee(rules: Rules) -> None:
    text = "招服务员，月薪4500，介绍朋友来介绍费500元/人"
    assert "upfront_fee" not in {flag.id for flag in assess(Reading(text, rules)).flags}
