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


def smooth_positions(model: LayoutLMForFields) -> None:
    """Starts the position tables as mixed sine waves, so that near coordinates are near from the first step.

    Random tables would have to learn from the data that 500 and 501 are neighbours, one row at a time.
    """
    embeddings = model.layoutlm.embeddings
    names = ["position", "x_position", "y_position", "h_position", "w_position"]
    generator = torch.Generator().manual_seed(7)
    for name in names:
        weight = getattr(embeddings, f"{name}_embeddings").weight
        rows, width = weight.shape
        waves = torch.exp(torch.arange(0, width, 2) * (-math.log(2000.0) / width))
        angles = torch.arange(rows)[:, None] * waves[None, :]
        table = torch.cat([angles.sin(), angles.cos()], dim=1)
        mix, _ = torch.linalg.qr(torch.randn(width, width, generator=generator))
        with torch.no_grad():
            weight.copy_(0.02 * table @ mix)


def restore(package: Path) -> LayoutLMForFields:
    """The model of a package, to go on training from its weights."""
    told = json.loads((package / "config.json").read_text(encoding="utf-8"))
    model = LayoutLMForFields(configuration(told["vocab_size"], told["num_hidden_layers"]))
    missing, unexpected = model.load_state_dict(exported.weights(package / "onnx/model.onnx", "_fp16"), strict=False)
    lost = [name for name in missing if "pooler" not in name and "position_ids" not in name]
    assert not lost and not unexpected, f"the package's graph does not fit the model: {lost} {unexpected}"
    return model
