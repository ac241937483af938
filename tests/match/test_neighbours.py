"""Where a word lies that no phrasing has: guessed from its tokens where there are words enough to learn it from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from bot.match.encoder import Encoders
from bot.match.neighbours import MEANING_FROM, NEAREST, Neighbours, nearest
from bot.match.wordpieces import WordPieces

COMMON = [word for word in WordPieces.load().words() if word.isalpha() and len(word) > 2][:2200]


def test_words_that_were_not_learned_are_put_where_the_network_puts_them(encoders: Encoders) -> None:
    other = COMMON[::10]
    known = [word for word in COMMON if word not in other]
    neighbours = Neighbours.of(known, encoders)
    assert neighbours.guess is not None
    assert neighbours.axes is not None
    exact, guessed = encoders.words(other) @ neighbours.axes, neighbours.guess(encoders.tokens(other))
    lengths = np.linalg.norm(exact, axis=1), np.linalg.norm(guessed, axis=1)
    assert ((exact * guessed).sum(axis=1) / lengths[0] / lengths[1]).mean() > 0.9
    assert abs(lengths[0].mean() - lengths[1].mean()) < 0.05


def test_few_words_teach_no_guess_and_the_network_is_asked(encoders: Encoders) -> None:
    few = COMMON[:200]
    neighbours = Neighbours.of(few, encoders)
    assert neighbours.guess is None
    exact = encoders.words(["whom"]) @ encoders.words(few).T
    cosines = neighbours.of_others(["whom"], encoders)
    assert cosines is not None
    assert np.abs(cosines - exact).max() < 0.06


def test_a_guessed_word_is_near_the_words_that_mean_the_same(encoders: Encoders) -> None:
    neighbours = Neighbours.of(COMMON[:2000], encoders)
    assert neighbours.guess is not None
    near = neighbours.of_others(["policemen", "teachers"], encoders)
    assert near is not None
    best = [{COMMON[at] for at in np.argsort(-row)[:8]} for row in near]
    assert best[0] & {"police", "officer", "officers"}
    assert best[1] & {"teacher", "teaching", "students", "student"}


def test_without_an_encoder_no_other_word_is_near() -> None:
    neighbours = Neighbours.of(["visa", "work"], None)
    assert neighbours.of_others(["passport"], None) is None
    assert neighbours.of_known(0)[0].tolist() == [0]


@given(arrays(np.float32, st.integers(0, 1500), elements=st.floats(-1, 1, width=32)))
def test_the_nearest_words_are_found_whichever_stand_beside_them(cosines: NDArray[np.float32]) -> None:
    before = cosines.copy()
    near, how_near = nearest(cosines)
    assert np.array_equal(cosines[near], np.sort(cosines[cosines >= np.float32(MEANING_FROM)])[-NEAREST:])
    assert how_near == pytest.approx((cosines[near] - MEANING_FROM) / (1 - MEANING_FROM), abs=1e-5)
    assert np.array_equal(cosines, before)


def test_of_many_words_as_near_as_each_other_so_many_are_taken_as_fit() -> None:
    assert len(nearest(np.full(2000, 0.9, np.float32))[0]) == NEAREST
