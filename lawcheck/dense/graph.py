"""The network as an ONNX graph of eight-bit products, made in memory from the weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lawcheck.dense.weights import Floats, Weights

__all__ = ["build_graph"]

_MICROSOFT: Final = "com.microsoft"  # operators that onnxruntime adds to the standard: whole steps of a transformer
_OPSET, _IR = 18, 9


class _Graph:
    """Nodes and constants as they are added; every method gives the name of its result."""

    def __init__(self, weights: Weights) -> None:
        from onnx import helper, numpy_helper

        self._helper, self._arrays = helper, numpy_helper
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._narrow: set[str] = set()

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self.constants.append(self._arrays.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], name: str, domain: str = "", **options: Any) -> str:
        self.nodes.append(self._helper.make_node(kind, inputs, [name], domain=domain, **options))
        return name

    def linear(self, source: str, layer: str, matrix: str, *, gelu: bool = False) -> str:
        """``source`` × matrix + bias; rows of the matrix have a scale each, ``source`` has one for all of it."""
        name, narrow = f"{layer}.{matrix}", f"{source}|narrow"
        if narrow not in self._narrow:
            self._narrow.add(narrow)
            outputs = [narrow, f"{source}|scale", f"{source}|zero"]
            self.nodes.append(self._helper.make_node("DynamicQuantizeLinear", [source], outputs))
        columns = self.weights.sizes.inner if matrix == "fo" else self.weights.sizes.width
        values, scales = _narrowed(self.weights.matrix(f"{name}.w", columns))
        inputs = [narrow, self.constant(f"{name}.w", values.T), f"{source}|scale"]
        inputs += [self.constant(f"{name}.scale", scales), f"{source}|zero"]
        product = self.node("MatMulIntegerToFloat", inputs, f"{name}|product", _MICROSOFT)
        bias = self.constant(f"{name}.b", self.weights.vector(f"{name}.b"))
        if gelu:
            return self.node("BiasGelu", [product, bias], f"{name}|out", _MICROSOFT)
        return self.node("Add", [product, bias], f"{name}|out")

    def norm(self, inputs: Sequence[str], name: str) -> str:
        """The sum of ``inputs`` brought to one mean and spread."""
        factors = [self.constant(f"{name}.{part}", self.weights.vector(f"{name}.{part}")) for part in "wb"]
        if len(inputs) == 1:
            return self.node("LayerNormalization", [*inputs, *factors], f"{name}|out", epsilon=self.weights.epsilon)
        return self.node(
            "SkipLayerNormalization", [*inputs, *factors], f"{name}|out", _MICROSOFT, epsilon=self.weights.epsilon
        )

    def layer(self, source: str, number: int) -> str:
        layer, heads = f"l{number}", self.weights.sizes.heads
        parts = [self.linear(source, layer, matrix) for matrix in "qkv"]
        seen = self.node("MultiHeadAttention", parts, f"{layer}|seen", _MICROSOFT, num_heads=heads)
        mixed = self.norm([source, self.linear(seen, layer, "ao")], f"{layer}.aln")
        inner = self.linear(mixed, layer, "fi", gelu=True)
        return self.norm([mixed, self.linear(inner, layer, "fo")], f"{layer}.oln")


def build_graph(weights: Weights) -> bytes:
    """The serialised graph: ``pieces`` (1 × length × width, vectors of the pieces of one text) → ``text`` (the same shape).

    One text at a time, because eight-bit products take one scale for all that is multiplied: a text beside others would
    get another vector than alone.
    """
    from onnx import TensorProto, helper

    graph, width = _Graph(weights), weights.sizes.width
    last = graph.norm([_placed(graph)], "emb.ln")
    for number in range(weights.sizes.layers):
        last = graph.layer(last, number)
    graph.node("ReduceMean", [last, graph.constant("along", np.array([1]))], "text", keepdims=0)
    given = helper.make_tensor_value_info("pieces", TensorProto.FLOAT, [1, "length", width])
    made = helper.make_tensor_value_info("text", TensorProto.FLOAT, [1, width])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "e5", [given], [made], graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_IR,
    )
    return bytes(model.SerializeToString())


def _placed(graph: _Graph) -> str:
    """The pieces with the vectors of their places."""
    width = graph.weights.sizes.width
    places = graph.weights.vector("emb.pos").reshape(-1, width) + graph.weights.vector("emb.type")[:width]
    names = [graph.constant("places", places[None]), graph.constant("first", np.array([0]))]
    graph.node("Shape", ["pieces"], "count", start=1, end=2)
    here = graph.node("Slice", [*names, "count", graph.constant("axis", np.array([1]))], "here")
    return graph.node("Add", ["pieces", here], "placed")


def _narrowed(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Eight-bit numbers and the scale of each row."""
    scales = np.abs(matrix).max(axis=1) / 127
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)
