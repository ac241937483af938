"""What a message is beside an offer read before it: more of that offer, somebody's own words, or nothing of either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from bot.offer.kind import ASKING
from bot.offer.told import asks

if TYPE_CHECKING:
    from bot.offer.reading import Reading

Piece = Literal["part", "likely", "perhaps", "own words", "nothing"]

TOLD = frozenset({"pay", "company", "licence", "handle", "phone", "mail", "link"})
OWN = frozenset({"question", "story", "happened"})
SENTENCE = re.compile(r"[.!;。！；\n](?=\s*\S|$)")
OF_WORK = frozenset({"pay", "profile", "headings", "full"})
SEVERAL = 2  # parts of an offer
LONG, LONG_HAN = 120, 40  # characters that nobody writes to ask about an offer


def piece(reading: Reading) -> Piece:
    """Tell what a text is beside an offer. Only its first 20,000 characters are read.

    "likely" and "perhaps": it has several signs of an offer, or something of one, and may as well be a short question.
    """
    said, folded = reading.talk, reading.folded
    if "report" in said or "warning" in said or reading.goods:
        return "nothing"
    if not OWN.isdisjoint(said) or asks(folded, reading.rules):
        return "own words"
    kinds = {entity.kind for entity in reading.entities}
    if not (reading.hiring or kinds - {"date"} or reading.flags):
        return "nothing"
    long = len(folded.text) > (LONG_HAN if folded.chinese else LONG)
    if long or kinds & TOLD or len(SENTENCE.findall(reading.text.strip())) > 1:
        return "part"
    return "likely" if len(reading.flags) > 1 else "perhaps"


def is_advert(reading: Reading) -> bool:
    """Tell whether a text is plainly a pasted advert: it asks people in, names what for, and nobody tells or cries."""
    parts = reading.hiring
    if reading.talk - {"addressed"} or reading.piece not in ("part", "likely") or not parts & OF_WORK:
        return False
    asked_in = len(parts) >= SEVERAL and bool(parts & ASKING)
    return (asked_in or "full" in parts) and not reading.cries


def is_whole(reading: Reading) -> bool:
    """Tell whether a text is an offer by itself: it says that somebody is hired, and the pay."""
    kinds = {entity.kind for entity in reading.entities}
    return "pay" in kinds and ("job" in kinds or "hiring" in reading.hiring)
