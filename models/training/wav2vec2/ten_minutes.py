"""What the self-supervised stage brings where only ten minutes are labelled: the same steps of CTC with and without it.

    python ten_minutes.py --real REAL --pretrained FILE --work DIR [--steps 600] [--seeds 1 2 3] [--ways nothing first-stage]

Ten minutes of CMU AN4's training clips (letters, numbers and a few commands, read out by many), drawn once, are all that is labelled:
so few words can be learnt from so little. Both ways see the same batches at the same rate, and in both the head learns alone at
first. Prints for each seed and way the CTC loss per letter at the end of training, and on AN4's held-out people the loss and the
greedy character error rate.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch

import learning
import masks
import model
import shards
from evaluate import edits, normalised
from windows import Stage, Windows

LABELLED, LABELLED_S = "real-an4", 600
STAGE = Stage(window_s=5, longest_s=4.2, few_voices=False, noise=0.2, recorded=0.0, real=1.0)
WINDOWS = 4
RATE, WARM_UP_STEPS, FULL_RATE_UNTIL = 1e-3, 100, 0.6
HEAD_ALONE_STEPS = 60
SAY_EVERY = 50


def labelled(real: Path, work: Path) -> Path:
    """A folder of its own with ten minutes of the training clips."""
    clips = shards.read(real / "train", LABELLED)
    random.Random(LABELLED_S).shuffle(clips)
    kept, seconds = [], 0.0
    for clip in clips:
        if seconds < LABELLED_S and clip["count"] < STAGE.longest_s * shards.RATE_HZ:
            kept.append((np.asarray(clip["samples"], np.float32) / 32768, {k: clip[k] for k in ("text", "voice", "source")}))
            seconds += clip["count"] / shards.RATE_HZ
    shards.write(work / "labelled", LABELLED, kept)
    return work / "labelled"


def train(folder: Path, start: Path | None, steps: int, seed: int):
    """The network after so many steps, and the loss of the last of them."""
    torch.manual_seed(seed)
    windows, network = Windows([folder], seed), model.network()
    network.set_attn_implementation("eager")
    if start:
        network.wav2vec2.load_state_dict(torch.load(start))
    masks.hide_while_training(network.wav2vec2)
    network.train()
    steppers, losses, began = learning.optimisers(network), [], time.monotonic()
    for step in range(steps):
        network.wav2vec2.requires_grad_(step >= HEAD_ALONE_STEPS)
        batch = windows.batch(STAGE, WINDOWS)
        with learning.autocast():
            loss = model.ctc(network(torch.from_numpy(batch.samples)).logits, batch.texts)
        loss.backward()
        learning.step(network, steppers, learning.rate(step, step / steps, RATE, WARM_UP_STEPS, FULL_RATE_UNTIL))
        losses.append(loss.item())
        if (step + 1) % SAY_EVERY == 0:
            line = {"step": step + 1, "s": round(time.monotonic() - began), "ctc": round(float(np.mean(losses[-SAY_EVERY:])), 3)}
            print(json.dumps(line), flush=True)
    return network.eval(), float(np.mean(losses[-SAY_EVERY:]))


@torch.no_grad()
def heard(network, clips: list[dict]) -> dict[str, float]:
    """CTC loss per letter and greedy character error rate."""
    loss, wrong, letters = 0.0, 0, 0
    for clip in clips:
        logits = network(torch.from_numpy(normalised(clip["samples"]))[None]).logits
        loss += model.ctc(logits, [clip["text"]]).item() * len(clip["text"])
        wrong, letters = wrong + edits(clip["text"], model.greedy(logits[0])), letters + len(clip["text"])
    return {"held_out_ctc": round(loss / letters, 3), "held_out_cer": round(wrong / letters, 3)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--real", type=Path, required=True)
    options.add_argument("--pretrained", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--steps", type=int, default=600)
    options.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    options.add_argument("--ways", nargs="*", choices=["nothing", "first-stage"], default=["nothing", "first-stage"])
    chosen = options.parse_args()
    torch.set_num_threads(1)
    folder, clips = labelled(chosen.real, chosen.work), shards.read(chosen.real / "test", LABELLED)
    for seed in chosen.seeds:
        for way in chosen.ways:
            network, loss = train(folder, chosen.pretrained if way == "first-stage" else None, chosen.steps, seed)
            print(json.dumps({"seed": seed, "from": way, "ctc": round(loss, 3)} | heard(network, clips)), flush=True)


if __name__ == "__main__":
    main()
