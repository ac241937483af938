"""Trains the matcher on normalised texts: closed form and no dice, so the same content gives the same matcher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import lapack
from scipy.optimize import minimize_scalar
from scipy.sparse.linalg import LinearOperator, eigsh

from bot.match.calibrate import Trials, fit
from bot.match.decide import ANSWER_FROM
from bot.match.index import ANY
from bot.match.likeness import Lift, Likeness, Mix, every, evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.calibrate import Calibration
    from bot.match.encoder import Encoders

RIDGE = 0.1
SHIFT, CLOSE_ENOUGH = 0.5, 1e-3
NEGATIVE = 4  # directions that are looked at; of our phrasings one or two are negative
CANDIDATES: tuple[Mix, ...] = (
    Mix({"meaning": 4.0, "english": 4.0, "characters": 0.8, "words": 2.0}, 3.0),  # few phrasings, each of its own kind
    Mix({"meaning": 4.0, "english": 4.0, "characters": 0.8, "words": 4.0}, 2.0),  # many that resemble each other
)
SEVERAL = 2
ENOUGH = 100  # phrasings from which a language gets a calibration of its own
WITHIN = 0.5  # a text on another topic that is as near to a phrasing as this share of the phrasings is none


@dataclass(frozen=True, slots=True)
class Trained:
    """What training makes and the cache keeps.

    `mistaken` maps the number of a text that, left out, would be answered wrongly to the intent it would get.
    """

    mix: Mix
    alpha: NDArray[np.float32]
    calibrations: Mapping[str, Calibration]
    likeness: Likeness
    mistaken: Mapping[int, int]
    lift: Lift | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Evidence of texts that were left out (`seen`), of whose whole intent was (`lost`), and of other topics (`far`).

    `scores` is (texts, intents), each text's own left out; evidence is (texts, pieces).
    """

    scores: NDArray[np.float32]
    seen: NDArray[np.float64]
    lost: NDArray[np.float64]
    far: NDArray[np.float64]


def train(
    texts: Sequence[str], owner: NDArray[np.int64], langs: Sequence[str], encoders: Encoders | None, intents: int
) -> Trained:
    """Learn from normalised texts; `owner` numbers their intents, `langs` tells their languages.

    Texts on other topics stand last and have the number `intents`: what they are like is no intent's. How much meaning
    weighs against spelling, and how much the nearest phrasings count, depends on how the phrasings were written: the
    mix is the one under which most phrasings, left out, find their intent.
    """
    likeness = Likeness.of(texts, encoders)
    parts = likeness.all_parts()
    own = int((owner < intents).sum())
    rows = _learned(CANDIDATES[0].mean(parts), own)
    fitted = [
        (mix, regress(mix.kernel(mix.mean(parts)[np.ix_(rows, rows)]), owner[rows], intents)) for mix in CANDIDATES
    ]
    mix, (weights, kept, lost) = max(fitted, key=lambda each: _found(each[1][1][:own, :-1], owner[:own]))
    alpha = np.zeros((len(texts), intents + 1), np.float32)
    alpha[rows] = weights
    likenesses = every(mix.mean(parts), parts)
    near = [_nearest(each[:own, :own], owner[:own]) for each in likenesses]
    out = LeftOut(
        kept[:own, :-1],
        evidence(kept[:own], [without_itself for without_itself, _ in near]),
        evidence(lost[:own], [without_intent for _, without_intent in near]),
        evidence(kept[own:], [each[rows[own:], :own].max(axis=1) for each in likenesses]),
    )
    calibrations = _calibrations(out, owner[:own], np.array(langs[:own]), np.array(langs)[rows[own:]])
    mistaken = _mistaken(out, owner[:own], [calibrations.get(lang, calibrations[ANY]) for lang in langs[:own]])
    return Trained(mix, alpha, calibrations, likeness, mistaken, _lift(parts.get("meaning"), np.array(langs)))


def _lift(meaning: NDArray[np.float32] | None, langs: NDArray[np.str_]) -> Lift | None:
    """Compare how near the nearest text is in the same language and in another; None with fewer than two languages."""
    known = [lang for lang in sorted(set(langs.tolist()) - {ANY}) if (langs == lang).sum() >= ENOUGH]
    if meaning is None or len(known) < SEVERAL:
        return None
    within, across = [], []
    for lang in known:
        own = np.flatnonzero(langs == lang)
        others = np.flatnonzero(np.isin(langs, known) & (langs != lang))
        same = meaning[np.ix_(own, own)]
        np.fill_diagonal(same, -1)
        within.append(same.max(axis=1))
        across.append(meaning[np.ix_(own, others)].max(axis=1))
    same_language, another = np.concatenate(within), np.concatenate(across)
    slope = float(same_language.std() / another.std())
    return Lift(slope, float(same_language.mean() - slope * another.mean()))


def _learned(mean: NDArray[np.float32], own: int) -> NDArray[np.int64]:
    """Return the rows to learn from: all phrasings, and the texts on other topics that are on none of theirs.

    One that is as near to a phrasing as half of the phrasings are to another is taken to be on its topic after all.
    """
    among = mean[:own, :own].copy()
    np.fill_diagonal(among, -1)
    usual = np.quantile(among.max(axis=1), WITHIN)
    return np.concatenate([np.arange(own), own + np.flatnonzero(mean[own:, :own].max(axis=1) < usual)])


