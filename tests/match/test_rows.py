"""Vectors in whole numbers multiply nearly as the vectors do."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.match.rows import Rows

pytest.importorskip("onnxruntime", reason="the sentence encoders are not installed: pip install .[semantic]")


def unit(count: int, dimensions: int = 384) -> NDArray[np.float32]:
    vectors = np.random.default_rng(count).normal(size=(count, dimensions)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def test_products_are_off_by_less_than_a_hundredth() -> None:
    vectors, asked = unit(500), unit(3)
    rows = Rows.of(vectors)
    assert np.abs(rows.times(asked) - asked @ vectors.T).max() < 0.005
    assert np.abs(rows.gram() - vectors @ vectors.T).max() < 0.005
    assert rows.times(vectors[:1])[0].argmax() == 0


def test_nothing_asked_and_a_vector_of_zeros_are_no_trouble() -> None:
    rows = Rows.of(np.vstack([np.zeros((1, 384), np.float32), unit(2)]))
    assert rows.times(np.zeros((0, 384), np.float32)).shape == (0, 3)
    assert rows.times(unit(1))[0, 0] == 0
    assert not rows.times(np.zeros((1, 384), np.float32)).any()
