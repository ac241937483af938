"""How sure the matcher is: learned from texts left out, of whatever length they are."""

from __future__ import annotations

import numpy as np
import pytest

from bot.match.fitting import Trials, fit
from bot.match.likeness import MUCH, size

LONG, SHORT = 24.0, 4.0


def trials(far_sizes: np.ndarray) -> Trials:
    """Phrasings of both lengths, of which a long one is less like another; texts on other topics that are like none."""
    chance = np.random.default_rng(0)
    sizes = np.repeat([SHORT, LONG], 200)
    near = np.where(sizes == SHORT, 0.8, 0.5) + chance.normal(0, 0.1, 400)
    far = np.where(far_sizes == SHORT, 0.5, 0.2) + chance.normal(0, 0.1, len(far_sizes))
    kept, other = np.stack([near, sizes], axis=1), np.stack([far, far_sizes], axis=1)
    right = (chance.random(400) < 0.9).astype(float)
    return Trials(kept, right, np.stack([near - 0.3, sizes], axis=1), other, 0.1)


def test_what_a_text_says_is_counted_in_words_or_chinese_characters() -> None:
    assert size("my boss keeps my passport") == pytest.approx(size("他扣了我的"), abs=1)
    assert size("") == 0
    assert size("x" * 600) == size("护" * 600) == MUCH


def test_the_same_likeness_says_more_in_a_long_story_than_in_a_few_words() -> None:
    found = fit(trials(np.repeat([SHORT, LONG], 200)))
    short, long = found.scope(np.array([[0.5, SHORT], [0.5, LONG]]))
    assert long > 0.7
    assert short < 0.4


def test_how_many_of_the_other_topics_are_long_says_nothing_about_a_long_question() -> None:
    asked = np.array([[0.5, LONG], [0.65, SHORT]])
    even, few = (fit(trials(np.repeat([SHORT, LONG], [200, long]))).scope(asked) for long in (200, 50))
    assert np.allclose(even, few, atol=0.05)
