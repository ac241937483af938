"""A first look is enough where a second would change nothing; whatever is less plain is read by the English encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.match.build import build_matcher
from bot.match.encoder import Encoder, Encoders
from bot.match.glance import WRONG, sure_from
from bot.match.likeness import Lift
from bot.match.normalise import Normaliser
from bot.match.polyglot import Polyglot
from bot.match.types import Example
from tests.match.conftest import PADDING, PHRASINGS, SHORT

SENTENCES = {label: [text for text in texts if text.isascii()] for label, texts in PHRASINGS.items()}
WAYS = ("{}", "please tell me {}", "{} what can i do", "i need to know {}")
EXAMPLES = [
    Example(way.format(text), label, "") for label, texts in SENTENCES.items() for text in texts for way in WAYS
]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_of_what_a_first_look_settles_hardly_any_is_wrong(seen: list[tuple[float, bool]]) -> None:
    score, right = np.array([each[0] for each in seen]), np.array([each[1] for each in seen])
    least = sure_from(score, right)
    settled = score > least
    assert (~right[settled]).sum() <= WRONG * max(1, len(seen))
    assert not right.all() or least <= score.min()


def test_where_first_looks_err_none_is_enough() -> None:
    assert sure_from(np.array([0.9, 0.99, 0.8]), np.array([True, False, True])) > 1.0


class Counted:
    """An encoder that remembers what it was asked."""

    def __init__(self, encode: Encoder) -> None:
        self.encode, self.asked = encode, list[str]()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self.encode(texts)


@pytest.fixture(scope="module")
def counted(encoders: Encoders) -> tuple[Polyglot, Counted]:
    assert encoders.english is not None
    english = Counted(encoders.english)
    matcher = build_matcher(EXAMPLES, encoders=replace(encoders, english=english), normalise=Normaliser(SHORT, PADDING))
    return matcher, english


def test_a_plain_question_is_not_read_twice(counted: tuple[Polyglot, Counted]) -> None:
    matcher, english = counted
    english.asked.clear()
    assert matcher.rank("how do i report bad meat what can i do").matches[0].intent == "food.report"
    assert not english.asked


def test_what_is_less_plain_is_read_twice(counted: tuple[Polyglot, Counted]) -> None:
    matcher, english = counted
    english.asked.clear()
    assert matcher.rank("an officer rang").matches[0].intent == "fraud.call"
    assert english.asked == ["an officer rang"]


def test_a_look_tells_whether_the_english_encoder_was_asked(counted: tuple[Polyglot, Counted]) -> None:
    (index,) = counted[0].indexes
    looks = index.look("how do i report bad meat what can i do"), index.look("an officer rang")
    assert [look is not None and look.twice for look in looks] == [False, True]
    strange = replace(index, lift=Lift(1.0, 0.0)).look("an officer rang", strange=True)
    assert strange is not None
    assert not strange.twice


def test_what_is_kept_settles_as_much_as_what_was_trained(tmp_path: Path, encoders: Encoders) -> None:
    first, again = (build_matcher(EXAMPLES, encoders=encoders, cache=tmp_path).indexes[0].glance for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.sure_from == again.sure_from
    assert np.array_equal(first.alpha, again.alpha)
    assert np.allclose(first.calibration.right.weights, again.calibration.right.weights)
    assert first.calibration.temperature == pytest.approx(again.calibration.temperature)
