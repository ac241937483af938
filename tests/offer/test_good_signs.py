"""What speaks for an offer: read where it is stated, not where it is denied, priced or promised as a bait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.signs import good_signs
from bot.offer.text import fold

if TYPE_CHECKING:
    from bot.offer.rules import Rules


def good(rules: Rules, text: str) -> set[str]:
    return {sign.id for sign in good_signs(fold(text), rules)}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Registration N150,000 to begin", "licence"),
        ("Registration ₹1,999 only", "licence"),
        ("IELTS not needed", "qualification"),
        ("No IELTS, no degree", "qualification"),
        ("IELTS is not required", "qualification"),
        ("no degree in anything required", "qualification"),
        ("bring degree originals", "qualification"),
        ("BOSIET certificate fee $450", "qualification"),
        ("I don't have work visa", "visa_process"),
        ("CANADA VISA SPONSORSHIP JOBS 2026", "visa_process"),
        ("Work permit ready", "visa_process"),
        ("work permit in 21 days", "visa_process"),
        ("company will do work permit on arrival", "visa_process"),
        ("Contract signed on arrival", "contract_before"),
        ("signed contract upon landing", "contract_before"),
        ("AI face-swap video call model", "real_interview"),
        ("8-12 video calls daily with clients", "real_interview"),
        ("Scholarship! Study two days, work four days", "known_scheme"),
        ("落地签合同", "contract_before"),
        ("到了再签合同", "contract_before"),
        ("到岗后签劳动合同", "contract_before"),
        ("到了护照交公司办签证 合同一年", "contract_before"),
        ("没有工作签证也可以", "visa_process"),
        ("先交押金6800元办海员证", "qualification"),
        ("海员证费3000元", "qualification"),
    ],
)
def test_what_is_denied_priced_or_a_bait_speaks_for_nothing(rules: Rules, text: str, sign: str) -> None:
    assert sign not in good(rules, text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Licence no. 68123", "licence"),
        ("Registration No. B-0452/2012", "licence"),
        ("IELTS 6.5 required", "qualification"),
        ("No placement fee, BOSIET and two years in offshore work", "qualification"),
        ("degree in nursing", "qualification"),
        ("Work permit applied for by us before arrival", "visa_process"),
        ("work visa provided by the company", "visa_process"),
        ("H-2A visa", "visa_process"),
        ("signed contract before you travel", "contract_before"),
        ("video call with our manager", "real_interview"),
        ("China Scholarship Council", "known_scheme"),
        ("出发前签合同", "contract_before"),
        ("公司办理工作签证", "visa_process"),
        ("持海员证，有适任证者优先", "qualification"),
    ],
)
def test_what_is_stated_speaks_for_an_offer(rules: Rules, text: str, sign: str) -> None:
    assert sign in good(rules, text)
