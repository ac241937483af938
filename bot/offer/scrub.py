"""Takes out of an offer what names or reaches a person, before anybody keeps it. Rather too much than too little.

Pay, places, the job and the company stay: they are what warns others. A name that stands without a title or an
introduction is not recognised; that is why the person reads the text before it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.offer.entities import entities
from bot.offer.personal import PATTERNS
from bot.offer.text import LONGEST, fold, simplified_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.offer.rules import Rules

Span = tuple[int, int, str]

READ = {"phone": "phone", "mail": "mail", "link": "link", "handle": "handle", "licence": "number"}
AMOUNTS = frozenset({"pay", "fee"})
MOST_OF_AN_AMOUNT, GROUP_OF_AN_AMOUNT = 14, 7  # digits of "30,000-50,000", and of one number in it
FOR_A_TIME = re.compile(r"/[A-Za-z]*\Z")  # "2500/month" is an amount

PASSES = 4
SHORTEST = 2  # characters of a name that is looked for again
STOPS = "，。；：！？（）、【】《》“”…～"


def scrub(text: str, rules: Rules, marks: Mapping[str, str]) -> str:
    """Return the text with a mark for each thing taken out; `marks` words link, mail, phone, handle, number and name.

    Invisible signs go and full-width ones become plain, or a number could hide behind them. At most 20,000 characters.
    """
    plain = _plain(text[:LONGEST])
    # What is taken out may have hidden the beginning of something else.
    for _ in range(PASSES):
        before, plain = plain, _once(plain, rules, marks)
        if plain == before:
            break
    return plain.strip()


def _once(text: str, rules: Rules, marks: Mapping[str, str]) -> str:
    simple = simplified_in_place(text)  # the patterns are written in simplified characters
    first = list(_spans(simple, rules))
    found = sorted([*first, *_again(simple, first)], key=lambda span: (span[0], -span[1]))
    kept: list[str] = []
    done = 0
    for start, end, kind in found:
        if end <= done:
            continue
        if start >= done:
            kept += [text[done:start], marks[kind]]
        done = end
    return "".join([*kept, text[done:]])


def _again(text: str, found: list[Span]) -> Iterator[Span]:
    """Yield where a name or handle stands once more, without what led to it the first time. One pass for each kind."""
    for kind in ("name", "handle"):
        said = {text[start:end].strip() for start, end, of_kind in found if of_kind == kind}
        longest_first = sorted((words for words in said if len(words) >= SHORTEST), key=len, reverse=True)
        if longest_first:
            any_of_them = "|".join(map(re.escape, longest_first))
            # A look ahead finds also what begins inside another.
            for hit in re.finditer(rf"(?i)(?<![a-z0-9_])(?=({any_of_them})(?![a-z0-9_]))", text):
                yield *hit.span(1), kind


def _plain(text: str) -> str:
    """Return the text in plain signs: no invisible ones, digits of every kind as 0 to 9, Chinese stops as they are."""
    return "".join(_sign(plain) for char in text for plain in (char if char in STOPS else _narrow(char)))


def _narrow(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def _sign(char: str) -> str:
    if char in "\n\t":
        return char
    if unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn") or char in "\ufe0f\u20e3":
        return ""
    digit = unicodedata.digit(char, None) if not char.isascii() else None
    return char if digit is None else str(digit)


def _spans(text: str, rules: Rules) -> Iterator[Span]:
    """Yield what to take out: what the check reads, and a coarser pass of our own."""
    read = entities(fold(text), rules)
    amounts = [(entity.start, entity.end) for entity in read if entity.kind in AMOUNTS]
    for entity in read:
        if entity.kind in READ:
            yield entity.start, entity.end, READ[entity.kind]
    for kind, patterns in PATTERNS.items():
        for hit in _hits(text, patterns, kind):
            if kind != "number" or not _is_amount(text, hit, amounts):
                yield hit


def _hits(text: str, patterns: tuple[re.Pattern[str], ...], kind: str) -> Iterator[Span]:
    for pattern in patterns:
        for found in pattern.finditer(text):
            start, end = found.span("it" if "it" in pattern.groupindex else 0)
            words = found.string[start:end]
            yield start, end - len(words) + len(words.rstrip(".-+")), kind  # a full stop belongs to the sentence


def _is_amount(text: str, hit: Span, amounts: list[tuple[int, int]]) -> bool:
    """Tell whether digits are money that the offer names: pay warns others. An account's number is never that short.

    No digit may stand outside of the amount: it could be a telephone's.
    """
    start, end = hit[0], hit[0] + len(FOR_A_TIME.sub("", text[hit[0] : hit[1]]))
    sizes = [sum(map(str.isdigit, number)) for number in re.findall(r"\d[\d,.]*", text[start:end])]
    short = sum(sizes) <= MOST_OF_AN_AMOUNT and max(sizes, default=0) <= GROUP_OF_AN_AMOUNT
    return short and any(first <= start and end <= last for first, last in amounts)
