"""Weights back from an exported graph, by the names that they had in PyTorch, to go on training from a package.

The exporter keeps the names of embeddings, convolutions, norms and biases. A linear layer's matrix it stores transposed and
without a name: it is the one whose product the layer's named bias is added to.
"""

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper


def stored(graph: onnx.GraphProto, half_suffix: str) -> dict[str, torch.Tensor]:
    """Every initialiser by its name without the suffix of a weight kept in fp16, as it is stored."""
    return {weight.name.removesuffix(half_suffix): torch.from_numpy(numpy_helper.to_array(weight).copy()) for weight in graph.initializer}


def weights(path: Path, half_suffix: str, prefix: str = "") -> dict[str, torch.Tensor]:
    """The named weights and the matrices of linear layers, as fp32; `prefix` is taken off the names."""
    graph = onnx.load(path).graph
    kept = stored(graph, half_suffix)
    found = {name: value.float() for name, value in kept.items() if not name.startswith("onnx::") and name.startswith(prefix)}
    products = {node.output[0]: node for node in graph.node if node.op_type == "MatMul"}
    for node in graph.node:
        if node.op_type != "Add":
            continue
        bias = next((name for name in node.input if name in found and name.endswith(".bias")), None)
        product = next((products[name] for name in node.input if name in products), None)
        if bias and product and product.input[1] in kept:
            found[bias.removesuffix("bias") + "weight"] = kept[product.input[1]].T.contiguous().float()
    return {name.removeprefix(prefix): value for name, value in found.items()}
