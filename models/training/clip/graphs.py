"""Both towers as ONNX graphs with half-precision weights, and back.

Weights are stored as float16 with a Cast behind each, which ONNX Runtime folds when it loads; all arithmetic is
float32. Every stored weight carries the name that it has in `network.Clip`'s state (with ".transposed" where the graph
holds it so), so `restore` can load a package back and training can go on.
"""

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from transformers.models.mobilenet_v2.modeling_mobilenet_v2 import MobileNetV2ConvLayer

from .network import Clip, mobilenet

TOLERANCE = 1e-4


class Text(nn.Module):
    def __init__(self, model: Clip):
        super().__init__()
        self.model = model

    def forward(self, input_ids):
        return self.model.embed_text(input_ids)


def round_weights(model: Clip):
    """Fold each batch norm's scale into its convolution, then round every weight to float16, in place."""
    with torch.no_grad():
        for unit in model.image.modules():
            if isinstance(unit, MobileNetV2ConvLayer):
                norm = unit.normalization
                scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
                norm.bias -= norm.running_mean * scale
                unit.convolution.weight *= scale[:, None, None, None]
                norm.weight.fill_(1.0)
                norm.running_mean.zero_()
                norm.running_var.fill_(1.0 - norm.eps)
        for name, tensor in model.state_dict().items():
            if tensor.dtype == torch.float32 and "running_" not in name:
                tensor.copy_(tensor.half().float())


def export(model: Clip, folder: Path):
    """Write onnx/{vision,text}_model.onnx of a rounded model and check them against it."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = model.vocabulary
    pixel_values = torch.randn(2, 3, 224, 224)
    ids = _sentences(vocabulary, 2, 7)
    _write(model.image, pixel_values, "pixel_values", "image_embeds", {0: "batch"}, folder / "vision_model.onnx", model)
    _write(Text(model), ids, "input_ids", "text_embeds", {0: "batch", 1: "tokens"}, folder / "text_model.onnx", model)
    for batch in (1, 3):
        _check(model.image, folder / "vision_model.onnx", "pixel_values", torch.randn(batch, 3, 224, 224))
        for length in (5, 13, 48):
            _check(Text(model), folder / "text_model.onnx", "input_ids", _sentences(vocabulary, batch, length))


def _sentences(vocabulary, batch, length):
    ids = torch.randint(0, vocabulary - 2, (batch, length))
    ids[:, 0] = vocabulary - 2
    for row in range(batch):
        ids[row, length - 1 - row % (length - 2) :] = vocabulary - 1
    return ids


def _write(module, example, input_name, output_name, axes, path, model):
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            module.eval(),
            (example,),
            str(whole),
            input_names=[input_name],
            output_names=[output_name],
            dynamic_axes={input_name: axes, output_name: {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        graph = onnx.load(str(whole))
    _name_weights(graph.graph, model)
    _halve(graph.graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))


def _name_weights(graph, model):
    """Give each weight of the graph the name of the tensor of the model that it equals."""
    known = {}
    for name, tensor in model.state_dict().items():
        array = tensor.numpy()
        known[_print_of(array)] = name
        if array.ndim == 2:
            known.setdefault(_print_of(array.T), name + ".transposed")
    renamed = {}
    for initializer in graph.initializer:
        array = numpy_helper.to_array(initializer)
        if array.dtype == np.float32 and array.size > 8:
            renamed[initializer.name] = known[_print_of(array)]
            initializer.name = renamed[initializer.name]
    for node in graph.node:
        for at, name in enumerate(node.input):
            node.input[at] = renamed.get(name, name)


def _print_of(array: np.ndarray):
    return array.shape, array.astype(np.float16).tobytes()


def _halve(graph):
    casts, kept = [], []
    for initializer in graph.initializer:
        array = numpy_helper.to_array(initializer)
        if array.dtype == np.float32 and array.size > 8:
            half = initializer.name + ".half"
            kept.append(numpy_helper.from_array(array.astype(np.float16), half))
            casts.append(helper.make_node("Cast", [half], [initializer.name], to=TensorProto.FLOAT))
        else:
            kept.append(initializer)
    nodes = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(casts + nodes)


def session(path: Path, threads=1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _check(module, path, input_name, example):
    with torch.no_grad():
        expected = module(example).numpy()
    got = session(path).run(None, {input_name: example.numpy()})[0]
    worst = float(np.abs(expected - got).max())
    assert worst < TOLERANCE, f"{path.name} differs from PyTorch by {worst} at {tuple(example.shape)}"
    print(f"{path.name} {tuple(example.shape)}: differs by {worst:.1e}")


def restore(package: Path) -> Clip:
    """The package as the model that training goes on with."""
    vocabulary = json.loads((package / "config.json").read_text())["text_config"]["vocab_size"]
    model = Clip(mobilenet(), vocabulary).eval()
    state = model.state_dict()
    with torch.no_grad():
        for module in model.image.modules():
            if isinstance(module, MobileNetV2ConvLayer):
                norm = module.normalization
                norm.weight.fill_(1.0)
                norm.running_mean.zero_()
                norm.running_var.fill_(1.0 - norm.eps)
        for tower in ("vision", "text"):
            for initializer in onnx.load(str(package / f"onnx/{tower}_model.onnx")).graph.initializer:
                if initializer.name.endswith(".half"):
                    array = numpy_helper.to_array(initializer).astype(np.float32)
                    name = initializer.name.removesuffix(".half")
                    if name.endswith(".transposed"):
                        name, array = name.removesuffix(".transposed"), array.T
                    state[name].copy_(torch.from_numpy(array.copy()))
    return model
