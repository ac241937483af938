"""The trained matcher: kernel ridge regression on likenesses of questions, calibrated on phrasings left out.

Ridge regression gives its leave-one-out and leave-one-intent-out predictions in closed form (Rifkin and Lippert 2007,
"Notes on regularized least squares"), so the probabilities are fitted on questions that were not learned, without
training twice. The likenesses and the choice: docs/matching.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.match.glued import unglued
from bot.match.likeness import every, evidence
from bot.match.types import Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bot.match.calibrate import Calibration
    from bot.match.likeness import Lift, Likeness, Mix
    from bot.match.normalise import Normaliser

KEPT = 10


@dataclass(frozen=True, slots=True)
class Index:
    """A matcher trained on phrasings that belong together. Rows are phrasings, then texts on other topics.

    `mistaken` names the intent with which a phrasing, had it not been learned, would have been answered wrongly.
    `known` tells what each word costs that may have been typed without the spaces around it; `lift`, None where no
    other languages were compared, is for questions in a language that no phrasing is in.
    `han`: most phrasings are written in Chinese characters.
    """

    normalise: Normaliser
    labels: tuple[str, ...]
    owner: NDArray[np.int64]
    phrasings: tuple[str, ...]
    likeness: Likeness
    mix: Mix
    alpha: NDArray[np.float32]
    calibration: Calibration
    mistaken: Mapping[int, str]
    known: Mapping[str, float]
    lift: Lift | None
    han: bool

    def fold(self, text: str) -> str:
        """Return a question as it is compared: normalised, and words without spaces between them taken apart."""
        return unglued(self.normalise(text), self.known)

    def rank(self, text: str, *, strange: bool = False) -> Ranking:
        """Rank the intents for `text`, best first; the first score is the probability that it is right.

        `strange`: it is in a language that no phrasing is in.
        """
        parts = self.parts(text, strange=strange)
        if not parts:
            return Ranking((), 0.0)
        near = self.mix.mean(parts)
        scores = self.mix.kernel(near) @ self.alpha
        nearest = [each[: len(self.phrasings)].max() for each in every(near, parts)]
        scope, right = self.calibration.probability(evidence(scores, nearest))
        order = np.argsort(-scores[:-1], kind="stable")[:KEPT]
        share = np.exp((scores[order] - scores[order[0]]) / self.calibration.temperature)
        found = [
            Match(self.labels[label], float(right * part), self._nearest(near, int(label)))
            for label, part in zip(order, share, strict=True)
        ]
        return Ranking(tuple(found), scope)

    def parts(self, text: str, *, strange: bool = False) -> dict[str, NDArray[np.float32]]:
        """Return each likeness of a text with every row, none for a text that has nothing in it; shape (rows,) each."""
        folded = self.fold(text)
        return self.likeness.parts(folded, self.lift if strange else None) if folded else {}

    def _nearest(self, near: NDArray[np.float32], label: int) -> str:
        own = np.flatnonzero(self.owner == label)
        return self.phrasings[int(own[np.argmax(near[own])])]
