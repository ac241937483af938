"""Trains the matcher on normalised texts: closed form and no dice, so the same content gives the same matcher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import lapack
from scipy.optimize import minimize_scalar
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh
from scipy.special import logsumexp

from bot.match.decide import ANSWER_FROM
from bot.match.fitting import Trials, fit
from bot.match.judge import Judge
from bot.match.likeness import ENOUGH, Lift, Likeness, evidence, kernel, shares, size
from bot.match.memory import give_back
from bot.match.trained import Trained

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.calibrate import Calibration
    from bot.match.encoder import Encoders

RIDGE = 0.1
SHIFT, CLOSE_ENOUGH = 0.5, 1e-3
NEGATIVE = 4  # directions that are looked at in one go: one or two are negative of ours, twelve of 6,000 others
NEGLIGIBLE = RIDGE / 100  # a direction so little negative changes nothing
OTHER_TOPICS = 3  # intents that all other topics together weigh as much as
BLOCK = 256  # vectors that are compared with all others at a time
WITHIN = 0.5  # a text on another topic that is as near to a phrasing as this share of the phrasings is none


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Evidence of texts that were left out (`seen`), of whose whole intent was (`lost`), and of other topics (`far`).

    `scores` is (texts, intents), each text's own left out; evidence is (texts, pieces). `first` numbers the best intent
    of all of them, one kind after another.
    """

    scores: NDArray[np.float32]
    seen: NDArray[np.float64]
    lost: NDArray[np.float64]
    far: NDArray[np.float64]
    first: NDArray[np.int64]

    def score(self, calibration: Calibration) -> NDArray[np.float64]:
        """Return how likely the best intent of all of them is right, one kind after another."""
        each = np.vstack([self.seen, self.lost, self.far])
        return calibration.scope(each) * calibration.right(each)


@dataclass(frozen=True, slots=True)
class Near:
    """How near the nearest is: to each phrasing another, one of another intent; to each text elsewhere a phrasing."""

    another: NDArray[np.float32]
    another_intent: NDArray[np.float32]
    elsewhere: NDArray[np.float32]


def train(
    texts: Sequence[str],
    owner: NDArray[np.int64],
    encoders: Encoders | None,
    intents: int,
    abroad: Sequence[str] = (),
) -> Trained:
    """Learn from normalised texts; `owner` numbers their intents.

    Texts on other topics stand last and have the number `intents`: what they are like is no intent's. `abroad` are
    phrasings in another language: how much less alike they are tells what a question in yet another one is worth.
    """
    likeness = Likeness.of(texts, encoders)
    give_back()
    own = int((owner < intents).sum())
    mean, plain_mean, parts, lift = _compared(likeness, owner, own, abroad)
    near_mean = _near(mean, owner, own)
    rows = _learned(near_mean)
    sizes = np.array([size(text) for text in texts])[rows]

    def judged(gram: NDArray[np.float32], near: Sequence[Near]) -> tuple[Judge, LeftOut]:
        """Learn from a gram, which is used up; `near` is of the mean likeness, then of each part."""
        fitted = regress(gram, owner[rows], intents)
        out = _left_out(fitted.kept, fitted.lost, near, rows, sizes)
        alpha = np.zeros((len(texts), intents + 1), np.float32)  # texts that were not learned have no weight
        alpha[rows] = fitted.alpha
        return Judge(alpha, _calibrated(out, owner[:own])), out

    gram = kernel(mean[np.ix_(rows, rows)], in_place=True)
    del mean
    judge, out = judged(gram, [near_mean, *_in_order(parts)])
    del gram
    without_english = None
    if plain_mean is not None:
        near_mean, seen = _near(plain_mean, owner, own), parts | {"english": parts["meaning"]}
        gram = kernel(plain_mean[np.ix_(rows, rows)].astype(np.float32), in_place=True)
        without_english, _ = judged(gram, [near_mean, *_in_order(seen)])
    return Trained(judge, without_english, likeness, _mistaken(out, owner[:own], judge.calibration), lift)


