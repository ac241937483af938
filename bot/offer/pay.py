"""Pay in an offer: how much, in which currency, for which time, or owed; and whether it is far above the usual."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.offer.amount import NEVER, amounts, bounds, is_piece, number
from bot.offer.types import Entity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.offer.content import Bait, Numbers, RuleText
    from bot.offer.text import Folded

MONTHS = {"hour": 176.0, "day": 22.0, "week": 4.33, "month": 1.0, "year": 1 / 12}
TIMED = {"hour": 5, "month": 300, "year": 3_000}  # from here on a number with such a time is money, not hours or visits
TOUCHING = 2
NEAR = 16  # characters from an amount to the word for its time
CLAUSE = 40  # characters before an amount in which a word can say that it is owed, not paid
ONLY_BEFORE = "…"  # "p…": a sign that only touches a number from before ("P900"); "50p" and "N4" are something else
DOLLAR = "$"  # in Taiwan and Hong Kong their own
LONE = frozenset("$u")  # signs of one plain character that need not touch the number
ONLY_AFTER = frozenset("u")  # "500u" are coins, "U21" are players
LARGEST = 1e9
LEAST, MOST_A_MONTH, MOST_A_MONTH_HAN = 500, 15_000, 60_000  # "salary 2000" without a time is taken for a month
MOST = 40  # amounts read in one text
CLAUSE_END = re.compile(r"[,;。\n]")
PERIODS = ("task", "hour", "day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class PayReader:
    """Reads amounts. `named` maps each currency's signs and names to its ISO code; the patterns are of all languages.

    `paid` and `paid_after`: words for pay before and after an amount; `owed` and `owed_after`: for what you owe,
    `covered`: for what the employer pays to others for you;
    `count_after`: what makes a number no money.
    """

    amount: re.Pattern[str]
    named: Mapping[str, str]
    periods: Mapping[str, re.Pattern[str]]
    paid: re.Pattern[str]
    paid_after: re.Pattern[str]
    covered: re.Pattern[str]
    owed: re.Pattern[str]
    owed_after: re.Pattern[str]
    count_after: re.Pattern[str]

    def read(self, folded: Folded) -> Iterable[Entity]:
        """Yield what looks like pay: an amount with a currency, or one beside a word for pay. What you owe is a fee."""
        for found in islice(self.amount.finditer(folded.text), MOST):
            if (entity := self._entity(folded, found)) is not None:
                yield entity

    def _entity(self, folded: Folded, found: re.Match[str]) -> Entity | None:
        sign = found["before"] or found["first"] or found["middle"] or found["after"]
        before = folded.text[max(0, found.start() - NEAR) : found.start()].rpartition("\n")[2]
        after = CLAUSE_END.split(folded.text[found.end() : found.end() + NEAR], maxsplit=1)[0]
        currency = self.named.get((sign or "").strip())
        beside = bool(self.paid.search(before) or self.paid_after.match(after))
        period = self._period(before, after)
        counted = found["low_times"] or found["high_times"]
        if sign is None and (self.count_after.match(after) or is_piece(found)):  # "14 months" are no money
            return None
        plain = (beside and (folded.chinese or period)) or (counted and period) or self._timed(found, after)
        if currency is None and not plain:
            return None
        if folded.chinese and (currency is None or (sign == DOLLAR and folded.traditional)):
            currency = "TWD" if folded.traditional else "CNY"
        low, high = bounds(found, currency)
        most = MOST_A_MONTH_HAN if folded.chinese else MOST_A_MONTH
        if period is None and beside and currency and LEAST <= low <= most:
            period = "month"
        if not 0 < low <= high <= LARGEST:
            return None
        start, end = folded.span(found.start(), found.start() + len(found[0].rstrip()))
        clause = folded.text[max(0, found.start() - CLAUSE) : found.start()].rpartition("\n")[2]
        rest = CLAUSE_END.split(folded.text[found.end() : found.end() + CLAUSE], maxsplit=1)[0]
        if self.covered.search(clause):
            return None
        if self.owed.search(clause) or (not beside and self.owed_after.match(rest)):
            quote = folded.original[start:end]
            return Entity("fee", quote, quote, start, end)
        details: dict[str, str | float | bool] = {"low": low, "high": high, "assumed": sign is None}
        details |= {"currency": currency} if currency else {}
        details |= {"period": period} if period else {}
        quote = folded.original[start:end]
        return Entity("pay", _plain(low, high, currency, period), quote, start, end, details)

    def _timed(self, found: re.Match[str], after: str) -> bool:
        """Tell whether an amount is pay without a currency, by the time that follows at once: "12.50 per hour"."""
        return any(
            number(found["low"]) >= least
            and (hit := self.periods[name].search(after)) is not None
            and hit.start() < TOUCHING
            for name, least in TIMED.items()
        )

    def _period(self, before: str, after: str) -> str | None:
        """Return the time a pay is for: the word that touches the amount from before, else the nearest after it."""
        touching = before.rstrip()
        for name in PERIODS:
            if any(hit.end() == len(touching) for hit in self.periods[name].finditer(touching)):
                return name
        for text in (after, before):
            hits = [(hit.start(), name) for name in PERIODS if (hit := self.periods[name].search(text))]
            if hits:
                return (min(hits) if text is after else max(hits))[1]
        return None


def pay_reader(texts: Iterable[RuleText]) -> PayReader:
    """Make the reader from every language's words for currencies, times and pay."""
    every = list(texts)
    named = {word: code for text in every for code, words in text.currencies.items() for word in words}
    touching = "|".join(re.escape(word[:-1]) for word in named if word.endswith(ONLY_BEFORE)) or NEVER
    named = {word.removesuffix(ONLY_BEFORE): code for word, code in named.items()}
    longest_first = sorted(named, key=len, reverse=True)
    whole = [word for word in longest_first if len(word) > 1 or not word.isascii() or word in LONE]
    sign = _either(whole)
    leading = _either([word for word in whole if word not in ONLY_AFTER])
    paid, paid_after, covered, owed, owed_after, count_after = (
        _any_of(text.fields.get(name, ()) for text in every)
        for name in ("pay_word", "pay_after", "covered", "owed", "owed_after", "count_after")
    )
    return PayReader(
        amounts(leading, touching, sign),
        named,
        {name: re.compile(_any_of(text.periods.get(name, ()) for text in every), re.ASCII) for name in PERIODS},
        *(re.compile(each, re.ASCII) for each in (paid, paid_after, covered, owed, owed_after, count_after)),
    )


