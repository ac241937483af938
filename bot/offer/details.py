"""What the card's buttons open: why a sign is one, the questions to ask, a card to share without personal data."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.catalog.types import MAIN
from bot.offer.card import fitting, flag_text, headline, safe, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalog.types import HotlineSource
    from bot.offer.rules import Rules
    from bot.offer.types import Risk

MOST_QUESTIONS = 8
MOST_SIGNS = 5


def why(key: str, rules: Rules, lang: str) -> str | None:
    """Return why a sign is one, what may explain it, and who says so, as HTML. None for an unknown id."""
    if key not in rules.flags:
        return None
    said, text, flag = words(rules, lang), flag_text(rules, lang, key), rules.flags[key]
    lines = [
        said["why_title"],
        f"<b>{safe(text.name)}</b>{said['colon']}{safe(text.why)}",
        said["why_innocent"].format(innocent=safe(text.innocent)),
        *(said["why_source"].format(source=_source(rules.known.sources[name])) for name in flag.sources),
    ]
    if flag.belief is not None and lang == MAIN:  # written for authors, in English
        lines.append(said["why_belief"].format(belief=safe(flag.belief)))
    return "\n".join(lines)


def questions(kind: str, flags: Sequence[str], rules: Rules, lang: str) -> str:
    """Return what to ask the recruiter about these signs, as a block that a tap copies; unknown ids are left out.

    `kind`: nobody is asked for a visa about work at home.
    """
    said = words(rules, lang)
    asks = [flag_text(rules, lang, key).ask for key in flags if key in rules.flags]
    asks += fitting(said, "ask_always", kind).split("|")
    numbered = (f"{number}. {ask}" for number, ask in enumerate(dict.fromkeys(asks[-3:] + asks[:-3]), 1))
    chosen = list(numbered)[:MOST_QUESTIONS]
    return f"{said['ask_title']}\n<pre>{safe(said['ask_hello'])}\n{safe(chr(10).join(chosen))}</pre>"


def share(risk: Risk, kind: str, flags: Sequence[str], rules: Rules, lang: str) -> str:
    """Return a card to pass on: the level and the names of the signs, and no word of the offer itself."""
    said = words(rules, lang)
    return "\n".join([said["share_title"], brief(risk, kind, flags, rules, lang), said["share_end"]])


def brief(risk: Risk, kind: str, flags: Sequence[str], rules: Rules, lang: str) -> str:
    """Return the level and the names of the signs."""
    said = words(rules, lang)
    names = said["separator"].join(flag_text(rules, lang, key).name for key in flags[:MOST_SIGNS] if key in rules.flags)
    level = headline(risk, kind, said, signs=bool(names))
    return "\n".join([level, *([said["share_signs"].format(signs=safe(names))] if names else [])])


def _source(source: HotlineSource) -> str:
    name = safe(f"{source.org}, {source.date}" if source.date else source.org)
    return f'<a href="{escape(source.url)}">{name}</a>' if source.url else name
