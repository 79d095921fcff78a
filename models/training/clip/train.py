"""Trains the starter CLIP from cached pictures, by the clock.

    RUMMAGE_DATA=DIR python -m clip.train --work DIR --out DIR --package ../starter/clip --minutes 50 [--start DIR]

The convolutions stay as they are; the pooling layers, the projections and the text tower learn. A run begins as `inherit` says from
a package, or goes on from an earlier run with --start. Each step sees photos with one caption each, a part of the places of each
photo; rendered scenes with a true and a narrowly false claim; sentences with what their teacher makes of them; and names of classes.
A running mean of the weights is kept and saved every few minutes.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import processor
from muon import Muon

from . import batches, classes, evaluate, inherit, losses, network, teacher, words
from .steps import PHOTOS, SCENES, Lessons, Steps
from .trunk import unpacked

SEED = 20266
RATE = 1.0e-3
WARM_STEPS = 30
SAVE_EVERY_S = 240
LOOK_EVERY = 60
PLACES_SEEN = 28
CHANNELS_DROPPED = 0.25
WEIGHTS = {"photo": 1.0, "scene": 1.0, "photo_yes_no": 0.1, "scene_yes_no": 0.3, "taught": 1.0, "agree": 0.3, "alike": 0.5, "shown": 0.5}


def whole_loss(model, head, step, image, said):
    text = F.normalize(said, dim=1)
    captions, claims = PHOTOS, 2 * SCENES
    paired = text[: captions + claims]
    scale = model.scale.exp().clamp(max=60)
    logits = scale * image @ paired.T
    near = torch.zeros_like(logits)
    near[torch.arange(SCENES) + PHOTOS, torch.arange(SCENES) + PHOTOS + SCENES] = 1
    sure, table = logits + model.bias, step.table
    named = len(step.shares[0])
    learnt = torch.cat([text[:captions], text[captions + claims : -named]])
    lessons, told = torch.from_numpy(step.lessons).float(), torch.from_numpy(step.told)
    parts = {
        "photo": (losses.contrast(logits[:PHOTOS], table[:PHOTOS]) + losses.contrast(logits.T[:PHOTOS], table.T[:PHOTOS])) / 2,
        "scene": (losses.contrast(logits[PHOTOS:], table[PHOTOS:]) + losses.contrast(logits.T[PHOTOS:], table.T[PHOTOS:])) / 2,
        "photo_yes_no": losses.absolute(sure[:PHOTOS], table[:PHOTOS], near[:PHOTOS]),
        "scene_yes_no": losses.absolute(sure[PHOTOS:], table[PHOTOS:], near[PHOTOS:]),
        "taught": losses.taught(head(learnt), lessons),
        "agree": losses.agree(scale * image[:PHOTOS] @ text[-named:].T, step.shares),
        "alike": losses.alike(logits[:PHOTOS, :captions], told @ lessons[:captions].T),
        "shown": losses.taught(head(image[:PHOTOS]), told),
    }
    return sum(WEIGHTS[name] * part for name, part in parts.items()), parts


def read_texts(model, tokenizer, texts, parts=6):
    """Embeddings of texts, run in parts of like length, so that little of the work goes into padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    rows = []
    for part in np.array_split(order, parts):
        ids = torch.tensor([e.ids for e in tokenizer.encode_batch([texts[i] for i in part])])
        rows.append(model.embed_text(ids))
    return torch.cat(rows)[torch.tensor(order).argsort()]


def look_at(tower, photos, scenes, step):
    """Vectors of a step's pictures: the photos without some of their places and features, the scenes whole."""
    each = [photos.views[view].take([i]) for view, i in step.photos]
    maps, deep = (np.concatenate(kind) for kind in zip(*each))
    deep = F.dropout1d(unpacked(deep).transpose(1, 2), CHANNELS_DROPPED).transpose(1, 2)
    seen = torch.randperm(network.PLACES)[:PLACES_SEEN]
    first = tower.pool(torch.from_numpy(maps).float(), deep, seen)
    maps, deep = scenes.pictures.take(step.scenes)
    return torch.cat([first, tower.pool(torch.from_numpy(maps).float(), unpacked(deep))])


