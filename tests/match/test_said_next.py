"""What people write after an answer means what such messages meant after it, less after any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.catalog.types import NOTHING, STAYS
from bot.match import said_next
from bot.match.encoder import Encoders
from bot.match.normalise import Normaliser
from bot.match.said_next import Said, SaidNext, examples_of, learn, left_out

SAID = examples_of(
    {
        "jobs.trapped": {
            "jobs.held_phone": ["battery 8%", "my phone is nearly empty", "no charger here"],
            STAYS: ["they walk outside the door", "i am scared"],
            NOTHING: ["what day is it today"],
        },
        "food.sick": {
            "food.report jobs.unpaid": ["who do i tell about that shop", "that shop must close"],
            STAYS: ["she still throws up", "battery of the thermometer is empty"],
        },
    }
)


def taught(encoders: Encoders | None, cache: Path | None = None) -> SaidNext | None:
    return learn(SAID, Normaliser(), encoders, cache)


def best(learned: SaidNext, text: str, last: str) -> str:
    meant = learned.meant(text, last)
    return max(meant, key=lambda label: meant[label])


def test_a_message_means_what_one_like_it_meant_after_that_answer(encoders: Encoders) -> None:
    learned = taught(encoders)
    assert learned is not None
    assert best(learned, "the battery is at 5%", "jobs.trapped") == "jobs.held_phone"
    assert best(learned, "which office closes such a shop", "food.sick") == "food.report"
    assert best(learned, "she is throwing up again", "food.sick") == STAYS


def test_it_counts_more_after_the_same_answer_than_after_another_on_its_topic_or_any(encoders: Encoders) -> None:
    learned = taught(encoders)
    assert learned is not None
    same, near, far = (
        learned.meant("my phone is nearly empty", last)["jobs.held_phone"]
        for last in ("jobs.trapped", "jobs.unpaid", "fraud.call")
    )
    assert same > near > far > 0


def test_what_would_do_as_well_counts_less_than_the_first(encoders: Encoders) -> None:
    learned = taught(encoders)
    assert learned is not None
    meant = learned.meant("that shop must close", "food.sick")
    assert meant["food.report"] > meant["jobs.unpaid"] > meant["jobs.held_phone"]


def test_a_message_that_is_left_out_is_told_by_the_others_alone(encoders: Encoders) -> None:
    learned = taught(encoders)
    assert learned is not None
    out = left_out(learned, SAID)
    row = next(number for number, each in enumerate(SAID) if each.text == "battery 8%")
    others = learn([each for each in SAID if each is not SAID[row]], Normaliser(), encoders, None)
    assert others is not None
    alone = others.meant("battery 8%", "jobs.trapped")
    assert np.allclose(out[row], [alone[label] for label in learned.labels], atol=0.02)  # vectors are in bytes


def test_nothing_is_learned_without_an_encoder_or_examples(encoders: Encoders) -> None:
    assert taught(None) is None
    assert learn([], Normaliser(), encoders, None) is None


def test_a_second_start_reads_what_was_learned(
    encoders: Encoders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = taught(encoders, tmp_path)
    monkeypatch.setattr(said_next, "targets", None)  # to learn again would fail
    second = taught(encoders, tmp_path)
    assert first is not None
    assert second is not None
    assert second.meant("battery 8%", "jobs.trapped") == first.meant("battery 8%", "jobs.trapped")
    monkeypatch.undo()
    (kept,) = tmp_path.glob("*.npz")
    kept.write_bytes(b"PK\x03\x04 broken")
    assert taught(encoders, tmp_path) is not None


def test_texts_are_listed_by_what_they_mean() -> None:
    assert examples_of({"a.b": {"c.d stay": ["x"], NOTHING: ["y"]}}) == [
        Said("x", "a.b", ("c.d", STAYS)),
        Said("y", "a.b", (NOTHING,)),
    ]
