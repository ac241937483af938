"""Honest offers whose words resemble a sign or another scam's cue, and news, warnings and jokes that name signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.commands.bench_offer import read
from bot.offer.assess import assess
from bot.offer.reading import Reading

if TYPE_CHECKING:
    from bot.offer.rules import Rules

SET = Path(__file__).parent / "offers_more_en.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "Logistics Manager for an aid group, return flights and medical insurance paid, EUR 2,900 a month.",
        "Warehouse supervisor for a courier company, SAR 3,000 a month, return ticket every two years, apply by mail.",
        "Customer care associate, refund and membership desk, Shop Philippines. P24,000 monthly. Walk in 9am with ID.",
        "Retail assistant, leave pay and 13th month, KSh 30,000 monthly. Two interviews.",
        "Nurse for a clinic, 2,900 EUR per month. Screenshots of phones not allowed in clinics. Apply on our page.",
        "Able seaman, USD 1,850 a month, STCW. Passport is kept by the captain on board. Two interviews.",
        "Logistician, 1,950 EUR a month, able to live in a compound with security rules, two interviews.",
        "Factory operator, Rayong, workers from Myanmar and Laos, 400 baht a day, social security, employer pays fees.",
        "Clerk, 19,900 rupees per month. Application fee ₹100 by DD in favour of District Treasury, nashik.gov.in",
        "Engineer, 60,000 EUR a year. No agencies please. Two interviews.",
        "Never share your OTP with anyone. Nurse wanted, 2,000 EUR per month, two interviews.",
        "中国土木公司招聘会计，护照及工作签证由公司统一办理，年薪22万，本科，两轮面试",
        "公司招会计，护照由公司代办，月薪9000元，本科",
        "中老铁路招老挝语翻译，昆明，本科，月薪9000元，两轮面试",
        "日本大阪老人院介護，月薪21萬日圓，需N4，拿到簽證後才出發，機票由院方負擔一半",
        "日本大阪老人院介護，月薪21萬日圓，需N4及介護技能考試合格證。由登錄支援機構協助申請在留資格，拿到簽證後才出發。面試：院長線上面談。",
        "韩国农场季节工，月薪210万韩元，政府间项目，签证办好再走，两轮面试",
        "东莞工厂招工，教材费公司出，月薪6000元，包住，毫无语言要求",
    ],
)
def test_an_honest_offer_with_such_words_is_neither_warned_of_nor_called_another_scam(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    assert found.risk in ("none_found", "not_an_offer")
    assert not found.kind.startswith("fraud.")


def test_a_chinese_character_makes_no_english_advert_a_high_risk(rules: Rules) -> None:
    cases = [case.text for case in read(SET) if case.lang == "en" and case.label.startswith("honest")]
    pairs = [[assess(Reading(each, rules)).risk for each in (text, f"福 {text}")] for text in cases]
    assert len(pairs) > 50
    assert not any(after == "high" != before for before, after in pairs)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        (
            "SIM cards wanted at home, you swap SIM cards and keep internet on, 700 pesos per day",
            "closed_housing_phone_limits",
        ),
        ("Hiring CSR, 60k sahod, walang placement fee, free ticket", "upfront_fee"),
        ("招人事，一人头3万U，现结", "paid_likes_tasks"),
        ("Hiring cooks, passport ready, 900 USD per month", "all_inclusive_free"),
    ],
)
def test_such_words_are_not_that_sign(rules: Rules, text: str, flag: str) -> None:
    assert flag not in {found.id for found in assess(Reading(text, rules)).flags}


@pytest.mark.parametrize(
    "text",
    [
        "BI said they intercepted three victims bound for Cambodia who posed as tourists, recruited as chat support.",
        "Indian embassy: 67 Indian nationals rescued from Poipet. Beware of jobs with free ticket and $1000 salary.",
        "Three Kenyans returned from Myanmar. Agents told them to say they were tourists and took their passports.",
        "PRESS RELEASE: officers offloaded two women. Hired as chat agents in Laos, salary $900, free ticket.",
        "ADVISORY: youths are offered sales jobs in Laos with free visa and ticket, salary 80,000. Check the agent.",
        "An agent will pay her ticket to Thailand, she should tell immigration she is a tourist. What do I tell her?",
        "Job offer joke: 'Competitive salary' means we compete with your rent. 'We are a family' means free overtime.",
        "The bureau deferred the departure of four women recruited as CSR in Cambodia with free visa and 60k salary.",
        "I survived KK Park. They promised customer service in Thailand, 1000 dollars; a man took me over a river.",
        "警方拦截3名欲赴柬埔寨的求职者，对方称月薪两万包吃住包机票",
        "haha my boss keeps my passport in his drawer, pizza is free though",
        "笑话：老板说公司像家一样，加班没有工资，护照也帮你保管，哈哈",
        "我在缅甸曼德勒的华文学校当老师，五年了，工资六千，住校，挺好。",
    ],
)
def test_news_warnings_jokes_and_lives_are_no_offers(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk == "not_an_offer"


@pytest.mark.parametrize(
    "text",
    [
        "Hello, my husband work in Cambodia. He cannot go home. I from Vietnam",
        "my uncle travel to Laos for work, they hold his passport and phone",
        "my wife works in myawaddy. company took her passport and she cannot leave",
        "my sister in law take job in golden triangle, now they dont allow her outside",
        "我丈夫在柬埔寨干活。他不能回家。我是越南人",
    ],
)
def test_what_is_done_to_somebody_of_theirs_is_no_offer(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk == "not_an_offer"


@pytest.mark.parametrize(
    "text",
    [
        "老铁们，柬埔寨招人，月薪两万",
        "护照由公司统一保管，月薪2万，招客服",
        "我在西港做客服两年了，工资两万挺好，你也过来吧",
        "加拿大雇主担保 LMIA工签 仓库分拣 年薪35万 资料费8800 交完开始办理 不成功退款",
        "高薪出国劳务 澳大利亚农场 月薪3.5万 无语言要求 押金3万 到岗后返还 微信AUwork88",
        "Maid in Oman, OMR 110, free visa, free ticket, no fees. Passport with sponsor.",
        "Warehouse packer job. Send passport front and the OTP that you receive to verify your application.",
        "招客服，月薪6000，先把手机收到的验证码发给人事登记",
        "Alabuga Start! Girls 18-22. Work-study in Russia: catering, logistics. $540 per month, free flight.",
        "Naghahanap ng CSR sa Cambodia, 60k sahod, tourist visa muna, sabihin sa immigration bakasyon lang",
        "zhao pin! jianpuzhai xi gang da zi yuan, yue xin 15000, bao chi bao zhu, jia weixin: dage666",
        "c0mpany h1r1ng chat3rs in S1hanoukv1lle, sal@ry 1OOO$, f00d n r00m fr33",
        "Cleaner in Germany, 2,000 EUR. Interview not needed, no degree required, IELTS not required. WhatsApp only.",
    ],
)
def test_what_only_looks_alike_hides_no_lure(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).risk in ("caution", "high")


SHOP = (
    "Kitchen assistant wanted in Leeds, 12.60 pounds an hour, 30 hours a week. {} Apply with your CV at Bell Foods Ltd."
)
SHOP_ZH = "招厨房帮工，长沙，月薪4500元，包午餐，试工一天后签合同。{}有意者到店面谈，湘味居餐饮有限公司。"
RULES = [
    (SHOP, "Please do not discuss your salary with other staff."),
    (SHOP, "Staff must not discuss patients with family or friends."),
    (SHOP, "Guests are asked to keep quiet after 10 pm, you remind them."),
    (SHOP, "No phones on the shop floor."),
    (SHOP, "You need permission to leave early."),
    (SHOP, "No days off in the two weeks before Christmas."),
    (SHOP, "No visitors after 11 pm in the staff house."),
    (SHOP, "Bring your passport so that we can copy it."),
    (SHOP, "You pack orders, about 60 orders a day."),
    (SHOP_ZH, "宿舍晚上十一点后不许外出。"),
    (SHOP_ZH, "负责收快递、贴面单、发货。"),
    (SHOP_ZH, "护照由公司统一去办签证，有回执。"),
    (SHOP_ZH, "介绍朋友来上班，一个人头500元。"),
]


@pytest.mark.parametrize(("advert", "rule"), RULES)
def test_a_rule_of_the_house_is_no_sign(rules: Rules, advert: str, rule: str) -> None:
    found = assess(Reading(advert.format(f"{rule} "), rules))
    assert not [flag for flag in found.flags if flag.severity == "decisive"]
    assert found.risk == "none_found"


@pytest.mark.parametrize(
    ("advert", "rule"),
    [
        (SHOP, "The manager keeps your passport in the office safe."),
        (SHOP, "Phones are handed in on arrival and nobody may leave the compound."),
        (SHOP, "Do not tell your family about this job."),
        (SHOP_ZH, "手机统一上交，不许外出。"),
        (SHOP_ZH, "护照由公司保管。"),
    ],
)
def test_grave_words_in_an_ordinary_advert_are_warned_of_still(rules: Rules, advert: str, rule: str) -> None:
    found = assess(Reading(advert.format(f"{rule} "), rules))
    assert found.risk in ("high", "caution")
    assert found.flags[0].severity == "decisive"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (
            "Parcels come to your home, you stick our labels on them and post them on. 40 dollars each.",
            "parcel_reshipping",
        ),
        ("手机寄到你家，你拆开重新打包，贴上我们发的面单，再寄出去，一件80元", "parcel_reshipping"),
        ("Hostess in Laos, 2,000 USD a month. You surrender your phone on arrival.", "closed_housing_phone_limits"),
        ("Driver in Laos, 2,000 USD a month. Keep quiet about this, also to your family.", "secrecy_or_delete_chat"),
    ],
)
def test_what_excuses_a_rule_of_the_house_excuses_no_lure(rules: Rules, text: str, sign: str) -> None:
    found = assess(Reading(text, rules))
    assert (found.risk, found.flags[0].severity) == ("high", "decisive")
    assert sign in {flag.id for flag in found.flags}
