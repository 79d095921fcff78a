"""The first stage of wav2vec 2.0 (Baevski et al. 2020), from sound alone: behind masks, which quantised latent was there?

    python pretrain.py --data DIR --real DIR --out FILE --steps 1500 [--seed 1]

Latents are quantised by a product of two codebooks, chosen by straight-through Gumbel-softmax whose temperature falls; the transformer
tells the true one from others of the same window (contrastive loss), and all codewords are to be used (diversity loss). Nothing of the
texts is read. Writes the state of the network's body.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from transformers import Wav2Vec2ForPreTraining
from transformers.models.wav2vec2.modeling_wav2vec2 import _compute_mask_indices, _sample_negative_indices

import learning
import model
from windows import Stage, Windows

STAGE = Stage(window_s=5, longest_s=4.2, few_voices=False, noise=0.3, recorded=0.24, real=0.6)
WINDOWS = 4
CODEBOOKS, CODEWORDS, CODE_WIDTH = 2, 64, 128
NEGATIVES, TEMPERATURE = 50, 0.1
MASKED, SPAN = 0.65, 10
DIVERSITY = 0.3  # three times the paper's: equal codewords are no negatives, so that few codewords would make guessing easy
GUMBEL_FROM, GUMBEL_TO = 2.0, 0.5
RATE, WARM_UP_STEPS, FULL_RATE_UNTIL = 1e-3, 150, 0.5
SAY_EVERY = 25


def learner() -> Wav2Vec2ForPreTraining:
    config = model.config()
    config.num_codevector_groups, config.num_codevectors_per_group = CODEBOOKS, CODEWORDS
    config.codevector_dim = config.proj_codevector_dim = CODE_WIDTH
    config.num_negatives, config.contrastive_logits_temperature = NEGATIVES, TEMPERATURE
    config.diversity_loss_weight = DIVERSITY
    config.apply_spec_augment, config.mask_time_prob = True, MASKED  # or the library ignores the masks that it is given
    network = Wav2Vec2ForPreTraining(config)
    network.set_attn_implementation("eager")
    return network.train()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--real", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--steps", type=int, default=1500)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(chosen.seed)
    np.random.seed(chosen.seed)  # the library's masks and negatives are drawn from it
    windows, network = Windows([chosen.data, chosen.real], chosen.seed), learner()
    steppers = learning.optimisers(network)
    began = time.monotonic()
    for step in range(chosen.steps):
        network.set_gumbel_temperature(GUMBEL_FROM + (GUMBEL_TO - GUMBEL_FROM) * step / chosen.steps)
        batch = windows.batch(STAGE, WINDOWS)
        shape = (WINDOWS, model.frames(batch.samples.shape[1]))
        mask = _compute_mask_indices(shape, MASKED, SPAN)
        others = _sample_negative_indices(shape, NEGATIVES, mask)
        with learning.autocast():
            told = network(
                torch.from_numpy(batch.samples), mask_time_indices=torch.from_numpy(mask), sampled_negative_indices=torch.from_numpy(others)
            )
        (told.loss / mask.sum()).backward()
        learning.step(network, steppers, learning.rate(step, step / chosen.steps, RATE, WARM_UP_STEPS, FULL_RATE_UNTIL))
        if (step + 1) % SAY_EVERY == 0:
            line = {"step": step + 1, "s": round(time.monotonic() - began), "contrastive": round(told.contrastive_loss.item() / mask.sum(), 3)}
            print(json.dumps(line | {"codewords_used": round(told.codevector_perplexity.item(), 1)}), flush=True)
    body = network.wav2vec2.state_dict()
    del body["masked_spec_embed"]  # what stood behind the masks is of no use any more
    torch.save(body, chosen.out)


if __name__ == "__main__":
    main()