def _compared(
    likeness: Likeness, owner: NDArray[np.int64], own: int, abroad: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float16] | None, dict[str, Near], Lift | None]:
    """Return the mean likeness of all texts, (texts, texts), the same without English, and what each part tells."""
    share = shares(likeness.names)
    plain_share = _without_english(share)
    mean = np.zeros((len(owner), len(owner)), np.float32)
    # Half the memory while it waits for its turn; what it loses is less than what the vectors' whole numbers do.
    plain = np.zeros(mean.shape, np.float16) if plain_share else None
    parts, lift = {}, None
    for name, part in likeness.each_part():
        parts[name] = _near(part, owner, own)
        _add(mean, share[name], part)
        if plain is not None and name in plain_share:
            _add(plain, plain_share[name], part)
        if name == "meaning":
            lift = _lift(likeness, parts[name].another, abroad)
        del part  # each of these takes as much memory as there are pairs: the next one need not stand beside it
    return mean, plain, parts, lift


def _add(total: NDArray[np.floating[Any]], share: np.float32, part: NDArray[np.float32]) -> None:
    """Add a share of a likeness row by row: all at once takes as much memory again."""
    for number, row in enumerate(part):
        total[number] += share * row


def _without_english(shares: Mapping[str, np.float32]) -> dict[str, np.float32]:
    """Return what each likeness counts while meaning stands for English; nothing without an English encoder."""
    if "english" not in shares:
        return {}
    others = {name: share for name, share in shares.items() if name != "english"}
    return {**others, "meaning": shares["meaning"] + shares["english"]}


def _in_order(parts: Mapping[str, Near]) -> list[Near]:
    return [parts[name] for name in sorted(parts)]


def _left_out(
    kept: NDArray[np.float32],
    lost: NDArray[np.float32],
    near: Sequence[Near],
    rows: NDArray[np.int64],
    sizes: NDArray[np.float64],
) -> LeftOut:
    """Gather the evidence; `near` is of the mean likeness, then of each part.

    `rows` are the texts that are learned, `sizes` are theirs, (texts,).
    """
    own = len(near[0].another)
    return LeftOut(
        kept[:own, :-1],
        evidence(kept[:own], [each.another for each in near], sizes[:own]),
        evidence(lost[:own], [each.another_intent for each in near], sizes[:own]),
        evidence(kept[own:], [each.elsewhere[rows[own:] - own] for each in near], sizes[own:]),
        np.concatenate([each[:, :-1].argmax(axis=1) for each in (kept[:own], lost[:own], kept[own:])]),
    )


def _near(likeness: NDArray[np.floating[Any]], owner: NDArray[np.int64], own: int) -> Near:
    another = likeness[:own, :own].copy()
    np.fill_diagonal(another, -1)
    nearest = another.max(axis=1)
    for label in np.unique(owner[:own]):
        same = np.flatnonzero(owner[:own] == label)
        another[np.ix_(same, same)] = -1
    return Near(nearest, another.max(axis=1), likeness[own:, :own].max(axis=1))


def _lift(likeness: Likeness, within: NDArray[np.float32], abroad: Sequence[str]) -> Lift | None:
    """Compare how near the nearest phrasing is in the same language and in another; None where there are too few."""
    if likeness.vectors is None or likeness.encoders is None or min(len(within), len(abroad)) < ENOUGH:
        return None
    strange = likeness.encoders.any_language(abroad)
    # The product keeps the memory of the largest that it was ever asked for.
    blocks = (likeness.vectors.times(strange[at : at + BLOCK]).max(axis=0) for at in range(0, len(strange), BLOCK))
    across = np.max(list(blocks), axis=0)[: len(within)]
    slope = float(within.std() / across.std())
    return Lift(slope, float(within.mean() - slope * across.mean()))


def _learned(near: Near) -> NDArray[np.int64]:
    """Return the rows to learn from: all phrasings, and the texts on other topics that are on none of theirs.

    One that is as near to a phrasing as half of the phrasings are to another is taken to be on its topic after all.
    """
    own = len(near.another)
    usual = np.quantile(near.another, WITHIN)
    return np.concatenate([np.arange(own), own + np.flatnonzero(near.elsewhere < usual)])


