"""Patterns of what names or reaches a person, wider than what the check reads: they are for taking out, not for rating.

Where a pattern has a group `it`, only that is meant; the rest is what leads to it.
"""

from __future__ import annotations

import re
import unicodedata

from bot.catalog.chinese import CHARACTERS

LATIN = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
TLD = (
    "com|net|org|io|me|cn|top|xyz|vip|cc|club|shop|info|ly|gl|co|biz|app|site|online|live|asia|link|work|jobs|store|"
    "world|life|pro|icu|win|bet|tv|ai|ph|my|sg|th|kh|mm|la|vn|id|hk|tw|uk|eu|de"
)
UNTIL = r"[^\s<>，。；、）】]{0,300}"
HOST = r"\b[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,4}"
LINKS = (
    rf"(?i)(?:https?://|www\.){UNTIL}",
    rf"(?i){HOST}\.[a-z]{{2,10}}/{UNTIL}",
    rf"(?i){HOST}\.(?:{TLD})\b",
)
MAILS = (r"[^\s<>@，。；：:（(]{1,64} ?(?:@|\(at\)|\[at\]) ?[^\s<>@，。；（(]{1,100}\.[a-zA-Z]{2,12}",)

CHATS = (
    r"(?<![a-z])(?:telegram|whats ?app|wechat|we chat|weixin|qq|zalo|viber|tg|vx|wx)(?![a-z])|"
    "微信|薇信|威信|加微|电报|纸飞机|蝙蝠|扣扣|企鹅号?|钉钉"
)
APPS = (  # words of other meanings as well: what follows is a handle after a colon, or with a digit in it
    rf"{CHATS}|(?<![a-z])(?:line|signal|skype|instagram|insta|ig|kakao ?talk|messenger|facebook|fb|tiktok|discord)"
    "(?![a-z])|飞机|脸书|抖音"
)
ID = r"(?: ?(?:id|no\.?|number|account|user(?:name)?|号码|号|群|账号|帐号))?"
NO_HANDLE = (
    "(?!(?:only|now|today|us|me|or|and|for|to|group|channel|app|is|at|here|chat|chats|if|with|immediately|contact|"
    "message|messages|the|an?|video|calls?|on|in|by|please|account|link|no|number|interviews?|manager|first|directly|"
    r"recruiter|hr|apply|details|we|you|our|your|job|jobs|work|id|from|of|as|every|daily)\b)"
)
HANDLES = (
    r"@\w[\w.]{1,}",
    rf"(?i)(?:{CHATS}){ID}[ :：.\-=+]{{0,4}}{NO_HANDLE}(?P<it>[a-z0-9][\w.+\-]{{2,31}})",
    rf"(?i)(?:{APPS}){ID} ?[:：=]{{1,2}} ?{NO_HANDLE}(?P<it>[a-z0-9][\w.+\-]{{2,31}})",
    rf"(?i)(?:{APPS}){ID}[ :：.\-=+]{{0,4}}(?P<it>(?=[a-z_.+\-]{{0,32}}[\d_])[a-z0-9][\w.+\-]{{2,31}})",
)

HAN_DIGIT = "[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]"
PAPERS = (
    "passport|id card|national id|nric|fin|licen[sc]e|registration|permit|account|card|iban|visa no|"
    "护照|身份证|许可证|执照|备案|资质|银行卡|卡号|账号|账户|信用代码"
)
NUMBERS = (
    r"\d(?:[ .\-()/,]{0,2}\d){4,}",
    rf"{HAN_DIGIT}(?:[ .\-]?{HAN_DIGIT}){{5,}}",
    # Letters with three digits or more: passports, licences, reference numbers, account names.
    r"(?<![A-Za-z0-9_])(?=[0-9_/\-]{0,30}[A-Za-z])(?=(?:[A-Za-z_/\-]{0,30}\d){3})[A-Za-z0-9_][A-Za-z0-9_/\-]{4,}",
    rf"(?i)(?:{PAPERS})[^\n:：\d]{{0,14}}[:：# ]{{1,3}}(?P<it>[a-z]{{0,4}}[\- ]?\d[\w/\-]{{2,}})",
)

