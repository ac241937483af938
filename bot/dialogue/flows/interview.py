"""The interview, for those who have no text to paste: yes, no or don't know, one tap each.

The buttons carry the answers so far, one letter each, so nothing is stored and every press works a year later. The
first answer chooses the questions: of a job abroad, or of one near home or online; what weighs most comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.flows.check import card
from bot.dialogue.types import Button, Reply, Turn
from bot.dialogue.words import ui

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogue.types import Session, World

FIRST = "abroad"
ABROAD = (
    "passport_handed_over",
    "tourist_visa_for_work",
    "lie_to_officers",
    "border_zone_worksite",
    "upfront_fee",
    "no_written_contract",
    "no_skill_high_pay",
    "no_company_identity",
    "exit_penalty_or_debt",
)
NEAR = (
    "deposit_to_unlock",
    "use_own_bank_account",
    "sell_account_or_card",
    "paid_likes_tasks",
    "upfront_fee",
    "guaranteed_income",
    "no_skill_high_pay",
    "no_company_identity",
    "chat_only_recruiter",
)
ANSWERS = "ynd"
AGAIN = "-"  # no answer: back at the first question


def ask(session: Session, argument: str, world: World, lang: str, today: date) -> Turn:
    """Ask the next question, or show the card after the last or when it is stopped ("!")."""
    given = "".join(letter for letter in argument if letter in ANSWERS)
    asked = questions(given)
    given = given[: len(asked)]
    if len(given) == len(asked) or (argument.endswith("!") and given):
        yes = tuple(flag for flag, letter in zip(asked, given, strict=False) if letter == "y" and flag != FIRST)
        found = world.interviewed(yes, lang, abroad=asked[1:] == ABROAD)
        return card(session, found, world, lang, today)
    head = ui(world, lang, "interview.head", number=str(len(given) + 1), total=str(len(asked)))
    answers = tuple(Button(ui(world, lang, f"interview.{letter}"), f"iv {given}{letter}") for letter in ANSWERS)
    ways = [Button(ui(world, lang, "interview.stop"), f"iv {given}!")] if given else []
    if given:
        ways.insert(0, Button(ui(world, lang, "interview.back"), f"iv {given[:-1] or AGAIN}"))
    text = f"{head}\n<b>{ui(world, lang, f'interview.{asked[len(given)]}')}</b>"
    buttons = (answers, tuple(ways)) if ways else (answers,)
    return Turn(session, (Reply("interview", text, buttons, edit=bool(argument)),))


def questions(given: str) -> tuple[str, ...]:
    """Return the questions in their order: the first answer decides which ones follow."""
    return (FIRST, *(NEAR if given.startswith("n") else ABROAD))
