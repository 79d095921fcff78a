"""Trains the network on the shards, by the clock, from nothing or on from a package's weights.

    python train.py --data DIR --real DIR --out DIR --minutes 80 --workers 2 [--start ../../starter/wav2vec2]

CTC on letters at the top; below it, at the third layer, every frame's phoneme as espeak-ng told it, which spares CTC the
long search for an alignment and is thrown away afterwards. Spans of time and of features are masked (masks.py). Voices, lengths, noise
and real recordings come in by stages. Each worker is one process with one thread and its own batches, gradients are averaged every
step: on a busy machine that wastes far less than threads that wait for one another.
Saves OUT/checkpoint.pt every few minutes; starts again from it. Minutes, not steps, set the rate and the stages, so a
busy machine trains less but ends in the same order.
"""

import argparse
import json
import os
import queue
import threading
import time
from pathlib import Path

import torch
from torch import multiprocessing, nn
from torch.nn import functional

import learning
import masks
import model
import restore
from windows import UNKNOWN_PHONEME, Batch, Stage, Windows

# (until this share of the time, stage, seconds of audio in a step of all workers)
STAGES = [
    (0.06, Stage(window_s=4, longest_s=3.0, few_voices=True, noise=0.0, recorded=0.0, real=0.0), 32),
    (0.15, Stage(window_s=5, longest_s=4.0, few_voices=False, noise=0.1, recorded=0.2, real=0.05), 40),
    (0.45, Stage(window_s=8, longest_s=7.0, few_voices=False, noise=0.3, recorded=0.4, real=0.2), 48),
    (0.75, Stage(window_s=12, longest_s=12.0, few_voices=False, noise=0.5, recorded=0.4, real=0.2), 60),
    (1.01, Stage(window_s=16, longest_s=15.0, few_voices=False, noise=0.5, recorded=0.4, real=0.2), 64),
]
STAGES_FROM_WEIGHTS = [
    (0.3, Stage(window_s=8, longest_s=7.5, few_voices=False, noise=0.5, recorded=0.45, real=0.35), 48),
    (0.7, Stage(window_s=12, longest_s=12.0, few_voices=False, noise=0.5, recorded=0.45, real=0.35), 60),
    (1.01, Stage(window_s=16, longest_s=15.0, few_voices=False, noise=0.5, recorded=0.45, real=0.35), 64),
]
FULL_RATE_UNTIL = 0.6  # of the time; then it falls to nearly nothing
PHONEME_LAYER = 3
WARM_UP_STEPS = 120
SAVE_EVERY_S = 180


class Learner(nn.Module):
    """The network and the phoneme head that only training has."""

    def __init__(self, phonemes: int, package: Path | None = None) -> None:
        super().__init__()
        self.network = restore.restore(package) if package else model.network()
        self.network.set_attn_implementation("eager")  # a third faster here than the fused one
        masks.hide_while_training(self.network.wav2vec2)
        self.phoneme_head = nn.Sequential(nn.LayerNorm(256), nn.Linear(256, phonemes))

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """CTC loss, phoneme loss, phoneme accuracy."""
        states = self.network.wav2vec2(torch.from_numpy(batch.samples), output_hidden_states=True)
        ctc = model.ctc(self.network.lm_head(states.last_hidden_state), batch.texts)
        heard = self.phoneme_head(states.hidden_states[PHONEME_LAYER]).float().flatten(0, 1)
        truth = torch.from_numpy(batch.phonemes).flatten()
        known = truth != UNKNOWN_PHONEME
        right = (heard.argmax(-1) == truth)[known].float().mean()
        return ctc, functional.cross_entropy(heard, truth, ignore_index=UNKNOWN_PHONEME), right


def before(package: Path | None) -> list[dict]:
    """The trainings that the weights of a package have behind them, first to last."""
    if not package:
        return []
    told = json.loads((package / "training_manifest.json").read_text())
    return told["trainings"]


class Prefetch:
    """Makes the next batches while the network learns from this one."""

    def __init__(self, windows: Windows, stage: Stage, seconds: float) -> None:
        self.windows, self.stage, self.seconds = windows, stage, seconds
        self.ready: queue.Queue[Batch] = queue.Queue(2)
        threading.Thread(target=self.fill, daemon=True).start()

    def fill(self) -> None:
        made = 0
        while True:
            stage = self.stage
            self.ready.put(self.windows.batch(stage, round(self.seconds / stage.window_s)))
            made += 1
            if made % 300 == 0:
                self.windows.refresh()


