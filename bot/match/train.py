"""Trains the matcher on phrasings: closed form, no randomness, the same content always gives the same matcher."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import lapack
from scipy.optimize import minimize_scalar

from bot.match.alignment import Words
from bot.match.cache import load, save
from bot.match.calibrate import Trials, fit
from bot.match.decide import ANSWER_FROM
from bot.match.features import Characters
from bot.match.index import ANY, Index, Likeness, evidence, kernel, mixed
from bot.match.normalise import Normaliser
from bot.match.types import Example

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.match.calibrate import Calibration
    from bot.match.encoder import Encoder

RIDGE = 0.05
CANDIDATES: tuple[Mapping[str, float], ...] = tuple(
    {"meaning": meaning, "characters": 0.8, "words": 1.0} for meaning in (1.6, 4.0, 10.0)
)
NAME_MARKS, CAPITAL = re.compile(r"[_./-]+"), re.compile("([a-z])([A-Z])")
MOST = 5_000  # phrasings that are learned; beyond it each intent gives its first ones in turn
ENOUGH = 100  # phrasings from which a language gets a calibration of its own


def build_matcher(
    examples: Sequence[Example],
    *,
    encoder: Encoder | None = None,
    emergencies: Collection[str] = (),
    normalise: Normaliser | None = None,
    cache: Path | None = None,
) -> Index:
    """Train on the examples; with `cache`, a folder, what was trained on the same examples before is read from there.

    Raises ValueError for fewer than two intents.
    """
    normalise = normalise or Normaliser()
    chosen = _spread(examples)
    labels = tuple(dict.fromkeys(example.label for example in chosen))
    if len(labels) < 2:  # noqa: PLR2004 - one intent leaves nothing to decide
        raise ValueError("a matcher needs examples of at least two intents")
    texts = tuple(normalise(example.text) for example in chosen)
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[example.label] for example in chosen])
    langs = tuple(example.lang for example in chosen)
    trained = load(cache, chosen, texts, semantic=encoder is not None)
    if trained is None:
        trained = train(texts, owner, langs, encoder)
        save(cache, chosen, texts, trained, semantic=encoder is not None)
    likeness = Likeness(texts, Characters.of(texts), trained.words, trained.vectors, encoder)
    phrasings = tuple(example.text for example in chosen)
    return Index(
        normalise,
        labels,
        owner,
        phrasings,
        likeness,
        trained.weights,
        trained.alpha,
        trained.calibrations,
        frozenset(emergencies),
        {row: labels[label] for row, label in trained.mistaken.items()},
    )


@dataclass(frozen=True, slots=True)
class Trained:
    """What training makes and the cache keeps.

    `mistaken` maps the number of a text that, left out, would be answered wrongly to the intent it would get.
    """

    weights: Mapping[str, float]
    alpha: NDArray[np.float32]
    calibrations: Mapping[str, Calibration]
    words: Words
    vectors: NDArray[np.float32] | None
    mistaken: Mapping[int, int]


def train(texts: Sequence[str], owner: NDArray[np.int64], langs: Sequence[str], encoder: Encoder | None) -> Trained:
    """Learn from normalised texts; `owner` numbers their intents, `langs` tells their languages.

    How much meaning weighs against spelling depends on how the phrasings were written: the weights are those with
    which clearly most phrasings, left out, still find their intent.
    """
    parts, by_words, vectors = likenesses(texts, encoder)
    best = None
    for weights in CANDIDATES if encoder is not None else CANDIDATES[:1]:
        mean = mixed(parts, weights)
        fitted = regress(kernel(mean), owner)
        found = int((fitted[1].argmax(axis=1) == owner).sum())
        # By more than chance (one standard error): a small difference on few phrasings says nothing.
        if best is None or found > best[0] + np.sqrt(best[0] * (1 - best[0] / len(owner))):
            best = (found, weights, mean, fitted)
    assert best is not None  # noqa: S101 - there is always a candidate
    _, weights, mean, (alpha, kept, lost) = best
    calibrations = {ANY: _calibrate(mean, owner, kept, lost, np.ones(len(owner), bool))}
    for lang in sorted(set(langs) - {ANY}):
        own = np.array([each == lang for each in langs])
        if own.sum() >= ENOUGH:
            calibrations[lang] = _calibrate(mean, owner, kept, lost, own)
    mistaken = _mistaken(mean, owner, kept, [calibrations.get(lang, calibrations[ANY]) for lang in langs])
    return Trained(weights, alpha, calibrations, by_words, vectors, mistaken)


def _mistaken(
    mean: NDArray[np.float32], owner: NDArray[np.int64], kept: NDArray[np.float32], calibrations: Sequence[Calibration]
) -> dict[int, int]:
    others = mean.copy()
    np.fill_diagonal(others, -1)
    seen, first = evidence(kept, others.max(axis=1)), kept.argmax(axis=1)
    return {
        int(row): int(first[row])
        for row in np.flatnonzero(first != owner)
        if calibrations[int(row)].probability(seen[row])[1] >= ANSWER_FROM
    }


def likenesses(
    texts: Sequence[str], encoder: Encoder | None
) -> tuple[dict[str, NDArray[np.float32]], Words, NDArray[np.float32] | None]:
    """Return each likeness of every text with every other, shape (texts, texts), and what they were made of."""
    by_words = Words.of(texts, encoder)
    parts = {"characters": Characters.of(texts).kernel(), "words": by_words.kernel()}
    vectors = None
    if encoder is not None:
        vectors = encoder(texts)
        parts["meaning"] = vectors @ vectors.T
    return parts, by_words, vectors


def regress(
    gram: NDArray[np.float32], owner: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Fit one regression an intent. Returns weights, and predictions without the text itself and without its intent.

    All of shape (texts, intents); in the last, the column of the intent that was left out is -1.
    """
    targets = (owner[:, None] == np.arange(owner.max() + 1)).astype(np.float32)
    inverse = _inverse(gram)
    alpha = inverse @ targets
    kept = targets - alpha / np.diag(inverse)[:, None]
    lost = np.empty_like(targets)
    for label in range(targets.shape[1]):
        own = np.flatnonzero(owner == label)
        lost[own] = targets[own] - np.linalg.solve(inverse[np.ix_(own, own)], alpha[own])
        lost[own, label] = -1
    return alpha.astype(np.float32), kept, lost


