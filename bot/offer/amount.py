"""How an amount of money is written, in figures and in Chinese numerals, and what it comes to."""

from __future__ import annotations

import re

NEVER = "(?!)"  # a pattern that is found nowhere
HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
TIMES: dict[str, float] = {
    "k": 1e3,
    "百": 1e2,
    "千": 1e3,
    "thousand": 1e3,
    "w": 1e4,
    "万": 1e4,
    "ten thousand": 1e4,
    "lac": 1e5,
    "lakh": 1e5,
    "lakhs": 1e5,
    "百万": 1e6,
    "千万": 1e7,
}
MULTIPLIER = r"(?:k|w|万|千万|千|百万|百|ten thousand|thousand|lakhs?|lac)(?![a-z])"
GROUPED = r"\d{1,2}(?:,\d{2}){1,3},\d{3}|\d{1,3}(?:,\d{3}){1,3}"  # 4,50,000 is four and a half lakh
POINTED = rf"[1-9]\d{{0,2}}(?:\.\d{{3}}){{1,3}}(?!\.?\d| ?{MULTIPLIER})"  # 5.000.000; but 1.125k is a decimal
NUMBER = (  # an amount begins with no nought, as telephone numbers do, and is not part of a longer number
    rf"(?:(?!0\d)(?:{POINTED}(?:,\d{{1,2}}(?!\d))?|(?:{GROUPED}|\d{{1,9}}(?!\d))"
    rf"(?:\.\d{{1,4}}(?= ?{MULTIPLIER})|\.\d{{1,2}})?)|"
    "[一二两三四五六七八九十]{1,2}(?=[百千万]))"
)
POINTS = re.compile(rf"(?:{POINTED})(?:,\d+)?")
THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR"})  # currencies of a thousand parts (ISO 4217): 350.000 is 350
# Around a piece of a telephone number: other pieces. What begins with a nought or is longer is a number of its own.
LONGER = re.compile(r"\d{3}[ -]\Z"), re.compile(r"[ -](?!0)\d{3,7}(?!\d)")
MORE = (  # "一万四" is 14,000, "三千五百" 3,500; in "一万一个月" and "一万五险一金" the figure belongs to the next word
    r"(?<=[万千百])(?P<{}>[1-9一二两三四五六七八九][千百]?)(?![\d万千百十个天月年日周号名位次单险点小%/]|人(?!民币)|[.,]\d)"
)
TENTHS = r"(?:(?<=块)(?P<tenths>[1-9])(?=[毛角钱一每两\s,;:.!?。、)/]|$))?"  # "3块5"


def amounts(leading: str, touching: str, sign: str) -> re.Pattern[str]:
    """Return the pattern of one amount or of a range; these are the currencies' signs, as alternatives.

    `leading` may stand before an amount, `touching` before it without a space, `sign` between and after.
    """
    return re.compile(
        rf"(?<![a-z0-9])(?<!\d[.,])(?:(?P<before>(?:{leading})(?= ?\d)|(?:{touching})(?=\d{{2}})|{leading}) ?)?"
        rf"(?<!\d)(?P<low>{NUMBER})(?: ?(?P<low_times>{MULTIPLIER}))?"
        rf"(?:{MORE.format('low_more')})?"
        rf"(?:(?: ?(?P<first>{sign}))? ?(?:-|~|to|至|到) ?(?P<middle>{sign})? ?(?P<high>{NUMBER})"
        rf"(?: ?(?P<high_times>{MULTIPLIER}))?(?:{MORE.format('high_more')})?)?"
        rf"\+? ?(?P<after>{sign})?{TENTHS}"
    )


def is_piece(found: re.Match[str]) -> bool:
    """Tell whether figures stand in a longer row of them, as a piece of a telephone number does."""
    start, end = found.start(), found.start() + len(found[0].rstrip())
    before, after = LONGER
    return bool(before.search(found.string, max(0, start - 4), start) or after.match(found.string, end))


def bounds(found: re.Match[str], currency: str | None) -> tuple[float, float]:
    """Return the least and the most that an amount says; both are one where it is no range."""
    times = found["high_times"] or found["low_times"]
    decimal = times is not None or currency in THREE_DECIMALS
    low, high = number(found["low"], decimal=decimal), number(found["high"] or found["low"], decimal=decimal)
    last = TIMES.get(times or "", 1.0)
    shared = last if low < high and low < 1000 else 1.0  # noqa: PLR2004 - "1-2万"; of "500-1k" the first is the whole
    first = TIMES.get(found["low_times"] or "", shared)
    tenths = int(found["tenths"] or 0) / 10
    least = low * first + _more(found["low_more"], first) + (0 if found["high"] else tenths)
    return least, max(high * last + _more(found["high_more"], last) + tenths, least)


def _more(text: str | None, times: float) -> float:
    """Read what follows the multiplier: "四" after 万 is 4,000, "五百" is 500."""
    if not text:
        return 0.0
    digit = float(text[0]) if text[0].isdigit() else float(HAN_DIGITS[text[0]])
    return digit * (TIMES[text[1]] if len(text) > 1 else times / 10)


def number(text: str, *, decimal: bool = False) -> float:
    """Read "1,500", "1.500", "三" or "十五"; of "三五" (three to five) the first.

    `decimal`: a single point before three figures stands before decimals, as in "1.125k".
    """
    if text[0] not in HAN_DIGITS:
        pointed = POINTS.fullmatch(text) and not (decimal and text.count(".") == 1)
        return float(text.replace(".", "").replace(",", ".") if pointed else text.replace(",", ""))
    first, second = HAN_DIGITS[text[0]], HAN_DIGITS.get(text[1:], 0)
    if text[0] == "十":
        return 10 + second
    return first * 10 if second == HAN_DIGITS["十"] else first
