"""A fee before work: read in any money and wording, never made good by honest words, and not seen where none is."""

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
        "Packer in Canada. Kindly pay NPR 85,000 to my account before you fly. Salary CAD 3,900.",
        "Caregiver UK with certificate of sponsorship. Send £4,500 for the COS, balance after visa.",
        "Cleaner in Germany, EUR 2,000 a month. You pay AED 700 for visa stamping, work permit is ready.",
        "Warehouse Poland 1200 euro. Processing ₦250,000, half in advance.",
        "Housemaid in Kuwait, KWD 120. KES 25,000 for medical and ticket, send to M-Pesa 0712 345678.",
        "Driver in Croatia. Agency charges INR 3,50,000 after visa. Salary 1200 EUR. Work permit 3 months.",
        "Cook in Doha. Visa PKR 450,000 with protector. QAR 1,800.",
        "Picker, Portugal, 900 EUR a month. Our consultant takes USD 1,200 now and the rest after the visa.",
        "Germany Ausbildung seat, pay €2,900 for language and visa package, B1 not needed. 1,100 EUR per month.",
        "Factory Korea, salary 2,200,000 won. Agent needs $3000 to arrange E-9 visa.",
        "Carpenter for Serbia. Total cost NPR 450,000 with ticket, pay half before stamping. Salary 700 EUR.",
        "招葡萄牙农场工 月薪1500欧 服务费两万八 先付一半 签证下来付另一半",
        "新西兰摘果 月薪2.6万 定金5000 出签后补尾款3万",
        "Farm work in Canada, visa sponsorship jobs. Registration N150,000 to begin. WhatsApp 0803 123 4567",
        "Cleaner in Germany, EUR 2,000 a month. Fee 800 EUR before you travel. Work permit ready.",
        "Poland, meat factory, 1100 EUR net. Documents charge Rs 4,50,000 after permit, 50,000 advance for file.",
        "招聘游轮服务员，月薪2万，欧洲航线，免费培训，先交押金6800元办海员证，三个月后退，联系李经理13800001111",
        "招聘保安，月薪6000，免费住宿，入职先交押金500元，一个月后退",
    ],
)
def test_a_fee_in_any_money_is_at_least_caution_whatever_else_is_stated(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    assert "upfront_fee" in {flag.id for flag in found.flags}
    assert found.risk in ("caution", "high")


@pytest.mark.parametrize(
    "text",
    [
        "Junior clerk, Ministry of Finance. Application fee ₹100 through treasury challan. 30,000 rupees per month.",
        "Staff nurse, state hospital. Registration fee Rs. 200 at recruit.gov.in. Salary Rs 35,000 per month.",
        "We pay $18 per hour for training before you start. Kitchen assistant, Leeds.",
        "Cook in Finland, 2,400 EUR, work permit 100% by the employer, two interviews.",
        "Waiter, Dublin. Pay €14.50 an hour plus service charge. Two interviews.",
        "Bookkeeper wanted: accounts payable, pay invoices, processing fee postings. 2,500 EUR per month.",
        "邮轮服务员，合同7个月，月薪1100美元，体检和证件费用自理，直接交给医院，不经我司",
    ],
)
def test_what_is_paid_to_an_office_or_by_the_employer_is_no_fee_of_a_recruiter(rules: Rules, text: str) -> None:
    assert "upfront_fee" not in {flag.id for flag in assess(Reading(text, rules)).flags}


def test_an_offer_that_names_nothing_but_a_fee_is_an_offer(rules: Rules) -> None:
    for text in (
        "Send N150,000 to Opay to begin. Caregiver in Canada with visa.",
        "加拿大农场招工，服务费三万，先付一半",
    ):
        assert assess(Reading(text, rules)).risk in ("caution", "high")


def test_a_quote_does_not_end_inside_a_number(rules: Rules) -> None:
    for text, number in (
        ("Helper in Qatar, salary $4,000. Certificate fee $450 payable before contract.", "$450"),
        ("Poland factory, 1100 EUR net. Documents charge Rs 4,50,000 after permit.", "Rs 4,50,000"),
    ):
        (quote,) = (flag.quote for flag in assess(Reading(text, rules)).flags if flag.id == "upfront_fee")
        assert number in quote


@pytest.mark.parametrize(
    "text",
    [
        "招聘贷款专员，月薪8000，先交培训费500元，无抵押贷款低利息",
        "招聘兼职，月薪6000，先交押金300元；没钱可以帮你贷款，利息低，秒批",
    ],
)
def test_a_fee_for_a_job_is_one_also_where_a_loan_is_offered_with_it(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    assert (found.risk, found.kind) == ("high", "job_other")
    assert "upfront_fee" in {flag.id for flag in found.flags}


@pytest.mark.parametrize(
    "text",
    [
        "他们说体检费从工资里扣",
        "招聘质检员，月薪5500，签劳动合同，体检费从工资里扣",
        "Packer, 12 GBP an hour. The cost of the medical exam is deducted from your first pay.",
    ],
)
def test_a_medical_check_taken_off_the_wage_is_no_debt_that_holds_somebody(rules: Rules, text: str) -> None:
    assert "exit_penalty_or_debt" not in Reading(text, rules).flags


@pytest.mark.parametrize("text", ["机票从工资里扣", "ticket and visa are deducted from your salary until paid back"])
def test_a_journey_taken_off_the_wage_still_is_one(rules: Rules, text: str) -> None:
    assert "exit_penalty_or_debt" in Reading(text, rules).flags
