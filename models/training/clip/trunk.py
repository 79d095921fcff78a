"""The image tower's convolutions in two halves. The trunk stays as ImageNet left it and is run once per picture; what it
leaves, a map of 14 x 14 places, is kept, so that training needs no pixels. The tail (`network.ImageTower`) learns.

A map has 96 channels of features and, below them, the colours of the picture on a grid twice as fine (12 channels, four
places of three colours each): features that tell things apart have forgotten most of their colours.
"""

import os
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


DEEP_STEP = 0.01


class Whole(nn.Module):
    """The trunk's maps, and what the last convolutions make of them as bytes: its square root at each place, in `DEEP_STEP`s."""

    def __init__(self, mobilenet):
        super().__init__()
        self.trunk, self.blocks, self.widen = Trunk(mobilenet), mobilenet.layer[KEPT_BEFORE:], mobilenet.conv_1x1

    def forward(self, pixel_values):
        maps = self.trunk(pixel_values)
        return maps, (rooted(deepened(maps, self.blocks, self.widen)) / DEEP_STEP).round().to(torch.uint8)


def deepened(maps, blocks, widen):
    """What the last convolutions make of the trunk's maps: [N, 108, 14, 14] to [N, 1280, 7, 7]."""
    x = maps[:, :FEATURES]
    for block in blocks:
        x = block(x)
    return widen(x)


def rooted(deep: torch.Tensor) -> torch.Tensor:
    """Rare features weigh more by their square root. [N, 1280, 7, 7] to [N, 49, 1280]."""
    return (deep + 0.01).sqrt().flatten(2).transpose(1, 2)


def unpacked(deep: np.ndarray) -> torch.Tensor:
    """Cached bytes as `rooted` gave them."""
    return torch.from_numpy(deep).float() * DEEP_STEP


def pooled(deep: np.ndarray) -> np.ndarray:
    """ImageNet's own pooled features of one picture, [1280], from its bytes."""
    return ((deep.astype(np.float32) * DEEP_STEP) ** 2 - 0.01).mean(0)


class TrunkSession:
    """All convolutions in ONNX Runtime on one thread, several times faster than in PyTorch."""

    def __init__(self, mobilenet, folder: Path):
        path = folder / f"convolutions_{os.getpid()}.onnx"
        with torch.no_grad():
            torch.onnx.export(
                Whole(mobilenet).eval(),
                (torch.zeros(2, 3, SIDE_PX, SIDE_PX),),
                str(path),
                input_names=["pixel_values"],
                output_names=["map", "deep"],
                dynamic_axes={name: {0: "batch"} for name in ("pixel_values", "map", "deep")},
                opset_version=17,
                dynamo=False,
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        path.unlink()

    def run(self, images: list[Image.Image]) -> tuple[np.ndarray, np.ndarray]:
        """Of squashed pictures the maps [N, 108, 14, 14] in float16 and the deep features [N, 49, 1280] in bytes."""
        maps, deep = self.session.run(None, {"pixel_values": pixels(images)})
        return maps.astype(np.float16), deep
