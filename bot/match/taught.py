"""What the English encoder was taught: which messages need the same answer of ours.

Low-rank changes of its weights (LoRA, Hu et al. 2022), learned once by `tests/benchmarks/teach.py` and kept in
`taught.npz`: for each weight matrix two narrow ones, whose product is added to it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FILE = "taught.npz"
DOWN, UP = "down", "up"  # the narrow matrices of the weights w: w/down, (in, rank), and w/up, (rank, out)
LARGEST = 127  # of a whole weight
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Taught:
    """Changes of weights by their names in the encoder's file; `name` tells one teaching from another."""

    changes: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]
    name: str

    @classmethod
    @cache
    def load(cls) -> Taught:
        """Read what was taught."""
        return cls.read(files("bot.match").joinpath(FILE).read_bytes())

    @classmethod
    def read(cls, written: bytes) -> Taught:
        """Read the bytes of such a file."""
        with np.load(BytesIO(written)) as kept:
            names = {key.rsplit("/", 1)[0] for key in kept.files}
            changes = {
                name: (kept[f"{name}/{DOWN}"].astype(np.float32), kept[f"{name}/{UP}"].astype(np.float32))
                for name in sorted(names)
            }
        return cls(changes, hashlib.sha256(written).hexdigest()[:8])

    def of(
        self, name: str, whole: NDArray[np.int8], scale: NDArray[np.float32]
    ) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """Return a weight matrix, whole numbers with a scale a column, as it is once it was taught.

        Shapes (in, out) and (1, out). Raises ValueError where the change is for a matrix of another shape: the encoder
        is not the one that was taught.
        """
        if name not in self.changes:
            return whole, scale
        down, up = self.changes[name]
        if (len(down), up.shape[1]) != whole.shape:
            raise ValueError(f"{FILE} was taught to another encoder: {name} has the shape {whole.shape}")
        weights = whole * scale + down @ up
        finest = np.maximum(np.abs(weights).max(axis=0, keepdims=True), TINY) / LARGEST
        return np.rint(weights / finest).astype(np.int8), np.asarray(finest, np.float32)
