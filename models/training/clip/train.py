"""Trains the starter CLIP from cached maps, by the clock.

    RUMMAGE_DATA=DIR python -m clip.train --work DIR --out DIR --minutes 40 [--start DIR | --package ../starter/clip] [--tail]

Without --tail the convolutions stay as they are; what they make of each picture is computed once, and the pooling layers,
the projections and the text tower learn. With it the last blocks learn too, at a tenth of the rate. --start goes on from
the weights of an earlier run, --package from those of a package, with a fresh optimiser.
Each step sees photos with one caption each, and rendered scenes with a true and a narrowly false one. A running mean of the
weights is kept and saved every few minutes.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from scenes.captions import caption, phrase

from . import batches, graphs, losses, network, pretrained, words

SEED = 20261
PHOTOS, SCENES = 256, 192
RATE, TAIL_SHARE = 1.0e-3, 0.1
WARM_STEPS = 40
SAVE_EVERY_S = 240
DROPPED_WORDS = 0.1


def vocabulary_text(photos, scenes, rng):
    """What the tokeniser learns its pieces from."""
    for captions in photos.captions:
        yield from captions
    for scene in scenes.scenes:
        for _ in range(2):
            yield caption(scene, rng)[0]


def start(options, data, photos, scenes, rng):
    """The model and the tokeniser: new, from an earlier run or from a package."""
    options.out.mkdir(parents=True, exist_ok=True)
    before = options.start or options.package
    if before:
        (options.out / "tokenizer.json").write_bytes((before / "tokenizer.json").read_bytes())
    else:
        words.train(vocabulary_text(photos, scenes, rng)).save(str(options.out / "tokenizer.json"))
    tokenizer = words.load(options.out)
    if options.start:
        return network.load(options.start), tokenizer
    if options.package:
        return graphs.restore(options.package), tokenizer
    return network.Clip(pretrained.load(data), tokenizer.get_vocab_size()), tokenizer


class Steps:
    """Draws one step's pictures and captions after the other."""

    def __init__(self, photos, scenes, rng):
        self.photos, self.scenes, self.rng = photos, scenes, rng
        self.photo_cycle, self.scene_cycle = batches.Cycle(len(photos.files), rng), batches.Cycle(len(scenes.keys), rng)
        self.neighbours = batches.Neighbours(scenes.scenes)
        self.mentions = [batches.mentions(captions) for captions in photos.captions]

    def draw(self):
        """(view, photo) of each photo, which scenes, the texts, and the table of which text is true of which picture."""
        which = self.photo_cycle.take(PHOTOS)
        views = self.rng.integers(len(self.photos.views), size=PHOTOS)
        captions = [str(self.rng.choice(self.photos.captions[i])) for i in which]
        first = self.scene_cycle.take(SCENES // 2)
        chosen = [*first, *(self.neighbours.of(i, self.rng) for i in first)]
        scenes = [self.scenes.scenes[i] for i in chosen]
        claims = batches.scene_claims(scenes, self.rng)
        table = batches.truth_table([self.mentions[i] for i in which], [batches.mentions([c]) for c in captions], scenes, claims)
        texts = [self.thinned(c) for c in captions] + [phrase(c, self.rng) for c in claims]
        return list(zip(views, which)), chosen, texts, torch.from_numpy(table)

    def thinned(self, sentence: str) -> str:
        """Every second caption of a photo loses some words, so that none can be known by a single one."""
        if self.rng.random() < 0.5:
            return sentence
        kept = [word for word in sentence.split() if self.rng.random() > DROPPED_WORDS]
        return " ".join(kept) or sentence


def whole_loss(model, image, text, table):
    logits = model.scale.exp().clamp(max=60) * image @ text.T
    near = torch.zeros_like(logits)
    near[torch.arange(SCENES) + PHOTOS, torch.arange(SCENES) + PHOTOS + SCENES] = 1
    sure = logits + model.bias
    parts = {
        "photo": (losses.contrast(logits[:PHOTOS], table[:PHOTOS]) + losses.contrast(logits.T[:PHOTOS], table.T[:PHOTOS])) / 2,
        "scene": (losses.contrast(logits[PHOTOS:], table[PHOTOS:]) + losses.contrast(logits.T[PHOTOS:], table.T[PHOTOS:])) / 2,
        "photo_yes_no": losses.absolute(sure[:PHOTOS], table[:PHOTOS], near[:PHOTOS]),
        "scene_yes_no": losses.absolute(sure[PHOTOS:], table[PHOTOS:], near[PHOTOS:]),
    }
    return parts["photo"] + parts["scene"] + 0.1 * parts["photo_yes_no"] + 0.3 * parts["scene_yes_no"], parts


def read_texts(model, tokenizer, texts, parts=4):
    """Embeddings of texts, run in parts of like length, so that little of the work goes into padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    rows = []
    for part in np.array_split(order, parts):
        ids = torch.tensor([e.ids for e in tokenizer.encode_batch([texts[i] for i in part])])
        rows.append(model.embed_text(ids))
    return torch.cat(rows)[torch.tensor(order).argsort()]


class Pictures:
    """The maps of a step's pictures, with what the last convolutions make of them where those do not learn."""

    def __init__(self, tower, photos, scenes, in_advance: bool):
        self.photos, self.scenes, self.deep = photos.views, scenes.maps, None
        if in_advance:
            self.deep = [self._run(tower, view) for view in photos.views], self._run(tower, scenes.maps)

    @staticmethod
    def _run(tower, maps):
        rows = np.empty((len(maps), network.DEEP, 7, 7), np.float16)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for at in range(0, len(maps), 64):
                rows[at : at + 64] = tower.deepen(tensor(np.stack(maps[at : at + 64]))).half().numpy()
        return rows

    def embed(self, tower, photos, scenes):
        maps = tensor(np.stack([self.photos[v][i] for v, i in photos] + [self.scenes[i] for i in scenes]))
        if self.deep is None:
            return tower.pool(maps, tower.deepen(maps))
        views, rest = self.deep
        return tower.pool(maps, tensor(np.stack([views[v][i] for v, i in photos] + [rest[i] for i in scenes])))


def tensor(maps):
    return torch.from_numpy(maps).float().contiguous(memory_format=torch.channels_last)


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


def optimisers_of(model, tail, peak: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of both transformers, AdamW for everything else; both at AdamW's rate."""
    layers = [*model.image.layers.parameters(), *model.text.encoder.layers.parameters()]
    matrices = [p for p in layers if p.ndim == 2]
    apart = {id(p) for p in [*matrices, *tail, model.scale, model.bias]}
    groups = [
        {"params": [p for p in model.parameters() if p.requires_grad and id(p) not in apart], "base": peak, "weight_decay": 0.1},
        {"params": [model.scale, model.bias], "base": 3e-3, "weight_decay": 0.0},
    ]
    if tail:
        groups.append({"params": tail, "base": TAIL_SHARE * peak, "weight_decay": 1e-4})
    muon = torch.optim.Muon([{"params": matrices, "base": peak}], lr=peak, weight_decay=0.1, adjust_lr_fn="match_rms_adamw")
    return [torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.98), fused=True), muon]


