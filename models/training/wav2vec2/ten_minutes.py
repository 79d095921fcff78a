"""What the self-supervised stage brings where only ten minutes are labelled: the same steps of CTC with and without it.

    python ten_minutes.py --real REAL --pretrained FILE --work DIR [--steps 300] [--seeds 1 2 3]

Ten minutes of real training clips, drawn by a seed, are all that is labelled. Both ways see the same batches. Prints for each
seed and way the CTC loss and the greedy character error rate on held-out people.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

import masks
import model
import shards
from evaluate import edits, normalised
from windows import Stage, Windows

LABELLED_S = 600
STAGE = Stage(window_s=8, longest_s=8.0, few_voices=False, noise=0.2, recorded=0.0, real=1.0)
WINDOWS = 3
RATE, WARM_UP = 5e-4, 0.1
TESTED = 100


def labelled(real: Path, work: Path) -> Path:
    """A folder of its own with ten minutes of the training clips."""
    clips = [clip for name in shards.names(real / "train") for clip in shards.read(real / "train", name)]
    random.Random(LABELLED_S).shuffle(clips)
    kept, seconds = [], 0.0
    for clip in clips:
        if seconds < LABELLED_S and clip["count"] < STAGE.longest_s * shards.RATE_HZ:
            kept.append((np.asarray(clip["samples"], np.float32) / 32768, {k: clip[k] for k in ("text", "voice", "source")}))
            seconds += clip["count"] / shards.RATE_HZ
    shards.write(work / "labelled", "real-ten-minutes", kept)
    return work / "labelled"


def tested(real: Path) -> list[dict]:
    clips = [clip for name in shards.names(real / "test") if name.startswith("real-") for clip in shards.read(real / "test", name)]
    random.Random(TESTED).shuffle(clips)
    return clips[:TESTED]


def train(folder: Path, start: Path | None, steps: int, seed: int):
    torch.manual_seed(seed)
    windows, network = Windows([folder], seed), model.network()
    network.set_attn_implementation("eager")
    if start:
        network.wav2vec2.load_state_dict(torch.load(start))
    masks.hide_while_training(network.wav2vec2)
    network.train()
    optimiser = torch.optim.AdamW(network.parameters(), betas=(0.9, 0.98), weight_decay=0.01)
    losses = []
    for step in range(steps):
        share = (step + 1) / steps
        optimiser.param_groups[0]["lr"] = RATE * min(share / WARM_UP, 1.01 - share)
        batch = windows.batch(STAGE, WINDOWS)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = model.ctc(network(torch.from_numpy(batch.samples)).logits, batch.texts)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        losses.append(loss.item())
    return network.eval(), float(np.mean(losses[-20:]))


@torch.no_grad()
def character_error_rate(network, clips) -> float:
    wrong = letters = 0
    for clip in clips:
        heard = model.greedy(network(torch.from_numpy(normalised(clip["samples"]))[None]).logits[0])
        wrong, letters = wrong + edits(clip["text"], heard), letters + len(clip["text"])
    return wrong / letters


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--real", type=Path, required=True)
    options.add_argument("--pretrained", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--steps", type=int, default=300)
    options.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    chosen = options.parse_args()
    torch.set_num_threads(1)
    folder, clips = labelled(chosen.real, chosen.work), tested(chosen.real)
    for seed in chosen.seeds:
        for way, start in (("from nothing", None), ("after the first stage", chosen.pretrained)):
            network, loss = train(folder, start, chosen.steps, seed)
            error = character_error_rate(network, clips)
            print(json.dumps({"seed": seed, "start": way, "ctc": round(loss, 3), "cer": round(error, 3)}), flush=True)


if __name__ == "__main__":
    main()
