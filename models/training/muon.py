"""Muon (Jordan et al. 2024): each step of a matrix is its momentum made orthogonal, as long as a step of AdamW.

As `torch.optim.Muon` with `adjust_lr_fn="match_rms_adamw"`, which computes in bfloat16 even where the processor has none.
"""

import torch

import processor

MOMENTUM = 0.95
# The quintic of Newton and Schulz, steep at zero: its five rounds bring singular values near one, not onto it.
QUINTIC, ROUNDS = (3.4445, -4.7750, 2.0315), 5
ADAMW_LENGTH = 0.2  # root mean square of a usual step of AdamW, in rates


def orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    """`matrix` with all singular values near one."""
    a, b, c = QUINTIC
    tall = matrix.shape[0] > matrix.shape[1]
    wide = matrix.to(processor.DTYPE)
    wide = wide.T if tall else wide
    wide = wide / wide.norm().clamp(min=1e-7)
    for _ in range(ROUNDS):
        gram = wide @ wide.T
        wide = torch.addmm(wide, torch.addmm(gram, gram, gram, beta=b, alpha=c), wide, beta=a)
    return wide.T if tall else wide


class Muon(torch.optim.Optimizer):
    """For matrices only. Groups may carry their own `lr` and `weight_decay`."""

    def __init__(self, matrices, lr: float, weight_decay: float) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for matrix in group["params"]:
                if matrix.grad is None:
                    continue
                state = self.state[matrix]
                if not state:
                    state["momentum_buffer"] = torch.zeros_like(matrix)
                momentum = state["momentum_buffer"]
                momentum.lerp_(matrix.grad, 1 - MOMENTUM)
                update = orthogonal(matrix.grad.lerp(momentum, MOMENTUM))
                matrix.mul_(1 - group["lr"] * group["weight_decay"])
                matrix.add_(update, alpha=-group["lr"] * ADAMW_LENGTH * max(matrix.shape) ** 0.5)
