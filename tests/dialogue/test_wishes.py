"""What is heard as a wish about alerts, and what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogue.wishes import NIGHT, wish


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("pause alerts for 3 days", 3),
        ("Please pause the alerts for a week", 7),
        ("pause for two weeks while i am on holiday", 14),
        ("no alerts for a few days please", 3),
        ("先停几天", 3),
        ("预警暂停两个星期", 14),
        ("預警暫停一個月", 30),
        ("pause alerts for 999 months", 365),
    ],
)
def test_a_pause_in_words_is_heard_with_its_length(text: str, days: int) -> None:
    heard = wish(text)
    assert heard is not None
    assert (heard.what, heard.span) == ("pause", timedelta(days=days))


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("not at night please", NIGHT),
        ("Don’t disturb me while I sleep", NIGHT),
        ("晚上别打扰我", NIGHT),
        ("免打扰晚上十点到早上八点", (1320, 480)),
        ("晚上11点半到早上7点别发", (1410, 420)),
        ("免打扰 22:00-8:00", (1320, 480)),
        ("quiet hours from 10pm to 8am", (1320, 480)),
        ("no alerts between 11 and 7", (1380, 420)),
        ("do not disturb 1 to 6", (60, 360)),
        ("晚上十二点到早上六点免打扰", (0, 360)),
    ],
)
def test_quiet_hours_in_words_are_heard_with_their_ends(text: str, quiet: tuple[int, int]) -> None:
    heard = wish(text)
    assert heard is not None
    assert (heard.what, heard.quiet) == ("quiet", quiet)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("pause alerts", "pause"),
        ("set quiet hours", "quiet"),
        ("免打扰", "quiet"),
        ("only for my country", "country"),
        ("只要我们国家的预警", "country"),
        ("only urgent ones please", "urgent"),
        ("每周汇总", "digest"),
    ],
)
def test_a_wish_that_says_no_value_is_heard(text: str, what: str) -> None:
    heard = wish(text)
    assert heard is not None
    assert (heard.what, heard.span, heard.quiet) == (what, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "my brother sent no messages for 3 days",
        "他三天没发消息",
        "三天不发工资",
        "停药三天",
        "dont go out at night",
        "they take us out at night",
        "do you send messages at night",
        "i only want to go back to my country",
        "stop for 3 days",
        "quiet hours 25 to 70",
        "不要发",
        "",
    ],
)
def test_what_may_mean_something_else_is_no_wish_about_alerts(text: str) -> None:
    assert wish(text) is None
