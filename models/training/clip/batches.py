"""What a training step sees: cached maps of photos and scenes, captions, and which of them belong together.

Scenes come with the exact truth of every caption of the batch. Of a photo its own captions are true, those of other
photos count as false; a scene's caption is false of a photo where it names a thing (people apart) that none of the
photo's captions mentions, and open otherwise; likewise the other way round.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scenes.captions import plural
from scenes.catalogue import THINGS
from scenes.claims import Claim, claim_of, near_miss, sayable_of, truth
from scenes.scenes import key_hash, parse_key

from . import cache
from .prepare import photo_rows

YES, NO, OPEN = 1, 0, -1


@dataclass
class Pictures:
    """Some of the pictures that `cache` keeps."""

    stored: list[cache.Cached]
    places: list[tuple[int, int]]
    """Of each picture: in which of `stored`, and there in which row."""

    @classmethod
    def of(cls, stored: list[cache.Cached]) -> "Pictures":
        """All of them."""
        return cls(stored, [(part, row) for part, one in enumerate(stored) for row in range(len(one.maps))])

    def take(self, which) -> tuple[np.ndarray, np.ndarray]:
        """Maps [N, 108, 14, 14] and deep features [N, 49, 1280], both as stored."""
        places = [self.places[i] for i in which]
        return tuple(np.stack([getattr(self.stored[part], kind)[row] for part, row in places]) for kind in ("maps", "deep"))

    def __len__(self):
        return len(self.places)


@dataclass
class Photos:
    views: list[Pictures]
    mirrored: list[list[bool]]
    captions: list[list[str]]
    files: list[str]


@dataclass
class Scenes:
    pictures: Pictures
    scenes: list
    keys: list[str]


def tidy(caption: str) -> str:
    return caption.strip().rstrip(".").strip()


def load_photos(data: Path, work: Path, split: str) -> Photos:
    """Of `train` and `tune`, which are drawn apart from the same pictures, or of `test`."""
    captions = {row["file"]: [tidy(c) for c in row["captions"]] for row in photo_rows(data)}
    names = ["photos_test"] if split == "test" else cache.names(work, "photos_view_*")
    stored = [cache.read(work, name) for name in names]
    files = stored[0].about["files"]
    kept = [i for i, f in enumerate(files) if split == "test" or for_tuning(f) == (split == "tune")]
    views = [Pictures([view], [(0, i) for i in kept]) for view in stored]
    mirrored = [[view.about["mirrored"][i] for i in kept] if split != "test" else [False] * len(kept) for view in stored]
    return Photos(views, mirrored, [captions[files[i]] for i in kept], [files[i] for i in kept])


def for_tuning(file: str) -> bool:
    """One photo in twenty of those that are not for testing."""
    return int(key_hash(Path(file).stem), 16) % 20 == 0


def load_scenes(work: Path, pattern: str) -> Scenes:
    """All shards that `pattern` matches, as one."""
    stored = [cache.read(work, name) for name in cache.names(work, pattern)]
    keys = [key for part in stored for key in part.about["keys"]]
    return Scenes(Pictures.of(stored), [parse_key(k) for k in keys], keys)


def mentions(captions: list[str]) -> frozenset[str]:
    """The things that captions name in so many words."""
    text = " " + " ".join(captions).lower().replace(",", " ").replace(".", " ") + " "
    return frozenset(thing for thing, names in _SAID.items() if any(name in text for name in names))


_SAID = {key: [f" {word} " for name in thing.names for word in (name, plural(name))] for key, thing in THINGS.items()}
_PEOPLE = {key for key, thing in THINGS.items() if "person" in thing.wider}


def scene_claims(scenes: list, rng) -> list[Claim]:
    """A true claim for each scene, then a narrowly false one for each."""
    claims = [claim_of(s, rng) for s in scenes]
    return claims + [near_miss(s, c, rng) for s, c in zip(scenes, claims)]


def truth_table(photo_mentions, caption_mentions, scenes, claims) -> np.ndarray:
    """Pictures (photos, then scenes) by texts (a caption of each photo, then the claims): YES, NO or OPEN."""
    photos = len(photo_mentions)
    table = np.full((photos + len(scenes), photos + len(claims)), NO, dtype=np.int8)
    table[np.arange(photos), np.arange(photos)] = YES
    for j, claim in enumerate(claims):
        named = {p.thing for p in claim.parts if not p.thing.startswith("~")} - _PEOPLE
        for i, mentioned in enumerate(photo_mentions):
            if named <= mentioned:
                table[i, photos + j] = OPEN
    for i, scene in enumerate(scenes):
        shown = {item.thing for item in scene.items}
        for j, mentioned in enumerate(caption_mentions):
            if not mentioned - _PEOPLE or mentioned & shown:
                table[photos + i, j] = OPEN
        sayable = sayable_of(scene)
        for j, claim in enumerate(claims):
            if all(part.thing in sayable for part in claim.parts):
                verdict = truth(scene, claim)
                table[photos + i, photos + j] = OPEN if verdict is None else int(verdict)
    return table


class Neighbours:
    """Finds for a scene another that shares a thing with it: what it is most easily taken for."""

    def __init__(self, scenes):
        self.scenes, self.by_thing = scenes, {}
        for index, scene in enumerate(scenes):
            for item in scene.items:
                self.by_thing.setdefault(item.thing, []).append(index)

    def of(self, index: int, rng) -> int:
        items = self.scenes[index].items
        return int(rng.choice(self.by_thing[items[rng.integers(len(items))].thing]))


class Cycle:
    """Goes through `count` things in a new random order each time round."""

    def __init__(self, count: int, rng):
        self.count, self.rng, self.left = count, rng, np.empty(0, dtype=int)

    def take(self, number: int) -> np.ndarray:
        while len(self.left) < number:
            self.left = np.concatenate([self.left, self.rng.permutation(self.count)])
        taken, self.left = self.left[:number], self.left[number:]
        return taken
