"""The shape of the starter CLIP: an image tower of MobileNetV2's convolutions pooled by a small transformer, and CLIP's own
text transformer.

As in CLIP's convolutional towers, pooling is by attention from the mean of all places; here two layers of it, over places
that know where they are, because a mean alone cannot say which colour belongs to which thing, or how many there are.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from transformers import CLIPTextConfig, CLIPTextModel, CLIPVisionConfig, MobileNetV2Config, MobileNetV2Model
from transformers.models.clip.modeling_clip import CLIPEncoderLayer

from .trunk import COLOURS, FEATURES, KEPT_BEFORE, Trunk, deepened, rooted, unpacked
from .words import LONGEST

WIDTH = 256
"""Of the common space."""
PLACES = 49
DEEP = 1280
DROPPED = 0.1


def mobilenet() -> MobileNetV2Model:
    return MobileNetV2Model(MobileNetV2Config(hidden_size=DEEP, tf_padding=True, image_size=224))


def pooling_config() -> CLIPVisionConfig:
    return CLIPVisionConfig(
        hidden_size=192, intermediate_size=576, num_hidden_layers=2, num_attention_heads=3, hidden_act="gelu", attn_implementation="eager"
    )


def text_config(vocabulary: int) -> CLIPTextConfig:
    last = vocabulary - 1
    return CLIPTextConfig(
        vocab_size=vocabulary,
        hidden_size=256,
        intermediate_size=768,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=LONGEST,
        bos_token_id=last - 1,
        eos_token_id=last,
        pad_token_id=last,
        hidden_act="gelu",
        attn_implementation="eager",
    )


class ImageTower(nn.Module):
    """Pixels [N, 3, 224, 224], each -1 to 1, to vectors [N, 256]."""

    def __init__(self, convolutions: MobileNetV2Model):
        super().__init__()
        config = pooling_config()
        width = config.hidden_size
        self.trunk = Trunk(convolutions)
        self.blocks, self.widen = convolutions.layer[KEPT_BEFORE:], convolutions.conv_1x1
        self.deep = nn.Linear(DEEP, width)
        self.fine_norm, self.fine = nn.LayerNorm(4 * FEATURES), nn.Linear(4 * FEATURES, width)
        self.colour = nn.Linear(4 * COLOURS, width)
        self.places = nn.Parameter(torch.randn(1 + PLACES, width) * 0.02)
        self.layers = nn.ModuleList(CLIPEncoderLayer(config) for _ in range(config.num_hidden_layers))
        self.norm, self.projection = nn.LayerNorm(width), nn.Linear(width, WIDTH, bias=False)

    def pool(self, maps, deep, kept=None):
        """Vectors of what the trunk left [N, 108, 14, 14] and what the last convolutions made of it, `rooted` [N, 49, 1280].

        `kept` names the places that are looked at, where not all are."""
        under = F.pixel_unshuffle(maps, 2).flatten(2).transpose(1, 2)
        mean, where = deep.mean(1, keepdim=True), self.places
        if kept is not None:
            deep, under, where = deep[:, kept], under[:, kept], torch.cat([where[:1], where[1:][kept]])
        fine, colour = under[..., : 4 * FEATURES], under[..., 4 * FEATURES :]
        at_places = self.deep(deep) + self.fine(self.fine_norm(fine)) + self.colour(colour)
        x = F.dropout(torch.cat([self.deep(mean), at_places], 1) + where, DROPPED, self.training)
        for layer in self.layers:
            x = layer(x, attention_mask=None)
        return self.projection(self.norm(x[:, 0]))

    def forward(self, pixel_values):
        maps = self.trunk(pixel_values)
        return self.pool(maps, rooted(deepened(maps, self.blocks, self.widen)))


class Clip(nn.Module):
    """Both towers, and the scale and the bias of their cosines, which only training needs."""

    def __init__(self, convolutions: MobileNetV2Model, vocabulary: int):
        super().__init__()
        self.vocabulary = vocabulary
        self.image = ImageTower(convolutions)
        self.text = CLIPTextModel(text_config(vocabulary))
        self.text_projection = nn.Linear(self.text.config.hidden_size, WIDTH, bias=False)
        self.scale = nn.Parameter(torch.tensor(2.66))
        self.bias = nn.Parameter(torch.tensor(-8.0))

    def embed_text(self, input_ids):
        return self.text_projection(self.text(input_ids=input_ids).pooler_output)

    def config(self) -> dict:
        """What config.json says: the parts in the words of the libraries that they come from."""
        kept = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act")
        text, pooling = self.text.config.to_dict(), pooling_config().to_dict()
        return {
            "model_type": "clip",
            "architectures": ["MobileNetV2AttentionPoolClip"],
            "projection_dim": WIDTH,
            "text_config": {"model_type": "clip_text_model"}
            | {k: text[k] for k in (*kept, "vocab_size", "max_position_embeddings", "bos_token_id", "eos_token_id", "pad_token_id")},
            "vision_config": {"model_type": "mobilenet_v2", "hidden_size": DEEP, "image_size": 224, "tf_padding": True},
            "pooling_config": {"places": PLACES} | {k: pooling[k] for k in kept},
        }


def embed_cached(model: Clip, pictures, which=None) -> np.ndarray:
    """Unit vectors [N, 256] of cached pictures."""
    which = range(len(pictures)) if which is None else which
    rows = []
    with torch.no_grad():
        for at in range(0, len(which), 64):
            maps, deep = pictures.take(which[at : at + 64])
            rows.append(F.normalize(model.image.pool(torch.from_numpy(maps).float(), unpacked(deep)), dim=1))
    return torch.cat(rows).numpy()


def load(folder: Path) -> Clip:
    """Weights as `save` left them."""
    state = torch.load(folder / "weights.pt")
    model = Clip(mobilenet(), state["text.embeddings.token_embedding.weight"].shape[0])
    model.load_state_dict(state)
    return model


def save(state: dict, folder: Path, record: dict):
    torch.save(state, folder / "weights.part")
    (folder / "weights.part").replace(folder / "weights.pt")
    (folder / "trained_on.json").write_text(json.dumps(record))