def _inverse(gram: NDArray[np.float32]) -> NDArray[np.float32]:
    """Invert gram + ridge. The word overlap is no exact kernel: where it is not definite, the ridge is raised."""
    one = np.eye(len(gram), dtype=np.float32)
    ridge = RIDGE
    while True:
        factor, failed = lapack.spotrf(gram + ridge * one, lower=True, clean=False)
        if not failed:
            half, _ = lapack.spotri(factor, lower=True)
            return np.asarray(np.tril(half) + np.tril(half, -1).T, np.float32)
        ridge *= 2


def _calibrate(
    mean: NDArray[np.float32],
    owner: NDArray[np.int64],
    kept: NDArray[np.float32],
    lost: NDArray[np.float32],
    own: NDArray[np.bool_],
) -> Calibration:
    rows = np.flatnonzero(own)
    others = mean[rows].copy()
    others[np.arange(len(rows)), rows] = -1
    nearest = others.max(axis=1)
    others[owner[rows][:, None] == owner[None, :]] = -1
    right = (kept[rows].argmax(axis=1) == owner[rows]).astype(np.float64)
    trials = Trials(
        evidence(kept[rows], nearest),
        right,
        evidence(lost[rows], others.max(axis=1)),
        _temperature(kept[rows], owner[rows]),
    )
    return fit(trials)


def _temperature(kept: NDArray[np.float32], owner: NDArray[np.int64]) -> float:
    """Return the temperature at which a softmax of the left-out scores is likeliest."""
    chosen = kept[np.arange(len(owner)), owner]

    def surprise(log_temperature: float) -> float:
        scaled = kept / np.exp(log_temperature)
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float(np.mean(total - chosen / np.exp(log_temperature)))

    return float(np.exp(minimize_scalar(surprise, bounds=(-6, 1), method="bounded").x))


def name(label: str) -> str:
    """Spell out an intent's id: "jobs.highPay" gives "jobs high pay"."""
    return NAME_MARKS.sub(" ", CAPITAL.sub(r"\1 \2", label)).strip()


def _spread(examples: Sequence[Example]) -> list[Example]:
    """Return the distinct examples, at most MOST: the first of each intent and language, then the second, and so on.

    An intent's name is an example as well: people who set up intents name them by what they are about.
    """
    names = {example.label: Example(name(example.label), example.label, ANY) for example in examples}
    distinct = list(dict.fromkeys([*examples, *names.values()]))
    if len(distinct) <= MOST:
        return distinct
    groups: dict[tuple[str, str], list[Example]] = {}
    for example in distinct:
        groups.setdefault((example.label, example.lang), []).append(example)
    turns = zip_longest(*groups.values())
    return [example for turn in turns for example in turn if example is not None][:MOST]
