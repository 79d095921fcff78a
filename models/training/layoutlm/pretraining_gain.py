"""What the first stage brings: the same short second stage after it and without it, by fixed steps, over several seeds.

    python -m layoutlm.pretraining_gain SCRATCH [--first 240] [--steps 160] [--seeds 3]

For each seed the two runs see the same generated pages in the same order, at the same rate, and differ only in where they
start: at random weights, or at those that `--first` steps of masked words have made of them. Prints field F1 and the share
of right kinds on the clean pages of the held-out layouts, and the mean difference with its standard error.
"""

import argparse
import copy
import json
import statistics
from functools import partial
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

import processor

from . import heldout, scoring
from .learning import Optimisers
from .model import LayoutLMForFields, configuration, orient_heads, smooth_positions
from .pretrain import Guesser, mask
from .reading import understand
from .stream import Stream
from .train import KIND_WEIGHT, loss_of

LAYERS, RATE, PAGES = 4, 1e-3, 6


def new_model(tokenizer: Tokenizer, seed: int) -> LayoutLMForFields:
    torch.manual_seed(seed)
    model = LayoutLMForFields(configuration(tokenizer.get_vocab_size(), LAYERS))
    orient_heads(model, smooth_positions(model))
    model.set_attn_implementation("eager")
    return model


def guess_words(model: LayoutLMForFields, tokenizer: Tokenizer, steps: int, seed: int) -> None:
    """The first stage, for so many steps."""
    guesser, generator = Guesser(model), torch.Generator().manual_seed(seed)
    optimisers = Optimisers(guesser, RATE)
    for step, (batch, _) in enumerate(islice(Stream(tokenizer, None, seed + 100).batches(), steps)):
        truth = batch["input_ids"]
        batch["input_ids"], chosen = mask(truth, tokenizer, generator)
        with processor.autocast():
            scores = guesser(batch, chosen)
        F.cross_entropy(scores.float(), truth[chosen]).backward()
        optimisers.step(step, step / steps)


def learn_fields(model: LayoutLMForFields, tokenizer: Tokenizer, steps: int, seed: int) -> None:
    """The second stage, for so many steps."""
    optimisers = Optimisers(model, RATE)
    for step, (batch, _) in enumerate(islice(Stream(tokenizer, None, seed).batches(), steps)):
        with processor.autocast():
            token_loss, kind_loss = loss_of(model, batch)
        (token_loss + KIND_WEIGHT * kind_loss).backward()
        optimisers.step(step, step / steps)


def torch_runner(model: LayoutLMForFields):
    @torch.inference_mode()
    def run(window):
        ids = torch.tensor([window.ids])
        logits, kinds = model(ids, torch.tensor([window.boxes]), torch.ones_like(ids), torch.zeros_like(ids))
        return logits[0].numpy(), kinds[0].numpy()

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--first", type=int, default=240)
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer, pages, gains = Tokenizer.from_file(str(options.scratch / "tokenizer.json")), heldout.clean(PAGES), []
    for seed in range(1, options.seeds + 1):
        without = new_model(tokenizer, seed)
        after = copy.deepcopy(without)
        guess_words(after, tokenizer, options.first, seed)
        told = {}
        for name, model in (("without", without), ("after", after)):
            learn_fields(model, tokenizer, options.steps, seed)
            fields, items = scoring.on_generated(partial(understand, torch_runner(model.eval()), tokenizer), pages, pages)
            told[name] = fields.f1()
            print(f"seed {seed}, {name}: {json.dumps(fields.summary())}; items {json.dumps(items.summary())}", flush=True)
        gains.append(told["after"] - told["without"])
    error = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else float("nan")
    print(f"field F1 after the first stage less that without it: {statistics.mean(gains):+.3f}, standard error {error:.3f}, over {len(gains)} seeds")


if __name__ == "__main__":
    main()
