"""Keeps what training made, by a digest of everything it was made from; a broken or foreign file is trained again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from bot.match.alignment import Words
from bot.match.calibrate import Calibration, Logistic
from bot.match.features import Characters
from bot.match.judge import Judge
from bot.match.likeness import Lift, Likeness
from bot.match.neighbours import Guess, Lists, Neighbours
from bot.match.rows import Rows
from bot.match.trained import Trained

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.match.encoder import Encoders

PLAIN = "without_english_"
OLDEST = 12  # files that are kept: each language, and the others, have their own


def _file(folder: Path, made_from: object) -> Path:
    digest = hashlib.sha256(json.dumps(made_from).encode())
    # The program as well: what an older one trained is not what this one would.
    sources = [each for each in files("bot.match").iterdir() if each.name.endswith(".py")]
    for source in (*sorted(sources, key=lambda each: each.name), files("bot.catalog") / "chinese.py"):
        digest.update(source.read_bytes())
    return folder / f"matcher-{digest.hexdigest()[:32]}.npz"


def save(folder: Path | None, made_from: object, trained: Trained) -> None:
    """Write what training made; `made_from` is all that it depended on."""
    likeness, words, neighbours = trained.likeness, trained.likeness.words, trained.likeness.words.neighbours
    arrays: dict[str, NDArray[Any]] = {
        "texts": _bytes(likeness.texts),
        "vocabulary": _bytes(words.vocabulary),
        "word_idf": words.idf,
        "holders": words.holders.flat,
        "holders_starts": words.holders.starts,
        "mass": words.mass,
        "english_at": likeness.english_at,
        "idf": likeness.characters.idf,
        "grams": likeness.characters.rows.data,
        "grams_at": likeness.characters.rows.indices,
        "grams_starts": likeness.characters.rows.indptr,
        "near": neighbours.near.flat,
        "near_starts": neighbours.near.starts,
        "how_near": neighbours.how_near,
        "mistaken": _bytes(list(trained.mistaken.items())),
        "lift": np.array([] if trained.lift is None else [trained.lift.slope, trained.lift.shift]),
        **_judge("", trained.judge),
    }
    vectors = {
        "vectors": likeness.vectors,
        "english": likeness.english,
        "word_vectors": neighbours.vectors,
    }
    for name, rows in vectors.items():
        if rows is not None:
            arrays |= {name: rows.whole, f"{name}_step": rows.step}
    if neighbours.axes is not None:
        arrays["word_axes"] = neighbours.axes
    if neighbours.guess is not None:
        arrays |= {"guess": neighbours.guess.weights, "guess_length": np.array(neighbours.guess.length)}
    if trained.without_english is not None:
        arrays |= _judge(PLAIN, trained.without_english)
    keep(folder, made_from, arrays)


def keep(folder: Path | None, made_from: object, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays into the folder, whole or not at all; a folder that cannot be written is no reason not to run.

    `made_from` is all that they depend on, in a form that JSON can hold.
    """
    if folder is None:
        return
    path = _file(folder, made_from)
    part = path.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as stream:
                np.savez(stream, allow_pickle=False, **arrays)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)  # half of it, where the disk is full
        for old in sorted(folder.glob("matcher-*.npz"), key=lambda each: each.stat().st_mtime)[:-OLDEST]:
            old.unlink(missing_ok=True)


def kept(folder: Path | None, made_from: object) -> dict[str, NDArray[Any]] | None:
    """Read the arrays that were made from exactly this, None where there is nothing usable."""
    if folder is None:
        return None
    path = _file(folder, made_from)
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            found = dict(file)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # what is in use is not what is deleted first
    return found


def load(folder: Path | None, made_from: object, encoders: Encoders | None) -> Trained | None:
    """Read what was trained on exactly this, None where there is nothing usable."""
    found = kept(folder, made_from)
    if found is None:
        return None
    try:
        texts, vocabulary = tuple(_said(found["texts"])), tuple(_said(found["vocabulary"]))
        grams = (found["grams"], found["grams_at"], found["grams_starts"])
        characters = Characters(found["idf"], sparse.csr_array(grams, shape=(len(found["idf"]), len(texts))))
        near = Lists(found["near"], found["near_starts"])
        guess = Guess(found["guess"], float(found["guess_length"])) if "guess" in found else None
        neighbours = Neighbours(near, found["how_near"], _rows(found, "word_vectors"), found.get("word_axes"), guess)
        holders = Lists(found["holders"], found["holders_starts"])
        words = Words.indexed(vocabulary, found["word_idf"], neighbours, holders, found["mass"])
        vectors, english, at = _rows(found, "vectors"), _rows(found, "english"), found["english_at"]
        mistaken = dict(_said(found["mistaken"]))
        lift = Lift(*found["lift"].tolist()) if len(found["lift"]) else None
        judge, plain = _judging(found, ""), _judging(found, PLAIN) if f"{PLAIN}alpha" in found else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    likeness = Likeness(texts, characters, words, vectors, english, at, encoders)
    return Trained(judge, plain, likeness, mistaken, lift)


def _bytes(plain: object) -> NDArray[np.uint8]:
    """Return what JSON can hold as an array."""
    return np.frombuffer(json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass"), np.uint8)


def _said(found: NDArray[np.uint8]) -> Any:  # noqa: ANN401 - what was kept
    return json.loads(found.tobytes().decode("utf-8", "surrogatepass"))


def _rows(found: Mapping[str, NDArray[Any]], name: str) -> Rows | None:
    return Rows(found[name], found[f"{name}_step"]) if name in found else None


def _judge(kind: str, judge: Judge) -> dict[str, NDArray[Any]]:
    scope, right = judge.calibration.scope, judge.calibration.right
    plain = {
        "scope": [scope.bias, *scope.weights.tolist()],
        "right": [right.bias, *right.weights.tolist()],
        "temperature": judge.calibration.temperature,
    }
    return {f"{kind}alpha": judge.alpha, f"{kind}calibration": _bytes(plain)}


def _judging(found: Mapping[str, NDArray[Any]], kind: str) -> Judge:
    plain = _said(found[f"{kind}calibration"])
    scope, right = (Logistic(plain[name][0], np.array(plain[name][1:])) for name in ("scope", "right"))
    return Judge(found[f"{kind}alpha"], Calibration(scope, right, float(plain["temperature"])))
