"""Who does not wake, and who is ill of food, in the plainest words: what a body looks like comes before the rest.

"The manager forbids to call a car" in the same message is named beside it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import holes
from bot.dialogue.despair import CALLED, LIFE
from bot.dialogue.sayings import LONGEST

if TYPE_CHECKING:
    from bot.dialogue.types import World
    from bot.match.types import Decision

ILL = "food.sick"
SOMEBODY = (
    r"(?:s?he|her|him|it|them|baby|bub|child|kid|mum|mom|mother|mam[ai]|dad|father|papa|grand\w+|son|daughter"
    r"|wife|husband"
    r"|friend|sister|brother)"
)
NOT = r"(?:can'?t|cannot|can not|wo?n'?t|wouldn'?t|do(?:es)?n'?t|does not|not|isn'?t|never)"
LIFELESS = re.compile(
    r"\b(?:lips?|face|fingers?|mouth) (?:is |are |r |colou?r |go(?:es|ing|ne)? |turn\w* |all |look\w* )*"
    r"(?:blue|purple|gr[ea]y)\b"
    rf"|\b{SOMEBODY}\b[^.!?\n]{{0,30}}\b(?:not|isn'?t|isnt|stopped|barely|hardly|no longer) breath(?:e|es|ing)\b"
    r"|\bno (?:pulse|heartbeat)\b|\beyes (?:rolled|rolling|half open|wo?n'?t open|not open)\w*"
    r"|\bfoam\w* (?:at|from|in|out of) (?:the |his |her )?mouth\b"
    r"|没(?:有)?(?:呼吸|心跳|脉搏)|(?<![罐煤瓦胎])没气了|不喘气|嘴唇?\w{0,3}[紫青乌]|眼睛?都?(?:不睁|睁不开)"
    r"|眼睛?\w{0,2}翻白(?!眼)"
    r"|喂(?:他|她|佢)?水\w{0,2}喂不进|水都?喂不进|(?<!喝多了)(?<!下药)神志不清(?!\w{0,6}[转签骗买给])"
    r"|口吐白沫|(?:身上|手脚)\w{0,2}(?:冰凉|凉凉|冰冷|冷冰)|脑壳\w{0,2}[吊耷]"
)
UNANSWERING = re.compile(
    rf"\b{SOMEBODY}\b[^.!?\n]{{0,30}}\b{NOT} (?:wak(?:e|ing)(?: up)?|properly wake)(?! (?:early|at|for|in time"
    rf"|me|on))\b"
    rf"|\b{NOT} get (?:my )?{SOMEBODY} to wake\b|\b{NOT} wak(?:e|ing) (?:my |the )?{SOMEBODY}\b"
    r"|\b(?:shak|slapp?|pinch|pok|shout)(?:e|es|ing|ed)?\b[^.!?\n]{0,30}\b(?:nothing|no (?:response|reaction|answer)"
    r"|not (?:wak|react|respond|mov)\w+)"
    r"|(?:拍|摇|推|掐|捏|喊|叫)\w{0,4}(?:没|冇|唔|不|毫无)有?(?:反应|应(?![该当聘])|醒)"
    r"|(?:喊|叫)[都也了他她它佢人好几声半天怎么]{0,6}不答应"
    r"|(?:喊|叫)(?:他|她|佢|爸|妈|老\w)\w{0,2}名字\w{0,2}[\s，,]*[他她佢]\w{0,2}(?:喊|叫)\w{0,2}[妈娘爸]"
)
# Of whom these are told is only silent, sleeps late, or is to sleep on.
ONLY_SILENT = re.compile(
    r"\b(?:early|late for|every (?:day|morning)|alarm clock|must(?:n'?t| not) wake|(?:app|phone|message|text"
    r"|chat|whatsapp"
    r"|call)s?)\b|天天|每天|早上|迟到|闹钟|起床|客服|微信|消息|短信|电话|视频|手机|机器|叫车|打车|拍照|投诉"
)
SIGNS = re.compile(
    r"\b(?:vomit\w*|throw(?:ing|s|n)? up|threw up|chuck(?:ed|ing) (?:\w+ )?(?:times|up)|puk(?:e|ing|ed)|cramps?"
    r"|convuls\w*|seizures?|diarrh?o?ea|runny belly"
    r"|double vision|seeing double|see(?:s|ing)? everything double|slurr\w+"
    r"|can'?t swallow(?! (?:what|this|that|how|the fact))"
    rf"|(?:skin|eyes?|face|\w*mate|{SOMEBODY}|s?he'?s|i'?m)\b[^.!?\n]{{0,15}}\byellow"
    r"|passed out|faint(?:ed|ing|s)?|can'?t keep (?:\w+ )?down)\b|又吐又拉|上吐下泻|呕吐|吐个?不停|一直吐|抽筋"
    r"|抽搐|拉稀|拉血|吐血|拉肚子|肚子\w{0,2}[疼痛]"
    r"|看东西\w{0,3}(?:双|重影)|眼皮\w{0,2}(?:往下)?(?:掉|耷拉|垂)|咽得?\w{0,2}(?:费劲|困难|不下)"
    r"|(?:皮肤|眼睛|眼白)\w{0,2}发?黄"
)
EATEN = re.compile(
    r"\b(?:ate|eat(?:en|ing)?|lunch|dinner|breakfast|supper|food|meal|canteen|formula|milk|mush(?:room|ie)s?|canned|tinned|beans|drank"
    r"|restaurant|takeaway|kitchen)\b"
    r"|吃|喝|饭|食堂|奶|菌子?|蘑菇|餐|外卖|豆腐|罐头"
)


def heard(made: Decision, words: str, world: World) -> Decision:
    """Answer for who does not wake, then for who is ill of food, where `made` is of something else."""
    known = made.intent if made.kind == "answer" else None
    if len(words) > LONGEST or known == CALLED or not {CALLED, ILL} <= world.catalog.intents.keys():
        return made
    text = holes.fold(words)
    if LIFELESS.search(text) or (UNANSWERING.search(text) and not ONLY_SILENT.search(text)):
        return replace(made, kind="answer", intent=CALLED, also=known)
    meant = ILL in {each.intent for each in made.alternatives}
    if known == ILL or known in LIFE or not meant or not SIGNS.search(text) or not EATEN.search(text):
        return made
    return replace(made, kind="answer", intent=ILL, also=known)
