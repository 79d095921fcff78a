"""The shape of the starter CLIP, as transformers' `VisionTextDualEncoderModel` builds and loads it."""

from transformers import CLIPTextConfig, CLIPTextModel, VisionTextDualEncoderConfig, VisionTextDualEncoderModel

from . import pretrained
from .words import LONGEST

WIDTH = 256


def build(tower, vocabulary: int) -> VisionTextDualEncoderModel:
    """Both towers joined; `tower` is the pretrained image tower, the text tower is new."""
    last = vocabulary - 1
    text = CLIPTextConfig(
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
    )
    config = VisionTextDualEncoderConfig.from_vision_text_configs(pretrained.config(), text, projection_dim=WIDTH)
    return VisionTextDualEncoderModel(config=config, vision_model=tower, text_model=CLIPTextModel(text))
