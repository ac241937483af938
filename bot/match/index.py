"""The matcher: kernel ridge regression over three views of a question, with a calibrated probability.

The views are sentence vectors (optional), character n-grams and words. Ridge regression has its leave-one-out
predictions in closed form (Rifkin and Lippert 2007, "Notes on regularized least squares"), so the probability is
calibrated on phrasings that were left out, without training twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.match.calibrate import Calibration, fit
from bot.match.decide import decide
from bot.match.features import Hashed, characters, index, tokens
from bot.match.normalise import normalise
from bot.match.types import Context, Decision, Match

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.match.encoder import Encoder
    from bot.match.types import Example

RIDGE = 0.3
KEPT = 10
WEIGHTS = {"meaning": 1.6, "characters": 0.8, "words": 0.6}


@dataclass(frozen=True, slots=True)
class Index:
    """A trained matcher; see bot.match.types.Matcher. Arrays are aligned: rows are examples, columns intents."""

    labels: tuple[str, ...]
    owner: NDArray[np.int64]
    texts: tuple[str, ...]
    alpha: NDArray[np.float32]
    encoder: Encoder | None
    vectors: NDArray[np.float32] | None
    characters: Hashed
    words: Hashed
    calibration: Calibration
    emergencies: frozenset[str]

    def similarity(self, text: str) -> NDArray[np.float32]:
        """Return the kernel of `text` with every example; shape (examples,), 0 to 1."""
        total = WEIGHTS["characters"] * self.characters.similarity(text) + WEIGHTS["words"] * self.words.similarity(
            text
        )
        weight = WEIGHTS["characters"] + WEIGHTS["words"]
        if self.encoder is not None and self.vectors is not None:
            total = total + WEIGHTS["meaning"] * (self.vectors @ self.encoder([normalise(text)])[0])
            weight += WEIGHTS["meaning"]
        return np.asarray(total / weight, np.float32)

    def match(self, text: str, lang: str | None = None, context: Context = Context()) -> Sequence[Match]:
        """Rank the intents for `text`, best first; the best one's score is the probability that it is right."""
        del lang, context
        if not normalise(text):
            return ()
        near = self.similarity(text)
        scores = near @ self.alpha
        order = np.argsort(-scores, kind="stable")[:KEPT]
        probability = self.calibration.probability(_evidence(scores[order[0]], scores[order[1]], float(near.max())))
        share = np.exp((scores[order] - scores[order[0]]) / self.calibration.temperature)
        return [
            Match(self.labels[label], float(probability * part), self.texts[self._nearest(near, int(label))])
            for label, part in zip(order, share, strict=True)
        ]

    def _nearest(self, near: NDArray[np.float32], label: int) -> int:
        return int(np.argmax(np.where(self.owner == label, near, -1)))

    def decide(self, text: str, lang: str | None = None, context: Context = Context()) -> Decision:
        """Answer, disambiguate or say "unknown"."""
        return decide(self, text, lang or "", context, self.emergencies)


def build_matcher(
    examples: Sequence[Example],
    *,
    encoder: Encoder | None = None,
    emergencies: Collection[str] = (),
    cache: Path | None = None,
) -> Index:
    """Train on the examples. Raises ValueError for fewer than two intents. `cache` is not needed: training is fast."""
    del cache
    labels = tuple(dict.fromkeys(example.label for example in examples))
    if len(labels) < 2:  # noqa: PLR2004 - one intent leaves nothing to decide
        raise ValueError("a matcher needs examples of at least two intents")
    texts = tuple(example.text for example in examples)
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[example.label] for example in examples])
    by_characters, by_words = index(texts, characters), index(texts, tokens)
    vectors = None if encoder is None else encoder([normalise(text) for text in texts])
    kernel = WEIGHTS["characters"] * by_characters.kernel() + WEIGHTS["words"] * by_words.kernel()
    weight = WEIGHTS["characters"] + WEIGHTS["words"]
    if vectors is not None:
        kernel += WEIGHTS["meaning"] * vectors @ vectors.T
        weight += WEIGHTS["meaning"]
    kernel /= weight
    targets = np.where(owner[:, None] == np.arange(len(labels)), 1.0, 0.0).astype(np.float32)
    inverse = np.linalg.inv(kernel + RIDGE * np.eye(len(texts), dtype=np.float32))
    alpha = inverse @ targets
    left_out = targets - alpha / np.diag(inverse)[:, None]
    calibration = fit(*_trials(left_out, kernel, owner), left_out)
    return Index(
        labels,
        owner,
        texts,
        alpha.astype(np.float32),
        encoder,
        vectors,
        by_characters,
        by_words,
        calibration,
        frozenset(emergencies),
    )


def _evidence(best: float, second: float, nearest: float) -> NDArray[np.float64]:
    return np.array([best, best - second, nearest])


def _trials(
    left_out: NDArray[np.float32], kernel: NDArray[np.float32], owner: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return evidence and outcome of two kinds of trial: each phrasing left out, and each without its whole intent.

    The second stands for a question out of scope: nothing that could be answered is right.
    """
    rows = np.arange(len(owner))
    others = kernel.copy()
    others[rows, rows] = -1
    evidence, outcome = [], []
    order = np.argsort(-left_out, axis=1)
    nearest = others.max(axis=1)
    for row in rows:
        first, second = order[row, 0], order[row, 1]
        evidence.append(_evidence(left_out[row, first], left_out[row, second], nearest[row]))
        outcome.append(float(first == owner[row]))
    others[owner[:, None] == owner[None, :]] = -1
    nearest = others.max(axis=1)
    for row in rows:
        ranked = [label for label in order[row, :3] if label != owner[row]]
        evidence.append(_evidence(left_out[row, ranked[0]], left_out[row, ranked[-1]], nearest[row]))
        outcome.append(0.0)
    return np.array(evidence), np.array(outcome)
