"""Networks that multiply in int8, and what rewrites one that only keeps its weights so: five times quicker.

The file keeps each weight matrix as whole numbers with a scale a column, but turns them into floating point before it
multiplies. Here the other factor is made whole as well, each time by its own range (dynamic quantisation, Jacob et al.
2018): the vectors stay within a cosine of 0.99.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bot.match.taught import Taught


Fed = TypeVar("Fed")
Found = TypeVar("Found")
FEW = 8  # that are run one after another: a question is one, training has thousands
UNSIGNED, SIGNED, DEEP = 255, 127, 64  # the largest bytes, and how many products are added to try a processor


def whole_numbers(path: Path, taught: Taught | None = None) -> bytes:
    """Return the ONNX model of a file with every product of weights done in int8; needs the package onnx.

    The weights are those of the file, changed by what was `taught`. Raises ValueError where that is not for this file.
    """
    onnx = import_module("onnx")
    model = onnx.load(path)
    made_by = {output: node for node in model.graph.node for output in node.output}
    if taught is not None:
        _teach(onnx, model.graph, [found for node in model.graph.node if (found := _weights(node, made_by))], taught)
    nodes = [part for node in model.graph.node for part in _rewritten(onnx, node, made_by)]
    _replace(model.graph, _needed(nodes, {output.name for output in model.graph.output}))
    return bytes(model.SerializeToString())


def _teach(onnx: Any, graph: Any, weights: Sequence[tuple[str, str]], taught: Taught) -> None:  # noqa: ANN401 - onnx has no types
    """Change the weights, given by the names of whole numbers and scale, in place."""
    if unknown := taught.changes.keys() - {whole for whole, _ in weights}:
        raise ValueError(f"what was taught is for another encoder, which has the weights {', '.join(sorted(unknown))}")
    kept = {tensor.name: tensor for tensor in graph.initializer}
    for names in weights:
        changed = taught.of(names[0], *(onnx.numpy_helper.to_array(kept[name]) for name in names))
        for name, values in zip(names, changed, strict=True):
            kept[name].CopyFrom(onnx.numpy_helper.from_array(values, name))


def product(onnx: Any, source: str, matrix: str, scale: str, result: str) -> list[Any]:  # noqa: ANN401 - onnx has no types
    """Return the nodes that multiply `source`, rounded by its own range, by whole numbers with a scale a column."""
    make = onnx.helper.make_node
    return [
        make("DynamicQuantizeLinear", [source], [f"{result}_whole", f"{result}_step", f"{result}_zero"]),
        make("MatMulInteger", [f"{result}_whole", matrix, f"{result}_zero"], [f"{result}_sum"]),
        make("Cast", [f"{result}_sum"], [f"{result}_float"], to=onnx.TensorProto.FLOAT),
        make("Mul", [f"{result}_step", scale], [f"{result}_scale"]),
        make("Mul", [f"{result}_float", f"{result}_scale"], [result]),
    ]


def model_of(onnx: Any, graph: Any) -> bytes:  # noqa: ANN401 - onnx has no types
    """Return a graph as a model, in the versions that the networks built here need."""
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    return bytes(model.SerializeToString())


def opened(model: bytes) -> Callable[..., list[Any]]:
    """Open a model on one thread, which is quickest for one question; returns what runs it. Needs onnx, onnxruntime."""
    return _opened(model, exactly=overflows())


@lru_cache
def overflows() -> bool:
    """Tell whether the quickest products of bytes are wrong on this processor.

    Without VNNI it adds two products in 16 bits: off by a tenth where 0.005 is meant. It is tried, not looked up: what
    a processor has is named otherwise on every system, and multiplying exactly where it need not takes twice as long.
    """
    onnx = import_module("onnx")
    info, types = onnx.helper.make_tensor_value_info, onnx.TensorProto
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["bytes", "largest"], ["found"])],
        "overflow",
        [info("bytes", types.UINT8, ["n", DEEP])],
        [info("found", types.INT32, ["n", DEEP])],
        [onnx.numpy_helper.from_array(np.full((DEEP, DEEP), SIGNED, np.int8), "largest")],
    )
    run = _opened(model_of(onnx, graph), exactly=False)
    tried = (run(None, {"bytes": np.full((rows, DEEP), UNSIGNED, np.uint8)})[0] for rows in (1, DEEP))
    return any((found != UNSIGNED * SIGNED * DEEP).any() for found in tried)


def _opened(model: bytes, *, exactly: bool) -> Callable[..., list[Any]]:
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    if exactly:
        options.add_session_config_entry("session.x64quantprecision", "1")
    run: Callable[..., list[Any]] = runtime.InferenceSession(model, options).run
    return run


def on_every_core(run: Callable[[Fed], Found], fed: Sequence[Fed]) -> list[Found]:
    """Run a network on each, in order, side by side where they are many: it leaves Python's lock to the others."""
    if len(fed) <= FEW:
        return [run(each) for each in fed]
    with ThreadPoolExecutor(_cores()) as cores:
        return list(cores.map(run, fed))


def beside(run: Callable[[Fed], Found], fed: Fed) -> Callable[[], Found]:
    """Start a run on another core, while there is something else to do; what is returned waits for it.

    Where there is but one core it has run already.
    """
    if (pool := _pool()) is not None:
        return pool.submit(run, fed).result
    found = run(fed)
    return lambda: found


@cache  # one for the whole process: its threads stand for its cores, whatever matchers there are
def _pool() -> ThreadPoolExecutor | None:
    return ThreadPoolExecutor(cores, "encoder") if (cores := _cores()) > 1 else None


def _cores() -> int:
    """Return how many cores this process may use; where the system does not tell, how many there are."""
    allowed = getattr(os, "sched_getaffinity", None)
    return (os.cpu_count() or 1) if allowed is None else len(allowed(0))


def _rewritten(onnx: Any, node: Any, made_by: dict[str, Any]) -> list[Any]:  # noqa: ANN401 - onnx has no types
    weights = _weights(node, made_by)
    if weights is None:
        return [node]
    return product(onnx, node.input[0], *weights, node.output[0])


def _weights(node: Any, made_by: dict[str, Any]) -> tuple[str, str] | None:  # noqa: ANN401 - onnx has no types
    """Return the names of a product's whole weights and their scale, None where it multiplies something else."""
    scaled = made_by.get(node.input[1]) if node.op_type == "MatMul" else None
    if scaled is None or scaled.op_type != "Mul":
        return None
    cast = made_by.get(scaled.input[0])
    return None if cast is None or cast.op_type != "Cast" else (cast.input[0], scaled.input[1])


def _needed(nodes: list[Any], wanted: set[str]) -> list[Any]:
    """Return the nodes that lead to the outputs; they stand in the order in which they are computed."""
    kept = []
    for node in reversed(nodes):
        if not wanted.isdisjoint(node.output):
            kept.append(node)
            wanted.update(node.input)
    return kept[::-1]


def _replace(graph: Any, nodes: list[Any]) -> None:  # noqa: ANN401 - onnx has no types
    del graph.node[:]
    graph.node.extend(nodes)
