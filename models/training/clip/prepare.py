"""Runs every picture once through the fixed trunk and keeps its maps, so that training needs no pixels.

    RUMMAGE_DATA=DIR python -m clip.prepare --work DIR [--scenes 32000]

Writes to --work: `photos_{train,test}.npz` (maps; for training also of three other views), and shards
`scenes_train_NNN.npz`, `scenes_held_out.npz` of rendered scenes with their keys. Near-duplicates of test photos
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

from . import pretrained
from .trunk import FEATURES, KEPT_BEFORE, TrunkSession, squash

SEED = 20260
SHARD = 1000
HELD_OUT_SCENES = 1500
DUPLICATE_COSINE = 0.95
OTHER_VIEWS = 3
TEST_IDS = Path(__file__).parent / "flickr8k_test_ids.txt"


def photo_rows(data: Path) -> list[dict]:
    return [json.loads(line) for line in (data / "photos_flickr8k/manifest.jsonl").open(encoding="utf-8")]


def other_view(image: Image.Image, rng) -> Image.Image:
    """Cut by up to a fifth on each axis, mostly mirrored, in other light."""
    w, h = image.size
    kept_w, kept_h = (rng.uniform(0.8, 1.0, 2) * (w, h)).astype(int)
    left, top = int(rng.integers(w - kept_w + 1)), int(rng.integers(h - kept_h + 1))
    cut = image.crop((left, top, left + int(kept_w), top + int(kept_h)))
    cut = cut.transpose(Image.FLIP_LEFT_RIGHT) if rng.random() < 0.6 else cut
    return squash(ImageEnhance.Brightness(cut).enhance(rng.uniform(0.8, 1.2)))


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


def in_batches(session: TrunkSession, images, size=16) -> np.ndarray:
    out, batch = [], []
    for image in images:
        batch.append(image)
        if len(batch) == size:
            out.append(session.maps(batch))
            batch = []
    if batch:
        out.append(session.maps(batch))
    return np.concatenate(out)


def pool_all(mobilenet, maps: np.ndarray) -> np.ndarray:
    """Unit rows of ImageNet's own pooled features."""

    def pooled(x):
        for block in mobilenet.layer[KEPT_BEFORE:]:
            x = block(x)
        return mobilenet.conv_1x1(x).mean((2, 3))

    with torch.no_grad():
        parts = [pooled(torch.from_numpy(maps[i : i + 64, :FEATURES].astype(np.float32))) for i in range(0, len(maps), 64)]
    features = torch.cat(parts).numpy()
    return features / np.linalg.norm(features, axis=1, keepdims=True)


def prepare_photos(data: Path, work: Path, session, tower):
    rows = photo_rows(data)
    test_ids = set(TEST_IDS.read_text().split())
    rng = np.random.default_rng(SEED)
    folder = data / "photos_flickr8k"
    splits = {"test": [r for r in rows if Path(r["file"]).stem in test_ids], "train": [r for r in rows if Path(r["file"]).stem not in test_ids]}
    plain = {name: in_batches(session, (squash(Image.open(folder / r["file"])) for r in part)) for name, part in splits.items()}
    near = (pool_all(tower, plain["train"]) @ pool_all(tower, plain["test"]).T).max(1)
    keep = near <= DUPLICATE_COSINE
    print(f"photos: {len(splits['test'])} test, {keep.sum()} train, {(~keep).sum()} near-duplicates of test photos left out")
    train = [r for r, k in zip(splits["train"], keep) if k]
    others = {
        f"view_{n}": in_batches(session, (other_view(Image.open(folder / r["file"]).convert("RGB"), rng) for r in train))
        for n in range(OTHER_VIEWS)
    }
    np.savez(work / "photos_train.npz", plain=plain["train"][keep], **others, files=[r["file"] for r in train])
    np.savez(work / "photos_test.npz", plain=plain["test"], files=[r["file"] for r in splits["test"]])


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
    maps = in_batches(session, (scene_picture(s, seed + i, rng) for i, s in enumerate(scenes)))
    partial = work / f"{name}.part.npz"
    np.savez(partial, plain=maps, keys=[scene_key(s) for s in scenes])
    partial.rename(work / f"{name}.npz")
    print(name, len(scenes), flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--scenes", type=int, default=32000)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    data = Path(os.environ["RUMMAGE_DATA"])
    options.work.mkdir(parents=True, exist_ok=True)
    tower = pretrained.load(data)
    session = TrunkSession(tower, options.work)
    if not (options.work / "photos_train.npz").exists():
        prepare_photos(data, options.work, session, tower)
    if not (options.work / "scenes_held_out.npz").exists():
        held_out = draw_scenes(HELD_OUT_SCENES, np.random.default_rng(SEED + 1), True)
        prepare_scenes(options.work, session, "scenes_held_out", held_out, SEED + 10_000_000)
    scenes = draw_scenes(options.scenes, np.random.default_rng(SEED + 2), False)
    for shard in range(len(scenes) // SHARD):
        name = f"scenes_train_{shard:03}"
        if not (options.work / f"{name}.npz").exists():
            prepare_scenes(options.work, session, name, scenes[shard * SHARD : (shard + 1) * SHARD], SEED + shard * SHARD)


if __name__ == "__main__":
    main()
