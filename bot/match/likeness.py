"""How alike two questions are: by meaning (sentence vectors, optional), by character n-grams and by aligned words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.catalog.chinese import HAN
from bot.match.alignment import Words
from bot.match.features import Characters
from bot.match.rows import Rows
from bot.match.whole_numbers import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.encoder import Encoders

WEIGHTS = {"meaning": 4.0, "english": 8.0, "characters": 0.8, "words": 4.0}  # of the likenesses, in their mean
ALONE = 8.0  # what meaning weighs where no likeness in English stands beside it
FOR_ENGLISH = 0.2  # of the texts must be English for it to stand there
SHARPNESS = 2.0  # how much more a near phrasing counts than a far one; of what is said next as well
STRANGE = 0.05
LETTERS, MUCH = 6, 25.0  # of a word with the space after it; words beyond which a text says no more
ENOUGH = 100  # phrasings of a language from which it can be compared with another, or learned by itself


def shares(names: Iterable[str]) -> dict[str, np.float32]:
    """Return what each of the likenesses that there are counts in the mean."""
    weights = {name: WEIGHTS[name] for name in names}
    if "meaning" in weights and "english" not in weights:
        weights["meaning"] = ALONE
    return {name: np.float32(weight / sum(weights.values())) for name, weight in weights.items()}


def mean_of(parts: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the weighted mean of the likenesses that there are."""
    return np.asarray(sum(share * parts[name] for name, share in shares(parts).items()), np.float32)


def kernel(mean: NDArray[np.float32], *, in_place: bool = False) -> NDArray[np.float32]:
    """Return the kernel of a mean likeness: near phrasings count more than proportionally."""
    found = np.subtract(mean, np.float32(1), out=mean if in_place else None)
    found *= np.float32(SHARPNESS)
    return np.asarray(np.exp(found, out=found))


@dataclass(frozen=True, slots=True)
class Lift:
    """What a likeness in meaning across languages would be within one: slope * likeness + shift."""

    slope: float
    shift: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a question is compared with: all phrasings in up to four forms.

    `vectors` has a row for each text, None without an encoder. `english` has a row for each text at
    `english_at`, those that are English, None without that encoder or where hardly a text is English. Where one of two
    texts has no English vector, their meaning in any language stands for it.
    """

    texts: tuple[str, ...]
    characters: Characters
    words: Words
    vectors: Rows | None
    english: Rows | None
    english_at: NDArray[np.int64]
    encoders: Encoders | None

    @classmethod
    def of(cls, texts: Sequence[str], encoders: Encoders | None) -> Likeness:
        """Index normalised texts."""
        none = np.zeros(0, np.int64)
        if encoders is None:
            return cls(tuple(texts), Characters.of(texts), Words.of(texts, None), None, None, none, None)
        vectors = Rows.of(encoders.any_language(texts))
        english = np.zeros((len(texts), 1), np.float32) if encoders.english is None else encoders.english(texts)
        at = np.flatnonzero(english.any(axis=1))
        by_words = Words.of(texts, encoders)
        fine = Rows.of(english[at]) if len(at) > FOR_ENGLISH * len(texts) else None
        return cls(tuple(texts), Characters.of(texts), by_words, vectors, fine, at, encoders)

    @property
    def names(self) -> tuple[str, ...]:
        """Which likenesses there are."""
        both = ("meaning",) if self.english is None else ("meaning", "english")
        return ("characters", "words", *(() if self.vectors is None else both))

    def each_part(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Yield each likeness of every text with every other, (texts, texts), by name; use it before the next."""
        yield "characters", self.characters.kernel()
        yield "words", self.words.kernel(self.texts)
        if self.vectors is not None:
            meaning = self.vectors.gram()
            yield "meaning", meaning
            if self.english is not None:
                meaning[np.ix_(self.english_at, self.english_at)] = self.english.gram()
                yield "english", meaning

    def parts(
        self, folded: str, lift: Lift | None = None, *, english: bool = True
    ) -> tuple[dict[str, NDArray[np.float32]], bool]:
        """Return each likeness of a normalised text with every phrasing, 0 to 1, shape (texts,) each.

        And whether the English encoder has read it: meaning stands for English where it has not, or where that is not
        wanted. `lift` is for a text in another language than all phrasings: its meaning alone can tell much.
        """
        # The English encoder takes as long as everything else together.
        own = beside(self._english, folded) if english and self.english is not None else None
        meaning = None if self.encoders is None else self.encoders.any_language([folded])
        found = {
            "characters": self.characters.similarity(folded),
            "words": self.words.similarity(folded, self.encoders),
        }
        if meaning is None or self.vectors is None:
            return found, False
        found["meaning"] = self.vectors.times(meaning)[0]
        if self.english is not None:
            found["english"] = found["meaning"]
        if found["characters"].max() < STRANGE:
            # Letters that no phrasing has, such as Thai, or only what is everywhere ("they"): spelling cannot tell
            # anything, and must not count against it.
            found = dict.fromkeys(found, found["meaning"])
        if lift is not None:
            raised = np.asarray(np.clip(lift.slope * found["meaning"] + lift.shift, 0, 1), np.float32)
            found = {name: np.maximum(part, raised) for name, part in found.items()}
        read = None if own is None else own()
        if read is not None:
            found["english"] = found["meaning"].copy()
            found["english"][self.english_at] = read
        return found, read is not None

    def _english(self, folded: str) -> NDArray[np.float32] | None:
        """Return how like a normalised text is to those that are English, (english,); None for one that is not."""
        if self.english is None or self.encoders is None or self.encoders.english is None:
            return None
        own = self.encoders.english([folded])
        return self.english.times(own)[0] if own.any() else None


def every(mean: NDArray[np.float32], parts: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """Return the mean likeness and its parts, in a fixed order."""
    return [mean, *(parts[name] for name in sorted(parts))]


def size(folded: str) -> float:
    """Return how much a normalised text says, in words: six letters or one Chinese character; no more than `MUCH`.

    Korean and kana, of which no language is learned, are counted as letters: short of what they say.
    """
    han = len(HAN.findall(folded))
    return min(han + (len(folded) - han) / LETTERS, MUCH)


def evidence(
    scores: NDArray[np.float32], nearest: Sequence[NDArray[np.float32]], sizes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what the calibration reads: the best score, its leads, how near the nearest phrasing is, and the size.

    It leads over the second, and over all other topics, which have the last column of `scores`. `nearest` has a piece
    for the mean likeness and one for each part; shapes (..., intents + 1) and (...,) each. A long story is like no
    phrasing, so that the same likeness says more in it than in a few words: `sizes` of the texts, (...,).
    """
    ordered = np.sort(scores[..., :-1], axis=-1)
    best = ordered[..., -1]
    leads = best - ordered[..., -2], best - scores[..., -1]
    return np.stack([best, *leads, *nearest, sizes], axis=-1).astype(np.float64)
