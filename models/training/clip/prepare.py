"""Runs every picture once through the fixed convolutions and keeps what they make of it, so that training needs no pixels.

    RUMMAGE_DATA=DIR python -m clip.prepare photos --work DIR
    RUMMAGE_DATA=DIR python -m clip.prepare scenes --work DIR [--scenes 25000]

Writes to --work, as `cache` lays them out: `photos_test`, `photos_view_N` (0 as they are, then other cuts and lights), and
`scenes_held_out` and shards `scenes_train_NNN` of rendered scenes with their keys. Near-duplicates of test photos
(cosine of pooled features > 0.95) are left out of training. Talks to no network.
"""

import argparse
import io
import json
import os
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageEnhance

from scenes.scenes import is_held_out, random_scene, render, scene_key

from . import cache, pretrained
from .trunk import TrunkSession, pooled, squash

SEED = 20260
SHARD = 1000
HELD_OUT_SCENES = 1500
DUPLICATE_COSINE = 0.95
OTHER_VIEWS = 7
TEST_IDS = Path(__file__).parent / "flickr8k_test_ids.txt"


def photo_rows(data: Path) -> list[dict]:
    return [json.loads(line) for line in (data / "photos_flickr8k/manifest.jsonl").open(encoding="utf-8")]


def other_view(image: Image.Image, mirrored: bool, rng) -> Image.Image:
    """Cut by up to a quarter on each axis, in other light and colours."""
    w, h = image.size
    kept_w, kept_h = (rng.uniform(0.75, 1.0, 2) * (w, h)).astype(int)
    left, top = int(rng.integers(w - kept_w + 1)), int(rng.integers(h - kept_h + 1))
    cut = image.crop((left, top, left + int(kept_w), top + int(kept_h)))
    cut = squash(cut.transpose(Image.FLIP_LEFT_RIGHT) if mirrored else cut)
    for aspect in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        cut = aspect(cut).enhance(rng.uniform(0.8, 1.2))
    return cut


def camera_look(image: Image.Image, rng) -> Image.Image:
    """Exposure, tint, grain and JPEG, as a camera leaves them."""
    image = ImageEnhance.Brightness(image).enhance(rng.uniform(0.8, 1.2))
    image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.85, 1.15))
    image = ImageEnhance.Color(image).enhance(rng.uniform(0.85, 1.15))
    grain = rng.normal(0, rng.uniform(0, 6), (image.height, image.width, 1)) + rng.uniform(-5, 5, 3)
    image = Image.fromarray((np.asarray(image, dtype=np.float32) + grain).clip(0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=int(rng.integers(60, 95)))
    return Image.open(buffer)


SIZES = ((320, 240), (320, 240), (240, 320), (330, 220), (360, 204), (256, 256))
"""Canvases in the shapes of cameras; all are squashed to the tower's square."""


def scene_picture(scene, seed: int, rng) -> Image.Image:
    size = SIZES[rng.integers(len(SIZES))]
    image = render(scene, seed, size)
    return squash(camera_look(image, rng) if rng.random() < 0.6 else image)


def in_batches(session: TrunkSession, images, size=16) -> tuple[np.ndarray, np.ndarray]:
    parts, batch = [], []
    for image in images:
        batch.append(image)
        if len(batch) == size:
            parts.append(session.run(batch))
            batch = []
    if batch:
        parts.append(session.run(batch))
    return tuple(np.concatenate(part) for part in zip(*parts))


def directions(deep: np.ndarray) -> np.ndarray:
    """Unit rows of ImageNet's own pooled features."""
    features = np.stack([pooled(d) for d in deep])
    return features / np.linalg.norm(features, axis=1, keepdims=True)


def prepare_photos(data: Path, work: Path, session):
    rows = photo_rows(data)
    test_ids = set(TEST_IDS.read_text().split())
    folder = data / "photos_flickr8k"

    def opened(part):
        return (squash(Image.open(folder / r["file"])) for r in part)

    test, train = ([r for r in rows if (Path(r["file"]).stem in test_ids) == wanted] for wanted in (True, False))
    test_maps, test_deep = in_batches(session, opened(test))
    cache.write(work, "photos_test", test_maps, test_deep, {"files": [r["file"] for r in test]})
    maps, deep = in_batches(session, opened(train))
    keep = (directions(deep) @ directions(test_deep).T).max(1) <= DUPLICATE_COSINE
    print(f"photos: {len(test)} test, {keep.sum()} train, {(~keep).sum()} near-duplicates of test photos left out", flush=True)
    files = [r["file"] for r, kept in zip(train, keep) if kept]
    cache.write(work, "photos_view_0", maps[keep], deep[keep], {"files": files, "mirrored": [False] * len(files)})


def prepare_views(data: Path, work: Path, session, number: int):
    rng = np.random.default_rng([SEED, number])
    files = cache.read(work, "photos_view_0").about["files"]
    mirrored = (rng.random(len(files)) < 0.6).tolist()
    folder = data / "photos_flickr8k"
    views = (other_view(Image.open(folder / f).convert("RGB"), m, rng) for f, m in zip(files, mirrored))
    cache.write(work, f"photos_view_{number}", *in_batches(session, views), {"files": files, "mirrored": mirrored})
    print("view", number, flush=True)


def draw_scenes(count: int, rng, held_out: bool):
    scenes, seen = [], set()
    while len(scenes) < count:
        scene = random_scene(rng)
        key = scene_key(scene)
        if is_held_out(scene) == held_out and key not in seen:
            seen.add(key)
            scenes.append(scene)
    return scenes


def prepare_scenes(work: Path, session, name: str, scenes, seed: int):
    rng = np.random.default_rng(seed)
    maps, deep = in_batches(session, (scene_picture(s, seed + i, rng) for i, s in enumerate(scenes)))
    cache.write(work, name, maps, deep, {"keys": [scene_key(s) for s in scenes]})
    print(name, len(scenes), flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("what", choices=("photos", "scenes"))
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--scenes", type=int, default=25000)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    data, work = Path(os.environ["RUMMAGE_DATA"]), options.work
    work.mkdir(parents=True, exist_ok=True)
    session = TrunkSession(pretrained.load(data), work)
    if options.what == "photos":
        if not cache.has(work, "photos_view_0"):
            prepare_photos(data, work, session)
        for number in range(1, 1 + OTHER_VIEWS):
            if not cache.has(work, f"photos_view_{number}"):
                prepare_views(data, work, session, number)
        return
    if not cache.has(work, "scenes_held_out"):
        held_out = draw_scenes(HELD_OUT_SCENES, np.random.default_rng(SEED + 1), True)
        prepare_scenes(work, session, "scenes_held_out", held_out, SEED + 10_000_000)
    scenes = draw_scenes(options.scenes, np.random.default_rng(SEED + 2), False)
    for shard in range(len(scenes) // SHARD):
        name = f"scenes_train_{shard:03}"
        if not cache.has(work, name):
            prepare_scenes(work, session, name, scenes[shard * SHARD : (shard + 1) * SHARD], SEED + shard * SHARD)


if __name__ == "__main__":
    main()