class Meeting:
    """Where the workers exchange gradients: one shared row each, and a barrier."""

    def __init__(self, workers: int, gradients: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.rows = torch.zeros(workers, gradients).share_memory_()
        self.clock_s = torch.zeros(1, dtype=torch.float64).share_memory_()
        self.barrier = context.Barrier(workers)

    def average(self, rank: int, learner: Learner) -> float:
        """Makes every worker's gradients their mean. Returns the first worker's clock."""
        grads = [p.grad for p in learner.parameters() if p.grad is not None]
        torch.cat([grad.flatten() for grad in grads], out=self.rows[rank])
        self.barrier.wait()
        mean, clock_s = self.rows.mean(0), self.clock_s.item()
        self.barrier.wait()
        for grad, part in zip(grads, mean.split([grad.numel() for grad in grads])):
            grad.copy_(part.view_as(grad))
        return clock_s


def work(rank: int, chosen: argparse.Namespace, meeting: Meeting, mnemonics: list[str]) -> None:
    if chosen.own_sessions:
        os.setsid()  # Linux shares the processor between sessions first: a worker each, or all workers have one share
    torch.set_num_threads(1)
    torch.manual_seed(chosen.seed)
    saved = chosen.out / "checkpoint.pt"
    state = torch.load(saved) if saved.exists() else None

    folders = [chosen.data] + ([chosen.real] if chosen.real else [])
    windows = Windows(folders, 1000 * chosen.seed + rank + (state["step"] if state else 0))
    windows.mnemonics = mnemonics
    learner = Learner(1 + len(mnemonics), chosen.start)
    learner.train()
    steppers = learning.optimisers(learner)
    stages = STAGES_FROM_WEIGHTS if chosen.start else STAGES
    trained_before = before(chosen.start)
    step, spent_s, heard_s = 0, 0.0, 0.0
    if state:
        learner.load_state_dict(state["learner"])
        for stepper, held in zip(steppers, state["steppers"]):
            stepper.load_state_dict(held)
        step, spent_s, heard_s = state["step"], state["spent_s"], state["heard_s"]

    def save() -> None:
        if rank == 0:
            kept = {"learner": learner.state_dict(), "steppers": [stepper.state_dict() for stepper in steppers]}
            kept |= {"mnemonics": windows.mnemonics, "before": trained_before, "seed": chosen.seed, "step": step, "spent_s": spent_s, "heard_s": heard_s}
            torch.save(kept, saved.with_suffix(".part"))
            saved.with_suffix(".part").replace(saved)

    source = Prefetch(windows, stages[0][1], stages[0][2] / chosen.workers)
    log = (chosen.out / "log.jsonl").open("a")
    last_save_s, sums, since = spent_s, torch.zeros(3), 0
    began = time.monotonic() - spent_s
    while spent_s < chosen.minutes * 60 and step != chosen.steps:
        share = spent_s / (chosen.minutes * 60)
        _, source.stage, seconds = next(stage for stage in stages if share < stage[0])
        source.seconds = seconds / chosen.workers
        batch = source.ready.get()
        with learning.autocast():
            ctc, phoneme, right = learner(batch)
        phoneme_weight = 1.0 if share < 0.3 and not chosen.start else 0.3
        (ctc + phoneme_weight * phoneme).backward()
        if rank == 0:
            meeting.clock_s[0] = time.monotonic() - began  # one clock, so that all workers end at the same step
        spent_s = meeting.average(rank, learner)
        learning.step(learner, steppers, learning.rate(step, share, chosen.rate, WARM_UP_STEPS, FULL_RATE_UNTIL))
        step, heard_s = step + 1, heard_s + batch.samples.size * chosen.workers / 16_000
        sums, since = sums + torch.stack([ctc, phoneme, right]).detach(), since + 1
        if step % 20 == 0 and rank == 0:
            means = [round(total / since, 3) for total in sums.tolist()]
            line = {"step": step, "s": round(spent_s), "heard_h": round(heard_s / 3600, 2), "window_s": source.stage.window_s}
            line |= dict(zip(("ctc", "phoneme", "phoneme_right"), means))
            print(json.dumps(line), file=log, flush=True)
            sums, since = torch.zeros(3), 0
        if spent_s - last_save_s > SAVE_EVERY_S:
            save()
            last_save_s = spent_s
    save()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="shards of synthesise.py")
    options.add_argument("--start", type=Path, help="a package whose weights to go on from")
    options.add_argument("--real", type=Path, help="training shards of pack.py")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=80)
    options.add_argument("--rate", type=float, default=1.5e-3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--own-sessions", action="store_true", help="a scheduling group for every worker (Linux)")
    options.add_argument("--steps", type=int, help="stop after so many, to try things")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    saved = chosen.out / "checkpoint.pt"
    mnemonics = torch.load(saved)["mnemonics"] if saved.exists() else Windows([chosen.data], chosen.seed).mnemonics
    learned = sum(p.numel() for p in Learner(1 + len(mnemonics)).parameters() if p.requires_grad)
    meeting = Meeting(chosen.workers, learned)
    multiprocessing.spawn(work, (chosen, meeting, mnemonics), chosen.workers)


if __name__ == "__main__":
    main()