def rate(step: int, share: float) -> float:
    """Warm-up, then down by a cosine to a hundredth."""
    return min(1, (step + 1) / WARM_STEPS) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * min(1, share))))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path)
    arguments.add_argument("--package", type=Path)
    arguments.add_argument("--minutes", type=float, default=40)
    arguments.add_argument("--rate", type=float, default=RATE)
    arguments.add_argument("--tail", action="store_true")
    arguments.add_argument("--seed", type=int, default=SEED)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    data = Path(os.environ["RUMMAGE_DATA"])
    photos, scenes = batches.load_photos(data, options.work, "train"), batches.load_scenes(options.work, "scenes_train_*.npz")
    model, tokenizer = start(options, data, photos, scenes, rng)
    model.train()
    tower = model.image
    tail = [*tower.blocks.parameters(), *tower.widen.parameters()]
    for part in (tower.trunk, tower.blocks, tower.widen):
        part.eval()  # batch norm was folded away: its statistics stay
        part.requires_grad_(False)
    for parameter in tail:
        parameter.requires_grad_(options.tail)
    optimisers = optimisers_of(model, tail if options.tail else [], options.rate)
    learning = [p for p in model.parameters() if p.requires_grad]
    print(f"{len(photos.files)} photos, {len(scenes.keys)} scenes, {tokenizer.get_vocab_size()} pieces", flush=True)
    pictures = Pictures(tower, photos, scenes, not options.tail)
    steps, average = Steps(photos, scenes, rng), Average(model)
    record = {"photos": photos.files, "scene_keys": scenes.keys, "seed": options.seed, "tail": options.tail}
    began, saved, seen, step = time.monotonic(), 0.0, {}, 0
    while (spent := time.monotonic() - began) < options.minutes * 60:
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * rate(step, spent / (options.minutes * 60))
        which_photos, which_scenes, texts, table = steps.draw()
        with torch.autocast("cpu", torch.bfloat16):
            image = F.dropout(pictures.embed(tower, which_photos, which_scenes), 0.1)
            text = read_texts(model, tokenizer, texts)
        image, text = (F.normalize(x.float(), dim=1) for x in (image, text))
        loss, parts = whole_loss(model, image, text, table)
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
            print(json.dumps({"step": step, "s": round(spent), **{k: round(v, 3) for k, v in seen.items()}, "scale": round(model.scale.exp().item(), 1)}), flush=True)
        if spent - saved > SAVE_EVERY_S:
            network.save(average.kept, options.out, record | {"steps": step})
            saved = spent
    network.save(average.kept, options.out, record | {"steps": step})


if __name__ == "__main__":
    main()
