"""The assessment as a card for the chat: the level, the signs with their words, and what to do next."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.offer.rules import Rules
    from bot.offer.types import Assessment, Flag

SHOWN = 5
LONGEST_QUOTE = 80
FALLBACK = "en"


def card(found: Assessment, rules: Rules, lang: str) -> tuple[str, ...]:
    """Return Telegram HTML in parts, each short enough for a phone. Quotes are escaped: an offer brings no markup."""
    text = rules.texts.get(lang) or rules.texts[FALLBACK]
    said = text.card
    if found.risk == "not_an_offer":
        return (said["not_an_offer"],)
    lines = [said[found.risk]]
    for flag in found.flags[:SHOWN]:
        named = text.flags.get(flag.id) or rules.texts[FALLBACK].flags[flag.id]
        lines.append(f"• <b>{escape(named.name, quote=False)}</b>: {_quote(flag)}\n  {escape(named.why, quote=False)}")
    if len(found.flags) > SHOWN:
        lines.append(said["more"].format(count=len(found.flags) - SHOWN))
    asks = [rules_ask.ask for flag in found.flags[:3] if (rules_ask := text.flags.get(flag.id))]
    if asks:
        lines += ["", said["ask"], *(f"• {escape(ask, quote=False)}" for ask in asks)]
    lines += ["", said["unseen"], said["next"]]
    if found.cut:
        lines.append(said["cut"])
    return ("\n".join(lines),)


def _quote(flag: Flag) -> str:
    words = " ".join(flag.quote.split())
    short = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
    return f"“{escape(short, quote=False)}”"
