"""The classes of ImageNet as words, and how likely MobileNetV2's own classifier holds each to be in a photo."""

from pathlib import Path

import numpy as np

from . import pretrained
from .trunk import pooled

NAMES = "pretrained_small/imagenet_labels.txt"
TEMPLATES = (
    "a photo of a {}",
    "a picture of the {}",
    "a close-up photo of a {}",
    "a photo of one {}",
    "a photo of a large {}",
    "a photo of a small {}",
    "a photo of many {}",
    "a {} in the picture",
)


def names(data: Path) -> list[list[str]]:
    """Of the thousand classes, each with its synonyms; what the classifier calls background is none."""
    _, *lines = (data / NAMES).read_text(encoding="utf-8").splitlines()
    return [[name.strip() for name in line.split(",")] for line in lines]


def sentences(data: Path) -> list[str]:
    return [TEMPLATES[0].format(name) for same in names(data) for name in same]


def likelihoods(data: Path, deep: np.ndarray) -> np.ndarray:
    """[N, 1000] from cached deep features."""
    weight, bias = pretrained.classifier(data)
    logits = np.stack([pooled(d) for d in deep]) @ weight.T + bias
    odds = np.exp(logits[:, 1:] - logits[:, 1:].max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)
