"""Takes out of an offer what names or reaches a person, before anybody keeps it. Rather too much than too little.

Pay, places, the job and the company stay: they are what warns others. A name that stands without a title or an
introduction is not recognised; that is why the person reads the text before it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.offer.entities import entities
from bot.offer.text import LONGEST, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.offer.rules import Rules

Span = tuple[int, int, str]

READ = {"phone": "phone", "mail": "mail", "link": "link", "handle": "handle", "licence": "number"}
AMOUNTS = frozenset({"pay", "fee"})
MOST_OF_AN_AMOUNT, GROUP_OF_AN_AMOUNT = 14, 7  # digits of "30,000-50,000", and of one number in it

CHATS = (
    r"(?<![a-z])(?:telegram|whats ?app|wechat|we chat|weixin|qq|zalo|viber|tg|vx|wx)(?![a-z])|"
    r"微信|薇信|威信|加微|电报|纸飞机|蝙蝠|扣扣|企鹅号?|钉钉"
)
APPS = (  # words of other meanings as well: what follows is a handle after a colon, or with a digit in it
    rf"{CHATS}|(?<![a-z])(?:line|signal|skype|instagram|insta|ig|kakao ?talk|messenger|facebook|fb|tiktok|discord)"
    r"(?![a-z])|飞机|脸书|抖音"
)
ID = r"(?: ?(?:id|no\.?|number|account|user(?:name)?|号码|号|群|账号|帐号))?"
STOPS = "，。；：！？（）、【】《》“”…～"
NO_HANDLE = (
    r"(?:only|now|today|us|me|or|and|for|to|group|channel|app|is|at|here|chat|chats|if|with|immediately|contact|message|"
    r"messages|the|an?|video|calls?|on|in|by|please|account|link|no|number|interviews?|manager|first|directly|recruiter|"
    r"hr|apply|details|we|you|our|your|job|jobs|work|id|from|of|as|every|daily)\b"
)
LINKS = (
    r"(?i)(?:https?://|www\.)[^\s<>，。；、）】]+",
    r"(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10}/[^\s<>，。；、）】]*",
    r"(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|me|cn|top|xyz|vip|cc|club|shop|info|ly|gl|co|biz|app|site|"
    r"online|live|asia|link|work|jobs|store|world|life|pro|icu|win|bet|tv|ai|ph|my|sg|th|kh|mm|la|vn|id|hk|tw|uk|eu|de)\b",
)
MAILS = (r"[^\s<>，。；：:（(]+ ?(?:@|\(at\)|\[at\]) ?[^\s<>，。；（(]+\.[a-zA-Z]{2,}",)
HANDLES = (
    r"@\w[\w.]{1,}",
    rf"(?i)(?:{CHATS}){ID}[ :：.\-=+]{{0,4}}(?!{NO_HANDLE})(?P<it>[a-z0-9][\w.+\-]{{2,31}})",
    rf"(?i)(?:{APPS}){ID} ?[:：=]{{1,2}} ?(?!{NO_HANDLE})(?P<it>[a-z0-9][\w.+\-]{{2,31}})",
    rf"(?i)(?:{APPS}){ID}[ :：.\-=+]{{0,4}}(?P<it>(?=[a-z_.+\-]*[\d_])[a-z0-9][\w.+\-]{{2,31}})",
)
NUMBERS = (
    r"\d(?:[ .\-()/,]{0,2}\d){4,}",
    r"[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖](?:[ .\-]?[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]){5,}",
    r"(?<![A-Za-z0-9_])(?=[A-Za-z0-9_/\-]*[A-Za-z])(?=(?:[A-Za-z_/\-]*\d){3})[A-Za-z0-9_][A-Za-z0-9_/\-]{4,}",
    r"(?i)(?:passport|id card|national id|nric|fin|licen[sc]e|registration|permit|account|card|iban|visa no|"
    r"护照|身份证|许可证|执照|备案|资质|银行卡|卡号|账号|账户|信用代码)[^\n:：\d]{0,14}[:：# ]{1,3}(?P<it>[A-Za-z]{0,4}[\- ]?\d[\w/\-]{2,})",
)
WORD = r"[A-Z][a-z'’\-]+"
NO_NAME = (
    r"(?!(?:Us|Me|Now|Hr|Our|The|Your|You|Manager|Department|Team|Officer|Office|Assistant|Telegram|Whats[Aa]pp|We[Cc]hat|"
    r"Line|Center|Centre|Everyone|All|Sir|Madam|Candidates?|Applicants?|Friends?|Job|Jobs|Hiring|Urgent|Staff|For|If|In|"
    r"And|Or|To|At|On|By|Company|Recruitment|Position|Details|Person|Number|Email|Today|Immediately|Agents?)\b)"
)
NAME = rf"(?P<it>{NO_NAME}{WORD}(?: {WORD}){{0,3}})"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳"
)
TITLES = r"先生|女士|小姐|经理|老师|主管|总监|总|姐|哥|老板|主任|师傅|专员|顾问|助理"
NAMES = (
    rf"\b(?:Mr|Mrs|Ms|Miss|Mdm|Madam|Mister|Dr|Prof|Frau|Herr|Encik|Cik|Ate|Kuya|Boss|Agent|Manager|Recruiter|HR)\.? ?[:：\-]? ?{NAME}",
    rf"(?:\b(?:[Mm]y name is|[Ii](?:'m|’m| am)|[Tt]his is|[Nn]ame|[Cc]ontact(?: [Pp]erson)?|[Aa]sk for|[Cc]all|[Tt]ext|"
    rf"[Mm]essage|[Dd]ear|[Hh]ello|[Hh]i|[Rr]egards|[Yy]ours|[Aa]ttn|[Cc]are of|[Rr]eport to|[Ss]peak to|[Ff]rom)|联系人?|找|加|我是|我叫)"
    rf"[:：,.]? ?{NAME}",
    rf"(?P<it>{WORD}(?: {WORD})?)(?= ?\(?(?:from |the )?HR\b)",
    rf"(?:联系人|招聘人|负责人|经办人|姓名|收款人|户名)[:：\s]{{1,2}}(?P<it>[\u4e00-\u9fff]{{2,4}})",
    rf"我(?:是|叫)(?P<it>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])",
    rf"(?P<it>(?:[小老阿][\u4e00-\u9fff]|[{SURNAMES}][\u4e00-\u9fff]{{0,2}}?)(?=(?:{TITLES})))",
    rf"(?:联系|找|加|问|我是|我叫)(?P<it>[小老阿][{SURNAMES}])",
)


def scrub(text: str, rules: Rules, marks: Mapping[str, str]) -> str:
    """Return the text with a mark for each thing taken out; `marks` words link, mail, phone, handle, number and name.

    Invisible signs go and full-width ones become plain, or a number could hide behind them. At most 20,000 characters.
    """
    plain = _plain(text[:LONGEST])
    found = sorted(_spans(plain, rules), key=lambda span: (span[0], -span[1]))
    kept: list[str] = []
    done = 0
    for start, end, kind in found:
        if end <= done:
            continue
        if start >= done:
            kept += [plain[done:start], marks[kind]]
        done = end
    return "".join([*kept, plain[done:]]).strip()


def _plain(text: str) -> str:
    """Return the text in plain signs: no invisible ones, digits of every kind as 0 to 9, Chinese stops as they are."""
    return "".join(_sign(plain) for char in text for plain in (char if char in STOPS else _narrow(char)))


def _narrow(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def _sign(char: str) -> str:
    if char in "\n\t":
        return char
    if unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn") or char in "\ufe0f\u20e3":
        return ""
    digit = unicodedata.digit(char, None) if not char.isascii() else None
    return char if digit is None else str(digit)


def _spans(text: str, rules: Rules) -> Iterator[Span]:
    """Yield what to take out: what the check reads, and a coarser pass of our own."""
    read = entities(fold(text, rules.simplify), rules)
    amounts = [(entity.start, entity.end) for entity in read if entity.kind in AMOUNTS]
    firms = [(entity.start, entity.end) for entity in read if entity.kind == "company"]
    for entity in read:
        if entity.kind in READ:
            yield entity.start, entity.end, READ[entity.kind]
    for kind, patterns in (("link", LINKS), ("mail", MAILS), ("handle", HANDLES)):
        yield from _hits(text, patterns, kind)
    yield from (hit for hit in _hits(text, NUMBERS, "number") if not _is_amount(text, hit, amounts))
    yield from (hit for hit in _hits(text, NAMES, "name") if not _within(hit, firms))


def _hits(text: str, patterns: tuple[str, ...], kind: str) -> Iterator[Span]:
    for pattern in patterns:
        for found in re.finditer(pattern, text):
            group = "it" if "it" in found.re.groupindex else 0
            yield *found.span(group), kind


def _within(hit: Span, places: list[tuple[int, int]]) -> bool:
    return any(start < hit[1] and hit[0] < end for start, end in places)


def _is_amount(text: str, hit: Span, amounts: list[tuple[int, int]]) -> bool:
    """Tell whether digits are money that the offer names: pay warns others, and an account number is never that short."""
    numbers = re.findall(r"\d[\d,.]*", text[hit[0] : hit[1]])
    sizes = [sum(char.isdigit() for char in number) for number in numbers]
    return sum(sizes) <= MOST_OF_AN_AMOUNT and max(sizes, default=0) <= GROUP_OF_AN_AMOUNT and _within(hit, amounts)