def _calibrations(
    out: LeftOut, owner: NDArray[np.int64], langs: NDArray[np.str_], far_langs: NDArray[np.str_]
) -> dict[str, Calibration]:
    """Fit one calibration for all languages, and one for each that has phrasings enough."""
    calibrations = {}
    for lang in [ANY, *sorted(set(langs.tolist()) - {ANY})]:
        own = (langs == lang) | (lang == ANY)
        if lang == ANY or own.sum() >= ENOUGH:
            right = (out.scores[own].argmax(axis=1) == owner[own]).astype(np.float64)
            far = out.far[(far_langs == lang) | (lang == ANY)]
            trials = Trials(out.seen[own], right, out.lost[own], far, _temperature(out.scores[own], owner[own]))
            calibrations[lang] = fit(trials)
    return calibrations


def _mistaken(out: LeftOut, owner: NDArray[np.int64], calibrations: Sequence[Calibration]) -> dict[int, int]:
    first = out.scores.argmax(axis=1)
    return {
        int(row): int(first[row])
        for row in np.flatnonzero(first != owner)
        if calibrations[int(row)].probability(out.seen[row])[1] >= ANSWER_FROM
    }


def _nearest(
    likeness: NDArray[np.float32], owner: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the likeness of each text to the nearest other, and to the nearest of another intent; (texts,) each."""
    others = likeness.copy()
    np.fill_diagonal(others, -1)
    without_itself = others.max(axis=1)
    others[owner[:, None] == owner[None, :]] = -1
    return without_itself, others.max(axis=1)


def regress(
    gram: NDArray[np.float32], owner: NDArray[np.int64], intents: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Fit one regression an intent and one for all other topics, each of equal weight.

    Returns weights, and predictions without the text itself and without its intent.

    All have the shape (texts, intents + 1), the last column for other topics; in the last array, the column of the
    intent that was left out is -1.
    """
    targets = (owner[:, None] == np.arange(intents + 1)).astype(np.float32)
    inverse = _inverse(gram, owner)
    alpha = inverse @ targets
    kept = targets - alpha / np.diag(inverse)[:, None]
    lost = np.zeros_like(targets)
    for label in range(intents):
        own = np.flatnonzero(owner == label)
        lost[own] = targets[own] - np.linalg.solve(inverse[np.ix_(own, own)], alpha[own])
        lost[own, label] = -1
    return alpha.astype(np.float32), kept, lost


def _inverse(gram: NDArray[np.float32], owner: NDArray[np.int64]) -> NDArray[np.float32]:
    """Invert gram + ridge, with less ridge where an intent has few texts: each intent weighs the same."""
    counts = np.bincount(owner)
    ridge = np.asarray(RIDGE * counts[owner] / counts[counts > 0].mean(), np.float32)
    gram = _definite(gram)
    while True:
        factor, failed = lapack.spotrf(gram + np.diag(ridge), lower=True, clean=False)
        if not failed:
            half, _ = lapack.spotri(factor, lower=True)
            return np.asarray(np.tril(half) + np.tril(half, -1).T, np.float32)
        ridge *= 2


def _definite(gram: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take out the few directions in which a gram is negative: the overlap of words is not quite a kernel.

    Left in, one whose negative share is about the ridge would drown everything else. They are found as the largest of
    the inverse, shifted until there is one: a few steps, where Lanczos on the gram itself takes hundreds.
    """
    shift = SHIFT
    while True:
        factor, failed = lapack.spotrf(gram + shift * np.eye(len(gram), dtype=np.float32), lower=True)
        if not failed:
            break
        shift *= 2
    inverse = LinearOperator(gram.shape, lambda vector: lapack.spotrs(factor, vector, lower=True)[0], dtype=np.float32)
    start = np.ones(len(gram), np.float32)
    found, vectors = eigsh(inverse, k=min(NEGATIVE, len(gram) - 1), which="LA", v0=start, tol=CLOSE_ENOUGH)
    return gram + np.asarray((vectors * np.maximum(shift - 1 / found, 0)) @ vectors.T, np.float32)


def _found(kept: NDArray[np.float32], owner: NDArray[np.int64]) -> float:
    """Return the share of left-out texts whose intent comes first; every intent weighs the same."""
    hits = np.bincount(owner, kept.argmax(axis=1) == owner)
    return float(np.mean(hits / np.maximum(np.bincount(owner), 1)))


def _temperature(kept: NDArray[np.float32], owner: NDArray[np.int64]) -> float:
    """Return the temperature at which a softmax of the left-out scores is likeliest."""
    chosen = kept[np.arange(len(owner)), owner]

    def surprise(log_temperature: float) -> float:
        scaled = kept / np.exp(log_temperature)
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float(np.mean(total - chosen / np.exp(log_temperature)))

    return float(np.exp(minimize_scalar(surprise, bounds=(-6, 1), method="bounded").x))
