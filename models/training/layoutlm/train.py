"""Trains the starter LayoutLM for a given time, with checkpoints from which it goes on.

    RUMMAGE_DATA=DIR python -m layoutlm.train SCRATCH --minutes 52 [--start ../starter/layoutlm] [--processes 2 --rank 0|1] [--layers 4] [--seed 1]

From nothing, or with --start on from the weights of a package, whose tokenizer.json must then be SCRATCH's.
Reads SCRATCH/tokenizer.json (layoutlm.tokenizer) and SCRATCH/sroie_words.jsonl (papers.ocr); writes SCRATCH/checkpoint.pt.
The rate falls with the time used, so the same minutes on a busier machine give fewer steps but a finished schedule.
Start one process per rank. Each has one thread and its own pages, and every SYNC_STEPS steps they average their weights (local SGD): on a
shared machine they then wait far less for one another than two threads do, which meet hundreds of times a step.
"""

import argparse
import datetime
import math
import os
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import distributed
from torch.nn import functional as F

from .labels import IGNORED
from .model import LayoutLMForFields, configuration, restore, smooth_positions
from .stream import Stream

WARMUP_STEPS = 120
SYNC_STEPS = 8
EMA = 0.997
O_WEIGHT, KIND_WEIGHT = 0.5, 0.3


def loss_of(model, batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Token loss and kind loss. Where a page does not know a field, a word outside all fields may also be that field."""
    logits, kind_logits = model(batch["input_ids"], batch["bbox"], batch["attention_mask"], batch["token_type_ids"])
    used = batch["labels"] != IGNORED
    labels, scores = batch["labels"][used], F.log_softmax(logits[used].float(), -1)
    allowed = F.one_hot(labels, scores.shape[-1]).bool() | ((labels == 0)[:, None] & batch["unknown"][:, None, :].expand(*used.shape, -1)[used])
    losses = -torch.logsumexp(scores.masked_fill(~allowed, -1e9), -1)
    weights = torch.where(labels == 0, O_WEIGHT, 1.0)
    return (losses * weights).sum() / weights.sum().clamp(min=1), F.cross_entropy(kind_logits.float(), batch["kind"])


def meet(model, worlds: int, used_s: float) -> float:
    """Averages the weights over the processes; returns the time used as the first process measures it."""
    weights = [p.data for p in model.parameters()]
    clock = torch.tensor([used_s * worlds if distributed.get_rank() == 0 else 0.0])
    flat = torch.cat([w.reshape(-1) for w in weights] + [clock])
    distributed.all_reduce(flat)
    flat /= worlds
    at = 0
    for w in weights:
        w.copy_(flat[at:at + w.numel()].view_as(w))
        at += w.numel()
    return float(flat[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rate", type=float, default=7e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--rank", type=int, default=0)
    options = parser.parse_args()

    worlds, rank, first = options.processes, options.rank, options.rank == 0
    if worlds > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=os.environ.get("MASTER_PORT", "29571"))
        distributed.init_process_group("gloo", rank=rank, world_size=worlds, timeout=datetime.timedelta(hours=1))
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(options.scratch / "tokenizer.json"))
    if options.start:
        model = restore(options.start)
    else:
        model = LayoutLMForFields(configuration(tokenizer.get_vocab_size(), options.layers))
        smooth_positions(model)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, betas=(0.9, 0.98), weight_decay=0.01)
    step = pages = 0
    used_s = 0.0
    checkpoint = options.scratch / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average, step, pages, used_s = saved["average"], saved["step"], saved["pages"], saved["used_s"]
    stream = Stream(tokenizer, options.scratch, options.seed)
    if first:
        print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, from step {step}; {len(stream.sroie)} SROIE pages, {len(stream.einvoices)} e-invoice pages", flush=True)
    total_s, last, saved_at = options.minutes * 60, time.monotonic(), used_s
    tokens, count, sums = 0, 0, torch.zeros(2)
    for batch, pages_used in stream.batches(pages, rank, worlds):
        rate = options.rate * min(1, (step + 1) / WARMUP_STEPS) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1, used_s / total_s))))
        for group in optimizer.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", torch.bfloat16):
            token_loss, kind_loss = loss_of(model, batch)
        (token_loss + KIND_WEIGHT * kind_loss).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step, pages = step + 1, pages_used
        now = time.monotonic()
        used_s, last = used_s + now - last, now
        meeting = worlds == 1 or step % SYNC_STEPS == 0
        if worlds > 1 and meeting:
            used_s = meet(model, worlds, used_s)
        decay = min(EMA, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                average[name].lerp_(value, 1 - decay)
        tokens += int(batch["attention_mask"].sum())
        count += 1
        sums += torch.tensor([token_loss.item(), kind_loss.item()])
        finished = meeting and used_s >= total_s
        if not first:
            if finished:
                return
            continue
        if step % 50 == 0:
            print(f"step {step} pages {pages} minutes {used_s / 60:.1f} rate {rate:.1e} token loss {sums[0] / count:.4f} kind loss {sums[1] / count:.4f} tokens/step {tokens // count}", flush=True)
            tokens, count, sums = 0, 0, torch.zeros(2)
        if finished or (meeting and used_s - saved_at > 120):
            saved_at = used_s
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "step": step, "pages": pages, "used_s": used_s, "layers": options.layers, "seed": options.seed}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").rename(checkpoint)
        if finished:
            return


if __name__ == "__main__":
    main()
