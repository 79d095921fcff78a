"""The image tower in two halves: the trunk, which stays as ImageNet left it and is run once per picture, and the tail,
of which some last blocks are trained. `pooled` is the whole tower's answer from a map that some block is to read next;
it equals `MobileNetV2Model`'s own pooling.
"""

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image
from torch import nn

KEPT_BEFORE = 13
"""The cached maps are what this block reads."""
HEAD = 16
"""Stands for the widening convolution after the last block, which learns with any tail."""
SIDE_PX = 224


class Trunk(nn.Module):
    def __init__(self, tower):
        super().__init__()
        self.stem, self.blocks = tower.conv_stem, tower.layer[:KEPT_BEFORE]

    def forward(self, pixel_values):
        x = self.stem(pixel_values)
        for block in self.blocks:
            x = block(x)
        return x


def tail_parameters(tower, first: int) -> list[nn.Parameter]:
    """What is trained when block `first` is the first to learn."""
    modules = [*tower.layer[first:], tower.conv_1x1]
    return [p for module in modules for p in module.parameters()]


def lift(tower, maps: torch.Tensor, first: int) -> torch.Tensor:
    """From the cached maps to what block `first` reads."""
    for block in tower.layer[KEPT_BEFORE:first]:
        maps = block(maps)
    return maps


def pooled(tower, maps: torch.Tensor, first: int = KEPT_BEFORE) -> torch.Tensor:
    for block in tower.layer[first:]:
        maps = block(maps)
    return tower.conv_1x1(maps).mean((2, 3))


def squash(image: Image.Image) -> Image.Image:
    """To the tower's input size without cropping, as `preprocessor_config.json` says."""
    return image.convert("RGB").resize((SIDE_PX, SIDE_PX), Image.BILINEAR)


def pixels(images: list[Image.Image]) -> np.ndarray:
    batch = np.stack([np.asarray(image, dtype=np.float32) for image in images])
    return ((batch / 255 - 0.5) / 0.5).transpose(0, 3, 1, 2)


class TrunkSession:
    """The trunk in ONNX Runtime on one thread, several times faster than in PyTorch."""

    def __init__(self, tower, folder: Path):
        path = folder / "trunk.onnx"
        with torch.no_grad():
            torch.onnx.export(
                Trunk(tower).eval(),
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
        """Float16 maps of squashed pictures."""
        return self.session.run(None, {"pixel_values": pixels(images)})[0].astype(np.float16)
