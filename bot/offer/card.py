"""The assessment as a card for the chat: the level, the signs with their words, what was read, what to do next."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.catalog.parts import parts
from bot.catalog.types import MAIN
from bot.offer.weigh import ORDINARY_WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.offer.content import FlagText
    from bot.offer.rules import Rules
    from bot.offer.types import Assessment, Entity, Flag

SHOWN = 5
WORKER_PAYS = ("payer", "worker")
SHOWN_OF_A_KIND = 3
LONGEST_QUOTE = 80
NEXT = {"high": "next_high", "caution": "next_caution", "none_found": "next_none"}
AT_HOME = "_home"  # of texts that speak of travel, visa and embassy: how they are worded for work at home
NOTES = ("assumed", "free", "shortener", "chat", "mixed", "punycode")


def card(found: Assessment, rules: Rules, lang: str) -> tuple[str, ...]:
    """Return Telegram HTML in parts, each short enough for a phone. Quotes are escaped: an offer brings no markup."""
    said = words(rules, lang)
    if found.risk == "not_an_offer":
        return (said["not_an_offer"],)
    blocks = [
        "\n".join(_verdict(found, rules, lang)),
        *_signs(found, rules, lang),
        "\n".join(_read(found.entities, said)),
        _missing(found, said),
        f"{said['next']}\n{fitting(said, NEXT[found.risk], found.kind)}",
        "\n".join([said["unseen"], *([said["cut"]] if found.cut else [])]),
    ]
    return _numbered([block for block in blocks if block], said)


def words(rules: Rules, lang: str) -> Mapping[str, str]:
    """Return the card's words in a language, English where it is unknown."""
    return (rules.texts.get(lang) or rules.texts[MAIN]).card


def flag_text(rules: Rules, lang: str, key: str) -> FlagText:
    """Return how a language words a sign, English where the language is unknown."""
    return (rules.texts.get(lang) or rules.texts[MAIN]).flags[key]


def safe(text: str) -> str:
    """Make a text harmless in Telegram HTML."""
    return escape(text, quote=False)


def quote(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return words of the offer on one line, cut and harmless."""
    line = " ".join(text.split())
    return safe(line if len(line) <= longest else f"{line[:longest]}…")


def headline(risk: str, kind: str, said: Mapping[str, str], *, signs: bool) -> str:
    """Return the level in a sentence: who is shown signs is not told that there are none."""
    return said["none_but_signs"] if risk == "none_found" and signs else fitting(said, risk, kind)


def fitting(said: Mapping[str, str], key: str, kind: str) -> str:
    """Return a text as it is worded for work at home, where it is, and the offer is such work."""
    return said.get(f"{key}{AT_HOME}", said[key]) if kind == "job_other" else said[key]


def _verdict(found: Assessment, rules: Rules, lang: str) -> list[str]:
    said = words(rules, lang)
    text = rules.texts.get(lang) or rules.texts[MAIN]
    lines = [headline(found.risk, found.kind, said, signs=bool(found.flags))]
    if found.rule is not None:
        lines.append(said["because"].format(rule=safe(text.rules[found.rule])))
    stated = [sign for sign in found.good if sign.id != ORDINARY_WORDING]
    checkable = any(sign.checkable for sign in stated)
    if found.lowered and not checkable:
        lines.append(said["lowered_by_wording"])
    names = [f"{safe(text.good[sign.id].name)} (“{quote(sign.quote, 40)}”)" for sign in stated[:SHOWN_OF_A_KIND]]
    if names:
        by_them = found.lowered and checkable
        lines.append(said["lowered" if by_them else "good"].format(good=said["separator"].join(names)))
    return lines


def _signs(found: Assessment, rules: Rules, lang: str) -> list[str]:
    said = words(rules, lang)
    if not found.flags:
        return []
    lines = [said["signs"], *(_sign(flag, rules, lang) for flag in found.flags[:SHOWN])]
    if len(found.flags) > SHOWN:
        lines.append(said["more"].format(count=len(found.flags) - SHOWN))
    return ["\n".join(lines)]


def _sign(flag: Flag, rules: Rules, lang: str) -> str:
    text = flag_text(rules, lang, flag.id)
    said = words(rules, lang)
    usual = f" {said['usual']}" if flag.id == "pay_far_above_market" else ""
    return f"• <b>{safe(text.name)}</b>{said['colon']}“{quote(flag.quote)}”\n  {safe(text.why + usual)}"


def _read(entities: Iterable[Entity], said: Mapping[str, str]) -> list[str]:
    kinds: dict[str, list[str]] = {}
    for kind, entity in _under_headings(tuple(entities)):
        shown = kinds.setdefault(kind, [])
        if (text := _item(entity, said)) not in shown and len(shown) < SHOWN_OF_A_KIND:
            shown.append(text)
    if not kinds:
        return []
    ordered = sorted(kinds, key=lambda kind: list(said).index(f"item_{kind}"))
    return [
        said["read"],
        *(f"{said[f'item_{kind}']}{said['colon']}{said['separator'].join(kinds[kind])}" for kind in ordered),
    ]


def _under_headings(entities: tuple[Entity, ...]) -> Iterator[tuple[str, Entity]]:
    """Yield each entity with its heading: what the worker pays stands under the fees, once, in the longer quote."""
    owed = [entity for entity in entities if entity.kind == "fee" or (entity.kind, entity.value) == WORKER_PAYS]
    for entity in entities:
        if entity not in owed:
            yield entity.kind, entity
        elif all(entity is each or each.start > entity.start or each.end < entity.end for each in owed):
            yield "fee", entity


def _item(entity: Entity, said: Mapping[str, str]) -> str:
    """Word one thing that was read; links stand as code, so that nobody opens one by mistake."""
    text = quote(entity.quote, 60)
    if entity.kind in ("link", "mail") or (entity.kind == "handle" and "/" in entity.quote):
        text = f"<code>{text}</code>"
    notes = [said[f"note_{name}"] for name in NOTES if entity.details.get(name) is True]
    if (period := entity.details.get("period")) is not None:
        notes.insert(0, said[f"period_{period}"])
    return f"{text} ({said['separator'].join(notes)})" if notes else text


def _missing(found: Assessment, said: Mapping[str, str]) -> str:
    lacks = said["separator"].join(fitting(said, f"lacks_{name}", found.kind) for name in found.missing)
    if not lacks:
        return ""
    # Who is told to stop is not told to write to the recruiter as well.
    ask = "" if found.risk == "high" else said["missing_ask"]
    return said["missing"].format(missing=lacks) + ask


def _numbered(blocks: list[str], said: Mapping[str, str]) -> tuple[str, ...]:
    made = parts(blocks, "\n\n")
    if len(made) == 1:
        return made
    labels = (said["parts"].format(part=index, parts=len(made)) for index in range(1, len(made) + 1))
    return tuple(f"{part}\n\n{label}" for part, label in zip(made, labels, strict=True))