# Letters with accents as well; a name may stand in capitals, and have initials.
LARGE, SMALL = (
    "".join(char for char in map(chr, LATIN) if unicodedata.category(char) == kind) for kind in ("Lu", "Ll")
)
NO_NAME = (
    "(?!(?i:us|me|now|hr|our|the|your|you|manager|department|team|officer|office|assistant|telegram|whatsapp|"
    "wechat|line|viber|messenger|facebook|fb|ig|tg|pm|dm|sms|center|centre|support|everyone|all|sir|madam|candidates?|"
    "applicants?|friends?|jobs?|hiring|urgent|urgently|staff|for|if|in|and|or|to|at|on|by|via|with|only|is|are|of|"
    "company|recruitment|position|details|info|person|number|numbers|no|email|mail|today|immediately|asap|agents?|"
    "excel|word|powerpoint|outlook|project|i|yes|mr|mrs|ms|miss|mdm|dr|prof|qq|vx|wx|v|"
    r"usa|uk|uae|us|eu|ksa|apply|here|direct|directly|more|this|that)\b)"
)
WORD = rf"[{LARGE}][{SMALL}'’\-]+"
CAPITALS = rf"{NO_NAME}[{LARGE}][{LARGE}'’\-]+\b"
PART = rf"(?:{WORD}|{CAPITALS}|[{LARGE}]\b\.?)"
NAME = rf"(?P<it>{NO_NAME}{PART}(?:(?: |(?<=\.)){PART}){{0,3}})"
PLAIN_NAME = rf"(?P<it>{NO_NAME}{WORD}(?: {PART}){{0,3}})"
TITLE = "Mr|MR|Mrs|MRS|Ms|MS|Miss|MISS|Mdm|MDM|Madam|Mister|Dr|DR|Prof|Frau|Herr|Encik|Cik|Engr"
ROLE = "Ate|Kuya|Boss|Agent|Manager|Recruiter|HR"  # a word in capitals after it is most often none ("HR WANTED")
LEADS = (
    r"\b(?:[Mm]y name is|[Ii](?:'m|’m| am)|[Tt]his is|[Nn]ame|[Cc]ontact(?: [Pp]erson)?|[Aa]sk for|[Cc]all|[Tt]ext|"
    "[Mm]essage|[Dd]ear|[Hh]ello|[Hh]i|[Rr]egards|[Yy]ours|[Aa]ttn|[Cc]are of|[Rr]eport to|[Ss]peak to|"
    "MY NAME IS|I AM|THIS IS|NAME|CONTACT(?: PERSON)?|ASK FOR|CALL|TEXT|MESSAGE|REGARDS|ATTN|REPORT TO|SPEAK TO)|"
    "联系人?|找|加|我是|我叫"
)
SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳]"
)
HAN = f"[{CHARACTERS}]"
HAN_TITLE = "先生|女士|小姐|经理|老师|主管|总监|总|姐|哥|老板|主任|师傅|专员|顾问|助理"
NAMES = (
    rf"\b(?:{TITLE})\.? ?[:：\-]? ?{NAME}",
    rf"\b(?:{ROLE})\.? ?[:：\-]? ?{PLAIN_NAME}",
    rf"(?:{LEADS})[:：,.]? ?{NAME}",
    rf"\b[Ff]rom[:：,.]? ?{PLAIN_NAME}",
    rf"(?P<it>{WORD}(?: {WORD})?)(?= ?\(?(?:from |the )?HR\b)",
    rf"(?:联系人|招聘人|负责人|经办人|姓名|收款人|户名)[:：\s]{{1,2}}(?P<it>{HAN}{{2,4}})",
    rf"我(?:是|叫)(?P<it>{SURNAME}{HAN}{{1,2}})(?!{HAN})",
    rf"(?P<it>(?:[小老阿]{HAN}|{SURNAME}{HAN}{{0,2}}?)(?=(?:{HAN_TITLE})))",
    rf"(?:联系|找|加|问|我是|我叫)(?P<it>[小老阿]{SURNAME})",
)

PATTERNS = {
    kind: tuple(re.compile(written) for written in each)
    for kind, each in (("link", LINKS), ("mail", MAILS), ("handle", HANDLES), ("number", NUMBERS), ("name", NAMES))
}
