"""Masks over the latent features, as wav2vec 2.0 is fine-tuned with them: spans of frames and bands of features are blanked.

What is blanked has to be guessed from around it, so no single cue of the few synthetic voices can be leant on.
"""

import torch

FRAME_STARTS, FRAME_SPAN = 0.008, 10  # about 0.08 of all frames
FEATURE_STARTS, FEATURE_SPAN = 0.004, 16  # about 0.06 of all features


def spans(rows: int, length: int, starts: float, span: int) -> torch.Tensor:
    """bool [rows, length]: runs of `span`, each position beginning one with the chance `starts`; they may overlap."""
    begun = torch.rand(rows, length) < starts
    return torch.nn.functional.max_pool1d(begun.float()[:, None], span, 1, span // 2)[:, 0, :length] > 0


def masked(features: torch.Tensor) -> torch.Tensor:
    """[windows, frames, features] with spans of nothing."""
    windows, frames, width = features.shape
    hidden = spans(windows, frames, FRAME_STARTS, FRAME_SPAN)[:, :, None] | spans(windows, width, FEATURE_STARTS, FEATURE_SPAN)[:, None]
    return features.masked_fill(hidden, 0.0)


def hide_while_training(body: torch.nn.Module) -> None:
    """From now on what goes into the transformer of `body` is masked whenever it is in training."""

    def hide(projection: torch.nn.Module, _, projected: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...] | None:
        features, *rest = projected
        return (masked(features), *rest) if projection.training else None

    body.feature_projection.register_forward_hook(hide)
