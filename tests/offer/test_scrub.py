"""What names or reaches a person is taken out of an offer; what warns others stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.bench_offer import read
from bot.offer.entities import entities
from bot.offer.rules import Rules
from bot.offer.scrub import scrub
from bot.offer.text import fold

MARKS = {kind: f"[{kind}]" for kind in ("link", "mail", "phone", "handle", "number", "name")}
SET = Path(__file__).parent / "offers.jsonl"


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("Contact Mr. RAJESH KUMAR", "Contact Mr. [name]"),
        ("Ms. ANNA LEE will call", "Ms. [name] will call"),
        ("CONTACT: MARIA SANTOS FOR DETAILS", "CONTACT: [name] FOR DETAILS"),
        ("Mr. D. Wong answers", "Mr. [name] answers"),
        ("Dr J.P. Smith", "Dr [name]"),
        ("contact person: Nguyễn Văn An", "contact person: [name]"),
        ("ask for José Álvarez, room 2", "ask for [name], room 2"),
        ("MR RAJESH or Mrs Ó Brien", "MR [name] or Mrs [name]"),
        ("CALL NOW! HR MANAGER WANTED. MS EXCEL. WORK FROM HOME. CONTACT HR VIA TELEGRAM", None),
        ("CALL CENTER AGENTS NEEDED. Contact us NOW. Text me ONLY. 加QQ联系", None),
    ],
)
def test_names_in_capitals_with_initials_or_accents_go_and_words_in_capitals_stay(
    rules: Rules, text: str, scrubbed: str | None
) -> None:
    assert scrub(text, rules, MARKS) == (scrubbed or text)


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        (
            "Contact Lily Chen at +86 138 0013 8000 or wechat: lily_hr88, lily@mail.example.org, www.gold.com/apply",
            ("Lily", "Chen", "138", "lily", "gold.com"),
            ("Contact",),
        ),
        (
            "Golden Phoenix Co., Ltd pays USD 3,000 - 5,000 monthly in Bavet. Passport E12345678, licence DMW-12-0101.",
            ("12345678", "0101"),
            ("Golden Phoenix Co., Ltd", "3,000 - 5,000", "Bavet"),
        ),
        (
            "I am Mr. Tan. Text Anna (HR) on Telegram luckyhr. Ask for Tom. Call Jane after six. Pay 20000 THB monthly",
            ("Tan", "Anna", "luckyhr", "Tom", "Jane"),
            ("20000 THB", "after six"),
        ),
        (
            "Dear candidate, the HR Department is hiring a Manager. WhatsApp only.",
            (),
            ("HR Department", "WhatsApp only"),
        ),
        (
            "我是王芳，联系陈经理，微信wang_fang88，电话１３８-００１３-８０００，身份证110101199003077758，卡号6222021234567890123",
            ("王芳", "陈", "wang", "138", "110101", "6222"),
            ("经理", "身份证"),
        ),
        (
            "月薪20000-30000元，金凤凰有限公司，缅甸妙瓦底，电话一三八零零一三八零零零，联系人：欧阳小明",
            ("一三八", "欧阳小明"),
            ("20000-30000元", "金凤凰有限公司", "妙瓦底"),
        ),
        (
            "call 1\u200b3\u200b8\u200b0\u200b0\u200b1\u200b3\u200b8\u200b0\u200b0\u200b0 or ①③⑧⓪⓪①③⑧⓪⓪⓪ or ٠١٢٣٤٥٦٧٨٩",
            ("138", "①", "٠"),
            ("call",),
        ),
        ("user(at)mail.example.com and @nice_girl and t.me/xyz and line: boss.lee", ("user", "nice", "xyz", "lee"), ()),
    ],
)
def test_persons_go_and_the_offer_stays(rules: Rules, text: str, gone: tuple[str, ...], stays: tuple[str, ...]) -> None:
    scrubbed = scrub(text, rules, MARKS)
    assert [word for word in gone if word in scrubbed] == []
    assert [word for word in stays if word not in scrubbed] == []


def test_a_name_that_was_introduced_goes_wherever_it_stands_again(rules: Rules) -> None:
    text = "Contact Lily Chen. Telegram: luckyhr. Lily Chen answers at night, ask luckyhr or lily chen."
    assert (
        scrub(text, rules, MARKS)
        == "Contact [name]. Telegram: [handle]. [name] answers at night, ask [handle] or [name]."
    )


def test_names_that_share_a_word_go_where_they_run_into_each_other(rules: Rules) -> None:
    assert scrub("Mr Lily Chen, Mr Chen Wei: lily chen wei", rules, MARKS) == "Mr [name], Mr [name]: [name]"


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("聯繫人：陳大文", "聯繫人：[name]"),
        ("請找陳經理，我叫劉小明", "請找[name]經理，我叫[name]"),
        ("戶名：張大文", "戶名：[name]"),
        ("身份證號：A12x", "身份證號：[number]"),
        ("聯繫人：陳大文。陈大文在線", "聯繫人：[name]。[name]在線"),
    ],
)
def test_names_and_papers_in_traditional_characters_go_as_well(rules: Rules, text: str, scrubbed: str) -> None:
    assert scrub(text, rules, MARKS) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "Salary $800, 012 345 6789",
        "Pay $800 555-123-4567",
        "Rate P900. 0917-123-4567",
        "Pay $30/hr call 0917 123 4567",
        "call 0917 123 4567 u will get paid",
    ],
)
def test_a_telephone_number_beside_pay_goes(rules: Rules, text: str) -> None:
    scrubbed = scrub(text, rules, MARKS)
    assert [digits for digits in ("012", "345", "6789", "555", "123", "4567", "0917") if digits in scrubbed] == []


@pytest.mark.parametrize(
    "text",
    ["$1500-2500/month and $165/day", "P480/day plus meals", "30,000-50,000 USD a month", "800U/人，月薪30000-50000元"],
)
def test_pay_for_a_time_stays(rules: Rules, text: str) -> None:
    assert scrub(text, rules, MARKS) == text


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("Company: ABC Ltd, contact person: John Tan", "Company: ABC Ltd, contact person: [name]"),
        ("Agency: Golden Star contact Maria Santos", "Agency: Golden Star contact [name]"),
        ("Employer: Mrs Tan Mei Ling needs a helper", "Employer: Mrs [name] needs a helper"),
        ("公司：恒达科技联系人：王大明", "公司：恒达科技联系人：[name]"),
        ("Company: Golden Phoenix Co., Ltd. Contact us", "Company: Golden Phoenix Co., Ltd. Contact us"),
    ],
)
def test_a_person_beside_the_company_goes_and_the_company_stays(rules: Rules, text: str, scrubbed: str) -> None:
    assert scrub(text, rules, MARKS) == scrubbed


def test_nothing_that_reaches_a_person_is_read_in_a_scrubbed_offer_of_the_set(rules: Rules) -> None:
    texts = [case.text for case in read(SET)]
    assert len(texts) > 300
    left = [
        entity.quote
        for text in texts
        for entity in entities(fold(scrub(text, rules, MARKS)), rules)
        if entity.kind in ("phone", "mail", "link", "handle", "licence")
    ]
    assert left == []


def test_the_pay_of_most_offers_stays(rules: Rules) -> None:
    paid = kept = 0
    for case in read(SET):
        before = [e.quote for e in entities(fold(case.text), rules) if e.kind == "pay"]
        paid += len(before)
        kept += sum(quote in scrub(case.text, rules, MARKS) for quote in before)
    assert paid > 150
    assert kept >= 0.9 * paid


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=200), digits=st.from_regex(r"\A[0-9]{8,19}\Z"))
def test_a_long_number_goes_wherever_it_stands_and_a_second_pass_finds_nothing(
    rules: Rules, text: str, digits: str
) -> None:
    scrubbed = scrub(f"{text} id {digits} {text}", rules, MARKS)
    assert digits not in scrubbed
    assert scrub(scrubbed, rules, MARKS) == scrubbed
