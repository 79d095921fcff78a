"""Reads the quantised MobileNetV2 classifier into transformers' `MobileNetV2Model`, in floating point.

The TFLite file holds one convolution after the other, batch norm folded in, as uint8 with a scale and a zero point. The last is
the classifier.
"""

from pathlib import Path

import numpy as np
import tflite
import torch
from transformers import MobileNetV2Model

from .network import mobilenet

FILE = "pretrained_small/mobilenet_v2_1.0_224_quant.tflite"


def _convolutions(path: Path):
    """(weight as TFLite lays it out, bias, is depthwise) of every convolution, in order."""
    model = tflite.Model.GetRootAsModel(path.read_bytes(), 0)
    graph = model.Subgraphs(0)

    def tensor(index):
        entry = graph.Tensors(index)
        kind = {tflite.TensorType.UINT8: np.uint8, tflite.TensorType.INT32: np.int32}[entry.Type()]
        raw = model.Buffers(entry.Buffer()).DataAsNumpy().view(kind).reshape(entry.ShapeAsNumpy())
        quantisation = entry.Quantization()
        zero = quantisation.ZeroPoint(0) if quantisation.ZeroPointLength() else 0
        return (raw.astype(np.float32) - zero) * quantisation.Scale(0)

    for index in range(graph.OperatorsLength()):
        operator = graph.Operators(index)
        code = model.OperatorCodes(operator.OpcodeIndex())
        builtin = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        if builtin in (tflite.BuiltinOperator.CONV_2D, tflite.BuiltinOperator.DEPTHWISE_CONV_2D):
            depthwise = builtin == tflite.BuiltinOperator.DEPTHWISE_CONV_2D
            yield tensor(operator.Inputs(1)), tensor(operator.Inputs(2)), depthwise


def load(data: Path) -> MobileNetV2Model:
    """The image tower."""
    model = mobilenet().eval()
    stem = model.conv_stem
    units = [stem.first_conv, stem.conv_3x3, stem.reduce_1x1]
    for block in model.layer:
        units += [block.expand_1x1, block.conv_3x3, block.reduce_1x1]
    units.append(model.conv_1x1)
    *folded, _ = _convolutions(data / FILE)
    assert len(folded) == len(units), "one convolution for each unit of the architecture"
    with torch.no_grad():
        for unit, (weight, bias, depthwise) in zip(units, folded):
            axes = (3, 0, 1, 2) if depthwise else (0, 3, 1, 2)
            unit.convolution.weight.copy_(torch.from_numpy(weight.transpose(axes).copy()))
            norm = unit.normalization
            norm.weight.fill_(1.0)
            norm.bias.copy_(torch.from_numpy(bias))
            norm.running_mean.zero_()
            norm.running_var.fill_(1.0 - norm.eps)
    return model


def classifier(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Weights [1001, 1280] and biases of the classes, background first, over the mean of the deep features."""
    *_, (weight, bias, _) = _convolutions(data / FILE)
    return weight.reshape(len(bias), -1), bias
