"""Reads the network back from a package, to go on training from committed weights."""

import sys
from pathlib import Path

import onnx
import torch

import model

sys.path.append(str(Path(__file__).parent.parent))
import exported  # noqa: E402  shared by the trainings, which are run from their own folders

GROUP_NORM = "wav2vec2.feature_extractor.conv_layers.0.layer_norm"


def restore(package: Path) -> torch.nn.Module:
    """The network of a package, ready to be trained on."""
    path = package / "onnx/model.onnx"
    network, found = model.network(), exported.weights(path, "_half", "network.")
    # The exporter takes the only group norm apart and keeps its vectors as nameless columns.
    kept = exported.stored(onnx.load(path).graph, "_half")
    for kind, name in (("Mul", "weight"), ("Add", "bias")):
        column = next(value for nameless, value in kept.items() if nameless.startswith(f"onnx::{kind}_") and value.shape[1:] == (1,))
        found[f"{GROUP_NORM}.{name}"] = column.flatten().float()
    network.wav2vec2.encoder.pos_conv_embed.conv.weight = found.pop("wav2vec2.encoder.pos_conv_embed.conv.weight")
    missing, unexpected = network.load_state_dict(found, strict=False)
    lost = [name for name in missing if "parametrizations" not in name and "masked_spec_embed" not in name]
    assert not lost and not unexpected, f"the package's graph does not fit the network: {lost} {unexpected}"
    return network
