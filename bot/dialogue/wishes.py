"""What people write to change their alerts: a pause, quiet hours, their own country only, another pace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from bot.catalog.chinese import simplified

if TYPE_CHECKING:
    from re import Match

LONGEST = 120  # characters: a longer text is no wish about alerts alone
LONGEST_PAUSE = 365  # days
NIGHT = (22 * 60, 7 * 60)
NOON = 12

NUMBERS = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "few": 3, "some": 3, "four": 4}
NUMBERS |= {"five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "a few": 3, "a couple of": 2}
NUMBERS |= {"一": 1, "两": 2, "二": 2, "几": 3, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBERS |= {"十": 10, "十一": 11, "十二": 12}
DAYS = {"day": 1, "week": 7, "month": 30, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}

ALERTS = re.compile(r"\b(?:alert|warning|notification|notice|ping)s?\b|预警|提醒|通知|推送|免打扰|\bquiet hours\b")
POLITE = re.compile(
    r"^(?:(?:please|pls|plz|hi|hello|ok|okay|can you|could you|can i|can we|i want to|i would like to|i'd like to"
    r"|and|but|just)\b[\s,]*|(?:先|请|麻烦|帮我|给我|把|我想|我要|想|能不能|可以|可不可以|那|就))+"
    r"|(?:[\s,]*\b(?:please|pls|plz|thanks|thank you|thx)|(?:吧|好吗|行吗|行不行|可以吗|再说|啊|呀|了|谢谢)+)$"
)
REASON = re.compile(r",? ?\b(?:while|because|as|since|i am|i'm|im|i will|then)\b.*$|[，,].*$")
FOR = re.compile(
    r"\b(?:for |over )?(?:the )?(?:next )?(?P<count>\d{1,3} ?|(?:an?(?: few| couple of)?|couple of|few|some|one|two"
    r"|three|four|five|six|seven|eight|nine|ten) |)(?P<unit>day|week|month)s?\b"
    r"|(?P<han>\d{1,3}|十[一二]?|[一两二三四五六七八九几])个?(?P<what>天|日|周|星期|礼拜|月)[里内]?"
)
NOUN = (
    r"(?: (?:the|my|your|all|any|these|those|more|alerts?|warnings?|notifications?|notices?|pings?|messages|them|it))*"
)
PAUSE = re.compile(
    rf"(?:pause|snooze|mute|suspend|silence){NOUN}(?: off)?(?: for (?:a while|now|some time))?"
    rf"|(?:stop|hold|turn off|switch off|no)(?: sending| giving)?(?: me)?{NOUN}(?: off)?"
    r"|(?:预警|提醒|通知|推送|消息|都|先|请|暂时|给我)*(?:暂停|静音|停|关掉?|别发|不要发|不发|别推|歇|别给我发)"
    r"(?:一下|一阵子?|一段时间|发送|接收|预警|提醒|通知|推送|消息)*"
)
PAUSE_ALONE = re.compile(r"pause|snooze|mute|suspend|silence|暂停|静音")
HAN_NUMBER = "十[一二]?|[一两二三四五六七八九]"
CLOCK = (
    r"(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|早)?"
    rf"(?:\d{{1,2}}(?:[:：.]\d\d)? ?(?:am|pm)?\b|(?:\d{{1,2}}|{HAN_NUMBER})[点时]钟?半?)"
)
RANGE = re.compile(
    rf"(?:\b(?:between|from) |从|在)?({CLOCK})\s*(?:to|til|till|until|and|-|–|—|~|到|至)\s*"
    rf"(?:第二天|次日|隔天)?({CLOCK})"
)
TIME = re.compile(
    rf"(?P<part>[凌早上中下傍晚夜]\w)??(?P<hour>\d{{1,2}}|{HAN_NUMBER})(?:[:：.](?P<minute>\d\d)|[点时]钟?(?P<half>半)?)?"
    r" ?(?P<half_day>am|pm)?$"
)
AT_NIGHT = re.compile(
    r"\b(?:at nights?|by night|in the night|during the night|overnight"
    r"|(?:while|when) (?:i am|i'm|im|i) ?sleep(?:ing)?)\b"
    r"|晚上|夜里|夜间|半夜|深夜|睡觉的?时候?"
)
QUIET = re.compile(
    r"(?:set |change |make |my |the |i want )*(?:quiet(?: hours| time)?|do not disturb|dnd)(?: is| are|:)?"
    r"|(?:no|not|nothing|never|mute|silence|dont|don't|do not|stop)"
    rf"(?: (?:disturb|send|sending|text|wake|bother|come|me|us|anything|{NOUN[4:-2]}))*"
    r"|(?:设置?|开启?|预警|提醒|通知|推送|时间|成|为|从|在|我|的|都|请|:|：)*"
    r"(?:免打扰|勿扰|静音|(?:别|不要|不用|不想)再?(?:给我)?(?:打扰|发|推|吵|响|提醒|收))"
    r"(?:设置?|时间|成|为|从|在|我|到|预警|提醒|通知|推送|消息|信息|:|：|是)*"
)
COUNTRY = re.compile(
    r"(?:are there |i want |send me |give me |i need |do you have |get )?(?:only |just )?"
    r"(?:the |alerts? |warnings? |notifications? |ones |news )*(?:only |just )?(?:for |from |about |in |of )?"
    r"(?:my|our)(?: own)? country(?: only)?"
    r"|只(?:要|想要|收|想收|发|看)(?:本国|我国|我们国家|我?自己国家|我所在的?国家|我所在的?地方|我们?这[里边]|本地|当地)的?(?:预警|提醒|通知)?"
)
ONLY = re.compile(r"\b(?:only|just)\b|只")
PACES = {
    "urgent": re.compile(
        rf"(?:i want )?(?:only|just)(?: the)? urgent(?: ones)?{NOUN}|urgent(?: ones)? only"
        r"|只(?:要|收|发|想收)(?:最紧急|紧急|要紧)的?(?:预警)?"
    ),
    "digest": re.compile(
        rf"(?:i want |make it |send )?(?:a |one )?(?:weekly|once a week)(?: digest| summary)?{NOUN}(?: only)?"
        r"|(?:改成|改为)?(?:预警)?(?:每周|一周)(?:一次|汇总|发一次|一条)(?:就行|就好)?"
    ),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One change. `of_alerts` tells that the words name alerts, so that nothing else can be meant.

    `quiet` is minutes of the day, from and to. A pause or quiet hours without a value: they did not say which.
    """

    what: Literal["pause", "quiet", "country", "urgent", "digest"]
    of_alerts: bool = False
    span: timedelta | None = None
    quiet: tuple[int, int] | None = None


