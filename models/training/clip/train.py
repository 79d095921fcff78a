"""Trains the starter CLIP from cached maps.

    RUMMAGE_DATA=DIR python -m clip.train --work DIR --out DIR --steps 600 [--tail BLOCK] [--start DIR]

Without --tail the image tower stays as it is and only the projections and the text tower learn (a few minutes); with
it the tower's blocks from that one on learn too, at a third of the rate. --start goes on from the weights of an earlier run.
The rate is constant and a running mean of the weights is kept, so that every twentieth step leaves finished weights.
With --processes 2 two processes draw their own batches and average their gradients.
Each step sees photos with one caption each, and rendered scenes with a true and a narrowly false one.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch import distributed
from transformers import VisionTextDualEncoderModel

from scenes.captions import caption, phrase

from . import batches, losses, network, pretrained, words
from .trunk import KEPT_BEFORE, HEAD, lift, pooled, tail_parameters

SEED = 20261
PHOTOS, SCENES = 128, 128
RATE, TAIL_RATE = 1.0e-3, 3.0e-4
WARM_STEPS = 20


def vocabulary_text(photos, scenes, rng):
    """What the tokeniser learns its pieces from."""
    for captions in photos.captions:
        yield from captions
    for scene in scenes.scenes:
        for _ in range(2):
            yield caption(scene, rng)[0]


def start(options, data, photos, scenes, rng):
    """The model and the tokeniser, new or from an earlier run."""
    options.out.mkdir(parents=True, exist_ok=True)
    if options.start:
        model = VisionTextDualEncoderModel.from_pretrained(options.start)
        (options.out / "tokenizer.json").write_bytes((options.start / "tokenizer.json").read_bytes())
        return model, words.load(options.out)
    tower = pretrained.load(data)
    words.train(vocabulary_text(photos, scenes, rng)).save(str(options.out / "tokenizer.json"))
    tokenizer = words.load(options.out)
    return network.build(tower, tokenizer.get_vocab_size()), tokenizer


class Steps:
    """Draws one step's pictures and captions after the other."""

    def __init__(self, photos, scenes, rng):
        self.photos, self.scenes, self.rng = photos, scenes, rng
        self.photo_cycle, self.scene_cycle = batches.Cycle(len(photos.files), rng), batches.Cycle(len(scenes.keys), rng)
        self.neighbours = batches.Neighbours(scenes.scenes)
        self.mentions = [batches.mentions(captions) for captions in photos.captions]

    def draw(self):
        """Maps of photos and scenes, the texts, and the table of which is true of which."""
        which = self.photo_cycle.take(PHOTOS)
        views = [self.photos.views[self.rng.integers(len(self.photos.views))][i] for i in which]
        captions = [str(self.rng.choice(self.photos.captions[i])) for i in which]
        first = self.scene_cycle.take(SCENES // 2)
        chosen = [*first, *(self.neighbours.of(i, self.rng) for i in first)]
        scenes = [self.scenes.scenes[i] for i in chosen]
        claims = batches.scene_claims(scenes, self.rng)
        table = batches.truth_table([self.mentions[i] for i in which], [batches.mentions([c]) for c in captions], scenes, claims)
        maps = np.stack(views + [self.scenes.maps[i] for i in chosen])
        return maps, captions + [phrase(c, self.rng) for c in claims], torch.from_numpy(table)


def whole_loss(model, image, text, table, bias):
    scale = model.logit_scale.exp().clamp(max=60)
    logits = scale * image @ text.T
    near = torch.zeros_like(logits)
    near[torch.arange(SCENES) + PHOTOS, torch.arange(SCENES) + PHOTOS + SCENES] = 1
    parts = {
        "photo": (losses.contrast(logits[:PHOTOS], table[:PHOTOS]) + losses.contrast(logits.T[:PHOTOS], table.T[:PHOTOS])) / 2,
        "scene": (losses.contrast(logits[PHOTOS:], table[PHOTOS:]) + losses.contrast(logits.T[PHOTOS:], table.T[PHOTOS:])) / 2,
        "photo_yes_no": losses.absolute(logits[:PHOTOS] + bias, table[:PHOTOS], near[:PHOTOS]),
        "scene_yes_no": losses.absolute(logits[PHOTOS:] + bias, table[PHOTOS:], near[PHOTOS:]),
    }
    return parts["photo"] + parts["scene"] + 0.1 * parts["photo_yes_no"] + 0.3 * parts["scene_yes_no"], parts


def read_texts(model, tokenizer, texts, parts=4):
    """Embeddings of texts, run in parts of like length, so that little of the work goes into padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    rows = []
    for part in np.array_split(order, parts):
        ids = torch.tensor([e.ids for e in tokenizer.encode_batch([texts[i] for i in part])])
        rows.append(model.text_projection(model.text_model(input_ids=ids).pooler_output))
    return torch.cat(rows)[torch.tensor(order).argsort()]


def run_in_advance(tower, photos, scenes, tail, work):
    """What does not learn is computed once and kept: pooled features without a tail, else what its first block reads.

    It holds for the pretrained tower only: an earlier run's tail must not have been trained before the same block.
    """

    def run(name, maps):
        stored = work / f"{name}_before_{tail or 'projection'}.npy"
        if not stored.exists():
            maps, rows = np.asarray(maps), []
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                for at in range(0, len(maps), 64):
                    part = to_tensor(maps[at : at + 64])
                    rows.append(pooled(tower, part) if tail is None else lift(tower, part, tail))
            np.save(stored, torch.cat(rows).half().numpy())
        return np.load(stored)

    photos.views = [run(f"view_{i}", view) for i, view in enumerate(photos.views)]
    scenes.maps = run(f"scenes_{len(scenes.keys)}", scenes.maps)


def to_tensor(maps):
    return torch.from_numpy(maps).float().contiguous(memory_format=torch.channels_last)


def share_gradients(parameters, processes):
    """Every process goes on with the mean of all gradients."""
    used = [p for p in parameters if p.grad is not None]
    flat = torch.cat([p.grad.reshape(-1) for p in used])
    distributed.all_reduce(flat)
    for parameter, mean in zip(used, (flat / processes).split([p.numel() for p in used])):
        parameter.grad.copy_(mean.view_as(parameter.grad))


class Average:
    """A running mean of the weights over about the last fifty steps; it is what is kept, so a run can end at any step."""

    def __init__(self, model, decay=0.98):
        self.model, self.decay = model, decay
        self.kept = {k: v.clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def follow(self):
        for name, value in self.model.state_dict().items():
            self.kept[name].lerp_(value, 1 - self.decay) if value.is_floating_point() else self.kept[name].copy_(value)

    def save(self, out: Path, record: dict):
        self.model.save_pretrained(out, state_dict=self.kept)
        (out / "trained_on.json").write_text(json.dumps(record))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path)
    arguments.add_argument("--steps", type=int, default=600)
    arguments.add_argument("--rate", type=float, default=RATE)
    arguments.add_argument("--tail", type=int, choices=range(KEPT_BEFORE, HEAD + 1))
    arguments.add_argument("--processes", type=int, default=1)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as meeting:
        torch.multiprocessing.spawn(train, (options, f"file://{meeting}/ranks"), options.processes)


def train(rank: int, options, meeting: str):
    """One of the processes; the first keeps the weights and tells how it goes."""
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=options.processes)
    torch.manual_seed(SEED)
    data = Path(os.environ["RUMMAGE_DATA"])
    photos, scenes = batches.load_photos(data, options.work, "train"), batches.load_scenes(options.work, "scenes_train_*.npz")
    model, tokenizer = start(options, data, photos, scenes, np.random.default_rng(SEED))
    torch.manual_seed(SEED + rank)
    rng = np.random.default_rng([SEED + bool(options.start), rank])
    tower = model.vision_model
    model.train()
    tower.eval()  # batch norm was folded away: its statistics stay
    tower.requires_grad_(False)
    bias = torch.nn.Parameter(torch.tensor(-8.0))
    fresh = [*model.text_model.parameters(), *model.visual_projection.parameters(), *model.text_projection.parameters()]
    groups = [{"params": fresh, "base": options.rate, "weight_decay": 0.05}, {"params": [model.logit_scale, bias], "base": 5e-3, "weight_decay": 0}]
    run_in_advance(tower, photos, scenes, options.tail, options.work)
    if options.tail:
        learning = tail_parameters(tower, options.tail)
        for parameter in learning:
            parameter.requires_grad_(True)
        groups.append({"params": learning, "base": TAIL_RATE * options.rate / RATE, "weight_decay": 1e-4})
    optimiser = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.98), fused=True)
    steps, average = Steps(photos, scenes, rng), Average(model)
    dropout = torch.nn.Dropout(0.2)
    print(f"{len(photos.files)} photos, {len(scenes.keys)} scenes, {tokenizer.get_vocab_size()} pieces", flush=True)
    began, seen = time.monotonic(), {}
    for step in range(options.steps):
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * min(1, (step + 1) / WARM_STEPS)
        maps, texts, table = steps.draw()
        with torch.autocast("cpu", torch.bfloat16):
            features = pooled(tower, to_tensor(maps), options.tail) if options.tail else torch.from_numpy(maps).float()
            image = model.visual_projection(dropout(features))
            text = read_texts(model, tokenizer, texts)
        image, text = (torch.nn.functional.normalize(x.float(), dim=1) for x in (image, text))
        loss, parts = whole_loss(model, image, text, table, bias)
        optimiser.zero_grad()
        loss.backward()
        parameters = [p for g in groups for p in g["params"]]
        share_gradients(parameters, options.processes)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        average.follow()
        for name, part in parts.items():
            seen[name] = 0.95 * seen.get(name, part.item()) + 0.05 * part.item()
        if rank == 0 and step % 10 == 9:
            print(json.dumps({"step": step + 1, "s": round(time.monotonic() - began), **{k: round(v, 3) for k, v in seen.items()}, "scale": round(model.logit_scale.exp().item(), 1)}), flush=True)
        if rank == 0 and (step % 20 == 19 or step + 1 == options.steps):
            average.save(options.out, {"photos": photos.files, "scene_keys": scenes.keys, "steps": step + 1, "tail": options.tail, "seed": SEED})


if __name__ == "__main__":
    main()
