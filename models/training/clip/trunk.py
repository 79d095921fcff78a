"""The image tower's convolutions in two halves. The trunk stays as ImageNet left it and is run once per picture; what it
leaves, a map of 14 x 14 places, is kept, so that training needs no pixels. The tail (`network.ImageTower`) learns.

A map has 96 channels of features and, below them, the colours of the picture on a grid twice as fine (12 channels, four
places of three colours each): features that tell things apart have forgotten most of their colours.
"""

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

KEPT_BEFORE = 12
"""The features kept are what this block of MobileNetV2 reads."""
FEATURES, COLOURS = 96, 12
SIDE_PX = 224


def colours(pixel_values: torch.Tensor) -> torch.Tensor:
    """[N, 3, 224, 224] to [N, 12, 14, 14]: mean colours of squares of 8 pixels, four to a place."""
    return F.pixel_unshuffle(F.avg_pool2d(pixel_values, 8), 2)


class Trunk(nn.Module):
    def __init__(self, mobilenet):
        super().__init__()
        self.stem, self.blocks = mobilenet.conv_stem, mobilenet.layer[:KEPT_BEFORE]

    def forward(self, pixel_values):
        x = self.stem(pixel_values)
        for block in self.blocks:
            x = block(x)
        return torch.cat([x, colours(pixel_values)], 1)


def squash(image: Image.Image) -> Image.Image:
    """To the tower's input size without cropping, as `preprocessor_config.json` says."""
    return image.convert("RGB").resize((SIDE_PX, SIDE_PX), Image.BILINEAR)


def pixels(images: list[Image.Image]) -> np.ndarray:
    batch = np.stack([np.asarray(image, dtype=np.float32) for image in images])
    return ((batch / 255 - 0.5) / 0.5).transpose(0, 3, 1, 2)


class TrunkSession:
    """The trunk in ONNX Runtime on one thread, several times faster than in PyTorch."""

    def __init__(self, mobilenet, folder: Path):
        path = folder / "trunk.onnx"
        with torch.no_grad():
            torch.onnx.export(
                Trunk(mobilenet).eval(),
                (torch.zeros(2, 3, SIDE_PX, SIDE_PX),),
                str(path),
                input_names=["pixel_values"],
                output_names=["map"],
                dynamic_axes={"pixel_values": {0: "batch"}, "map": {0: "batch"}},
                opset_version=17,
                dynamo=False,
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def maps(self, images: list[Image.Image]) -> np.ndarray:
        """Float16 maps [N, 108, 14, 14] of squashed pictures."""
        return self.session.run(None, {"pixel_values": pixels(images)})[0].astype(np.float16)
