"""Who is kept somewhere is heard before what else the words are near to."""

from __future__ import annotations

import pytest

from bot.dialogue.confined import heard
from bot.dialogue.types import World
from bot.match.types import Decision, Match

TRAPPED, FAMILY, RIVER, LOAN = "jobs.trapped", "jobs.family_trapped", "jobs.border_crossing", "fraud.loan"
BOTH = (Match(TRAPPED, 0.2), Match(FAMILY, 0.1))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("not let us leave hotel sihanoukville", TRAPPED),
        ("im locked in a compound, other side of the river", TRAPPED),
        ("can i swim across the river, the guard is asleep", TRAPPED),
        ("we can’t leave the hotel", TRAPPED),
        ("our flat in dubai, door locked from outside", TRAPPED),
        ("took a loan, now they keep him in a room", FAMILY),
        ("my brother took a loan in dubai, they wont let him leave", FAMILY),
        ("老板不让我出门，欠了贷款", TRAPPED),
        ("看守睡着了，能游过去吗", TRAPPED),
        ("他被关在房间里，说是欠钱", FAMILY),
    ],
)
@pytest.mark.parametrize(
    "made",
    [
        Decision("disambiguate", None, 0.3, (Match(RIVER, 0.3), *BOTH)),
        Decision("unknown", None, 0.2, BOTH),
        Decision("answer", LOAN, 0.6, BOTH),
    ],
)
def test_who_is_kept_somewhere_is_answered_before_its_neighbours(
    world: World, words: str, expected: str, made: Decision
) -> None:
    found = heard(made, words, None, world)
    assert (found.kind, found.intent, found.also) == ("answer", expected, made.intent)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("is the river near", Decision("unknown", None, 0.2, BOTH)),
        ("my account is locked", Decision("unknown", None, 0.2, BOTH)),
        ("验证码出不来", Decision("unknown", None, 0.2, BOTH)),
        ("they wont let me withdraw my money", Decision("unknown", None, 0.2, BOTH)),
        ("they locked us in a room", Decision("answer", "bot.distress", 0.6, BOTH)),
        ("they locked us in a room", Decision("answer", LOAN, 0.9, BOTH)),
        ("they locked us in a room", Decision("unknown", None, 0.2, (Match(RIVER, 0.2),))),
        ("they locked us in a room. " * 20, Decision("unknown", None, 0.2, BOTH)),
    ],
)
def test_other_words_emergencies_sure_answers_and_stories_stay_as_they_are(
    world: World, words: str, made: Decision
) -> None:
    assert heard(made, words, None, world) is made
