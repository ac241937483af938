"""`content wording`: learns content/<language>/wording.json from the labelled texts of the tests."""

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

    What is everyday is told from all of them by a model of its own: a text may be like lures and everyday at once.
    `by`: CHARACTERS or WORDS, what the pieces are.
    """
    seen = Counter(piece for text, _ in labelled for piece in set(pieces(text, by)))
    rarity = {
        piece: 1 + log((1 + len(labelled)) / (1 + count)) for piece, count in sorted(seen.items()) if count >= LEAST
    }
    place = {piece: index for index, piece in enumerate(rarity)}
    texts = np.zeros((len(labelled), len(rarity)))
    for row, (text, _) in enumerate(labelled):
        for piece, weight in vector(text, rarity, by).items():
            texts[row, place[piece]] = weight
    known = [row for row, (_, kind) in enumerate(labelled) if kind != EVERYDAY]
    scams = [row for row in known if labelled[row][1] not in SORTS]
    sorts = [labelled[row][1] if labelled[row][1] in SORTS else OTHER for row in known]
    intents = tuple(sorted({labelled[row][1] for row in scams}))
    fitted = [
        _fit(texts[known], sorts, SORTS),
        _fit(texts[scams], [labelled[row][1] for row in scams], intents),
    ]
    kinds = SORTS + intents
    if len(known) < len(labelled):
        everyday = _fit(texts, [kind if kind == EVERYDAY else OTHER for _, kind in labelled], (OTHER, EVERYDAY))
        fitted.append(everyday[:, 1:] - everyday[:, :1])
        kinds += (EVERYDAY,)
    weights = np.hstack(fitted)
    numbers = {piece: tuple(map(float, weights[place[piece]])) for piece in rarity}
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
    """Learn a language's model, write it, and say what it was learnt from. Raises CannotError."""
    labelled = examples(sets, questions, lang)
    path = content / lang / "wording.json"
    try:
        path.write_text(written(learn(labelled, BY.get(lang, WORDS))), encoding="utf-8")
    except OSError as error:
        raise CannotError(f"{path} cannot be written: {error.strerror}.") from error
    return f"{path}: {len(labelled)} texts, {dict(Counter(kind for _, kind in labelled).most_common())}"
