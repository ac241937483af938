"""A small child who swallowed what is no food: answered at once, for parents type it before they dial."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import despair, holes
from bot.dialogue.sayings import LONGEST
from bot.dialogue.unwell import ILL

if TYPE_CHECKING:
    from bot.dialogue.types import World
    from bot.match.types import Decision

SMALL = (
    r"(?:bab(?:y|ies)|toddler|infant|newborn|little one"
    r"|(?:[1-9]|one|two|three|four|five|six) ?(?:yo|(?:years?|yrs?|mon?ths?|mths?)[ -]?olds?))"
)
CHILD = r"(?:child|kid|son|daughter|boy|girl|nephew|niece|grand(?:son|daughter|child))"
BY_MISTAKE = (
    r"(?:by (?:mistake|accident)|accident(?:al|ly|aly|ally)|thought it (?:is|was)|instead of (?:water|juice|milk))"
)
TOOK = (
    r"(?:(?:drank|drunk|drink(?:s|ing)?|swallow(?:s|ed|ing)?|ate|eaten|eat(?:s|ing)?|took|lick(?:s|ed|ing)|bit"
    r"|suck(?:s|ed|ing)) (?:\w+ ){0,4})"
)
MEDICINE = (
    r"(?:(?:(?:sleeping|heart|(?:blood )?pressure|birth control|my|his|her|grand\w+) )+"
    r"(?:pills?|tablets?|meds|medicines?))"
)
RATS = r"(?:rat|mouse|ant|roach|cockroach) (?:poison|bait|killer)"
POISON = (
    rf"(?:{RATS}|{despair.POISON}|weed ?killer|dettol|paraffin|kerosene|petrol"
    r"|diesel|turpentine|thinner|antifreeze|drain cleaner|caustic soda|ammonia|moth ?balls?|nail polish remover"
    r"|hand sanitizer)"
)
# Nobody takes these to die.
MISHAP = (
    r"(?:detergent|(?:washing|soap|dish\w*|laundry) (?:powder|pods?|tablets?|capsules?|liquid)|tide pods?"
    r"|batter(?:y|ies)(?! (?:hen|chicken|egg|farm))|magnets?|silica gel|shampoo|bubble bath)"
)
THINGS = rf"(?:{POISON}|{MISHAP}|{MEDICINE})"
SMALL_HAN = r"(?:宝宝|婴儿|[奶娃]娃|娃儿|幼儿|(?<![\d十])[一两二三四五六1-6]岁半?|(?<!\d)\d{1,2}个月大|小朋友|小孩)"
CHILD_HAN = r"(?:孩子|儿子|女儿|孙[子女]|外孙女?|娃|弟弟|妹妹|仔|囡|宝)"
TOOK_HAN = r"(?:误[食喝吞服]|[吞喝吃舔咬咽饮食]了?(?:下去?|进去)?)"
POISON_HAN = (
    r"(?:农药|除草剂|百草枯|敌敌畏|[老耗]鼠药|蟑螂药|煤油|汽油|柴油|酒精|甲醇|烧碱|洗甲水|樟脑丸?|水银"
    r"|安眠药|降[压糖]药|避孕药|药片)"
)
MISHAP_HAN = (
    r"(?:漂白[水剂]|洁厕[灵剂液]|消毒[液水]|84|洗衣(?:凝珠|液|粉|珠)|洗洁精|洗碗块|[纽钮]扣电池|电池|磁力?珠"
    r"|磁铁|巴克球|干燥剂|洗发[水露]|沐浴露)"
)
THINGS_HAN = rf"(?:{POISON_HAN}|{MISHAP_HAN})"
NEAR, NEAR_HAN = r"[^!?\n]{0,40}?", r"[^。！？\n]{0,14}?"


def _had(things: str) -> str:
    return rf"(?:{TOOK_HAN}\w{{0,6}}?{things}|[把将]\w{{0,6}}?{things}\w{{0,5}}{TOOK_HAN})"


SWALLOWED = re.compile(
    rf"\b{SMALL}\b{NEAR}\b{TOOK}{THINGS}\b|\b{TOOK}{THINGS}\b{NEAR}\b{SMALL}\b|\b{CHILD}\b{NEAR}\b{TOOK}{MISHAP}\b"
    rf"|\b(?:child|kid|grandchild)\b{NEAR}\b{TOOK}{RATS}\b"
    rf"|\b{CHILD}\b{NEAR}\b(?:{TOOK}{THINGS}\b{NEAR}\b{BY_MISTAKE}|{BY_MISTAKE} {TOOK}{THINGS})\b"
    rf"|{SMALL_HAN}{NEAR_HAN}{_had(THINGS_HAN)}|{_had(THINGS_HAN)}{NEAR_HAN}{SMALL_HAN}"
    rf"|{CHILD_HAN}{NEAR_HAN}{_had(MISHAP_HAN)}"
    rf"|{CHILD_HAN}{NEAR_HAN}(?:误[食喝吞服]|不小心{TOOK_HAN}|当(?:成|作|做)?\w{{1,4}}{TOOK_HAN})\w{{0,6}}?{THINGS_HAN}"
    rf"|{CHILD_HAN}{NEAR_HAN}[把将]\w{{0,6}}?{THINGS_HAN}\w{{0,4}}(?:当(?:成|作|做)?\w{{1,4}}|误){TOOK_HAN}"
)

# Who took it themselves may name a child, or call somebody "baby".
MYSELF = re.compile(
    r"\bi(?:'ve| have| just| already)* (?:drank|drunk|drink|swallow\w*|ate|eat|eaten|took|taken)\b"
    r"|(?:我|俺)(?:刚|已经|就|都|也|自己|现在)*(?:把\w{0,6})?[喝吞吃]"
)


def heard(made: Decision, words: str, last: str | None, world: World) -> Decision:
    """Answer whoever tells that a small child swallowed what is no food; beside it what else is told, despair first.

    An older child who took poison may have meant to: that is for `despair`. `last` is the answer before.
    """
    said = SWALLOWED.search(text := holes.fold(words)) if len(words) <= LONGEST else None
    if said is None or MYSELF.search(text) is not None or ILL not in world.catalog.intents:
        return despair.heard(made, words, last, world)
    if made.intent == despair.CALLED and made.kind == "answer":
        return made
    beside = despair.heard(made, f"{text[: said.start()]} {text[said.end() :]}", last, world)
    also = beside.intent if beside.kind == "answer" and beside.intent != ILL else None
    return replace(made, kind="answer", intent=ILL, also=also)