def _any_of(lists: Iterable[Iterable[str]]) -> str:
    """Join every language's patterns to one, that of no language to one that is never found."""
    return "|".join(written for patterns in lists for written in patterns) or NEVER


def _either(signs: Sequence[str]) -> str:
    whole = [re.escape(sign) + ("(?![a-z])" if sign[-1].isascii() and sign[-1].isalpha() else "") for sign in signs]
    return _any_of([whole])


def _plain(low: float, high: float, currency: str | None, period: str | None) -> str:
    amount = f"{low:.10g}" if low == high else f"{low:.10g}-{high:.10g}"
    return " ".join(part for part in (amount, currency, f"/{period}" if period else None) if part)


def far_above(
    pays: Sequence[Entity], countries: Collection[str], numbers: Numbers, *, unskilled: bool, trade: bool = False
) -> Entity | None:
    """Return the pay that is far above what is usual in that place, or, where no skill is asked, what lures promise.

    `trade`: who goes abroad with a trade earns what is paid for it at home, however low the wages there are.
    """
    baits = {bait.currency: bait for bait in numbers.bait}
    for pay in pays:
        currency, period = pay.details.get("currency"), pay.details.get("period")
        if not isinstance(currency, str) or not isinstance(period, str):
            continue
        amount = float(pay.details["low"])
        bait = _floor(baits[currency], period) if currency in baits else None
        if unskilled and bait is not None and amount >= bait:
            return pay
        if trade and bait is not None and amount < bait:
            continue
        if period not in MONTHS or currency not in numbers.rates:
            continue
        dollars = amount * MONTHS[period] / numbers.rates[currency]
        for usual in numbers.usual:
            if usual.place in countries and dollars >= usual.times * usual.month / numbers.rates[usual.currency]:
                return pay
    return None


def _floor(bait: Bait, period: str) -> float:
    month = {"week": bait.month / MONTHS["week"], "year": bait.month * 12}
    return {"hour": bait.hour, "day": bait.day, "month": bait.month, "task": bait.task, **month}[period]
