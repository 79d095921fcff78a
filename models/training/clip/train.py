"""Trains the starter CLIP from cached maps.

    RUMMAGE_DATA=DIR python -m clip.train --work DIR --out DIR --steps 600 [--tail] [--start DIR]

Without --tail the image tower stays as it is and only the projections and the text tower learn (a few minutes); with
it the tower's last blocks learn too, at a fifth of the rate. --start goes on from the weights of an earlier run.
Each step sees photos with one caption each, and rendered scenes with a true and a narrowly false one.
"""

import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from transformers import VisionTextDualEncoderModel

from scenes.captions import caption

from . import batches, losses, network, pretrained, words
from .trunk import pooled, tail_parameters

SEED = 20261
PHOTOS, SCENES = 96, 128
RATE, TAIL_RATE = 1.0e-3, 2.0e-4
WARM_STEPS = 40


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

    def __init__(self, photos, scenes, tokenizer, rng):
        self.photos, self.scenes, self.tokenizer, self.rng = photos, scenes, tokenizer, rng
        self.photo_cycle, self.scene_cycle = batches.Cycle(len(photos.files), rng), batches.Cycle(len(scenes.keys), rng)

    def draw(self):
        which = self.photo_cycle.take(PHOTOS)
        views = [self.photos.views[self.rng.integers(len(self.photos.views))][i] for i in which]
        texts = [str(self.rng.choice(self.photos.captions[i])) for i in which]
        chosen = self.scene_cycle.take(SCENES)
        scene_texts, table = batches.scene_texts([self.scenes.scenes[i] for i in chosen], self.rng)
        maps = np.stack(views + [self.scenes.maps[i] for i in chosen])
        ids = torch.tensor([e.ids for e in self.tokenizer.encode_batch(texts + scene_texts)])
        return maps, ids, torch.from_numpy(table)


def whole_loss(model, image, text, table, bias):
    """Photos and scenes are judged apart: no one knows whether a scene's caption is true of a photo."""
    scale = model.logit_scale.exp().clamp(max=60)
    photo = scale * image[:PHOTOS] @ text[:PHOTOS].T
    own = torch.eye(PHOTOS, dtype=torch.int8)
    scene = scale * image[PHOTOS:] @ text[PHOTOS:].T
    misses = torch.cat([torch.zeros(SCENES, SCENES), torch.eye(SCENES)], 1)
    parts = {
        "photo": (losses.contrast(photo, own) + losses.contrast(photo.T, own)) / 2,
        "scene": (losses.contrast(scene, table) + losses.contrast(scene.T, table.T)) / 2,
        "photo_yes_no": losses.absolute(photo + bias[0], own, torch.zeros_like(photo)),
        "scene_yes_no": losses.absolute(scene + bias[1], table, misses),
    }
    return parts["photo"] + parts["scene"] + 0.1 * parts["photo_yes_no"] + 0.3 * parts["scene_yes_no"], parts


def fraction(step, steps):
    """Of the full rate: warmed up, then down a cosine."""
    return min(1, (step + 1) / WARM_STEPS) * (0.5 + 0.5 * math.cos(math.pi * step / steps)) + 1e-3


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path)
    arguments.add_argument("--steps", type=int, default=600)
    arguments.add_argument("--rate", type=float, default=RATE)
    arguments.add_argument("--tail", action="store_true")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED + bool(options.start))
    data = Path(os.environ["RUMMAGE_DATA"])
    photos, scenes = batches.load_photos(data, options.work, "train"), batches.load_scenes(options.work, "scenes_train_*.npz")
    model, tokenizer = start(options, data, photos, scenes, rng)
    tower = model.vision_model
    model.train()
    tower.eval()  # batch norm was folded away: its statistics stay
    tower.requires_grad_(False)
    bias = torch.nn.Parameter(torch.tensor([-8.0, -8.0]))
    fresh = [*model.text_model.parameters(), *model.visual_projection.parameters(), *model.text_projection.parameters()]
    groups = [{"params": fresh, "base": options.rate, "weight_decay": 0.05}, {"params": [model.logit_scale, bias], "base": 5e-3, "weight_decay": 0}]
    if options.tail:
        for parameter in tail_parameters(tower):
            parameter.requires_grad_(True)
        groups.append({"params": tail_parameters(tower), "base": TAIL_RATE * options.rate / RATE, "weight_decay": 1e-4})
    optimiser = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.98), fused=True)
    steps = Steps(photos, scenes, tokenizer, rng)
    dropout = torch.nn.Dropout(0.2)
    print(f"{len(photos.files)} photos, {len(scenes.keys)} scenes, {tokenizer.get_vocab_size()} pieces", flush=True)
    began, seen = time.monotonic(), {}
    for step in range(options.steps):
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * fraction(step, options.steps)
        maps, ids, table = steps.draw()
        with torch.autocast("cpu", torch.bfloat16):
            with torch.set_grad_enabled(options.tail):
                features = pooled(tower, torch.from_numpy(maps).float().to(memory_format=torch.channels_last))
            image = model.visual_projection(dropout(features))
            text = model.text_projection(model.text_model(input_ids=ids).pooler_output)
        image, text = (torch.nn.functional.normalize(x.float(), dim=1) for x in (image, text))
        loss, parts = whole_loss(model, image, text, table, bias)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
        optimiser.step()
        for name, part in parts.items():
            seen[name] = 0.95 * seen.get(name, part.item()) + 0.05 * part.item()
        if step % 20 == 19:
            print(json.dumps({"step": step + 1, "s": round(time.monotonic() - began), **{k: round(v, 3) for k, v in seen.items()}, "scale": round(model.logit_scale.exp().item(), 1)}), flush=True)
        if step % 100 == 99 or step + 1 == options.steps:
            model.save_pretrained(options.out)
    (options.out / "trained_on.json").write_text(json.dumps({"photos": photos.files, "scene_keys": scenes.keys, "steps": options.steps, "tail": options.tail, "seed": SEED}))


if __name__ == "__main__":
    main()
