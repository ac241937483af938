"""What a message is beside an offer: floors on halves of the project's own offers and on its own questions.

docs/offer-check.md has the measured values.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.commands.bench_offer import read
from bot.offer.piece import is_whole, piece
from bot.offer.reading import Reading
from bot.offer.rules import Rules

TESTS = Path(__file__).parents[1]
BREAK = re.compile(r"[.!?。！？\n]\s*")


def halves() -> list[tuple[str, str]]:
    """Return the offers of the set cut in two, each where a sentence ends nearest to its middle."""
    found = []
    for case in read(TESTS / "offer" / "offers.jsonl"):
        cuts = [cut.end() for cut in BREAK.finditer(case.text)]
        if not cuts or not case.label.startswith(("scam", "polished", "honest")):
            continue
        cut = min(cuts, key=lambda place: abs(place - len(case.text) / 2))
        if min(cut, len(case.text) - cut) >= 15:
            found.append((case.text[:cut], case.text[cut:]))
    return found


def test_the_rest_of_an_offer_goes_on_with_it(rules: Rules) -> None:
    every = halves()
    assert len(every) >= 130
    assert sum(piece(Reading(rest, rules)) in ("part", "likely", "perhaps") for _, rest in every) >= 0.9 * len(every)


def test_hardly_a_half_is_a_whole_offer_beside_another(rules: Rules) -> None:
    every = halves()
    assert len(every) >= 130
    assert sum(
        is_whole(Reading(first, rules)) and is_whole(Reading(rest, rules)) for first, rest in every
    ) <= 0.02 * len(every)


def test_hardly_a_question_is_surely_a_part_of_an_offer(rules: Rules) -> None:
    lines = (TESTS / "match" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["text"] for line in lines]
    assert len(questions) > 300
    assert sum(piece(Reading(question, rules)) == "part" for question in questions) <= 0.01 * len(questions)


def test_news_and_warnings_are_no_part_of_an_offer(rules: Rules) -> None:
    for text in (
        "Police said they freed 40 people from a compound in Myawaddy, where they earned 300 dollars a month.",
        "警方提醒：切勿轻信高薪招聘，月薪3万多为骗局。",
    ):
        assert piece(Reading(text, rules)) == "nothing"
