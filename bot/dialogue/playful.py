"""A joke, a game or a story that sounds like an emergency: it is asked about, and nobody is alarmed.

People in danger may laugh as well, so the emergency is still what is offered first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import holes
from bot.dialogue.types import OF_WHO_IS_HELD
from bot.match.types import Match

if TYPE_CHECKING:
    from bot.dialogue.types import World
    from bot.match.types import Decision

LAUGH = re.compile(
    r"\b(?:l+o+l+|lmf?ao+|rofl|a?ha(?:ha)+h?|he(?:he)+|ja(?:ja)+|wkwk\w*|jk)\b|w{4,}\b|h{3,}(?![a-z])|哈{2,}"
    r"|嘿嘿|嘻嘻|笑死|233+"
    r"|[😂🤣😆😹]"
)
# Who laughs for fear.
EARNEST = re.compile(
    r"\b(?:scared|afraid|please|pls|no joke|not (?:a )?jok\w*|for real|serious\w*|blood|beat\w*|gun|knife|passports?)\b"
    r"|害怕|好怕|求求|真的|不是开玩笑|护照|打我|打人"
)
# No word that scammers use of their own work ("script"), nor a game in which people are cheated.
STORY = re.compile(
    r"\b(?:writing|wrote|write) (?:a |an |my |this )?(?:fic|story|book|screenplay)\b|\b(?:wattpad|my mc|the mc"
    r"|novels?|thriller|fan ?fic\w*|screenplay|chapter \d+|heroine|protagonist|d&d|rpg|gta|mario ?kart|zelda"
    r"|ps[45]|xbox"
    r"|nintendo|level \d+|boss fight|escape room|murder mystery|squid game|season \d+|episode \d+|school play)\b"
    r"|小说|网文|剧本杀|[男女]主(?!人)|主角|第[一二三四五六七八九十百\d]+[章集关回]|通关|密室逃脱|手抄报|作文|追剧"
    r"|电视剧|电影里|梦见|做了个梦|吃鸡"
)
# Not whose life is at stake by their own hand; and who ate the wrong mushroom does laugh.
PLAYED = OF_WHO_IS_HELD | {"bot.emergency", "jobs.family_trapped", "jobs.ransom", "jobs.abused", "jobs.escaped"}
IN_A_STORY = PLAYED | {"food.sick"}
MOST = 3  # that are offered


def laughs(words: str) -> bool:
    """Tell whether a message laughs."""
    return LAUGH.search(holes.fold(words)) is not None


def heard(made: Decision, words: str, world: World) -> Decision:
    """Ask whether an emergency is meant, where the words laugh, or tell of a story."""
    if made.kind != "answer" or made.intent not in IN_A_STORY or made.intent not in world.catalog.intents:
        return made
    text = holes.fold(words)
    joked = made.intent in PLAYED and laughs(words) and EARNEST.search(text) is None
    if STORY.search(text) is None and not joked:
        return made
    others = (each for each in made.alternatives if each.intent != made.intent)
    offered = (Match(made.intent, made.score), *others)[:MOST]
    return replace(made, kind="disambiguate", intent=None, also=None, alternatives=offered)