def wish(text: str) -> Wish | None:
    """Return what a message as a whole wants changed of the alerts; None for everything else."""
    if len(text) > LONGEST:
        return None
    said = _bare(simplified(text).casefold().replace("’", "'"))
    named = ALERTS.search(said) is not None
    if (quiet := _quiet(said, named=named)) is not None or (quiet := _pause(said, named=named)) is not None:
        return quiet
    if COUNTRY.fullmatch(said) and ONLY.search(said):
        return Wish("country", named)
    if PACES["urgent"].fullmatch(said):
        return Wish("urgent", named)
    return Wish("digest", named) if PACES["digest"].fullmatch(said) else None


def _bare(text: str) -> str:
    """Leave out courtesies and marks at the ends, and spaces beside Chinese characters."""
    said = " ".join(text.split()).strip(" .!?。！？,，~")
    while (shorter := POLITE.sub("", said).strip(" .!?。！？,，~")) != said:
        said = shorter
    return re.sub(r"(?<=[\u3400-\u9fff0-9]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[0-9])", "", said)


def _quiet(said: str, *, named: bool) -> Wish | None:
    hours = RANGE.search(said)
    found = hours or AT_NIGHT.search(said)
    if found is not None and QUIET.fullmatch(_without(found, said)):
        quiet = _hours(hours[1], hours[2]) if hours else NIGHT
        return Wish("quiet", named, quiet=quiet) if quiet else None
    asked = re.search(r"quiet hours|do not disturb|dnd|免打扰|勿扰", said) and QUIET.fullmatch(said)
    return Wish("quiet", named) if asked else None


def _pause(said: str, *, named: bool) -> Wish | None:
    found = FOR.search(said)
    rest = REASON.sub("", _without(found, said) if found else said).strip(" ,，")
    if not PAUSE.fullmatch(rest) or not (named or PAUSE_ALONE.search(rest) or (found and found["han"])):
        return None
    if found is None:
        return Wish("pause", named) if PAUSE_ALONE.search(rest) else None
    count = (found["count"] or found["han"] or "").strip()
    number = int(count) if count.isdecimal() else NUMBERS.get(count, 1)
    days = min(number * DAYS[found["unit"] or found["what"]], LONGEST_PAUSE)
    return Wish("pause", named, timedelta(days=days)) if days else None


def _without(found: Match[str], said: str) -> str:
    return " ".join(_bare(f"{said[: found.start()]} {said[found.end() :]}").split())


def _hours(first: str, second: str) -> tuple[int, int] | None:
    """Read two times of the day. Without more said, the first is in the evening: "10 to 8"."""
    start, end = _minutes(first), _minutes(second)
    if start is None or end is None:
        return None
    told = re.search(r"am|pm|[:：]|凌晨|早|上午|下午|晚|夜", first)
    if not told and end < start < NOON * 60:
        start += NOON * 60
    return start % (24 * 60), end % (24 * 60)


def _minutes(text: str) -> int | None:
    found = TIME.search(text.strip())
    if found is None:
        return None
    number = found["hour"]
    hour = int(number) if number.isdecimal() else NUMBERS[number]
    minute = 30 if found["half"] else int(found["minute"] or 0)
    if hour > 24 or minute > 59:  # noqa: PLR2004 - a day and an hour
        return None
    part = found["part"] or (re.match(r"[晚早]", text) or [""])[0]
    later = found["half_day"] == "pm" or part in {"下午", "傍晚", "晚上", "夜里", "晚"}
    if later and hour < NOON:
        hour += NOON
    elif hour == NOON and (found["half_day"] == "am" or part in {"晚上", "夜里", "晚", "凌晨"}):
        hour = 24
    return hour * 60 + minute