def _calibrated(out: LeftOut, owner: NDArray[np.int64]) -> Calibration:
    right = (out.first[: len(owner)] == owner).astype(np.float64)
    return fit(Trials(out.seen, right, out.lost, out.far, _temperature(out.scores, owner)))


def _mistaken(out: LeftOut, owner: NDArray[np.int64], calibration: Calibration) -> dict[int, int]:
    first, score = out.first[: len(owner)], out.score(calibration)[: len(owner)]
    return {int(row): int(first[row]) for row in np.flatnonzero((first != owner) & (score >= ANSWER_FROM))}


@dataclass(frozen=True, slots=True)
class Fitted:
    """A regression: weights `alpha`, and predictions without the text itself (`kept`) and without its intent (`lost`).

    All have the shape (texts, intents + 1), the last column for other topics; in `lost`, the column of the intent that
    was left out is -1.
    """

    alpha: NDArray[np.float32]
    kept: NDArray[np.float32]
    lost: NDArray[np.float32]


def regress(gram: NDArray[np.float32], owner: NDArray[np.int64], intents: int) -> Fitted:
    """Fit one regression an intent, each of equal weight, and one for all other topics. `gram` is used up."""
    targets = (owner[:, None] == np.arange(intents + 1)).astype(np.float32)
    counts = np.bincount(owner, minlength=intents + 1)
    weighing = counts / np.r_[np.ones(intents), OTHER_TOPICS]
    ridge = np.asarray(RIDGE * weighing[owner] / counts[counts > 0].mean(), np.float32)
    inverse = _inverse(gram, ridge)
    alpha = inverse @ targets
    kept = targets - alpha / np.diag(inverse)[:, None]
    lost = np.zeros_like(targets)
    for label in range(intents):
        own = np.flatnonzero(owner == label)
        lost[own] = targets[own] - np.linalg.solve(inverse[np.ix_(own, own)], alpha[own])
        lost[own, label] = -1
    return Fitted(alpha.astype(np.float32), kept, lost)


def _inverse(gram: NDArray[np.float32], ridge: NDArray[np.float32]) -> NDArray[np.float32]:
    """Invert gram + ridge; more ridge where that is not positive."""
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

    Left in, one whose negative share is about the ridge would drown everything else.
    """
    last = np.inf
    while last > NEGLIGIBLE:
        depths, directions = _lowest(gram)
        for depth, direction in zip(depths, directions.T, strict=True):
            if depth > 0:
                gram += np.outer(np.float32(depth) * direction, direction)
        last = min(depths, default=0.0)


def _lowest(gram: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far below zero the lowest directions of a gram are, (directions,), and they themselves as columns.

    They are found as the largest of the inverse, shifted until there is one: a few steps, where Lanczos on the gram
    itself takes hundreds.
    """
    shift = SHIFT
    while (factor := _factor(gram, np.full(len(gram), shift, np.float32))) is None:
        shift *= 2
    held = [factor]
    inverse = LinearOperator(gram.shape, lambda vector: lapack.spotrs(held[0], vector, lower=True)[0], dtype=np.float32)
    start = np.random.default_rng(0).normal(size=len(gram)).astype(np.float32)
    few = min(NEGATIVE, len(gram) - 1)
    try:
        found, vectors = eigsh(inverse, k=few, which="LA", v0=start, tol=CLOSE_ENOUGH)
    except ArpackNoConvergence as so_far:
        found, vectors = np.real(so_far.eigenvalues), np.real(so_far.eigenvectors)
    finally:
        held.clear()  # the operator is in a circle of references, which would keep the factor until they are looked for
    return shift - 1 / found, vectors


def _temperature(kept: NDArray[np.float32], owner: NDArray[np.int64]) -> float:
    """Return the temperature at which a softmax of the left-out scores is likeliest."""
    chosen = kept[np.arange(len(owner)), owner]

    def surprise(log_temperature: float) -> float:
        temperature = np.exp(log_temperature)
        return float(np.mean(logsumexp(kept / temperature, axis=1) - chosen / temperature))

    return float(np.exp(minimize_scalar(surprise, bounds=(-6, 1), method="bounded").x))
