"""How alike two questions are: by meaning (sentence vectors, optional), by character n-grams and by aligned words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bot.match.alignment import Words
from bot.match.features import Characters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.encoder import Encoders

SHARPNESS = 3.0
STRANGE = 0.05


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a question is compared with: all phrasings in up to four forms.

    `vectors` and `english` are (texts, dimensions), or None where that encoder is not there; `is_english` tells which
    texts have an English vector. Where one of two texts has none, their meaning in any language stands for it.
    """

    texts: tuple[str, ...]
    characters: Characters
    words: Words
    vectors: NDArray[np.float32] | None
    english: NDArray[np.float32] | None
    encoders: Encoders | None
    is_english: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Derive which texts are English."""
        known = np.zeros(len(self.texts), bool) if self.english is None else self.english.any(axis=1)
        object.__setattr__(self, "is_english", known)

    @classmethod
    def of(cls, texts: Sequence[str], encoders: Encoders | None) -> Likeness:
        """Index normalised texts."""
        vectors = None if encoders is None else encoders.any_language(texts)
        english = None if encoders is None or encoders.english is None else encoders.english(texts)
        by_words = Words.of(texts, None if encoders is None else encoders.any_language)
        return cls(tuple(texts), Characters.of(texts), by_words, vectors, english, encoders)

    def all_parts(self) -> dict[str, NDArray[np.float32]]:
        """Return each likeness of every text with every other; shape (texts, texts) each."""
        found = {"characters": self.characters.kernel(), "words": self.words.kernel()}
        if self.vectors is not None:
            found["meaning"] = self.vectors @ self.vectors.T
            if self.english is not None:
                both = np.outer(self.is_english, self.is_english)
                found["english"] = np.where(both, self.english @ self.english.T, found["meaning"])
        return found

    def parts(self, folded: str) -> dict[str, NDArray[np.float32]]:
        """Return each likeness of a normalised text with every phrasing, 0 to 1; shape (texts,) each."""
        if self.encoders is None or self.vectors is None:
            return self._spelling(folded, None)
        encoded = self.encoders.any_language([folded, *self.words.unknown(folded)])
        meaning = self.vectors @ encoded[0]
        found = self._spelling(folded, encoded[1:]) | {"meaning": meaning}
        if self.english is not None and self.encoders.english is not None:
            own = self.encoders.english([folded])[0]
            found["english"] = np.where(self.is_english, self.english @ own, meaning) if own.any() else meaning
        if found["characters"].max() < STRANGE:
            # Letters that no phrasing has, such as Thai: spelling cannot tell anything, and must not count against it.
            return dict.fromkeys(found, meaning)
        return found

    def _spelling(self, folded: str, meanings: NDArray[np.float32] | None) -> dict[str, NDArray[np.float32]]:
        words = self.words.similarity(folded, meanings)
        return {"characters": self.characters.similarity(folded), "words": words}


def mixed(parts: Mapping[str, NDArray[np.float32]], weights: Mapping[str, float]) -> NDArray[np.float32]:
    """Return the weighted mean of the likenesses."""
    total = sum(weights[name] for name in parts)
    return np.asarray(sum((weights[name] / total) * part for name, part in parts.items()), np.float32)


def every(mean: NDArray[np.float32], parts: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """Return the mean likeness and its parts, in a fixed order."""
    return [mean, *(parts[name] for name in sorted(parts))]


def kernel(mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the kernel of a mean likeness: near phrasings count more than proportionally."""
    return np.asarray(np.exp(SHARPNESS * (mean - 1)), np.float32)


def evidence(scores: NDArray[np.float32], nearest: Sequence[NDArray[np.float32]]) -> NDArray[np.float64]:
    """Return what the calibration reads: the best score, its lead over the second, how near the nearest phrasing is.

    `nearest` has a piece for the mean likeness and one for each part; shapes (..., intents) and (...,) each.
    """
    ordered = np.sort(scores, axis=-1)
    return np.stack([ordered[..., -1], ordered[..., -1] - ordered[..., -2], *nearest], axis=-1).astype(np.float64)
