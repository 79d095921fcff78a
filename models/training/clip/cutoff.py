"""Finds the cut-off below which a photo does not count as found, and writes it into the package's rummage.json.

    RUMMAGE_DATA=DIR python -m clip.cutoff --work DIR --package ../starter/clip

Many small libraries are drawn from held-out scenes, and from photos kept for tuning. Each is asked questions that it answers, and
questions that it narrowly does not (one thing, colour, count or place is other than in a picture that is there).
A photo counts as found when z >= z_cut, cosine >= cos_cut, and its lead over the background's mean is at least
relative_cut of the best photo's, where z = (cosine - mean) / deviation over the package's background pictures.
"""

import argparse
import json
import os
from itertools import product
from pathlib import Path

import numpy as np
import torch

from scenes.captions import phrase
from scenes.claims import Claim, Part, claim_of, near_miss, truth
from scenes.catalogue import THINGS

from . import batches, graphs, network
from .package import Package

SEED = 20263
LIBRARIES, LIBRARY_SIZE = 12, 60
ASKED_OF_EACH = 40
EMPTY_AT_LEAST = 0.64
"""Of near misses, the hardest questions that nothing answers; of others far more come back empty."""


def _specific(scene, rng) -> Claim:
    """As people ask: mostly two constraints or more."""
    for _ in range(20):
        claim = claim_of(scene, rng)
        said = sum(1 + bool(p.colour) + (p.count not in (None, 1)) for p in claim.parts) + bool(claim.background)
        if said >= 2 or rng.random() < 0.2:
            break
    return claim


def questions(scenes, rng):
    """(text, right answers, open answers) of answerable questions, texts of unanswerable ones."""
    answered, unanswered = [], []
    while len(answered) < ASKED_OF_EACH:
        claim = _specific(scenes[rng.integers(len(scenes))], rng)
        verdicts = [truth(s, claim) for s in scenes]
        if claim.parts and any(v is True for v in verdicts):
            answered.append((phrase(claim, rng), [i for i, v in enumerate(verdicts) if v is True], [i for i, v in enumerate(verdicts) if v is None]))
    while len(unanswered) < ASKED_OF_EACH:
        scene = scenes[rng.integers(len(scenes))]
        claim = near_miss(scene, _specific(scene, rng), rng)
        if rng.random() < 0.35:
            thing = list(THINGS)[rng.integers(len(THINGS))]
            claim = Claim((Part(thing),), claim.background if rng.random() < 0.5 else None)
        if claim.parts and all(truth(s, claim) is False for s in scenes):
            unanswered.append(phrase(claim, rng))
    return answered, unanswered


class Evidence:
    """Cosines of texts with one library, with what the background says of each text."""

    def __init__(self, texts, pictures, background):
        self.cosine = texts @ pictures.T
        over = texts @ background.T
        self.mean, self.deviation = over.mean(1, keepdims=True), over.std(1, keepdims=True)
        self.above = self.cosine - self.mean
        self.best = self.above.max(1, keepdims=True)

    def found(self, z_cut, cos_cut, relative_cut):
        return (self.above >= z_cut * self.deviation) & (self.cosine >= cos_cut) & (self.above >= relative_cut * self.best)


def recall_at_5(evidence, found, right, open_answers):
    total = 0.0
    for row, (wanted, ignored) in enumerate(zip(right, open_answers)):
        order = [i for i in np.argsort(-evidence.cosine[row]) if found[row, i] and i not in ignored][:5]
        total += len(set(order) & set(wanted)) / min(5, len(wanted))
    return total / len(right)


def scene_libraries(package, model, held_out, rng):
    vectors = network.embed_cached(model, held_out.pictures)
    for _ in range(LIBRARIES):
        chosen = rng.permutation(len(held_out.keys))[:LIBRARY_SIZE]
        answered, unanswered = questions([held_out.scenes[i] for i in chosen], rng)
        yes = Evidence(package.texts([a[0] for a in answered]), vectors[chosen], package.background)
        no = Evidence(package.texts(unanswered), vectors[chosen], package.background)
        yield yes, [a[1] for a in answered], [a[2] for a in answered], no


def photo_libraries(package, model, photos, rng):
    vectors = network.embed_cached(model, photos.views[0])
    for _ in range(LIBRARIES):
        order = rng.permutation(len(photos.files))
        chosen, others = order[:LIBRARY_SIZE], order[LIBRARY_SIZE : LIBRARY_SIZE + ASKED_OF_EACH]
        texts = [str(rng.choice(photos.captions[i])) for i in chosen[:ASKED_OF_EACH]]
        yes = Evidence(package.texts(texts), vectors[chosen], package.background)
        no = Evidence(package.texts([str(rng.choice(photos.captions[i])) for i in others]), vectors[chosen], package.background)
        yield yes, [[i] for i in range(ASKED_OF_EACH)], [[] for _ in range(ASKED_OF_EACH)], no


def judge(libraries, cut):
    recalls, empties = [], []
    for yes, right, open_answers, no in libraries:
        recalls.append(recall_at_5(yes, yes.found(*cut), right, open_answers))
        empties.append(float((~no.found(*cut).any(1)).mean()))
    return float(np.mean(recalls)), float(np.mean(empties))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--package", type=Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(SEED)
    package, model = Package(options.package), graphs.restore(options.package)
    scenes = list(scene_libraries(package, model, batches.load_scenes(options.work, "scenes_held_out"), rng))
    photos = list(photo_libraries(package, model, batches.load_photos(Path(os.environ["RUMMAGE_DATA"]), options.work, "tune"), rng))
    print("no cut-off: recall@5 of scenes %.3f, of photos %.3f" % (judge(scenes, (-9, -1, -9))[0], judge(photos, (-9, -1, -9))[0]))
    rows = []
    for cut in product(np.arange(0, 4.01, 0.5), np.arange(0.1, 0.41, 0.02), (0.5, 0.6, 0.7, 0.8)):
        rows.append((*judge(scenes, cut), cut))
    for target in (0.5, 0.6, 0.64, 0.7, 0.8, 0.9):
        recall, empty, cut = max(r for r in rows if r[1] >= target)
        photo_recall, photo_empty = judge(photos, cut)
        print(f"scenes: recall@5 {recall:.3f}, unanswerable empty {empty:.3f}; photos: {photo_recall:.3f}, {photo_empty:.3f}  at z {cut[0]:.2f} cos {cut[1]:.2f} relative {cut[2]:.1f}")
    _, _, (z_cut, cos_cut, relative_cut) = max(r for r in rows if r[1] >= EMPTY_AT_LEAST)
    concept = {"background": "background.safetensors", "z_cut": round(float(z_cut), 3), "cos_cut": round(float(cos_cut), 3), "relative_cut": relative_cut}
    (options.package / "rummage.json").write_text(json.dumps({"concept": concept}, indent=2) + "\n")


if __name__ == "__main__":
    main()
