"""Vectors kept in whole numbers: a question is compared with all of them, and that waits for memory.

A byte each instead of four, and onnxruntime multiplies bytes several at a time. A product is off by about 0.0003.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.match.whole_numbers import model_of, opened, product

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LARGEST = 127


@dataclass(frozen=True, slots=True)
class Rows:
    """`whole` has shape (rows, dimensions); times `step`, (rows,), they are the vectors."""

    whole: NDArray[np.int8]
    step: NDArray[np.float32]
    _run: Callable[..., list[Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the product."""
        object.__setattr__(self, "_run", _product(self.whole, self.step))

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> Rows:
        """Round vectors of shape (rows, dimensions), each by its largest value."""
        step = np.asarray(np.maximum(np.abs(vectors).max(axis=1), 1e-9) / LARGEST, np.float32)
        return cls(np.asarray(np.rint(vectors / step[:, None]), np.int8), step)

    def times(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Multiply all rows by some vectors; shapes (n, dimensions) and (n, rows)."""
        if not len(vectors):
            return np.zeros((0, len(self.whole)), np.float32)
        return np.asarray(self._run(None, {"vectors": vectors})[0])

    def gram(self) -> NDArray[np.float32]:
        """Multiply every row by every other; shape (rows, rows)."""
        vectors = self.whole * self.step[:, None]
        return np.asarray(vectors @ vectors.T, np.float32)


def _product(whole: NDArray[np.int8], step: NDArray[np.float32]) -> Callable[..., list[Any]]:
    onnx = import_module("onnx")
    value, constant, real = onnx.helper.make_tensor_value_info, onnx.numpy_helper.from_array, onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        product(onnx, "vectors", "rows", "step", "found"),
        "rows",
        [value("vectors", real, ["n", whole.shape[1]])],
        [value("found", real, ["n", len(whole)])],
        [constant(np.ascontiguousarray(whole.T), "rows"), constant(step, "step")],
    )
    return opened(model_of(onnx, graph))
