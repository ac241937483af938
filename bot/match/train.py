"""Trains the matcher on normalised texts: closed form and no dice, so the same content gives the same matcher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import lapack
from scipy.optimize import minimize_scalar
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from bot.match.calibrate import Trials, fit
from bot.match.decide import ANSWER_FROM
from bot.match.index import ANY
from bot.match.likeness import Lift, Likeness, Mix, evidence

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


@dataclass(frozen=True, slots=True)
class Near:
    """How near the nearest is: to each phrasing another, one of another intent; to each text elsewhere a phrasing."""

    another: NDArray[np.float32]
    another_intent: NDArray[np.float32]
    elsewhere: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Compared:
    """The mean likeness of all texts with all under each candidate, how near the nearest is by each part, the lift."""

    means: list[NDArray[np.float32]]
    near: Mapping[str, Near]
    lift: Lift | None


def train(
    texts: Sequence[str], owner: NDArray[np.int64], langs: Sequence[str], encoders: Encoders | None, intents: int
) -> Trained:
    """Learn from normalised texts; `owner` numbers their intents, `langs` tells their languages.

    Texts on other topics stand last and have the number `intents`: what they are like is no intent's. How much meaning
    weighs against spelling, and how much the nearest phrasings count, depends on how the phrasings were written: the
    mix is the one under which most phrasings, left out, find their intent.
    """
    likeness = Likeness.of(texts, encoders)
    own = int((owner < intents).sum())
    languages = np.array(langs)
    compared = _compare(likeness, owner, own, languages)
    near_means = [_near(mean, owner, own) for mean in compared.means]
    rows = _learned(near_means[0])
    fitted = [
        (mix, near, regress(mix.kernel(mean[np.ix_(rows, rows)]), owner[rows], intents))
        for mix, mean, near in zip(CANDIDATES, compared.means, near_means, strict=True)
    ]
    mix, near_mean, (weights, kept, lost) = max(fitted, key=lambda each: _found(each[2][1][:own, :-1], owner[:own]))
    alpha = np.zeros((len(texts), intents + 1), np.float32)
    alpha[rows] = weights
    near = [near_mean, *(compared.near[name] for name in sorted(compared.near))]
    out = LeftOut(
        kept[:own, :-1],
        evidence(kept[:own], [each.another for each in near]),
        evidence(lost[:own], [each.another_intent for each in near]),
        evidence(kept[own:], [each.elsewhere[rows[own:] - own] for each in near]),
    )
    calibrations = _calibrations(out, owner[:own], languages[:own], languages[rows[own:]])
    mistaken = _mistaken(out, owner[:own], [calibrations.get(lang, calibrations[ANY]) for lang in langs[:own]])
    return Trained(mix, alpha, calibrations, likeness, mistaken, compared.lift)


def _compare(likeness: Likeness, owner: NDArray[np.int64], own: int, langs: NDArray[np.str_]) -> Compared:
    """Compare all texts with all: one likeness at a time, for each takes as much memory as there are pairs."""
    means = [np.zeros((len(owner), len(owner)), np.float32) for _ in CANDIDATES]
    shares = [mix.shares(likeness.names) for mix in CANDIDATES]
    near, lift = {}, None
    for name, part in likeness.each_part():
        near[name] = _near(part, owner, own)
        for number, share in enumerate(shares):
            means[number] += share[name] * part
        if name == "meaning":
            lift = _lift(part, langs)
    return Compared(means, near, lift)


def _near(likeness: NDArray[np.float32], owner: NDArray[np.int64], own: int) -> Near:
    another = likeness[:own, :own].copy()
    np.fill_diagonal(another, -1)
    nearest = another.max(axis=1)
    for label in np.unique(owner[:own]):
        same = np.flatnonzero(owner[:own] == label)
        another[np.ix_(same, same)] = -1
    return Near(nearest, another.max(axis=1), likeness[own:, :own].max(axis=1))


def _lift(meaning: NDArray[np.float32], langs: NDArray[np.str_]) -> Lift | None:
    """Compare how near the nearest text is in the same language and in another; None with fewer than two languages."""
    known = [lang for lang in sorted(set(langs.tolist()) - {ANY}) if (langs == lang).sum() >= ENOUGH]
    if len(known) < SEVERAL:
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


def _learned(near: Near) -> NDArray[np.int64]:
    """Return the rows to learn from: all phrasings, and the texts on other topics that are on none of theirs.

    One that is as near to a phrasing as half of the phrasings are to another is taken to be on its topic after all.
    """
    own = len(near.another)
    usual = np.quantile(near.another, WITHIN)
    return np.concatenate([np.arange(own), own + np.flatnonzero(near.elsewhere < usual)])


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


def regress(
    gram: NDArray[np.float32], owner: NDArray[np.int64], intents: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Fit one regression an intent and one for all other topics, each of equal weight. `gram` is used up.

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
    _make_definite(gram)
    while (factor := _factor(gram, ridge)) is None:
        ridge *= 2
    inverse, _ = lapack.spotri(factor, lower=True, overwrite_c=True)
    for start in range(1, len(inverse)):
        inverse[start - 1, start:] = inverse[start:, start - 1]
    return np.asarray(inverse)


def _factor(gram: NDArray[np.float32], ridge: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return the Cholesky factor of gram + ridge, lower, the rest undefined; None where it is not positive."""
    whole = np.array(gram, np.float32, order="F")
    whole[np.diag_indices(len(whole))] += ridge
    factor, failed = lapack.spotrf(whole, lower=True, clean=False, overwrite_a=True)
    return None if failed else np.asarray(factor)


def _make_definite(gram: NDArray[np.float32]) -> None:
    """Take out, in place, the few directions in which a gram is negative: the overlap of words is not quite a kernel.

    Left in, one whose negative share is about the ridge would drown everything else. They are found as the largest of
    the inverse, shifted until there is one: a few steps, where Lanczos on the gram itself takes hundreds.
    """
    shift = SHIFT
    while (factor := _factor(gram, np.full(len(gram), shift, np.float32))) is None:
        shift *= 2
    inverse = LinearOperator(gram.shape, lambda vector: lapack.spotrs(factor, vector, lower=True)[0], dtype=np.float32)
    start = np.random.default_rng(0).normal(size=len(gram)).astype(np.float32)
    few = min(NEGATIVE, len(gram) - 1)
    try:
        found, vectors = eigsh(inverse, k=few, which="LA", v0=start, tol=CLOSE_ENOUGH)
    except ArpackNoConvergence as so_far:
        found, vectors = np.real(so_far.eigenvalues), np.real(so_far.eigenvectors)
    for value, vector in zip(shift - 1 / found, vectors.T, strict=True):
        if value > 0:
            gram += np.outer(np.float32(value) * vector, vector)


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
