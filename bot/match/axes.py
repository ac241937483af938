"""Vectors along their main axes: the few directions that carry nearly all of what tells them apart (Pearson 1901).

A question then reads a quarter of the memory, and on a small machine memory is what it waits for. Cosines stay: the
axes are at right angles, and what is cut off is small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def main_axes(vectors: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """Return the main axes of vectors (n, dimensions), best first; shape (dimensions, at most `most`)."""
    _, found = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(found[:, ::-1][:, :most], np.float32)
