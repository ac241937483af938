"""What is read from an offer, as data with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.entities import entities, place_reader
from bot.offer.links import links, registrable
from bot.offer.pay import pay_reader
from bot.offer.text import fold

if TYPE_CHECKING:
    from bot.offer.rules import Rules
    from bot.offer.types import Entity


def read(rules: Rules, text: str, kind: str) -> list[Entity]:
    found = entities(fold(text), rules)
    assert all(text[entity.start : entity.end] == entity.quote for entity in found)
    return [entity for entity in found if entity.kind == kind]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("salary $3k/mo", "3000 USD /month"),
        ("Pay: USD 1,000 to 1,200 per month", "1000-1200 USD /month"),
        ("15.10 euro per hour", "15.1 EUR /hour"),
        ("P 45k, 60,000 PHP per month", "60000 PHP /month"),
        ("RM15,000 monthly", "15000 MYR /month"),
        ("up to 250 dollars a day", "250 USD /day"),
        ("5 dollars per review", "5 USD /task"),
        ("500 to 1000 yuan per day", "500-1000 CNY /day"),
        ("1.5 lakh NPR per month", "150000 NPR /month"),
        ("salary Rs 4,50,000 a year", "450000 INR /year"),
        ("P900 per day", "900 PHP /day"),
        ("GEL 3,200 per month", "3200 GEL /month"),
        ("月薪8000~15000元", "8000-15000 CNY /month"),
        ("分拣打包 20元/时 日结", "20 CNY /hour"),
        ("月薪21萬日圓", "210000 JPY /month"),
        ("月薪$18,000 請洽李經理", "18000 TWD /month"),
        ("USD 1,500 base, daily bonus", "1500 USD /month"),
        ("每月6日例假，月薪$18,000 請洽李經理", "18000 TWD /month"),
        ("JLPT N4, 220,000 yen a month", "220000 JPY /month"),
        ("每月1800欧，周休一天", "1800 EUR /month"),
        ("caravan £69.93/week deducted, pay £12.21 per hour", "12.21 GBP /hour"),
        ("lodging $165/week, NZ$25.47 per hour", "25.47 NZD /hour"),
        ("房租每周120澳元，時薪24澳元", "24 AUD /hour"),
        ("月薪3万", "30000 CNY /month"),
        ("1-1.5万/月", "10000-15000 CNY /month"),
        ("日结200~500元", "200-500 CNY /day"),
        ("时薪24澳元", "24 AUD /hour"),
        ("年薪20万~50万", "200000-500000 CNY /year"),
        ("每单20元", "20 CNY /task"),
        ("$500-1k per week", "500-1000 USD /week"),
        ("$800-1k per week", "800-1000 USD /week"),
        ("日薪500-1千", "500-1000 CNY /day"),
        ("月薪1-2万", "10000-20000 CNY /month"),
        ("$10-15k a month", "10000-15000 USD /month"),
        ("Rp 5.000.000 per month", "5000000 IDR /month"),
        ("Rp 4.500.000 - 5.000.000 a month", "4500000-5000000 IDR /month"),
        ("€1.500 a month", "1500 EUR /month"),
        ("1.500,50 EUR per month", "1500.5 EUR /month"),
        ("KWD 350.000 a month", "350 KWD /month"),
        ("$1.125k per week", "1125 USD /week"),
        ("年薪一千万", "10000000 CNY /year"),
        ("每单3块5", "3.5 CNY /task"),
        ("3块5一单", "3.5 CNY /task"),
        ("一天300块5天结", "300 CNY /day"),
    ],
)
def test_pay_is_read_with_currency_and_time(rules: Rules, text: str, value: str) -> None:
    assert value in [entity.value for entity in read(rules, text, "pay")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Certificate fee $450 payable before contract", "$450"),
        ("You must pay 2000 dollar if you cancel", "2000 dollar"),
        ("Pay only NGN 185,000 for the LMIA", "NGN 185,000"),
        ("Fine $50 for late", "$50"),
        ("Send ₱5,000 via GCash for your slot", "₱5,000"),
        ("800 EUR fee before you travel", "800 EUR"),
        ("先交押金3000元", "3000元"),
        ("提前走要赔付20000元", "20000元"),
    ],
)
def test_what_you_owe_is_a_fee_and_no_pay(rules: Rules, text: str, value: str) -> None:
    assert read(rules, text, "pay") == []
    assert any(value in entity.value for entity in read(rules, text, "fee"))


def test_a_fee_is_quoted_with_its_thousands_and_cents(rules: Rules) -> None:
    assert [fee.quote for fee in read(rules, "Training fee: €1.500. Call us", "fee")] == ["Training fee: €1.500"]
    assert [fee.quote for fee in read(rules, "visa fee $49.99", "fee")] == ["visa fee $49.99"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Pay $30/hr call 0917 123 4567", "30 USD /hour"),
        ("Pay 30/hr 0917 123 4567", "30 /hour"),
        ("Daily pay 500 0917-123-4567", "500 /day"),
        ("日薪300 13800138000", "300 CNY /day"),
    ],
)
def test_a_telephone_number_beside_pay_is_no_pay(rules: Rules, text: str, value: str) -> None:
    assert [pay.value for pay in read(rules, text, "pay")] == [value]


def test_what_no_language_words_is_found_nowhere(rules: Rules) -> None:
    wordless = rules.texts["en"].model_copy(update={"fields": {}, "periods": {}, "currencies": {}, "places": ()})
    text = fold("A pay of 500 per month in Bangkok, 600 daily")
    assert list(pay_reader([wordless]).read(text)) == []
    assert list(place_reader([wordless]).read(text)) == []


def test_pay_beside_a_fee_is_still_pay(rules: Rules) -> None:
    for text, value in (
        ("Visa fee 100, salary 900 USD per month", "900 USD /month"),
        ("月薪2.5万 押金3000元", "25000 CNY /month"),
    ):
        assert value in [entity.value for entity in read(rules, text, "pay")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Contact viber 98012 34567", "98012 34567"),
        ("WhatsApp 0803 123 4567", "0803 123 4567"),
        ("加V：wx_laok2025", "wx_laok2025"),
    ],
)
def test_a_handle_is_read_whole(rules: Rules, text: str, value: str) -> None:
    assert [entity.value for entity in read(rules, text, "handle")] == [value]


def test_a_number_with_a_country_code_is_a_phone_and_no_handle(rules: Rules) -> None:
    text = "WhatsApp +91 98765 43210"
    assert [entity.value for entity in read(rules, text, "phone")] == ["+919876543210"]
    assert read(rules, text, "handle") == []


@pytest.mark.parametrize(
    "text",
    [
        "固定14个月",
        "10分钟到账",
        "call 12345678",
        "room 204, floor 3",
        "between 18 and 35 years",
        "第3条",
        "call 0917 123 4567",
        "Pay in cash, pm 0917 123 4567",
        "pm 917-123-4567",
        "call 917 123 4567 pm",
        "salary daily: 0917123456",
        "联系13800138000一天",
    ],
)
def test_other_figures_are_no_pay(rules: Rules, text: str) -> None:
    assert read(rules, text, "pay") == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("WhatsApp +66 82 123 4567", "phone", "+66821234567"),
        ("电话：13800138000", "phone", "+8613800138000"),
        ("mail hr@fin-horizon.asia", "mail", "hr@fin-horizon.asia"),
        ("Telegram: @hr_lucy88", "handle", "@hr_lucy88"),
        ("加微信：abc8888", "handle", "abc8888"),
        ("职位名称：网络推广员\n地点", "job", "网络推广员"),
        ("Position: Chat operator\nPay", "job", "Chat operator"),
        ("山东海外劳务合作有限公司招焊工", "company", "山东海外劳务合作有限公司"),
        ("Hawke's Bay Fruit Ltd", "company", "Hawke's Bay Fruit Ltd"),
        ("licence no. DMW-015-SB-2023", "licence", "DMW-015-SB-2023"),
        ("培训费300元", "fee", "培训费300元"),
        ("deadline 30 June 2026", "date", "30 June 2026"),
        ("2026年3月5日截止", "date", "2026年3月5日"),
        ("flight to Bangkok", "place", "Bangkok"),
        ("去缅*北", "place", "缅*北"),
        ("包机票包食宿", "payer", "employer"),
        ("机票自理", "payer", "worker"),
    ],
)
def test_each_kind_is_read(rules: Rules, text: str, kind: str, value: str) -> None:
    assert value in [entity.value for entity in read(rules, text, kind)]


@pytest.mark.parametrize(
    ("link", "domain", "mark"),
    [
        ("https://bit.ly/abc", "bit.ly", "shortener"),
        ("https://t.me/joinchat", "t.me", "chat"),
        ("http://pаypal.com/login", "pаypal.com", "mixed"),
        ("http://xn--pypal-4ve.com", "xn--pypal-4ve.com", "punycode"),
        ("https://careers.bank.co.uk/jobs?id=1", "bank.co.uk", ""),
        ("https://user@evil.top:8080/a", "evil.top", ""),
    ],
)
def test_links_show_who_stands_behind_them(rules: Rules, link: str, domain: str, mark: str) -> None:
    (found,) = links(f"see {link}.", rules.numbers)
    assert found.details["domain"] == domain
    marks = [name for name in ("shortener", "chat", "mixed", "punycode") if found.details[name]]
    assert marks == ([mark] if mark else [])


def test_a_registrable_domain_needs_no_network(rules: Rules) -> None:
    assert registrable("a.b.example.com.cn", rules.numbers) == "example.com.cn"
    assert registrable("localhost", rules.numbers) == "localhost"


def test_free_mail_is_marked(rules: Rules) -> None:
    assert read(rules, "park.office88@gmail.com", "mail")[0].details["free"] is True
