"""The card and what its buttons open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.catalog.parts import LONGEST
from bot.offer.assess import assess
from bot.offer.card import LONGEST_QUOTE, card
from bot.offer.details import questions, share, why
from bot.offer.level import level
from bot.offer.reading import Reading
from bot.offer.types import Assessment, Entity, Flag, Good
from tests.offer.test_assess import LURE, LURE_ZH

if TYPE_CHECKING:
    from bot.offer.rules import Rules


def test_the_card_says_level_reason_signs_quotes_missing_and_next_steps(rules: Rules) -> None:
    (part,) = card(assess(Reading(LURE, rules)), rules, "en")
    assert part.startswith("<b>High risk")
    assert "Why this level: one sign that is enough by itself." in part
    assert "“visa on arrival" in part
    assert part.count("• ") == 5
    assert "more" in part
    assert "I did not find" in part
    assert "3. " in part


def test_what_was_not_read_is_not_called_missing(rules: Rules) -> None:
    """The check knows few names: a bakery that says what it is called and where it stands shall not read otherwise."""
    text = "Baker wanted at Miller's in Houston, 16 dollars an hour, Tuesday to Saturday, ask for Ann."
    (part,) = card(assess(Reading(text, rules)), rules, "en")
    assert "missing" not in part
    assert "if the offer does not say it" in part.lower()


def test_who_is_told_to_stop_is_not_told_to_ask_for_what_is_missing(rules: Rules) -> None:
    cards = {
        found.risk: card(found, rules, "en")[0]
        for text in (LURE, "We are hiring a waiter for our restaurant in Dubai, 900 USD a month. Whatsapp only.")
        if (found := assess(Reading(text, rules))).missing
    }
    assert {risk: "ask for it." in text for risk, text in cards.items()} == {"high": False, "caution": True}


@pytest.mark.parametrize(
    ("lang", "text", "none"),
    [
        ("en", "Waiter in Dubai, 900 EUR a month, free flight, two interviews.", "no warning sign"),
        ("zh", "早餐店帮工一名，有无经验均可，月薪3500元，上班地址：人民路", "没看到危险信号"),
    ],
)
def test_who_is_shown_signs_is_not_told_that_there_are_none(rules: Rules, lang: str, text: str, none: str) -> None:
    found = assess(Reading(text, rules))
    assert (found.risk, bool(found.flags)) == ("none_found", True)
    (part,) = card(found, rules, lang)
    assert none not in part
    assert none not in share(found.risk, found.kind, [flag.id for flag in found.flags], rules, lang)


@pytest.mark.parametrize(
    ("lang", "text", "said", "never"),
    [
        (
            "en",
            "Call center agents, Quezon City. HS grads welcome, paid training 5 weeks, PM me on Messenger for a pass.",
            "Anybody can copy",
            "can be checked",
        ),
        (
            "zh",
            "双十一仓库临时工 嘉定 分拣打包 20元/时 日结 男女不限 不要经验 包晚饭 自带身份证",
            "谁都可以照抄",
            "像正规招工的内容",
        ),
    ],
)
def test_ordinary_wording_that_lowers_a_level_is_not_called_something_to_check(
    rules: Rules, lang: str, text: str, said: str, never: str
) -> None:
    found = assess(Reading(text, rules))
    assert (found.risk, found.lowered) == ("none_found", True)
    (part,) = card(found, rules, lang)
    assert said in part
    assert never not in part


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_by_how_many_levels_it_was_lowered_is_not_said(rules: Rules, lang: str) -> None:
    good = tuple(
        Good(key, checkable=True, quote="x", start=0, end=1)
        for key in ("licence", "visa_process", "real_interview", "contract_before")
    )
    flags = tuple(
        Flag(key, rules.flags[key].severity, rules.flags[key].group, "x", 0, 1)
        for key in ("no_written_contract", "no_real_interview")
    )
    before, after = level(flags, (), rules), level(flags, good, rules)
    assert (before.risk, after.risk) == ("high", "none_found")
    found = Assessment(after.risk, "job_abroad", flags, good, rule=after.rule, lowered=after.lowered)
    (part,) = card(found, rules, lang)
    assert rules.texts[lang].card["lowered"].partition("{")[0] in part
    assert not any(steps in part for steps in ("one level", "低了一级", "低一级"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_ordinary_wording_by_itself_speaks_for_nobody(rules: Rules, lang: str) -> None:
    text = "Warehouse operative, Leeds. Nights, 13.45 pounds an hour, overtime after 40 hours. Free parking, canteen."
    found = assess(Reading(text, rules))
    assert [good.id for good in found.good] == ["ordinary_wording"]
    (part,) = card(found, rules, lang)
    assert rules.texts[lang].good["ordinary_wording"].name not in part
    assert rules.texts[lang].card["good"].partition("{")[0] not in part


@pytest.mark.parametrize(
    ("lang", "text", "abroad", "home"),
    [
        ("en", "Shop assistant wanted, 18,000 shillings per month, ask for Peter.", "visa", "in writing"),
        (
            "en",
            "Rent us your bank account, 500 dollars per week, keep 5% and forward the rest.",
            "embassy",
            "your bank now",
        ),
        ("zh", "早餐店帮工一名，月薪3500元，上班地址：人民路", "签证", "工资、工时"),
        ("zh", "招网络刷单员，一单一结，日赚300-800，加QQ：1234567", "使领馆", "银行电话"),
        ("en", "Forklift driver, Birmingham, 14 pounds an hour. Bring your passport or ID.", "visa", "in writing"),
        ("en", "Cook wanted in Nairobi, Westlands, 30,000 KES per month, two references.", "visa", "in writing"),
        ("zh", "台北小吃店徵晚班洗碗，時薪200，供餐，請洽老闆娘", "签证", "工资、工时"),
        ("en", "Cook wanted, 30 Berlin Street, Leeds, 14 pounds an hour.", "visa", "in writing"),
        ("zh", "【老街坊面馆】招洗碗阿姨一位，月薪2600元，解放路菜场对面", "签证", "工资、工时"),
        ("zh", "招面点师傅，月薪6000元，上班地址：青岛市南区香港中路12号", "签证", "工资、工时"),
    ],
)
def test_work_at_home_is_told_nothing_of_travel(rules: Rules, lang: str, text: str, abroad: str, home: str) -> None:
    found = assess(Reading(text, rules))
    assert found.kind == "job_other"
    (part,) = card(found, rules, lang)
    assert abroad not in part
    assert home in part


@pytest.mark.parametrize(
    "text",
    [
        "Cook wanted in Munich, 2,900 euro a month, staff room, two years in a kitchen.",
        "Care assistant in Ireland, employment permit paid by the employer, 30,000 euro a year.",
        "Welder in Melbourne, 38 AUD an hour, flight paid, contract before you leave.",
        "香港餐廳招廚師，月薪兩萬港幣，由雇主辦理工作簽證",
        "香港工地招木工，日薪1200港币，包住，两年合同",
        "柏林中餐馆招厨师，税后1900欧，包住，需要厨师证",
    ],
)
def test_work_in_another_country_is_told_of_contract_and_visa(rules: Rules, text: str) -> None:
    assert assess(Reading(text, rules)).kind == "job_abroad"


def test_the_card_speaks_chinese(rules: Rules) -> None:
    (part,) = card(assess(Reading(LURE_ZH, rules)), rules, "zh")
    assert part.startswith("<b>风险高")
    assert "“缅*北”" in part


def test_markup_in_an_offer_stays_text(rules: Rules) -> None:
    text = (
        '<a href="http://x.top">Hiring</a> <b>typists</b> &amp; visa on arrival then work, <script>mail</script> a@b.co'
    )
    whole = "".join(card(assess(Reading(text, rules)), rules, "en"))
    assert "<a " not in whole
    assert "<script" not in whole


def test_braces_in_an_offer_are_no_place_holders(rules: Rules) -> None:
    text = "Hiring {rule} typists, {0} visa on arrival then work, company: {good} {missing} Ltd, 900 USD per month"
    assert card(assess(Reading(text, rules)), rules, "en")


def test_a_long_offer_is_answered_in_parts_that_a_phone_can_show(rules: Rules) -> None:
    found = assess(Reading(LURE, rules))
    wide = "&" * LONGEST_QUOTE  # five characters of HTML each
    flags = tuple(replace(flag, quote=wide) for flag in found.flags)
    read = tuple(Entity(kind, wide, f"{number}{wide}", 0, 1) for kind in ("job", "company") for number in range(3))
    parts = card(replace(found, flags=flags, entities=read), rules, "en")
    assert len(parts) > 1
    assert all(len(part) <= LONGEST + 20 for part in parts)
    assert parts[0].endswith(f"(1/{len(parts)})")


def test_an_unknown_language_is_answered_in_english(rules: Rules) -> None:
    assert card(assess(Reading(LURE, rules)), rules, "fr") == card(assess(Reading(LURE, rules)), rules, "en")


def test_a_text_without_an_offer_gets_one_line(rules: Rules) -> None:
    assert len(card(Assessment("not_an_offer", "none"), rules, "en")) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_why_names_reason_innocent_explanation_and_sources_of_every_flag(rules: Rules, lang: str) -> None:
    for key, flag in rules.flags.items():
        text = why(key, rules, lang)
        assert text is not None
        assert rules.texts[lang].flags[key].innocent.replace("&", "&amp;") in text
        assert text.count("Source: " if lang == "en" else "来源：") == len(flag.sources)


def test_why_of_an_unknown_flag_is_nothing(rules: Rules) -> None:
    assert why("<b>", rules, "en") is None


def test_the_questions_can_be_copied_and_begin_with_what_always_matters(rules: Rules) -> None:
    text = questions("job_abroad", [*(flag.id for flag in assess(Reading(LURE, rules)).flags), "unknown"], rules, "en")
    assert text.count("<pre>") == text.count("</pre>") == 1
    assert "1. What is the full legal name of the company" in text
    assert "Which class of work visa" in text


@pytest.mark.parametrize(("lang", "travel"), [("en", ("visa", "travel")), ("zh", ("签证", "动身"))])
def test_an_employer_at_home_is_not_asked_for_a_visa(rules: Rules, lang: str, travel: tuple[str, ...]) -> None:
    for kind, asked in (("job_abroad", True), ("job_other", False)):
        text = questions(kind, ["no_experience"], rules, lang)
        assert [word in text for word in travel] == [asked, asked]
        assert "4. " in text


def test_what_is_shared_of_work_at_home_says_nothing_of_travel_papers(rules: Rules) -> None:
    assert "Do not pay, and give no account" in share("high", "job_other", ["upfront_fee"], rules, "en")
    assert "Do not travel, pay or send papers" in share("high", "job_abroad", ["upfront_fee"], rules, "en")


def test_the_card_to_share_holds_no_word_of_the_offer(rules: Rules) -> None:
    found = assess(Reading(LURE, rules))
    text = share(found.risk, found.kind, [flag.id for flag in found.flags], rules, "en")
    assert "Work on a tourist visa" in text
    assert all(flag.quote not in text for flag in found.flags)
    assert "lucy" not in text
