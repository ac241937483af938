"""Whatever is pasted: no exception, quotes that stand in the text, no markup, and an end to the work."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.offer.assess import assess, to_json
from bot.offer.card import card
from bot.offer.reading import Reading
from bot.offer.signs import MOST_HITS
from bot.offer.text import LONGEST

if TYPE_CHECKING:
    from bot.offer.rules import Rules

WORDS = [
    *("hiring", "typist", "visa", "on", "arrival", "free", "flight", "$3k/mo", "no", "never", "fee", "refundable"),
    *(
        "缅*北",
        "护照",
        "统一保管",
        "月薪3万",
        "包机票",
        "刷单",
        "日结",
        "微信：abc888",
        "有限公司",
        "，",
        "。",
        "police",
        "said",
    ),
    *(
        "telegram",
        "@hr_88",
        "http://bit.ly/x",
        "a@gmail.com",
        "+66",
        "82",
        "123",
        "4567",
        "<b>",
        "</b>",
        "&",
        "{rule}",
        "\n",
    ),
]
ALLOWED = re.compile(r"</?(?:b|i|code|pre)>")
texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), max_size=60).map(" ".join),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_any_text_gives_an_assessment_whose_quotes_stand_in_it(rules: Rules, text: str) -> None:
    found = assess(Reading(text, rules))
    flags, good, read = found.flags, found.good, found.entities
    places = [(item.start, item.end, item.quote) for some in (flags, good, read) for item in some]
    for start, end, quote in places:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == quote
    assert to_json(found)["risk"] == found.risk


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, lang=st.sampled_from(["en", "zh"]))
@example(
    text="Hiring typists in Myawaddy.\nCompany: A & B <b>Holdings</b> &lt; Sons\nSalary: $3k/mo, visa on arrival",
    lang="en",
)
def test_no_markup_of_the_text_reaches_the_card(rules: Rules, text: str, lang: str) -> None:
    for part in card(assess(Reading(text, rules)), rules, lang):
        bare = ALLOWED.sub("", part)
        assert "<" not in bare
        assert ">" not in bare
        assert html.escape(html.unescape(bare), quote=False) == bare  # each & begins a sign that is escaped whole


@pytest.mark.parametrize(
    "piece",
    [
        "no ",
        "no a,",
        "a ",
        "不",
        "招",
        "护照",
        "1,",
        "1-",
        "$1-",
        "a.",
        "a@",
        "t.me/",
        "refund ",
        "earn ",
        "0 ",
        "<",
        "\n",
        "月薪1万-",
    ],
)
def test_a_text_made_to_slow_patterns_down_is_read_to_the_end(rules: Rules, piece: str) -> None:
    assert assess(Reading(piece * (LONGEST // len(piece)), rules)).risk in (
        "not_an_offer",
        "none_found",
        "caution",
        "high",
    )


def test_a_hundred_thousand_characters_are_cut_before_they_are_read(rules: Rules) -> None:
    found = assess(Reading("Hiring typists in Myawaddy, 3000 USD per month. " * 2_100, rules))
    assert found.cut
    assert len(found.entities) < 20 * MOST_HITS
