"""Who says that they, or somebody else, are kept somewhere: that comes before what the rest of the message is near to.

"The guard is asleep, can I swim across the river": a crossing, a loan or a hotel is named beside it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.catalog.types import Urgency
from bot.dialogue import holes
from bot.dialogue.despair import LIFE, SURE
from bot.dialogue.sayings import KIN, KIN_HAN, LONGEST, MYSELF, THIRD
from bot.dialogue.types import ANOTHER_HELD, EMERGENCY, HELD, OF_WHO_IS_HELD
from bot.match.decide import likeliest

if TYPE_CHECKING:
    from bot.dialogue.types import World
    from bot.match.types import Decision

GOT_OUT, RANSOM = "jobs.escaped", "jobs.ransom"
TO_PRISON, FLIES = "jobs.legal_risk", "jobs.about_to_fly"
OF_WHO_GOES, AT_GATE = frozenset({ANOTHER_HELD, FLIES, "jobs.persuade_friend"}), "jobs.at_gate"
OWN_CRY = frozenset({HELD, EMERGENCY})
TOLD_ONE_HELD = OWN_CRY | OF_WHO_IS_HELD
WHO = r"(?:me|us|him|her|them|(?:my|our) \w+|\d+ (?:people|of us)|people|workers|anybody|anyone)"
NOT = r"(?:not|never|won'?t|don'?t|doesn'?t|didn'?t|can'?t|cannot|wouldn'?t)"
CANNOT = r"(?:cannot|can'?t|not able to|unable to)"
KEPT = re.compile(
    r"\b(?:locked|kept|trapped|stuck|confined) (?:up |us |me )?(?:in|inside)(?: \w+){0,3} "
    r"(?:room|house|home|building|compound|hotel|office|flat|apartment|dorm\w*|camp|company|park|basement|floor)\b"
    rf"|\b(?:keep|keeps|kept|keeping|hold|holds|holding|lock|locks|locked) {WHO} (?:\w+ )?"
    r"(?:in|inside|up|locked|there|here)\b"
    rf"|\b{NOT} (?:let|letting|allow|allowed|permit)(?: {WHO})? (?:to )?(?:leave|go|out|get out|come out|go out)\b"
    rf"|\b{CANNOT} (?:leave|get out of|go out of) (?:the|this|our|here|compound|hotel|house)\b"
    rf"|\b{CANNOT} (?:go|come|get) out(?:side)?\b(?! (?:of (?!here|there)|with|on|to))"
    r"|\bdoor (?:is )?locked from (?:the )?outside"
    r"|\bguards? (?:is|are|at|in|on|by|with|outside|near\w*|here|close|next|beside|watch\w*|sleep\w*|asleep)\b"
    r"|(?:不让|不许|不准|唔畀|不给)(?:我|我们|他|他们|她|她们|人|任何人)?(?:走|离开|出门|出去|出来|回家|外出|下船|下车)"
    r"|(?:(?:被|给)(?:\w{1,4})?|(?:叫|让)人给?)(?:(?:关|锁|困|囚禁|软禁|扣)(?:在|着|起来|住)"
    r"|[关锁困](?:屋(?!门)|房(?![租费补门])))"
    r"|(?:[关锁困][住着]|锁了)(?>我们|咱们|我|他们|她们|他|她)(?!的|手机|护照|账|卡|银行|微信|支付宝|号)"
    r"|(?<!自己)(?:关|锁)(?:在|着)(?:\w{0,6})(?:屋|房|楼|园区|酒店|宾馆|公司|宿舍|家里|里面|里头)"
    r"|(?:看守|守卫|保安|打手)就?(?:在|都|正|站)*(?:睡|看着|守着|盯着|旁边|边上|门口|外面|身边)"
    r"|(?:门口|外面|楼下|旁边|一直)有人(?:看|守|盯)|园区.{0,8}旁边有人"
)
RAN = re.compile(
    r"\b(?:i|we)(?: have|'ve| just)* (?:got (?:out|away)|escaped|ran (?:away|out)|managed to (?:escape|get out))\b"
    r"|\bi (?:run|ran|jump|jumped)\b[^?!\n]{0,25}\b(?:fields?|forest|jungle|bush(?:es)?|sugar ?cane"
    r"|trees|hid(?:e|ing))\b"
    r"|(?<![想要能没怎么何帮])(?:跑|逃)了?出来"
)
CAUGHT = re.compile(r"\b(?:caught|brought back)\b|抓回|又被")
# "Will they lock me up for that?": a prison is meant.
PRISON = re.compile(
    r"\b(?:lock|put|throw|send) (?:me|us) (?:up|inside|away|in (?:jail|prison)) (?:for|over) (?:that|this|it|what)\b"
    r"|为(?:这|那)个?\w{0,3}(?:坐牢|判刑|抓我)"
)
# Somebody who has not left yet can still be stopped.
AIRPORT = re.compile(
    r"\b(?:airport|departures?|boarding|check(?:ed|ing)?[ -]?in(?! with)|jkia|entebbe|naia|klia2?|bole)\b"
    r"|\b(?:flight|plane) (?:is |leaves |goes |at |in )*(?:tonight|today|now|soon|\d)|机场|航站楼|登机"
)
GONE = re.compile(
    r"\b(?:land(?:ed|ing)|arriv\w+|reached|picked|since|silent|no (?:contact|answer|reply|word)|never|ago|yesterday"
    r"|n[o']t (?:answer|reply|pick)\w*|last (?:week|month|year|night)|took|taken|held|hold\w*|locked|kept|sold|ransom"
    r"|escaped|back home|detain\w*|stuck|stopped|arrest\w*|missing|disappear\w*|lost|was at"
    r"|(?:is|switched|turned) off|compound|beat\w*|beg\w*|cry\w*|works? (?:at|in))\b"
    r"|落地|之后|以后|失联|联系不上|没消息|不回|关机|不见|[关扣困卖绑赎]|园区|挨打|[接带]走|打不通|上班|昨|前天|上个?[周月]|下了?飞机"
)
# Who is at the airport themselves, or held there, is told something else.
THERE = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are) |\b(?:let|lets|letting|have|has|took|take|hold|keep|sell) (?:me|us)\b"
    r"|\bmy (?:passport|phone|bags?|documents|visa|papers)\b|我(?:在|们|已经|不敢|不想)"
)
HE_IS = re.compile(
    rf"^\W*(?:s?he|my (?:\w+ )?(?:{KIN}))\b|(?:[他她]|{KIN_HAN})\w{{0,4}}[在到]\w{{0,4}}(?:机场|登机|航站)"
)
# Who shuts themselves in is not held.
SHUT = re.compile(r"\block(?:s|ed)? (?:him|her|them)sel(?:f|ves)\b|反锁|自己[关锁]|佢锁埋门")
KEPT_OUT = re.compile(r"不[让给]我进")
TAKEN = re.compile(r"\b(?:taken|sold|kidnapped|trafficked) (?:to|into|in|by)\b|[骗带卖拐](?:去|到|走)|失联|联系不上")
ANOTHER = re.compile(rf"\b(?:my|our) (?:\w+ )?(?:{KIN})s?\b|(?:{KIN_HAN})")
THEM = re.compile(rf"\b(?:him|her|them|he|she)\b|[他她]|[被给]|\bmy (?:{KIN})s? (?:is|are|was|were|got) ")
FOR_HIM = re.compile(r"\b(?:him|her)\b|[放赎救换][他她]")
ME = re.compile(r"\bme\b|\b(?:to|lock\w*|hold\w*|keep\w*) us\b")
# Who is held asks how to reach them: "what do i write to my sister".
REACHES = re.compile(
    rf"\b(?:tell|write|text|message|call|contact|inform|send|say)\b[^.;!?]{{0,20}}\b(?:my|our) (?:{KIN})s?\b"
    rf"|(?:告诉|通知|联系|发给|写给|跟|给)我?(?:{KIN_HAN})"
)


def _of_another(text: str) -> bool:
    """Tell whether a short text tells only of a relative or friend: "my sister works as a maid, they lock her"."""
    spoken = ANOTHER.search(text) is not None and THEM.search(text) is not None
    return spoken and not MYSELF.search(text) and not ME.search(text)


def _of_oneself(made: Decision, text: str) -> bool:
    """Tell whether an answer for families was found, and a short text names nobody who is held but its writer."""
    if made.intent == ANOTHER_HELD and REACHES.search(text) is not None and THEM.search(text) is None:
        return True
    if ANOTHER.search(text) is not None:
        return False
    if made.intent == RANSOM:
        return FOR_HIM.search(text) is None
    return made.intent == ANOTHER_HELD and MYSELF.search(text) is not None and THIRD.search(text) is None


def _shut_in(text: str) -> bool:
    """Tell whether a text tells of somebody who shut themselves in, or the writer out."""
    return KEPT_OUT.search(text) is not None or (SHUT.search(text) is not None and MYSELF.search(text) is None)


def _at_liberty(made: Decision, text: str) -> str | None:
    """Return the answer of who got out, or of who fears a prison, where that is told."""
    if made.intent in OWN_CRY and RAN.search(text) and not CAUGHT.search(text):
        return GOT_OUT
    if made.intent in OWN_CRY and PRISON.search(text) and not KEPT.search(PRISON.sub(" ", text)):
        return TO_PRISON
    return None


def _not_flown_yet(made: Decision, text: str) -> bool:
    """Tell whether somebody else, who is to be warned, missed or at a gate, is only on their way to the plane."""
    found = None if made.kind == "unknown" else likeliest(made)
    if found not in OF_WHO_GOES and not (found == AT_GATE and HE_IS.search(text)):
        return False
    told_otherwise = GONE.search(text) or KEPT.search(text) or THERE.search(text)
    return AIRPORT.search(text) is not None and told_otherwise is None


def _instead(made: Decision, text: str, last: str | None) -> str | None:
    """Return the answer that is meant where the one found speaks of another person, or of who is held and is not."""
    if made.kind != "answer":
        return None
    if (meant := _at_liberty(made, text)) is not None:
        return meant
    if made.intent == EMERGENCY and ANOTHER.search(text) and TAKEN.search(text) and not MYSELF.search(text):
        return ANOTHER_HELD
    if last in TOLD_ONE_HELD and _of_oneself(made, text):
        return HELD
    if made.intent == HELD:
        return ANOTHER_HELD if _of_another(text) else HELD
    return None


def heard(made: Decision, words: str, last: str | None, world: World) -> Decision:
    """Answer who is kept somewhere, where `made` is unsure or about something that can wait; else return `made`.

    `last` is the answer before: who cried for help themselves goes on about themselves ("they want a ransom").
    """
    known = world.catalog.intents.get(made.intent or "")
    if len(words) > LONGEST or last in LIFE:  # whoever may hurt themselves locks their own door
        return made
    text = holes.fold(words)
    if made.intent == HELD and _shut_in(text):
        others = tuple(match for match in made.alternatives if match.intent != HELD)
        return replace(made, kind="disambiguate" if others else "unknown", intent=None, alternatives=others)
    if (meant := FLIES if _not_flown_yet(made, text) else _instead(made, text, last)) is not None:
        return replace(made, kind="answer", intent=meant) if meant in world.catalog.intents else made
    vague = made.intent == EMERGENCY and not _of_another(text)  # "help, my son is locked in the car" says what for
    waits = known is None or vague or (known.urgency is not Urgency.EMERGENCY and made.score < SURE)
    if not waits or KEPT.search(text) is None:
        return made
    found = {match.intent: match.score for match in made.alternatives}
    likely = [each for each in (HELD, ANOTHER_HELD) if each in found and each in world.catalog.intents]
    if not likely:
        return made
    who = max(likely, key=lambda each: found[each])
    if len(likely) > 1 and THIRD.search(text) and not MYSELF.search(text):
        who = ANOTHER_HELD
    return replace(made, kind="answer", intent=who, also=made.intent)
