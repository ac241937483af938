"""`content wording`: learns content/<language>/wording.json and everyday.json from the labelled texts of the tests."""

from __future__ import annotations

import json
from collections import Counter
from math import log
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from bot.commands.bench_offer import read
from bot.errors import CannotError
from bot.offer.text import fold
from bot.offer.wording import (
    CHARACTERS,
    EVERYDAY,
    HONEST,
    LURE,
    OTHER,
    QUESTION,
    SORTS,
    TALK,
    WORDS,
    Wording,
    pieces,
    vector,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

LABELS = {
    "scam_abroad": LURE,
    "scam_job": LURE,
    "polished_scam_abroad": LURE,
    "polished_scam_job": LURE,
    "honest": HONEST,
    "honest_abroad": HONEST,
    "talk": TALK,
    "everyday": EVERYDAY,
}
BY = {"zh": CHARACTERS}  # other languages put spaces between words
LEAST = 3  # texts that a piece stands in
FIRM = 10.0  # the higher, the closer to the texts; chosen by leaving a fifth out
STEPS = 400
HERE = "Run this in the folder with tests/, or name the files with --sets and --questions."

Labelled = tuple[str, str]  # a folded text and its kind


def examples(sets: Sequence[Path], questions: Path, lang: str) -> list[Labelled]:
    """Return the labelled texts of a language; another scam of several names has the first. Raises CannotError."""
    found: dict[str, str] = {}
    for case in (case for path in sets for case in read(path) if case.lang == lang):
        sort = LABELS.get(case.label) or case.label.partition(":")[2].partition("|")[0]
        found[fold(case.text).text] = sort
    if not found:
        raise CannotError(f"No labelled text in {lang!r} was found. {HERE}")
    try:
        for line in questions.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["lang"] == lang:
                found[fold(row["text"]).text] = QUESTION
    except OSError as error:
        raise CannotError(f"{questions}: {error.strerror}. {HERE}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CannotError(f"{questions} holds no questions as JSON lines with text and lang: {error!r}.") from error
    return list(found.items())


def learn(labelled: Sequence[Labelled], by: str = CHARACTERS) -> Wording:
    """Fit multinomial logistic models of the sorts and of the other scams, each kind with the same weight in all.

    Everyday texts have a model of their own, `learn_everyday`. `by`: CHARACTERS or WORDS, what the pieces are.
    """
    known = [each for each in labelled if each[1] != EVERYDAY]
    rarity, texts = _weighed(known, by)
    scams = [row for row, (_, kind) in enumerate(known) if kind not in SORTS]
    sorts = [kind if kind in SORTS else OTHER for _, kind in known]
    intents = tuple(sorted({known[row][1] for row in scams}))
    weights = np.hstack([_fit(texts, sorts, SORTS), _fit(texts[scams], [known[row][1] for row in scams], intents)])
    return _made(SORTS + intents, rarity, weights, by)


def learn_everyday(labelled: Sequence[Labelled], by: str = CHARACTERS) -> Wording:
    """Fit a logistic model of what is everyday, and of all else together, each with the same weight in all.

    It has pieces of its own, so that it moves no margin of `learn`, and what only everyday texts say counts as well.
    """
    rarity, texts = _weighed(labelled, by)
    both = _fit(texts, [kind if kind == EVERYDAY else OTHER for _, kind in labelled], (OTHER, EVERYDAY))
    return _made((EVERYDAY,), rarity, both[:, 1:] - both[:, :1], by)


def _weighed(labelled: Sequence[Labelled], by: str) -> tuple[dict[str, float], NDArray[np.float64]]:
    """Return how rare each piece is, and how much each weighs in each text, (texts, pieces)."""
    seen = Counter(piece for text, _ in labelled for piece in set(pieces(text, by)))
    rarity = {
        piece: 1 + log((1 + len(labelled)) / (1 + count)) for piece, count in sorted(seen.items()) if count >= LEAST
    }
    place = {piece: index for index, piece in enumerate(rarity)}
    texts = np.zeros((len(labelled), len(rarity)))
    for row, (text, _) in enumerate(labelled):
        for piece, weight in vector(text, rarity, by).items():
            texts[row, place[piece]] = weight
    return rarity, texts


def _made(kinds: tuple[str, ...], rarity: dict[str, float], weights: NDArray[np.float64], by: str) -> Wording:
    numbers = {piece: tuple(map(float, row)) for piece, row in zip(rarity, weights[:-1], strict=True)}
    return Wording(kinds, tuple(map(float, weights[-1])), rarity, numbers, by)


def _fit(texts: NDArray[np.float64], named: Sequence[str], names: Sequence[str]) -> NDArray[np.float64]:
    """Return weights, a row a piece and a last row of starts, a column a name."""
    kinds, truth = len(names), np.array([names.index(name) for name in named])
    inputs = np.hstack([texts, np.ones((len(texts), 1))])
    share = len(truth) / (kinds * np.bincount(truth, minlength=kinds))[truth]
    right = np.eye(kinds)[truth]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(-1, kinds)
        scores = inputs @ weights
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        small = weights.copy()
        small[-1] = 0
        value = -FIRM * float(share @ (right * logs).sum(axis=1)) + float((small**2).sum()) / 2
        slope = FIRM * inputs.T @ (share[:, None] * (np.exp(logs) - right)) + small
        return value, slope.ravel()

    start = np.zeros(inputs.shape[1] * kinds)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x).reshape(-1, kinds)


def write(sets: Sequence[Path], questions: Path, lang: str, content: Path) -> str:
    """Learn a language's models, write them, and say what they were learnt from. Raises CannotError."""
    labelled, by = examples(sets, questions, lang), BY.get(lang, WORDS)
    models = {"wording": learn(labelled, by)}
    if any(kind == EVERYDAY for _, kind in labelled):
        models["everyday"] = learn_everyday(labelled, by)
    for name, model in models.items():
        path = content / lang / f"{name}.json"
        try:
            path.write_text(written(model), encoding="utf-8")
        except OSError as error:
            raise CannotError(f"{path} cannot be written: {error.strerror}.") from error
    told = dict(Counter(kind for _, kind in labelled).most_common())
    return f"{content / lang}: {', '.join(models)}: {len(labelled)} texts, {told}"
