"""Keeps what training made, by a digest of everything it was made from; a broken or foreign file is trained again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from bot.match.alignment import Words
from bot.match.calibrate import Calibration, Logistic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.match.train import Trained
    from bot.match.types import Example

FORMAT = "matcher 2"  # raise it whenever training changes
OLDEST = 5  # files that are kept


def _file(folder: Path, examples: Sequence[Example], texts: Sequence[str], *, semantic: bool) -> Path:
    made_from = [FORMAT, semantic, [[e.text, e.label, e.lang] for e in examples], list(texts)]
    digest = hashlib.sha256(json.dumps(made_from).encode()).hexdigest()
    return folder / f"matcher-{digest[:32]}.npz"


def save(
    folder: Path | None, examples: Sequence[Example], texts: Sequence[str], trained: Trained, *, semantic: bool
) -> None:
    """Write into the folder, whole or not at all; a folder that cannot be written is no reason not to run."""
    if folder is None:
        return
    words = trained.words
    arrays: dict[str, NDArray[Any]] = {
        "alpha": trained.alpha,
        "near_data": words.near.data,
        "near_indices": words.near.indices,
        "near_indptr": words.near.indptr,
        "weights": np.array(json.dumps(dict(trained.weights))),
        "mistaken": np.array(json.dumps(list(trained.mistaken.items()))),
        "calibrations": np.array(json.dumps({lang: _plain(each) for lang, each in trained.calibrations.items()})),
    }
    if trained.vectors is not None and words.vectors is not None:
        arrays |= {"vectors": trained.vectors, "word_vectors": words.vectors}
    path = _file(folder, examples, texts, semantic=semantic)
    part = path.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)
        part.replace(path)
        for old in sorted(folder.glob("matcher-*.npz"), key=lambda each: each.stat().st_mtime)[:-OLDEST]:
            old.unlink(missing_ok=True)


def load(folder: Path | None, examples: Sequence[Example], texts: Sequence[str], *, semantic: bool) -> Trained | None:
    """Read what was trained on exactly these examples, None where there is nothing usable."""
    from bot.match.train import Trained  # noqa: PLC0415 - the two modules know each other's type

    if folder is None:
        return None
    try:
        with (
            _file(folder, examples, texts, semantic=semantic).open("rb") as stream,
            np.load(stream, allow_pickle=False) as file,
        ):
            kept = dict(file)
        calibrations = {lang: _calibration(each) for lang, each in json.loads(str(kept["calibrations"])).items()}
        total = len(kept["near_indptr"]) - 1
        near = sparse.csr_array((kept["near_data"], kept["near_indices"], kept["near_indptr"]), shape=(total, total))
        words = Words.of(texts, None, kept.get("word_vectors"), near)
    except (OSError, KeyError, ValueError, EOFError, TypeError, AttributeError, zipfile.BadZipFile):
        return None
    mistaken = dict(json.loads(str(kept["mistaken"])))
    weights = json.loads(str(kept["weights"]))
    return Trained(weights, kept["alpha"], calibrations, words, kept.get("vectors"), mistaken)


def _plain(calibration: Calibration) -> dict[str, object]:
    scope, right = calibration.scope, calibration.right
    return {
        "scope": [scope.bias, *scope.weights.tolist()],
        "right": [right.bias, *right.weights.tolist()],
        "temperature": calibration.temperature,
    }


def _calibration(plain: dict[str, list[float]]) -> Calibration:
    scope, right = (Logistic(plain[name][0], np.array(plain[name][1:])) for name in ("scope", "right"))
    return Calibration(scope, right, float(plain["temperature"]))  # type: ignore[arg-type]
