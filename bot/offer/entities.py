"""What an offer states, as typed data with its place in the text, to be shown back as "what I read"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import phonenumbers

from bot.offer.amount import NEVER
from bot.offer.firm import stated_name, whole_name
from bot.offer.links import links, mails
from bot.offer.types import Entity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bot.offer.content import RuleText
    from bot.offer.rules import Rules
    from bot.offer.text import Folded
    from bot.offer.types import EntityKind

PHONE = re.compile(r"(?<![\w@/.-])\+?\(?\d(?:[ ().-]{0,2}\d){6,14}(?!\w)")
DATE = re.compile(r"(?<![\d-])(?:20\d\d[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}日?|\d{1,2}月\d{1,2}[日号])(?![\d-])")
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE_WORDS = re.compile(
    rf"(?i)\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})[a-z]{{0,6}}|(?:{MONTHS})[a-z]{{0,6}} \d{{1,2}})(?:,? 20\d\d)?\b"
)
SHORTEST = 6  # digits of a number that somebody can be reached at
MOST = 12  # of each kind: what I read must fit on a phone
DIGITS = re.compile(r"\+?[\d()-]{2,24}")  # a number read as a handle ("WhatsApp +91"): it goes on after its spaces
NUMBER = re.compile(r"\+?\d(?:[ ()-]{0,2}\d){5,15}(?!\d)")
FIELDS: tuple[EntityKind, ...] = ("job", "company", "licence", "handle", "fee")


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Reads names of places, with their `country`. `street`: what follows a name that is a street's or a shop's."""

    pattern: re.Pattern[str]
    street: re.Pattern[str]
    country: Mapping[str, str]

    def read(self, folded: Folded) -> Iterator[Entity]:
        """Yield each place the first time that it is named."""
        seen: set[str] = set()
        for found in self.pattern.finditer(folded.text):
            name = found[0]
            if name in seen or len(seen) >= MOST or self.street.match(folded.text, found.end()):
                continue
            seen.add(name)
            start, end = folded.span(*found.span())
            quote = folded.original[start:end]
            yield Entity("place", quote, quote, start, end, {"country": self.country[name]})


def place_reader(texts: Iterable[RuleText]) -> PlaceReader:
    """Make the reader of places from every language's names. Latin names are whole words, Chinese ones are not."""
    every = list(texts)
    country = {name.lower(): place.country for text in every for place in text.places for name in place.names}
    street = "|".join(word for text in every for word in text.fields.get("street", ())) or NEVER
    names = sorted(country, key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if name.isascii()) or NEVER
    other = "|".join(re.escape(name) for name in names if not name.isascii()) or NEVER
    return PlaceReader(re.compile(rf"\b(?:{latin})\b|{other}", re.ASCII), re.compile(street, re.ASCII), country)


def entities(folded: Folded, rules: Rules) -> tuple[Entity, ...]:
    """Return everything that was read, in the order of the text. `start` and `end` count characters of the original."""
    text = folded.original[: folded.places[-1] + 1] if folded.places else ""
    found = list(links(text, rules.numbers))
    found += [mail for mail in mails(text, rules.numbers) if not _overlaps(mail.start, mail.end, found)]
    found += _phones(text, "CN" if folded.chinese else None, found)
    found += rules.pay.read(folded)
    found += rules.places.read(folded)
    for kind in FIELDS:
        read = [each for each in _fields(folded, rules, kind) if not _known(each, found)]
        if kind == "fee":  # "training fee 300" says more than "300"
            found = [each for each in found if each.kind != "fee" or not _overlaps(each.start, each.end, read)]
        found += read
    if all(each.kind != "company" for each in found):
        found += [each for each in _firms(folded, rules) if not _overlaps(each.start, each.end, found)]
    found += [entity for name in ("employer_pays", "worker_pays") for entity in _payer(folded, rules, name)]
    found += _dates(text)
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.end)))


def _phones(text: str, region: str | None, taken: Collection[Entity]) -> Iterator[Entity]:
    """Yield numbers that a network could have given out; without a country code only where the language names one."""
    for found in islice(PHONE.finditer(text), MOST):
        if _overlaps(found.start(), found.end(), taken):
            continue
        try:
            number = phonenumbers.parse(found[0], region or ("US" if found[0].startswith("(") else None))
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            where = phonenumbers.region_code_for_number(number) or ""
            valid = phonenumbers.is_valid_number(number)
            yield Entity("phone", plain, found[0], *found.span(), {"country": where, "valid": valid})


def _overlaps(start: int, end: int, taken: Collection[Entity]) -> bool:
    return any(entity.start < end and start < entity.end for entity in taken)


def _known(entity: Entity, taken: Collection[Entity]) -> bool:
    """Tell whether a handle of digits is a phone that was read already, or too short to reach anybody."""
    if entity.kind != "handle" or not DIGITS.fullmatch(entity.quote.replace(" ", "")):
        return False
    phones = [other for other in taken if other.kind == "phone"]
    return sum(map(str.isdigit, entity.quote)) < SHORTEST or _overlaps(entity.start, entity.end, phones)


def _fields(folded: Folded, rules: Rules, kind: EntityKind) -> Iterator[Entity]:
    """Yield what stands after a label ("Company: ..."): the pattern's group, trimmed."""
    seen: set[str] = set()
    for sought in rules.fields.get(kind, ()):
        for found in sought.hits(folded):
            group = 1 if found.re.groups and found[1] else 0
            first = max((gap for gap in folded.gaps if found.start(group) < gap < found.end(group)), default=None)
            stated = found[group] if first is None else folded.text[first : found.end(group)]
            words = stated.strip(" -:*#|").rstrip(".")
            if not words or words.removeprefix("@") in seen or len(seen) >= MOST:
                continue
            seen.add(words.removeprefix("@"))
            at = (found.start(group) if first is None else first) + stated.index(words)
            if kind == "handle" and DIGITS.fullmatch(words) and (number := NUMBER.match(folded.text, at)):
                words = number[0]
            start, end = folded.span(at, at + len(words))
            if kind == "company":
                start, end = whole_name(folded.original, start, end)
            quote = folded.original[start:end]
            yield Entity(kind, " ".join(quote.split()), quote, start, end)


def _firms(folded: Folded, rules: Rules) -> Iterator[Entity]:
    """Yield the first name in capitals that stands where a firm does ("with OTTO Work Force"): `guessed`."""
    hits = (hit for sought in rules.fields.get("firm", ()) for hit in islice(sought.hits(folded), MOST))
    for hit in sorted(hits, key=lambda hit: hit.start(1)):
        if (span := stated_name(folded.original, *folded.span(*hit.span(1)))) is not None:
            quote = folded.original[slice(*span)]
            yield Entity("company", " ".join(quote.split()), quote, *span, {"guessed": True})
            return


def _payer(folded: Folded, rules: Rules, name: str) -> Iterator[Entity]:
    for sought in rules.fields.get(name, ()):
        for found in sought.hits(folded):
            start, end = folded.span(*found.span())
            yield Entity("payer", name.partition("_")[0], folded.original[start:end], start, end)
            break


def _dates(text: str) -> Iterator[Entity]:
    for pattern in (DATE, DATE_WORDS):
        for found in islice(pattern.finditer(text), MOST):
            yield Entity("date", found[0], found[0], *found.span())
