"""Questions as bags of character n-grams: what thousands of texts share is not counted, what few share always is."""

from __future__ import annotations

import numpy as np
import pytest

from bot.match import features
from bot.match.features import Characters


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "MANY", 5)


TEXTS = ["they took my visa", "they took my bread", *["they took it"] * 30, "bread is bad"]


@pytest.mark.usefixtures("few_are_many")
def test_what_most_texts_have_counts_for_nothing() -> None:
    index = Characters.of(TEXTS)
    assert not index.similarity("they took").any()
    found = index.similarity("they took bread")
    assert np.flatnonzero(found).tolist() == [1, len(TEXTS) - 1]


def test_where_texts_are_few_everything_counts() -> None:
    index = Characters.of(TEXTS)
    assert index.similarity("they took").min() == 0
    assert (index.similarity("they took")[:-1] > 0).all()


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize("texts", [TEXTS[:2], TEXTS])
def test_the_kernel_is_what_each_text_finds(texts: list[str]) -> None:
    index = Characters.of(texts)
    assert np.allclose(index.kernel(), [index.similarity(text) for text in texts], atol=1e-6)


def test_nothing_is_like_nothing() -> None:
    assert not Characters.of(["they took it"]).similarity("").any()
