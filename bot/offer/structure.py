"""Signs that the offer raises as a whole: pay out of proportion, nobody to check, details that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.offer.pay import far_above
from bot.offer.types import Flag

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.offer.rules import Rules
    from bot.offer.types import Entity, Good

WORLD_MONEY = frozenset({"USD", "EUR", "GBP"})  # paid anywhere
UNSKILLED = frozenset({"no_experience", "anyone_welcome", "no_real_interview"})
COVER = "chat_typing_role"  # a typical cover job: at home it says nothing
BESIDE_CHAT = 2  # a small shop may have nothing but a chat; with two other signs it is one itself
# What a sign of the words is called where the whole offer makes it a graver one.
MERGED = {"no_experience": "no_skill_high_pay", "chat_contact": "chat_only_recruiter"}
EXPECTED = ("company", "place", "pay", "visa", "contract", "interview")


def with_structure(
    found: Mapping[str, Flag],
    read: Sequence[Entity],
    good: Sequence[Good],
    rules: Rules,
    *,
    han: bool,
    trade: bool = False,
) -> dict[str, Flag]:
    """Return the signs with those of the offer's structure; each quotes the words that it rests on.

    `trade`: it names one that has to be learnt, such as a cook's.
    """
    flags = dict(found)

    def add(key: str, entity: Entity | Flag) -> None:
        if key not in flags:
            flag = rules.flags[key]
            flags[key] = Flag(key, flag.severity, flag.group, entity.quote, entity.start, entity.end)

    pays = [entity for entity in read if entity.kind == "pay"]
    countries = {str(entity.details["country"]) for entity in read if entity.kind == "place"}
    skilled = any(sign.id == "qualification" for sign in good)
    unskilled = not UNSKILLED.isdisjoint(flags)
    pay = None if skilled else far_above(pays, countries, rules.numbers, unskilled=unskilled, trade=trade)
    if pay is not None:
        add("pay_far_above_market", pay)
    if "no_experience" in flags and ("pay_far_above_market" in flags or "guaranteed_income" in flags):
        add("no_skill_high_pay", flags.pop("no_experience"))
    if not han and (odd := _foreign_money(pays, countries, rules)) is not None:
        add("details_do_not_fit", odd)
    for key, entity in _addresses(read):
        add(key, entity)
    if (chat := _chat(flags, read)) is not None:
        add("chat_contact", chat)
    promises = any(flag.group == "promise" and flag.id != "all_inclusive_free" for flag in flags.values())
    if "chat_contact" in flags and promises and len(flags) > BESIDE_CHAT and not _reachable(read):
        add("chat_only_recruiter", flags.pop("chat_contact"))
    if not any(flag.group == "journey" for flag in flags.values()):
        flags.pop(COVER, None)
    return flags


def missing(
    read: Sequence[Entity], good: Sequence[Good], named: Collection[str] = (), *, abroad: bool
) -> tuple[str, ...]:
    """Return what an offer should state and this one does not, as names of texts: company, place, pay, visa...

    `named`: parts that its words name, whether or not that speaks for it ("online interview").
    """
    stated = {str(entity.kind) for entity in read} | set(named)
    stated |= {
        part
        for sign, part in (
            ("visa_process", "visa"),
            ("known_scheme", "visa"),
            ("registered_company", "company"),
            ("known_scheme", "company"),
            ("contract_before", "contract"),
            ("real_interview", "interview"),
        )
        if any(found.id == sign for found in good)
    }
    return tuple(part for part in EXPECTED if part not in stated and (abroad or part != "visa"))


def _addresses(read: Collection[Entity]) -> Iterator[tuple[str, Entity]]:
    for entity in read:
        if entity.kind == "mail" and entity.details["free"]:
            yield "free_webmail", entity
        if entity.kind == "link" and any(entity.details[name] for name in ("shortener", "mixed", "punycode")):
            yield "hidden_link", entity


def _foreign_money(pays: Collection[Entity], countries: Collection[str], rules: Rules) -> Entity | None:
    for pay in pays:
        currency = pay.details.get("currency")
        home = rules.numbers.home.get(str(currency))
        if "JP" in countries and "¥" in pay.quote:  # the sign of two currencies
            continue
        if home and currency not in WORLD_MONEY and countries and set(countries).isdisjoint(home):
            return pay
    return None


def _chat(flags: Mapping[str, Flag], read: Sequence[Entity]) -> Entity | None:
    if "chat_contact" in flags or "chat_only_recruiter" in flags:
        return None
    return next((entity for entity in read if _is_chat(entity)), None)


def _is_chat(entity: Entity) -> bool:
    """A bare @name may be anything; the pattern of the sign knows the chats by name."""
    if entity.kind == "link":
        return entity.details["chat"] is True
    return entity.kind == "handle" and not entity.quote.startswith("@")


def _reachable(read: Sequence[Entity]) -> bool:
    """Tell whether anything but a chat leads to the recruiter: a firm's name, a mail, a page of its own, a phone."""
    return any(
        (entity.kind in ("mail", "phone", "company", "licence") and not entity.details.get("guessed"))
        or (entity.kind == "link" and not entity.details["chat"])
        for entity in read
    )
