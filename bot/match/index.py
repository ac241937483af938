"""The trained matcher: kernel ridge regression on three likenesses of questions, calibrated on phrasings left out.

The likenesses are meaning (sentence vectors, optional), character n-grams and aligned words; their weighted mean k
becomes the kernel exp(2 (k - 1)). Ridge regression gives its leave-one-out and leave-one-intent-out predictions in
closed form (Rifkin and Lippert 2007, "Notes on regularized least squares"), so the probabilities are fitted on
questions that were not learned, without training twice. How it was chosen: docs/matching.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.match.decide import decide
from bot.match.types import Context, Decision, Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.alignment import Words
    from bot.match.calibrate import Calibration
    from bot.match.encoder import Encoder
    from bot.match.features import Characters
    from bot.match.normalise import Normaliser

KEPT = 10
SHARPNESS = 2.0
STRANGE = 0.05
ANY = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a question is compared with: all phrasings in three forms. `vectors` is (texts, dimensions) or None."""

    texts: tuple[str, ...]
    characters: Characters
    words: Words
    vectors: NDArray[np.float32] | None
    encoder: Encoder | None

    def parts(self, folded: str) -> dict[str, NDArray[np.float32]]:
        """Return each likeness of a normalised text with every phrasing, 0 to 1; shape (texts,) each."""
        encoded = None if self.encoder is None else self.encoder([folded, *self.words.unknown(folded)])
        found = {
            "characters": self.characters.similarity(folded),
            "words": self.words.similarity(folded, None if encoded is None else encoded[1:]),
        }
        if encoded is not None and self.vectors is not None:
            found["meaning"] = self.vectors @ encoded[0]
        return found


def mixed(parts: Mapping[str, NDArray[np.float32]], weights: Mapping[str, float]) -> NDArray[np.float32]:
    """Return the weighted mean of the likenesses."""
    total = sum(weights[name] for name in parts)
    return np.asarray(sum((weights[name] / total) * part for name, part in parts.items()), np.float32)


def kernel(mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the kernel of a mean likeness: near phrasings count more than proportionally."""
    return np.asarray(np.exp(SHARPNESS * (mean - 1)), np.float32)


def evidence(scores: NDArray[np.float32], nearest: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return what the calibration reads: the best score, its lead over the second, the nearest phrasing; (..., 3)."""
    ordered = np.sort(scores, axis=-1)
    return np.stack([ordered[..., -1], ordered[..., -1] - ordered[..., -2], nearest], axis=-1).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Index:
    """A trained matcher; see bot.match.types.Matcher. Rows are phrasings, columns intents.

    `mistaken` names the intent with which a phrasing, had it not been learned, would have been answered wrongly.
    """

    normalise: Normaliser
    labels: tuple[str, ...]
    owner: NDArray[np.int64]
    phrasings: tuple[str, ...]
    likeness: Likeness
    weights: Mapping[str, float]
    alpha: NDArray[np.float32]
    calibrations: Mapping[str, Calibration]
    emergencies: frozenset[str]
    mistaken: Mapping[int, str]

    def rank(self, text: str, lang: str | None = None) -> Ranking:
        """Rank the intents for `text`, best first; the first score is the probability that it is right."""
        folded = self.normalise(text)
        if not folded:
            return Ranking((), 0.0)
        near = self.mean(self.likeness.parts(folded))
        scores = kernel(near) @ self.alpha
        calibration = self.calibrations.get(lang or ANY) or self.calibrations[ANY]
        scope, right = calibration.probability(evidence(scores, near.max()))
        order = np.argsort(-scores, kind="stable")[:KEPT]
        share = np.exp((scores[order] - scores[order[0]]) / calibration.temperature)
        found = [
            Match(self.labels[label], float(right * part), self._nearest(near, int(label)))
            for label, part in zip(order, share, strict=True)
        ]
        return Ranking(tuple(found), scope)

    def mean(self, parts: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the likeness that decides, from the parts; shape (phrasings,)."""
        if "meaning" in parts and parts["characters"].max() < STRANGE:
            # Letters that no phrasing has, such as Thai: spelling cannot tell anything, and must not count against it.
            parts = {"meaning": parts["meaning"]}
        return mixed(parts, self.weights)

    def _nearest(self, near: NDArray[np.float32], label: int) -> str:
        own = np.flatnonzero(self.owner == label)
        return self.phrasings[int(own[np.argmax(near[own])])]

    def match(self, text: str, lang: str | None = None, context: Context = Context()) -> Sequence[Match]:
        """Rank the intents for `text`, best first."""
        del context
        return self.rank(text, lang).matches

    def decide(self, text: str, lang: str | None = None, context: Context = Context()) -> Decision:
        """Answer, disambiguate or say "unknown"."""
        return decide(self.rank, text, lang or ANY, context, self.emergencies)
