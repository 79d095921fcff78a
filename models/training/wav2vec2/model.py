"""The network: a small Wav2Vec2ForCTC in the shape of the public ones, and the vocabulary it writes with.

Four convolutions to 50 frames a second, six pre-norm transformer layers of 256. Nothing here reads data.
"""

import torch
from torch.nn import functional
from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

VOCABULARY = ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAONIHSRDLUMWCFGYPBVK'XJQZ"]
BLANK = 0
FRAME_SAMPLES = 320


def config() -> Wav2Vec2Config:
    return Wav2Vec2Config(
        vocab_size=len(VOCABULARY),
        hidden_size=256,
        num_hidden_layers=6,
        num_attention_heads=4,
        intermediate_size=1024,
        conv_dim=[64, 128, 256, 256],
        conv_kernel=[20, 8, 4, 4],
        conv_stride=[10, 4, 4, 2],
        num_feat_extract_layers=4,
        num_conv_pos_embeddings=64,
        num_conv_pos_embedding_groups=16,
        feat_extract_norm="group",
        do_stable_layer_norm=True,
        hidden_dropout=0.0,
        activation_dropout=0.0,
        attention_dropout=0.0,
        feat_proj_dropout=0.0,
        final_dropout=0.0,
        layerdrop=0.0,
        apply_spec_augment=False,  # masks.py does it
        mask_time_prob=0.0,
        pad_token_id=BLANK,
        bos_token_id=1,
        eos_token_id=2,
        ctc_loss_reduction="mean",
        ctc_zero_infinity=True,
    )


def network() -> Wav2Vec2ForCTC:
    return Wav2Vec2ForCTC(config())


def letters(text: str) -> list[int]:
    """Token ids of normalised text, `|` between words."""
    return [VOCABULARY.index(letter) for letter in text.replace(" ", "|")]


def ctc(logits: torch.Tensor, texts: list[str]) -> torch.Tensor:
    """The loss per letter of [windows, frames, vocabulary] against what each window says.

    The letters of all windows weigh the same: a mean over windows would be that of the windows with the fewest.
    """
    targets = [letters(text) for text in texts]
    return functional.ctc_loss(
        logits.float().log_softmax(-1).transpose(0, 1),
        torch.tensor(sum(targets, [])),
        torch.full((len(targets),), logits.shape[1]),
        torch.tensor([len(target) for target in targets]),
        blank=BLANK,
        reduction="sum",
        zero_infinity=True,
    ) / sum(map(len, targets))


def frames(samples: int) -> int:
    """How many frames the convolutions make of so many samples."""
    for kernel, stride in zip(config().conv_kernel, config().conv_stride):
        samples = (samples - kernel) // stride + 1
    return samples


def greedy(logits: torch.Tensor) -> str:
    """Text of one utterance's [frames, vocabulary] by its best path."""
    best = torch.unique_consecutive(logits.argmax(-1)).tolist()
    return "".join(VOCABULARY[token] for token in best if token > 3).replace("|", " ").strip()
