"""A joke, a game or a story that sounds like an emergency: it is asked about, and nobody is alarmed.

People in danger may laugh as well, so the emergency is still what is offered first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import holes
from bot.dialogue.confined import GOT_OUT, RANSOM
from bot.dialogue.types import ANOTHER_HELD, EMERGENCY, OF_WHO_IS_HELD
from bot.dialogue.unwell import ILL
from bot.match.types import Match

if TYPE_CHECKING:
    from bot.dialogue.types import World
    from bot.match.types import Decision

LAUGH = re.compile(
    r"\b(?:l+o+l+|lmf?ao+|rofl|a?ha(?:ha)+h?|he(?:he)+|ja(?:ja)+|wkwk\w*|jk)\b|w{4,}\b|(?<![a-z])h{3,}(?![a-z])|哈{2,}"
    r"|嘿嘿|嘻嘻|笑死|(?<!\d)233+(?!\d)|[😂🤣😆😹]"
)
# Who laughs for fear.
EARNEST = re.compile(
    r"\b(?:scared|afraid|please|pls|no joke|not (?:a )?jok\w*|for real|serious\w*|blood|beat\w*|guns?|knife"
    r"|passports?)\b"
    r"|害怕|好怕|求求|真的|不是开玩笑|护照|打我|打人"
)
# No word that scammers use of their own work ("script"), nor a game in which people are cheated.
STORY = re.compile(
    r"\b(?:writing|wrote|write) (?:a |an |my |this )?(?:fic|story|book|screenplay)\b"
    r"|\b(?:wattpad|my mc|the mc|novels?|thriller|fan ?fic\w*|screenplay|chapter \d+|heroine|protagonist|d&d|rpg|gta"
    r"|mario ?kart|zelda|ps[45]|xbox|nintendo|boss fight|escape rooms?|murder mystery|squid game|school play"
    r"|ep(?:isode)? \d+|(?:write|writing|wrote) [^.!?\n]{0,20}short story)\b"
    r"|小说|网文|剧本杀|[男女]主(?!人)|主角|第[一二三四五六七八九十百\d]+[章回]|玩\w{0,4}密室|密室(?:逃脱|本|店|啊)|(?:那个|这个|被|个)npc|npc(?:拿|追|扮)|手抄报|作文|追剧|电影里"
    r"|梦见|做了个梦|吃鸡"
)
US = re.compile(
    r"\b(?:we|us)\b|\b(?:lock\w*|keep|kept|hold|beat) me\b|\bmy passport\b|我们?被|把我"
)  # no story has its writer in it
# Not whose life is at stake by their own hand; and who ate the wrong mushroom does laugh.
PLAYED = OF_WHO_IS_HELD | {EMERGENCY, ANOTHER_HELD, RANSOM, GOT_OUT, "jobs.abused"}
IN_A_STORY = PLAYED | {ILL}
MOST = 3  # that are offered


def laughs(words: str) -> bool:
    """Tell whether a message laughs, and not for fear."""
    text = holes.fold(words)
    return LAUGH.search(text) is not None and EARNEST.search(text) is None


def plays(words: str) -> bool:
    """Tell whether a message laughs, or tells of a story or a game."""
    return laughs(words) or _story(holes.fold(words))


def _story(text: str) -> bool:
    return STORY.search(text) is not None and US.search(text) is None


def heard(made: Decision, words: str, world: World) -> Decision:
    """Ask whether an emergency is meant, where the words laugh, or tell of a story."""
    if made.kind != "answer" or made.intent not in IN_A_STORY or made.intent not in world.catalog.intents:
        return made
    if not _story(holes.fold(words)) and (made.intent not in PLAYED or not laughs(words)):
        return made
    others = (each for each in made.alternatives if each.intent != made.intent)
    offered = (Match(made.intent, made.score), *others)[:MOST]
    return replace(made, kind="disambiguate", intent=None, also=None, alternatives=offered)
