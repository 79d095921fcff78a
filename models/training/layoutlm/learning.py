"""What both stages of training share: what is typed, the optimisers and the rate over the time used, the running mean of the weights, batches made
in advance, and files that are never half written."""

import argparse
import math
from pathlib import Path

import torch
from torch.utils.data import DataLoader, IterableDataset

from muon import Muon

WARMUP_STEPS = 100
EMA = 0.995
SAVE_EVERY_S = 240


def arguments(description: str, rate: float) -> argparse.ArgumentParser:
    """What can be typed for either stage."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def save(state: dict, path: Path) -> None:
    """Writes `path` whole or not at all."""
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").rename(path)


class Optimisers:
    """Muon for the matrices of the transformer's layers, AdamW for everything else; both at AdamW's rate."""

    def __init__(self, model: torch.nn.Module, peak: float):
        matrices = [p for name, p in model.named_parameters() if ".layer." in name and p.ndim == 2]
        apart = {id(p) for p in matrices}
        self.model, self.peak = model, peak
        self.parts = [
            torch.optim.AdamW([p for p in model.parameters() if id(p) not in apart], lr=peak, betas=(0.9, 0.98), weight_decay=0.01, fused=True),
            Muon(matrices, lr=peak, weight_decay=0.05),
        ]

    def step(self, step: int, share: float) -> None:
        """One step; `share` is how much of the time is used. The rate warms up and then falls by a cosine to a hundredth."""
        rate = self.peak * min(1, (step + 1) / WARMUP_STEPS) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1, share))))
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
            part.zero_grad(set_to_none=True)

    def state(self) -> list[dict]:
        return [part.state_dict() for part in self.parts]

    def restore(self, states: list[dict]) -> None:
        for part, state in zip(self.parts, states):
            part.load_state_dict(state)


class Average:
    """A running mean of the weights, which is what is kept."""

    def __init__(self, model: torch.nn.Module):
        self.model, self.kept = model, {k: v.clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def follow(self, step: int) -> None:
        decay = min(EMA, (1 + step) / (10 + step))
        for name, value in self.model.state_dict().items():
            if value.is_floating_point():
                self.kept[name].lerp_(value, 1 - decay)


class _Endless(IterableDataset):
    def __init__(self, make):
        self.make = make

    def __iter__(self):
        return self.make()


def in_advance(make) -> DataLoader:
    """What the iterator of `make()` yields, computed by another process while the model learns."""
    return DataLoader(_Endless(make), batch_size=None, num_workers=1, prefetch_factor=24)
