"""How the network learns: in which precision, which optimiser has which parameters, and one step of them."""

import sys
from pathlib import Path

import torch
from torch import nn

sys.path.append(str(Path(__file__).parent.parent))
from muon import Muon  # noqa: E402  shared by the trainings, which are run from their own folders
from processor import autocast  # noqa: E402, F401

LONGEST_GRADIENT = 1.0


def optimisers(learner: nn.Module) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the transformer, AdamW for everything else; both at AdamW's rate."""
    matrices = [p for name, p in learner.named_parameters() if "encoder.layers" in name and p.ndim == 2]
    chosen = {id(p) for p in matrices}
    others = [p for p in learner.parameters() if id(p) not in chosen and p.requires_grad]
    return [Muon(matrices, lr=1.0, weight_decay=0.05), torch.optim.AdamW(others, lr=1.0, betas=(0.9, 0.98), weight_decay=0.01)]


def step(learner: nn.Module, steppers: list[torch.optim.Optimizer], rate: float) -> None:
    """Goes down the gradients at `rate` and forgets them."""
    nn.utils.clip_grad_norm_(learner.parameters(), LONGEST_GRADIENT)
    for stepper in steppers:
        for group in stepper.param_groups:
            group["lr"] = rate
        stepper.step()
        stepper.zero_grad(set_to_none=True)


def rate(step: int, share: float, peak: float, warm_up_steps: int, full_until: float) -> float:
    """Up over the first steps, then `peak` until that `share` of the training, then down to a hundredth."""
    fall = (1 - share) / (1 - full_until)
    return peak * min(1.0, (step + 1) / warm_up_steps) * min(1.0, max(0.01, fall))