class Average:
    """A running mean of the weights over about the last hundred steps; it is what is kept, so a run can end at any step."""

    def __init__(self, model, decay=0.99):
        self.model, self.decay = model, decay
        self.kept = {k: v.clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def follow(self, step):
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, value in self.model.state_dict().items():
            self.kept[name].lerp_(value, 1 - decay) if value.is_floating_point() else self.kept[name].copy_(value)


def optimisers_of(model, head, peak: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of both transformers, AdamW for everything else; both at AdamW's rate."""
    layers = [*model.image.layers.parameters(), *model.text.encoder.layers.parameters()]
    matrices = [p for p in layers if p.ndim == 2]
    apart = {id(p) for p in [*matrices, model.scale, model.bias]}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in apart]
    groups = [
        {"params": [*rest, *head.parameters()], "base": peak, "weight_decay": 0.1},
        {"params": [model.scale, model.bias], "base": 3e-3, "weight_decay": 0.0},
    ]
    return [torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.98), fused=True), Muon([{"params": matrices, "base": peak}], lr=peak, weight_decay=0.1)]


def rate(step: int, share: float) -> float:
    """Warm-up, then down by a cosine to a hundredth."""
    return min(1, (step + 1) / WARM_STEPS) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * min(1, share))))


def begin(options):
    """The model and the tokeniser, from an earlier run or from a package."""
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "tokenizer.json").write_bytes(((options.start or options.work) / "tokenizer.json").read_bytes())
    tokenizer = words.load(options.out)
    if options.start:
        return network.load(options.start), tokenizer
    return inherit.begin(options.package, tokenizer, np.load(options.work / "pieces.npy")), tokenizer


def measured(model, tokenizer, tune, held_out) -> dict:
    """Of the photos kept for tuning, and of some held-out scenes."""
    model.eval()
    with torch.no_grad():
        report = evaluate.from_cache(lambda texts: F.normalize(read_texts(model, tokenizer, texts), dim=1).numpy(), model, tune, held_out)
    model.train()
    still(model.image)
    return report


def still(tower):
    """Batch norm was folded away: its statistics stay, and so do the convolutions."""
    for part in (tower.trunk, tower.blocks, tower.widen):
        part.eval().requires_grad_(False)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path)
    arguments.add_argument("--package", type=Path)
    arguments.add_argument("--minutes", type=float, default=50)
    arguments.add_argument("--rate", type=float, default=RATE)
    arguments.add_argument("--seed", type=int, default=SEED)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    data = Path(os.environ["RUMMAGE_DATA"])
    photos, scenes = batches.load_photos(data, options.work, "train"), batches.load_scenes(options.work, "scenes_train_*")
    tune, held_out = batches.load_photos(data, options.work, "tune"), batches.load_scenes(options.work, "scenes_held_out")
    model, tokenizer = begin(options)
    head = nn.Linear(network.WIDTH, teacher.WIDTH)
    model.train()
    still(model.image)
    optimisers = optimisers_of(model, head, options.rate)
    learning = [p for group in optimisers for part in group.param_groups for p in part["params"]]
    print(f"{len(photos.files)} photos in {len(photos.views)} views, {len(scenes.keys)} scenes, {tokenizer.get_vocab_size()} pieces", flush=True)
    likelihoods = classes.likelihoods(data, photos.views[0].take(range(len(photos.files)))[1])
    steps, average = Steps(photos, scenes, Lessons(options.work), classes.names(data), likelihoods, rng), Average(model)
    record = {"photos": photos.files, "scene_keys": scenes.keys, "seed": options.seed}
    print(json.dumps(measured(model, tokenizer, tune, held_out)), flush=True)
    began, saved, seen, step = time.monotonic(), 0.0, {}, 0
    while (spent := time.monotonic() - began) < options.minutes * 60:
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * rate(step, spent / (options.minutes * 60))
        drawn = steps.draw()
        with processor.autocast():
            image = F.dropout(look_at(model.image, photos, scenes, drawn), 0.1)
            said = read_texts(model, tokenizer, drawn.texts)
        loss, parts = whole_loss(model, head, drawn, F.normalize(image.float(), dim=1), said.float())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        for optimiser in optimisers:
            optimiser.step()
            optimiser.zero_grad()
        average.follow(step)
        for name, part in parts.items():
            seen[name] = 0.95 * seen.get(name, part.item()) + 0.05 * part.item()
        step += 1
        if step % 20 == 0:
            print(json.dumps({"step": step, "s": round(spent), "cpu_s": round(time.process_time()), **{k: round(v, 3) for k, v in seen.items()}, "scale": round(model.scale.exp().item(), 1)}), flush=True)
        if step % LOOK_EVERY == 0:
            average_model = network.Clip(network.mobilenet(), model.vocabulary)
            average_model.load_state_dict(average.kept)
            print(json.dumps({"step": step, **measured(average_model, tokenizer, tune, held_out)}), flush=True)
        if spent - saved > SAVE_EVERY_S:
            network.save(average.kept, options.out, record | {"steps": step})
            saved = spent
    network.save(average.kept, options.out, record | {"steps": step})


if __name__ == "__main__":
    main()
