"""What the English encoder reads is judged with its likeness, anything else by what was learned without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.match.build import build_matcher
from bot.match.encoder import Encoder, Encoders
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


def test_a_question_is_read_once_by_the_english_encoder(counted: tuple[Polyglot, Counted]) -> None:
    matcher, english = counted
    english.asked.clear()
    assert matcher.rank("an officer rang").matches[0].intent == "fraud.call"
    assert english.asked == ["an officer rang"]


def test_a_question_in_a_language_without_phrasings_is_not_read_as_english(counted: tuple[Polyglot, Counted]) -> None:
    (index,) = counted[0].indexes
    counted[1].asked.clear()
    look = replace(index, lift=Lift(1.0, 0.0)).look("an officer rang", strange=True)
    assert look is not None
    assert not look.english
    assert not counted[1].asked


def test_what_is_not_english_is_judged_by_what_was_learned_without_english(counted: tuple[Polyglot, Counted]) -> None:
    (index,) = counted[0].indexes
    looks = index.look("an officer rang"), index.look("qwx officer rngg zzkq")
    assert [look is not None and look.english for look in looks] == [True, False]
    assert [look is not None and look.judge for look in looks] == [index.judge, index.without_english]


def test_where_hardly_a_text_is_english_its_encoder_is_not_asked(encoders: Encoders) -> None:
    assert encoders.english is not None
    english = Counted(encoders.english)
    texts = {"举报": ["怎么举报坏肉", "餐馆卖变质食品"], "电话": ["有人打电话说是警察", "接到海关的电话"]}
    examples = [Example(text, label, "zh") for label, own in texts.items() for text in own]
    matcher = build_matcher(examples, encoders=replace(encoders, english=english))
    english.asked.clear()
    matcher.rank("an officer rang 警察")
    matcher.rank("an officer rang")
    assert not english.asked


def test_what_is_kept_judges_as_what_was_trained(tmp_path: Path, encoders: Encoders) -> None:
    first, again = (build_matcher(EXAMPLES, encoders=encoders, cache=tmp_path).indexes[0] for _ in range(2))
    for one, other in ((first.judge, again.judge), (first.without_english, again.without_english)):
        assert one is not None
        assert other is not None
        assert np.array_equal(one.alpha, other.alpha)
        assert np.allclose(one.calibration.right.weights, other.calibration.right.weights)
        assert one.calibration.temperature == pytest.approx(other.calibration.temperature)
    assert first.without_english is not None
    assert not np.array_equal(first.judge.alpha, first.without_english.alpha)


def test_without_an_english_encoder_one_judge_is_enough() -> None:
    (index,) = build_matcher(EXAMPLES).indexes
    assert index.without_english is None
