"""Draws what one training step sees: pictures, the texts, and which of them belong together."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from scenes.captions import phrase

from . import batches, classes

PHOTOS, SCENES, LESSONS, CLASSES = 256, 128, 192, 64
DROPPED_WORDS = 0.12
SIDES = {"left": "right", "right": "left"}


@dataclass
class Step:
    photos: list[tuple[int, int]]
    """(view, photo)."""
    scenes: list[int]
    texts: list[str]
    """A caption of each photo, a true claim about each scene, a narrowly false one, lessons, names of classes."""
    table: torch.Tensor
    lessons: np.ndarray
    """What the teacher makes of the captions as they were, then of the lessons."""
    shares: torch.Tensor
    """Of the photos in the drawn classes."""
    told: np.ndarray
    """What the teacher makes of all captions of each photo together."""


class Lessons:
    """Sentences with what the teacher makes of them."""

    def __init__(self, work: Path):
        self.sentences, self.vectors = json.loads((work / "lessons.json").read_text()), np.load(work / "lessons.npy")
        self.places = {sentence: at for at, sentence in enumerate(self.sentences)}

    def of(self, sentences) -> np.ndarray:
        return self.vectors[[self.places[s] for s in sentences]]


class Steps:
    def __init__(self, photos, scenes, lessons: Lessons, names: list[list[str]], likelihoods: np.ndarray, rng):
        self.photos, self.scenes, self.lessons, self.names, self.likelihoods, self.rng = photos, scenes, lessons, names, likelihoods, rng
        self.photo_cycle, self.scene_cycle = batches.Cycle(len(photos.files), rng), batches.Cycle(len(scenes.keys), rng)
        self.lesson_cycle = batches.Cycle(len(lessons.sentences), rng)
        self.neighbours = batches.Neighbours(scenes.scenes)
        self.mentions = [batches.mentions(captions) for captions in photos.captions]
        told = np.stack([lessons.of(captions).astype(np.float32).sum(0) for captions in photos.captions])
        self.told = told / np.linalg.norm(told, axis=1, keepdims=True)

    def draw(self) -> Step:
        which = self.photo_cycle.take(PHOTOS)
        views = self.rng.integers(len(self.photos.views), size=PHOTOS)
        captions = [str(self.rng.choice(self.photos.captions[i])) for i in which]
        first = self.scene_cycle.take(SCENES // 2)
        chosen = [*first, *(self.neighbours.of(i, self.rng) for i in first)]
        scenes = [self.scenes.scenes[i] for i in chosen]
        claims = batches.scene_claims(scenes, self.rng)
        table = batches.truth_table([self.mentions[i] for i in which], [batches.mentions([c]) for c in captions], scenes, claims)
        others = [self.lessons.sentences[i] for i in self.lesson_cycle.take(LESSONS)]
        drawn = self.classes(which)
        shares = self.likelihoods[which][:, drawn] + 1e-4
        texts = [self.thinned(turned(c) if self.photos.mirrored[v][i] else c) for c, v, i in zip(captions, views, which)]
        texts += [phrase(c, self.rng) for c in claims] + others + [self.named(i) for i in drawn]
        return Step(
            list(zip(views, which)),
            chosen,
            texts,
            torch.from_numpy(table),
            self.lessons.of(captions + others),
            torch.from_numpy((shares / shares.sum(1, keepdims=True)).astype(np.float32)),
            self.told[which],
        )

    def classes(self, photos) -> np.ndarray:
        """Half of them those that the photos show most clearly, half by chance."""
        clear = np.unique(self.likelihoods[photos].argmax(1))
        clear = self.rng.permutation(clear)[: CLASSES // 2]
        rest = np.setdiff1d(self.rng.permutation(len(self.names))[:CLASSES], clear)
        return np.concatenate([clear, rest])[:CLASSES]

    def named(self, index: int) -> str:
        return str(self.rng.choice(classes.TEMPLATES)).format(self.rng.choice(self.names[index]))

    def thinned(self, sentence: str) -> str:
        """Every second caption of a photo loses some words, so that none can be known by a single one."""
        if self.rng.random() < 0.5:
            return sentence
        kept = [word for word in sentence.split() if self.rng.random() > DROPPED_WORDS]
        return " ".join(kept) or sentence


def turned(sentence: str) -> str:
    """As it is true of the mirrored picture."""
    return " ".join(SIDES.get(word, word) for word in sentence.split())
