"""LayoutLM v1 with two heads: a label for every token, and the kind of the page from the [CLS] state."""

import json
import math
from pathlib import Path

import torch
from torch import nn
from transformers import LayoutLMConfig, LayoutLMModel
from transformers.models.layoutlm.modeling_layoutlm import LayoutLMPreTrainedModel

import exported

from .labels import KINDS, LABELS


class LayoutLMForFields(LayoutLMPreTrainedModel):
    def __init__(self, config: LayoutLMConfig):
        super().__init__(config)
        self.layoutlm = LayoutLMModel(config)
        self.classifier = nn.Linear(config.hidden_size, len(config.id2label))
        self.kind_classifier = nn.Linear(config.hidden_size, len(config.kind_id2label))
        self.post_init()

    def forward(self, input_ids, bbox, attention_mask, token_type_ids):
        """logits [B,T,L] and kind_logits [B,K]."""
        states = self.layoutlm(input_ids=input_ids, bbox=bbox, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        return self.classifier(states), self.kind_classifier(states[:, 0])


def configuration(vocab_size: int, layers: int) -> LayoutLMConfig:
    config = LayoutLMConfig(
        vocab_size=vocab_size, hidden_size=256, num_hidden_layers=layers, num_attention_heads=4, intermediate_size=1024,
        max_position_embeddings=512, max_2d_position_embeddings=1024, layer_norm_eps=1e-6, pad_token_id=0,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, architectures=["LayoutLMForFields"],
        id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)},
        kind_id2label={str(i): kind for i, kind in enumerate(KINDS)},
    )
    config._attn_implementation = "sdpa"
    return config


def smooth_positions(model: LayoutLMForFields) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """Starts each position table as sine waves in a subspace of its own, so that near coordinates are near from the first step.

    Random tables would have to learn from the data that 500 and 501 are neighbours, one row at a time. Returns per table its
    waves (radians a unit) and its directions: those of their sines, then those of their cosines.
    """
    embeddings, laid, used = model.layoutlm.embeddings, {}, 0
    width = model.config.hidden_size
    mix, _ = torch.linalg.qr(torch.randn(width, width, generator=torch.Generator().manual_seed(7)))
    for name, eighths in [("position", 2), ("x_position", 2), ("y_position", 2), ("h_position", 1), ("w_position", 1)]:
        size = width * eighths // 8
        waves = torch.exp(torch.arange(0, size, 2) * (-math.log(2000.0) / size))
        directions = mix[used:used + size]
        weight = getattr(embeddings, f"{name}_embeddings").weight
        angles = torch.arange(len(weight))[:, None] * waves[None, :]
        with torch.no_grad():
            weight.copy_(0.04 * torch.cat([angles.sin(), angles.cos()], dim=1) @ directions)
        laid[name] = waves, directions
        used += size
    return laid


def orient_heads(model: LayoutLMForFields, laid: dict[str, tuple[torch.Tensor, torch.Tensor]]) -> None:
    """Starts three heads of the first layer as looking at the token before, along the line and along the column.

    A value is told by the label to its left or above. With queries and keys that both give back a table's waves, a head scores
    by nearness in that table alone; turning the query's waves by one unit makes it the nearness to the token before.
    """
    attention = model.layoutlm.encoder.layer[0].attention.self
    for head, (name, longest, back, gain) in enumerate([("position", 100, 1, 1.5), ("y_position", 300, 0, 1.3), ("x_position", 600, 0, 1.3)]):
        waves, directions = laid[name]
        count = int((waves > 2 * math.pi / longest).sum())  # the short waves, which tell neighbours apart
        sines, cosines = directions[:count], directions[len(waves):len(waves) + count]
        sine, cosine = (back * waves[:count, None]).sin(), (back * waves[:count, None]).cos()
        rows = slice(head * attention.attention_head_size, head * attention.attention_head_size + 2 * count)
        with torch.no_grad():
            attention.key.weight[rows] = gain * torch.cat([sines, cosines])
            attention.query.weight[rows] = gain * torch.cat([sines * cosine - cosines * sine, cosines * cosine + sines * sine])


NEW_LABEL_BIAS = -2.0


def restore(package: Path) -> LayoutLMForFields:
    """The model of a package, to go on training from its weights. A label that the package does not know begins as O, a little less likely."""
    told = json.loads((package / "config.json").read_text(encoding="utf-8"))
    model = LayoutLMForFields(configuration(told["vocab_size"], told["num_hidden_layers"]))
    state = exported.weights(package / "onnx/model.onnx", "_fp16")
    known = {name: int(row) for row, name in told["id2label"].items()}
    rows = [known.get(label, known["O"]) for label in LABELS]
    state["classifier.weight"] = state["classifier.weight"][rows]
    state["classifier.bias"] = state["classifier.bias"][rows] + torch.tensor([0.0 if label in known else NEW_LABEL_BIAS for label in LABELS])
    missing, unexpected = model.load_state_dict(state, strict=False)
    lost = [name for name in missing if "pooler" not in name and "position_ids" not in name]
    assert not lost and not unexpected, f"the package's graph does not fit the model: {lost} {unexpected}"
    return model
