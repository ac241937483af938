"""Who may take their own life, or somebody close to the writer: that comes before a loss, a loan or a lover beside it.

Whom it is about is told by who is named last before the words: "my husband lost the house and talks about ending it".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import holes
from bot.dialogue.sayings import KIN, KIN_HAN, LONGEST
from bot.dialogue.types import ABOUT_AN_OFFER, EMERGENCY, FRAUD
from bot.match.context import topic

if TYPE_CHECKING:
    from bot.dialogue.types import World
    from bot.match.types import Decision

ONESELF, ANOTHER = "bot.distress", "bot.distress_other"
ON_HIGH = "bot.high_place"
CALLED = "bot.ambulance"
LIFE = frozenset({ONESELF, ANOTHER, ON_HIGH, CALLED})
WILL = r"(?:wan(?:na|t to|ts to)|gonna|going to|about to|might|just)"
NOT = r"(?:do(?:es)?n'?t|not|no longer|never)"
POISON = r"(?:poison|pesticide|clorox|bleach|jik|harpic|paraquat|gramoxone)"
DRINKS = rf"(?:drank|drunk|drink(?:s|ing)?|swallow(?:s|ed|ing)?|took) (?:\w+ ){{0,2}}{POISON}"
DESPAIR = re.compile(
    r"\b(?:(?<!not )(?<!n't )(?<!nt )(?<!no )(?:want|wants|wanted|wanna|ready) to die"
    rf"|{NOT} (?:want|wants|wanna)(?: to)? (?:live(?! (?:with|in|at|near|here|there|on))|be alive|wake up)"
    r"|kill(?:ing)? (?:my|him|her|them)sel(?:f|ves)|hang(?:ing)? (?:my|him|her)self|suicidal"
    r"|(?:think\w*|talk\w*) (?:of|about) (?:suicide|ending it|dying)"
    r"|end(?:ing)? (?:it all|it tonight|(?:my|his|her) (?:own )?life)|better off without (?:me|him|her)"
    r"|better if (?:i|he|she)(?:'?s|'?m| am| is| was| were)? (?:not (?:here|alive)|dead|gone)"
    r"|(?:goodbye|suicide|farewell) (?:letter|note)"
    r"|unaliv(?:e|ing) (?:my|him|her)self|(?:my|her|his) sewer ?slide|kms (?:rn|right now|fr|tonight|today)"
    rf"|{WILL} (?:kms|(?:off|neck) (?:my|him|her)self|top (?:my|him|her)self(?! up))"
    r"|(?:rather|prefer to|wish i could)(?: just)? not (?:be alive|exist|wake up(?! (?:at|so|early|for)))"
    r"|(?:do(?:es)?n'?t|not) (?:want to|wanna) exist"
    r"|rather be dead|wish i(?:'?d| had)? (?:(?:was|were) dead|never wok(?:e|en) up)"
    r"|no (?:reason to live|point (?:in )?living)(?! (?:with|in|at|near|here|there|on))|nothing (?:left )?to live for"
    r"|(?<!us )(?<!we )(?:step(?:ped)?|jump(?:ed)?|(?:throw|threw) (?:my|him|her)self)(?:ing)? (?:in ?front of|under) "
    r"(?:a |an |the )?(?:lorry|truck|train|bus|metro)(?! ?(?:station|stop|stand|company|driver))"
    rf"|{WILL} (?:just )?walk (?:in ?front of|under) (?:a |the )?(?:lorry|truck|train|bus|metro)(?! ?st)"
    rf"|{WILL} (?:just )?(?:ride|drive)(?: straight)? into (?:a |the )?(?:lorry|truck|train|traffic|tree|one(?! of))"
    r"|look at (?:the |all the )?(?:lorries|trucks|trains|buses|traffic|river|rope|pills|knife) (?:n|and|&|then) think"
    r"|(?:say|says|said) (?:\w+ )?(?:s?he|i)(?: will|'?ll| is going to| goes)? hang(?! (?:out|up|on|around|with))"
    rf"|{DRINKS}|(?:holds|holding) (?:\w+ ){{0,2}}(?:poison|pesticide))\b"
    r"|[不唔]想活(?![动跃])|(?:就|也|都|真|我|他|她)不活了|活够了"
    r"|(?:想|就|要)(?:从\w{1,4})?跳下去(?!\w{0,2}[逃跑])|想往下跳|撞死算了|[死跳活]\w{0,3}一了百了|一了百了算了|想一了百了"
    r"|没法活|活不下去|活(?:[着著]|下去)?[没冇]有?(?:什么|啥)?(?:意思|意义)|遗书|寻死|轻生"
    r"|想不开(?![通户门始车机灯发])|割腕|不如死|死了算了"
    r"|(?:想|要|去|说|打算|就|准备)(?:自杀|跳楼(?![价机])|上吊|跳桥|烧炭(?![烤火取]))|烧炭自杀|想死(?![你我他她机])"
    r"|(?:没脸|对不起)\w{0,6}[\s，,。]*(?:打算|准备|想)?今晚就?走"
    r"|(?:想|要|去|就|准备)(?:自鲨|紫[砂杀沙](?![壶杯锅泥器茶]))|想去死(?![你我他她])"
    r"|把?(?:煤气|瓦斯|燃气)(?:打开|开[着著])|(?:喝|吞|拿[着著]|拿出)了?\w{0,3}(?:农药|安眠药|百草枯)"
    r"|(?:农药|安眠药)(?:喝|吞|拿)"
)
# So write those who are held as well: where work may be meant, it is no sign.
HERE = re.compile(
    r"\b(?:(?:rather|wish i could)(?: just)? not|do(?:n'?t| not) (?:want to|wanna)) be here any ?more\b"
    rf"|(?:\b{WILL}|\bwill|'ll) jump (?:off|from) (?:the |a |this |that |my )?(?:\w+ )?"
    r"(?:bridge|over ?pass|flyover|roof|building|balcony|cliff|block|tower|window|floor)\b"
)
ON, ON_HAN = r"(?:on|at|by|near|over)", r"(?:楼顶|天台|顶楼|房顶|桥上|桥边|栏杆|阳台|窗台|江边|河边|水库边|铁轨)"
HIGH = re.compile(
    rf"\b(?:stand|stood|sitt?|sat|am|i'?m|climb)(?:ing|ed)? (?:up )?(?:here )?{ON} (?:the |a |my |this )(?:\w+ ){{0,2}}"
    r"(?:edge(?! of (?!the (?:roof|balcony|bridge|building)))|ledge|railings?|roof(?: ?tops?)?|(?:foot|over) ?bridge"
    r"|(?<!friendship )bridge|flyover|overpass|cliff|(?:rail|train) ?tracks?)\b"
    r"|\b(?:location|pin|gps|find my|she|he)\b[^.!?\n]{0,20}\b(?:top|roof) of (?:the |a )?"
    r"(?:parking|car ?park|building|tower|block|mall|garage)"
    rf"|(?<![车网])[坐站爬待呆躺](?:到|在|上)?了?\w{{0,6}}(?:{ON_HAN}|[层楼顶桥江河]边[上边])"
    rf"|(?:{ON_HAN}|[层楼]边上?)\w{{0,4}}[坐站待呆躺]"
)
# Who parts from what is dear to them after a loss.
FAREWELL = re.compile(
    r"\b(?:take care of|look after|feed) [\w( ]{0,20}\b(?:dogs?|cats?|pets?|kids?|children|mum|mom|mother)\b(?! food)"
    r"|\b(?:gave|giving|gives) (?:me |us |them |everyone )?(?:away )?(?:all )?(?:her|his) "
    r"(?:airpods|things|stuff|clothes|jewel\w*|ring|laptop|watch|dog|cat)\b"
    r"|\b(?:bought|got|something)\b[^.!?\n]{0,25}\bagro ?vet\b|\b(?:pesticide|poison|rope|pills?)"
    r"(?: is| are|'?s)? (?:here|ready|on the table|in front of me)\b"
    r"|\b(?:not|n'?t) (?:gonna |going to )?be here (?:tomorrow|on |monday|tuesday|wednesday|thursday|friday|next week"
    r"|any ?more|in the morning)"
    r"|(?:帮我?|替我?|你)(?:照顾|照看|喂|养)(?:好|一下)?\w{0,4}(?:猫|狗|孩子|爸|妈|娃|宠物)|密码是\w{0,6}生日|下辈子"
)
LOST = re.compile(r"\b(?:scam\w*|lost|savings|debts?|owes?)\b|骗|输|赔|亏|欠|网贷|积蓄")
CLOSE_HAN = rf"(?:{KIN_HAN}|先生|太太|老伴|[男女]友|[爸妈哥姐弟妹爷奶])"
THEM = re.compile(
    rf"\b(?:s?he|him|her|they|{KIN}|grand\w+|boy|girl|partner|kid|child)s?\b"
    rf"|[他她]|{CLOSE_HAN}"
)
ME = re.compile(rf"\b(?:i|im|i'm|me|my ?self)\b|(?:我|俺)(?!们?的?{CLOSE_HAN})")
YOU = re.compile(r"\byou\b|你")
THEMSELVES = re.compile(r"\b(?:him|her|them)sel|(?:his|her) (?:own )?life|without (?:him|her)|if s?he")
# Who courts or blackmails threatens with it.
THREATENING = frozenset({"fraud.romance", "fraud.sextortion", "fraud.pictures_sent"})


def heard(made: Decision, words: str, last: str | None, world: World) -> Decision:
    """Answer whose life is at stake, whatever else was found; to whoever is with them where it is another's.

    `last` is the answer before.
    """
    if len(words) > LONGEST or not world.catalog.intents.keys() >= {ONESELF, ANOTHER}:
        return made
    text = holes.fold(words)
    if made.kind == "answer" and made.intent in LIFE:
        of_another = made.intent in (ONESELF, ON_HIGH) and THEM.search(text) and not ME.search(text)
        return replace(made, intent=ANOTHER) if of_another else made
    work = topic(ABOUT_AN_OFFER)
    at_work = topic(last or "") == work
    held = at_work or last == EMERGENCY or work in {topic(each or "") for each in (made.intent, *_offered(made))}
    said = DESPAIR.search(text) or (None if held else HERE.search(text))
    if said is None:
        return made if at_work else _in_danger(made, text, last)
    who = ANOTHER if THEMSELVES.search(said[0]) else _whose(text[: said.start()])
    beside = made.intent if made.kind == "answer" else None
    if who is None or (who == ANOTHER and THREATENING & {last, made.intent}):
        return made
    return replace(made, kind="answer", intent=who, also=beside)


def _offered(made: Decision) -> tuple[str, ...]:
    return tuple(each.intent for each in made.offered)


def _in_danger(made: Decision, text: str, last: str | None) -> Decision:
    """Answer who stands on a roof or a bridge, or takes leave, after a loss or a threat, or where that may be meant."""
    known = topic(last or "") == FRAUD or last in LIFE - {CALLED}
    if (known or LOST.search(text)) and (parts := FAREWELL.search(text)) is not None:
        beside = made.intent if made.kind == "answer" else None
        who = _whose(text[: parts.start()])
        return made if who is None else replace(made, kind="answer", intent=who, also=beside)
    meant = known or ON_HIGH in _offered(made)
    if made.kind == "answer" or not meant or (found := HIGH.search(text)) is None:
        return made
    who = ANOTHER if _whose(text[: found.end()]) == ANOTHER and not ME.search(text) else ON_HIGH
    return replace(made, kind="answer", intent=who, also=None)


def _whose(before: str) -> str | None:
    """Return the answer for whoever is named last; None for "you", which is a threat."""
    named = {
        who: max((found.end() for found in pattern.finditer(before)), default=0)
        for who, pattern in ((ONESELF, ME), (ANOTHER, THEM), (None, YOU))
    }
    return max(named, key=lambda who: named[who])
