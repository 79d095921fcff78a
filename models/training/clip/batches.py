"""What a training step sees: cached maps of photos and scenes, captions, and which of them belong together.

Scenes come with the exact truth of every caption of the batch; of photos only their own captions are known to be true.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scenes.captions import phrase
from scenes.claims import claim_of, near_miss, truth
from scenes.scenes import parse_key

from .prepare import photo_rows

YES, NO, OPEN = 1, 0, -1


@dataclass
class Photos:
    views: list[np.ndarray]
    captions: list[list[str]]
    files: list[str]


@dataclass
class Scenes:
    maps: list[np.ndarray]
    scenes: list
    keys: list[str]


def tidy(caption: str) -> str:
    return caption.strip().rstrip(".").strip()


def load_photos(data: Path, work: Path, split: str) -> Photos:
    captions = {row["file"]: [tidy(c) for c in row["captions"]] for row in photo_rows(data)}
    stored = np.load(work / f"photos_{split}.npz")
    views = [stored["plain"]] + ([stored["second"]] if "second" in stored else [])
    files = [str(f) for f in stored["files"]]
    return Photos(views, [captions[f] for f in files], files)


def load_scenes(work: Path, pattern: str) -> Scenes:
    """All shards that `pattern` matches, as one."""
    maps, keys = [], []
    for path in sorted(work.glob(pattern)):
        if not path.name.endswith(".part.npz"):
            stored = np.load(path)
            maps.append(stored["plain"])
            keys += [str(k) for k in stored["keys"]]
    return Scenes(list(np.concatenate(maps)) if maps else [], [parse_key(k) for k in keys], keys)


def scene_texts(scenes: list, rng) -> tuple[list[str], np.ndarray]:
    """A true and a narrowly false caption for each scene, and the truth of each caption for each scene [S, 2 S]."""
    claims = [claim_of(s, rng) for s in scenes]
    claims += [near_miss(s, c, rng) for s, c in zip(scenes, claims)]
    texts = [phrase(c, rng) for c in claims]
    table = np.empty((len(scenes), len(claims)), dtype=np.int8)
    for i, scene in enumerate(scenes):
        for j, claim in enumerate(claims):
            verdict = truth(scene, claim)
            table[i, j] = OPEN if verdict is None else int(verdict)
    return texts, table


class Cycle:
    """Goes through `count` things in a new random order each time round."""

    def __init__(self, count: int, rng):
        self.count, self.rng, self.left = count, rng, np.empty(0, dtype=int)

    def take(self, number: int) -> np.ndarray:
        while len(self.left) < number:
            self.left = np.concatenate([self.left, self.rng.permutation(self.count)])
        taken, self.left = self.left[:number], self.left[number:]
        return taken
