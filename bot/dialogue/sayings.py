"""How people say where they are, where somebody else is, and whose passport is held: the patterns of it.

{place} and {nation} stand for the names that the content knows and a text has. Texts are folded before: see
`holes.py`.
"""

from __future__ import annotations

import re

HOLE = re.compile(r"\{(?:place|nation)\}")
NAMED = (r"(?<![a-z])({place})(?![a-z])",)
LONGEST = 300  # characters: a longer text is a pasted offer or a story, in which others speak as well
APOSTROPHES = str.maketrans("’‘`´", "''''")
# "were in Cebu" begins a clause: it is "we're".
SELF = (
    r"(?:\b(?:(?:i ?a?|i'|a)m|i m|we(?: are|'re| re| r)|(?:i|we) (?:live|work|stay))"
    r"|(?:^|(?<=[,.;!?])) ?(?:and |but |so )?were)"
)
PERSON = "domestic|worker|maid|helper|nurse|driver|student|teacher|landlord|landlady|man|woman|lady|old|young|single"
# What stands between: "i am locked in a compound in Cambodia", but not "i am in love with a man in Thailand".
HELD = "stuck|held|locked|trapped|kept|captive|hostage"
AT = (
    rf"(?:,? (?:now|currently|already|still|here|right|being|{HELD}|hiding|on|site|construction|farm|boat|ship|alone"
    r"|based|living|working|staying|up|down|over|in|inside|at|near|by|a|an|the|this|some|scam|company|compound|building"
    r"|casino|camp|hotel|house|room|office|airport|suvarnabhumi|border|station|hospital|shelter|village|town|city"
    r"|school|primary|secondary|shop|factory|forest|jungle|bush|woods|field|hut|mountain"
    rf"|mother|father|parent|girl|boy|female|male|\d{{1,2}}(?: ?(?:yo|yrs?(?: old)?|years? old))?|{PERSON}))+,? "
)
HELD_HAN = "[被给](?:关|困|扣|锁|囚|软禁)"
# What stands between somebody and their place may be why they write: "I am held in a compound in Myanmar".
CAPTIVE = re.compile(rf"\b(?:{HELD})\b|{HELD_HAN}")
SURELY_HELD = re.compile(rf"\b(?:held|locked|trapped|captive|hostage)\b|{HELD_HAN}")
COMPOUND = re.compile(r"\bkk ?park\b|\bcompound\b|\bscam (?:city|cent(?:er|re)|park|building)\b|园区")
# "我在缅甸的弟弟": the brother is there.
RELATIVES = "弟|哥|姐|妹|儿|女|爸|妈|妻|夫|叔|舅|姑|姨|友|同学|同事|老公|老婆|亲戚|孩子"
OF_SOMEBODY = rf"(?!\w{{0,4}}的\w{{0,3}}(?:{RELATIVES}))"
# "我在国内的卡": the card is there.
OWNED = r"(?!的(?:银行|储蓄|信用|手机|电话)*(?:卡|账|帐|户|号|房|钱|存款))"
# "我在日本料理店上班", "I am in us dollars": a firm, a page or a coin is no place to be.
NO_PLACE = (
    r"\b(?! (?:mobile|telecom|unicom|banks?|airlines?|airways|embassy|consulate|restaurants?|food|visa|dollars?|town"
    r"|jobs?|groups?|post|time)\b)"
)
NO_PLACE_HAN = r"(?!料理|餐|菜|网|航空|银行|移动|电信|联通|邮政|\w{0,2}[使领]馆|领事|签证|超市|招聘|\w?群|语|代购)"
# What stands before somebody else's words, or before what is not so yet.
NOT_MINE = re.compile(
    r"(?:\b(?:says?|said|writes?|wrote|tells? me|told me|was told|texted|messaged|replied|posted)(?: that)?|\bif|\bwhen"
    r"|(?<!help)(?<!sos)(?<!urgent)(?<!救命)(?<!求助)(?<!求救)[:：]|如果|要是|假如|万一|[说称讲写到示])\W*$"
)
# "I am in Thailand, no, I am in Laos": the last counts.
CORRECTED = re.compile(r"(?:不对|不是|说错了?|错了|\b(?:no|sorry|wrong|actually|mean|meant))\W*$")
# "they lock us in" names nobody's country; "i am in us", "from the us", "US" do.
PRONOUNS = frozenset({"us"})
US = re.compile(
    r"^\W*us\W*$|(?:(?<!\w)(?:i ?a?m|i'?m|i|am|we are|are|live|work|working|stay|staying|now|study) (?:now )?in"
    r"|\bthe|\b(?:am|i'?m|is|are|come|comes) from|^\W*(?:in|from)) us\b(?! (?:all|both|dollars?)\b)"
    r"|\bus (?=(?:embassy|consulate|passport|citizen|national)\b)"
)
UPPER_US = re.compile(r"(?<![A-Z] )\bUS\b(?! [A-Z]{2})")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|(?<!\w)'[^']*'(?!\w)")
TAKEN_HAN = "(?:骗|卖|带|拐|弄|送|关|困|扣|锁|抓)"
HERE = (
    SELF + AT + r"({place})" + NO_PLACE,
    r"(?:^|[,.;!?]|\b(?:and|but|so|hi|hello|sir|mr|madam|pls|please|help)) ?(?:i|we)(?: now| here| still)? "
    r"(?:in|at|inside) (?:the )?({place})" + NO_PLACE,
    r"\b(?:i|we)(?: am| are|'m|'re)? (?:now )?work(?:ing)?(?: now| here| for a company)? ({place})" + NO_PLACE,
    r"\b(?:lock|locks|locked|hold|holding|keep|keeping|trap|trapped|detain) (?:me|us)" + AT + r"({place})" + NO_PLACE,
    r"(?:我[们哋]?|咱们?|本人|俺)(?:现在|而家|目前|人|还|也|正|就|都|被困|被关|被锁|住|、|，)*[在喺]({place})"
    + OF_SOMEBODY
    + OWNED
    + NO_PLACE_HAN,
    r"^\W*(?:学生|本人|人)?\W*[在喺]({place})(?:这边|机场|车站|口岸)?(?=\W|$)",
    r"(?:^|[\s,，.。;；!！])(?:我|人|现在|就|还)*[在喺]({place})(?:这边|境内|山里|街上|里)?(?:躲|藏着|逃)",
    r"(?:我[们哋]?|人)+ ?(?:now|现在|还)? ?(?:in|at) ({place})" + NO_PLACE,
    r"^\W*({place})\W+(?:help|sos|救命|救我|求救|求助)",
    r"(?:^|[,.;!]) ?(?:held|locked|trapped|stuck) (?:in|at) ({place})" + NO_PLACE,
    r"(?<!adik )(?<!abang )(?<!kakak )(?<!anak )(?<!suami )(?<!isteri )(?<!kawan )\b(?:saya|aku|kami) "
    r"(?:sekarang |ada |skrg )*(?:kat|di|dekat) ({place})" + NO_PLACE,
    r"^\W*({place}),? (?:and |but )?(?:i|we)(?:'?m| am| are)? from\b",
    r"^\W*({place}),? (?:i (?:think|guess|believe)|maybe|probably|not sure)\b",
    r"^\W*({place})(?:读书|留学|上学|念书|工作|打工|上班|做工)(?=\W|$)",
    r"^\W*(?:(?:i|we)(?:'?m| am| are)? )?from [a-z ]{2,20}?,? (?:but |and |now |i'?m |i am |living )*in ({place})"
    + NO_PLACE,
    r"我们?是\w{1,6}人[\s，,]*(?:现在|目前|人)?[在喺]({place})" + NO_PLACE_HAN,
    r"\bnasa ({place}) (?:na )?(?:ako|kami)\b",
    r"\bhere in ({place})" + NO_PLACE,
    r"(?:^|[\s，,。])(?:我[们哋]?|应该|好像|可能|大概|已经|刚刚?)*到({place})了",
    r"^\W*(?:我|俺)({place})(?:跑|开|做|打工|上班|读书|留学)",
    r"\bwo(?: ?men)? (?:xian ?zai )?(?:ren )?zai ({place})\b",
)
# Beside the place these say what happened there.
HERE_TOLD = (
    r"^\W*({place})[\s，,]+(?:老板|公司|中介|雇主)?\w{0,3}(?:欠|拖|扣|没收|骗)(?:了|着)?我",
    r"^\W*({place})[\s，,]+我(?:们|刚|被|在|租|借|把|转|已经)",
    r"^\W*({place})\W+(?:i|we) (?:just|have|got|sent|paid|was|were|am being)\b",
    r"\b(?:took|takes?|taken|keeps?|kept|holds?|holding|has) (?:my|our) passports?\b[^.;!?\n]{0,40}? in ({place})"
    + NO_PLACE,
    r"(?:我[们哋]?|俺)(?:[是从来自]\w{1,6}[人籍]?[\s，,]*)?(?:现在|已经|刚)?被(?:人|他们|朋友|老板|中介|网友)?"
    rf"{TAKEN_HAN}[在到去来]了?({{place}})" + OF_SOMEBODY + NO_PLACE_HAN,
    r"(?:我[们哋]?|俺)(?:人?(?:已经|已|刚刚?|现在)到了?|人?到了)({place})" + NO_PLACE_HAN,
)
# "i am filipino in kk park", "i am from uganda in saudi": the nation comes first.
HERE_OF_NATION = (
    SELF
    + r"(?: an?)?(?: from)? (?:{place})(?: (?:national|citizen|worker|maid|girl|guy|man|woman|student|now|working"
    + rf"|living|staying|here|{HELD}))* (?:in|at) ({{place}})"
    + NO_PLACE,
)
# Who is meant is not said: it is the writer, where nobody else is spoken of.
HERE_UNSAID = (
    r"\b(?:not|never|havent|haven't|hasnt|hasn't|didnt|didn't|dont|don't|without|no) (?:been )?"
    r"(?:paid|pay|paying|salary|wages?)\b[^.;!?\n]{0,40}? in ({place})" + NO_PLACE,
    r"\bw(?:o?rke?d|orking) (?:for )?\w+ (?:day|week|month|mth|year|yr)s? in ({place})" + NO_PLACE,
)
# The same beside what an advert does not say.
HERE_IN_HARDSHIP = (
    r"(?:^|[\s,.;!?，。；！？])[在喺]({place})(?:的?(?:工地|工厂|园区|公司|酒店|宿舍|赌场)|打工|做\w{1,4}|上班)?(?=\W|$)",
)
HARDSHIP = re.compile(
    rf"护照(?:被|给|拿|没收|扣)|把我|不让|不给我?|[欠拖没不未]发?(?:工资|薪|钱)|打我|骂我|锁|[被给]{TAKEN_HAN}|逃|跑出|救"
    r"|(?:我|已经?|刚)[交付转汇打]了"
)
# A correction, of nobody else's place: "not in Laos, in Thailand".
HERE_INSTEAD = (
    r"\bnot (?:in )?(?:{place})\W+(?:but |its |it is |in )*({place})" + NO_PLACE,
    r"不(?:是|在)(?:{place})\W*(?:而?是|在)+({place})",
)
# Where somebody came to; they may have gone on from there, where another place is named.
MOVED = (
    r"\b(?:i|we)(?:'ve| have| had)?(?: just| now| already| recently)* (?:moved|relocated|landed|arrived|shifted)"
    r"(?: to| in| at| back to)* (?:the )?({place})" + NO_PLACE,
    r"(?:我[们哋]?|咱们?|俺)(?:人|一家|全家)?(?:现在|已经|已|刚刚?|最近|今天|昨天|上个?月|就|都)*"
    r"(?:搬到|搬去|搬来|移居到?|移民到?|来到|回到|到达|飞到)了?({place})" + OF_SOMEBODY + OWNED + NO_PLACE_HAN,
)
TAKEN = (
    r"\b(?:my|our) (?:boss|employer|madam|sponsor|kafeel|manager|supervisor|agency|agent)s?(?: \w+)? in ({place})"
    + NO_PLACE,
    r"(?<!\bto )(?<!\bwill )(?<!'ll )(?<!\bgonna )(?<!\bcan )(?<!\bmay )"
    r"\b(?:sold|sells?|took|taken|brought|bring|trafficked|kidnapped|smuggled|transferred) (?:me|us)"
    r"(?: here)? (?:(?:into|to|inside|in|at)\b[^.;!?\n]{0,30}?)?(?<![a-z])({place})" + NO_PLACE,
    r"(?<!\bto )\b(?:hold|holding|keep|keeping|detain) (?:me|us)\b[^.;!?\n]{0,20}? (?:in|at) ({place})" + NO_PLACE,
    r"我们?\d{1,3}个?人被?(?:困|关|扣|锁)[在到]({place})" + NO_PLACE_HAN,
    r"(?:我|我们)被(?:绑架|控制|囚禁|软禁)\w{0,2}[\s，,]*(?:人)?[在到]({place})" + NO_PLACE_HAN,
)
# A place that comes first, before what happened: "新加坡 刚刚收到…".
HEADED = (
    r"^\W*(?:(?:im|i'm|i am|am|we are) )?(?:(?:in|at) )?({place})(?=\W|$)",
    r"^\W*(?:我?人?[在喺])?({place})(?=\W|$)",
)
# What may stand beside a place in a text that says nothing else: "we stay in kampala uganda", "Nigeria sir".
# Possessive: what is read stays read, or a text that may be read in two ways at each step would be read in all of them.
BESIDE = re.compile(
    r"(?:[\W_]|\b(?:i|we|am|are|im|m|re|is|it|in|at|the|now|currently|still|here|already|live|living|stay|staying|based"
    r"|work|working|maybe|probably|perhaps|think|guess|hi|hello|ok|yes|sir|madam|boss|bro|please|pls|thanks|la|lah|po|its|country|city|town|village|state"
    rf"|province|district|near|from|side|an?|wo|women|ren|zai|xianzai|no|not|sorry|wrong|was|mean|meant|actually"
    rf"|{PERSON})\b"
    r"|说错|错了|不是|不对|不在|其实|可能|好像|应该|大概|我[们哋]?|咱们?|本人|人|在|喺|是|系|现在|而家|目前|还|就|都|住|这边|这里|从|来|你好|您好|谢谢|了|呢|啊|的)*+"
)
KIN = (
    "brother|sister|son|daughter|husband|wife|mother|father|cousin|nephew|niece|uncle|aunt|friend"
    "|mum|mom|dad|boyfriend|girlfriend|grandson|granddaughter|room ?mate|classmate|colleague"
)
KIN_HAN = (
    "弟弟?|哥哥?|姐姐?|妹妹?|儿子|女儿|孩子|爸爸?|妈妈?|老公|老婆|丈夫|妻子|朋友|同学|[表堂][弟哥姐妹]|侄[儿子女]|外甥"
    "|闺女|丫头|媳妇|父亲|母亲|爷爷|奶奶|叔叔|舅舅|外公|外婆|室友|老乡|同事"
)
PASSPORT = (
    r"^\W*(?:" + SELF + r" )?fro?m (?:the )?({place})(?: actually| originally)?\W*$",
    r"^\W*({place}) (?:workers?|nationals?|citizens?)\W*$",
    r"^\W*(?:my|our) passports? (?:is|are) (?:from )?(?:the )?({place})\W*$",
    r"^\W*({place}) passport\W*$",
    r"^\W*(?:(?:我们?)?(?:都)?是)?({place})(?:人|籍|公民)\W*$",
    r"^\W*(?:我们?)?(?:的|是|拿|持)*(?:护照是)?({place})(?:的|护照)+\W*$",
)
# Beside where somebody is: "i am in dubai. passport kenya", "我在西港 中国人".
BESIDES = (
    r"\bpassports?(?: is| are|:)? (?:from )?(?:the )?({place})\b",
    r"(?:^|[,.;!?]|\band)\W*(?:(?:i|we)(?:'?m| am| are|'?re)? )?(?:come )?from (?:the )?({place})\b",
    r"(?<!\w)({place})(?:人|籍|公民|护照)(?!\w)",
)
# A word or two where the passport was asked for: "kenyan", "nepali passport".
NATION_BEFORE = rf"(?:{SELF} |(?:my |our )?passports?:? (?:is |are )?|an? )?"
NATION = (
    rf"^\W*{NATION_BEFORE}({{nation}})s?(?: (?:citizen|national|passport|student|worker|maid|sir|madam|po))*\W*$",
)
AN_EMBASSY = r"(?:[ei]m?bas+(?:ey|[ye]|ies)|embac(?:y|ies)|consulat(?:es?|s)?)"  # as it is misspelt
EMBASSY = (
    rf"(?<![a-z])({{place}})(?:'?s)? (?:{AN_EMBASSY}|consular)",
    rf"(?<![a-z]){AN_EMBASSY} (?:(?:phone |contact )?numbers? )?of (?:the )?({{place}})(?![a-z])",
    r"(?<!驻)({place})的?(?:总|大)?(?:使领馆|使馆|领事馆|领馆|领事)",
    r"({place})驻",
)
# "she is in Malaysia", "they took him to Laos": where somebody else is.
SOMEBODY, OBJECT = rf"(?:s?he|they|(?:my |(?:^|(?<=[,.;!?])) ?)(?:{KIN})s?)", rf"(?:him|her|them|my (?:{KIN})s?)"
OTHERS = (
    rf"(?<!\bis )(?<!\bare )(?<!\bwas )\b{SOMEBODY}(?: is| are|'s|'re| was| were)?" + AT + r"({place})" + NO_PLACE,
    rf"\b{SOMEBODY} (?:(?:has|have|is|was|were|got) )?(?:gone|went|flew|taken|sent|sold|brought|moved) to (?:the )?"
    r"({place})" + NO_PLACE,
    rf"\b(?:took|sent|sold|brought|moved|hold|holding|keep|keeping) {OBJECT}(?: to (?:the )?|"
    + AT
    + r")({place})"
    + NO_PLACE,
    rf"(?<![和跟同与])(?:[他她]们?|我?的?(?:{KIN_HAN}))(?:现在|人|还|也|就|都|正|被|给|人家|关|困|扣|骗|卖|带|送|抓|拐|弄)*[在到去]了?"
    r"({place})" + NO_PLACE_HAN,
)
# "my brother went silent in Myawaddy": somewhere after who it is.
STORY = (
    rf"\bmy (?:{KIN})s?\b(?! and (?:i|me|we)\b)[^.;!?\n]{{0,60}}? (?:in|to|at|near) "
    r"(?:(?:the|a|some|scam|compound|in) ){0,4}({place})" + NO_PLACE,
    r"\b(?:adik|abang|kakak|anak|suami|isteri|kawan|sepupu)(?: \w+){0,4}? (?:kat|di|dekat|ke) ({place})" + NO_PLACE,
    rf"(?<![和跟同与])(?:{KIN_HAN})[^。；！？!?;\n]{{0,20}}?[在到去]了?({{place}})" + NO_PLACE_HAN,
)
# Of several places on the way, where somebody came to: "he flew to Bangkok and was taken to Myanmar".
ARRIVED = re.compile(
    rf"\b(?:{HELD}|taken|took|sold|sent|brought|moved|now)(?: \w+){{0,4}} (?:in|to|at|inside|near)(?: the)? $"
    r"|(?:关|困|扣|锁|卖|带|送|骗|弄|抓|拐|现在|人)[在到去]了?$"
)
EITHER = re.compile(r"\bor\b|或|还是")
DENIED = re.compile(r"(?:\b(?:not|isn't|no longer)(?: in| the)* |不是|不在|没在)$")
MYSELF = re.compile(rf"\b(?:i|im|we|us)\b|(?:我们?|咱们?|俺)(?!的?(?:{KIN_HAN}|家))")
THIRD = re.compile(rf"\b(?:s?he|they|him|her|them|{KIN})\b|[他她]|{KIN_HAN}")
# "the number there", but not "is there a number", "hello there".
THERE = re.compile(
    r"\b(?:numbers?|police|embassy|consulate|hotlines?|ambulance|call)(?: (?:up|over|out|in|from))? there\b"
    r"|\bfor (?:him|her|them)\b|\b(?:does|do|should|can|could|must|to) (?:s?he|they) (?:call|phone|ring|dial|contact)\b"
    r"|[他她]们?(?:该|应该|要|可以|能|得)*(?:打|拨|找)(?:哪|谁|什么)"
    r"|(?<!is )(?<!are )(?<!was )(?<!hi )(?<!hello )(?<!hey )\bthere\W*$|那[边里儿](?!有)|当地"
)
# "who do I call", 那我该打哪个
WHOM = re.compile(
    r"打哪|打给谁|打什么(?![球牌游折针药工仗架字疫])|打几(?![只支针折局盘针层分年]|个(?:耳|孔|洞|蛋|结))"
    r"|哪个(?:电话|号)|报警(?:电话)?是?(?:哪|几|多少|什么)|(?:警察|使馆|领馆)(?:电话)?是?(?:几号|多少)"
    r"|[找问]谁(?![修装画拍借学教]|做(?!主|证|鉴定|笔录)|写(?!报案|材料|诉状))|联系谁|拨(?:打)?哪|报警(?:该|应该|要)?打|向谁(?:举报|报告|求助)|"
    r"\bwho(?:m| else)? (?:do|should|can|could|must|to|shall|does|i)(?: \w+)?"
    r" (?:call|phone|ring|report|contact|tell|dial)\b|"
    r"\bwho(?:m)? to (?:call|phone|ring|report|contact|tell|dial)\b|"
    r"\bwhere (?:do|should|can|could|to)(?: \w+)? (?:call|phone|report|complain)\b"
    r"|\b(?:call|phone|ring|dial) (?:which|what|who)\b|\bwhich (?:police|number)\b"
    r"|\bpolice (?:here )?(?:in \w+ )?or (?:in \w+|here|there|home)\b"
)
# "which police, china or here": both are meant
OR_HERE = re.compile(
    r"\bor (?:right )?here\b|\bhere or\b|还是(?:这[边里儿]|当地|本地)|(?:这[边里儿]|当地|本地)\w{0,3}还是"
)
OF_EMBASSY = re.compile(rf"[使领]馆|领事|\b{AN_EMBASSY}\b")
NUMBER = re.compile(
    rf"(?<!打来的)(?<!接到)(?<!打)电话(?!打|诈骗)|号码|热线|使馆|领馆|领事|\b(?:numbers?|hotlines?|{AN_EMBASSY})\b"
)
# Words beside a place and a number that make it no other question: "ok number? cambodia".
OF_A_NUMBER = re.compile(
    rf"\b(?:(?:tele)?phone|mobile|contacts?|emergency|police|ambulance|{AN_EMBASSY}|numbers?|hotlines?|whats?|which"
    r"|where|give|gimme|send|tell|need|want|do you have|u|me|us|for|of|(?:to|(?:can|do|should) i) call|there|and"
    r"|then)\b"
    r"|电话|号码|热线|号|几|多少|是什么|什么|哪个|哪里|报警|警察|(?:大|总)?[使领]馆|领事|给|要|查|找|那边|那里|当地|请问|呀|吗"
)
# A number that called or wrote from there, or the writer's own.
NO_QUESTION = re.compile(
    r"\bfrom (?:an? |the |some )?\w+ numbers?\b|\bnumbers? from (?!the|an?\b)|\bmy (?:phone )?numbers?\b"
    r"|来自|打来|来的电话|我的(?:电话|手机)?号码"
)
WHOM_MOST = 90  # characters
FEW = 40  # characters: a short text that names a country and a number asks for it
# "and in Japan?", after the numbers of another country.
WHAT_OF = (
    r"^\W*(?:and|or|what about|how about|what of)(?: in| for)? (?:the )?({place})\W*$",
    r"^\W*(?:那|那么|还有)?({place})(?:那边|这边)?的?呢\W*$",
    r"^\W*(?:那|还有|再要|也要)({place})(?:那边|这边)?的?\W*$",
    r"^\W*({place})的(?:也|呢)\w{0,3}\W*$",
)
# "we are ugandans", "my brother is indian". "我们都是云南人" says it by a place's name. "我是中国人民银行的": a bank.
OF_NATION = r"(?: all| both)?(?: an?)? ({nation})s?\b"
OF_NATION_HAN = r"({place})(?:人(?![民寿保])|籍|公民|华人|护照|留学生)"
NATIONAL = (SELF + OF_NATION,)
NATIONAL_HAN = (r"(?<!\w)(?:我们?|咱们?|本人|俺)[都也全]*是" + OF_NATION_HAN,)
THEIRS = (rf"(?:\b(?:my|our) (?:{KIN})s? (?:is|are)|(?:^|[,.;!?]|\band)\W*(?:s?he|they) (?:is|are))" + OF_NATION,)
THEIRS_OTHERWISE = (
    rf"(?:(?:我|我们|咱|俺)(?:的|家)?(?:{KIN_HAN})|(?:^|[\s,.;!?，。；！？])\W*(?:[他她]们?|儿子|女儿|孩子))[都也全]*是"
    + OF_NATION_HAN,
    rf"\b(?:s?he|they|my (?:{KIN})s?)(?: is| are|'s|'re)? (?:from|comes? from) (?:the )?({{place}})" + NO_PLACE,
    rf"\b(?:his|her|their|my (?:{KIN}) ?'?s?) passports? (?:is|are) (?:from )?(?:the |an? )?({{place}})\b",
    r"\b(?:s?he|they) (?:has|have|holds?) (?:an? |the )?({place}) passports?\b",
    r"[他她]们?的?(?:拿的?|持|有|用)?(?:是|护照是)*({place})(?:的)?护照",
    r"[他她]们?的护照是({place})",
)
