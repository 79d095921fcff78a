"""Measures a finished package through its ONNX graphs, on pictures that training never saw.

    RUMMAGE_DATA=DIR python -m clip.evaluate --package ../starter/clip

Prints one JSON object: recall among the 1,000 test photos (each photo's first caption asks for it; also all five
captions), recall among 500 held-out scenes freshly rendered, and the time that one picture takes on one core.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
from PIL import Image

from scenes.captions import phrase
from scenes.claims import claim_of, truth

from . import network
from .batches import tidy
from .package import Package
from .prepare import TEST_IDS, draw_scenes, photo_rows, scene_picture

SEED = 20264
SCENES = 500


def ranks(texts, pictures, own):
    """For each text the place of its own picture, from 0."""
    cosines = texts @ pictures.T
    return (cosines > cosines[np.arange(len(texts)), own][:, None]).sum(1)


def at(places, ks):
    return {f"recall@{k}": round(float((places < k).mean()), 3) for k in ks}


def photos(package, data):
    ids = set(TEST_IDS.read_text().split())
    rows = [r for r in photo_rows(data) if Path(r["file"]).stem in ids]
    began = time.monotonic()
    pictures = package.pictures(Image.open(data / "photos_flickr8k" / r["file"]) for r in rows)
    spent_ms = (time.monotonic() - began) * 1000 / len(rows)
    first = ranks(package.texts([tidy(r["captions"][0]) for r in rows]), pictures, np.arange(len(rows)))
    every = [(tidy(c), i) for i, r in enumerate(rows) for c in r["captions"]]
    five = ranks(package.texts([c for c, _ in every]), pictures, np.array([i for _, i in every]))
    return {"photos": len(rows), "first_caption": at(first, (1, 5, 10)), "all_captions": at(five, (1, 5, 10)), "ms_per_picture_with_decoding": round(spent_ms, 1)}


def scenes(package):
    rng = np.random.default_rng(SEED)
    chosen = draw_scenes(SCENES, rng, True)
    pictures = package.pictures(scene_picture(s, SEED + i, rng) for i, s in enumerate(chosen))
    return {"scenes": SCENES, "recall@5": recall_of_scenes(package.texts, pictures, chosen, rng)}


def recall_of_scenes(texts, pictures, chosen, rng) -> float:
    """Each scene is asked for by a partial description, which may be true of others too."""
    claims = []
    for scene in chosen:
        claim = claim_of(scene, rng)
        while not claim.parts:
            claim = claim_of(scene, rng)
        claims.append(claim)
    cosines = texts([phrase(c, rng) for c in claims]) @ pictures.T
    scores = []
    for row, claim in enumerate(claims):
        verdicts = [truth(s, claim) for s in chosen]
        wanted = {i for i, v in enumerate(verdicts) if v is True}
        order = [i for i in np.argsort(-cosines[row]) if verdicts[i] is not None][:5]
        scores.append(len(wanted & set(order)) / min(5, len(wanted)))
    return round(float(np.mean(scores)), 3)


def from_cache(texts, model, photos, held_out) -> dict:
    """Recall of all captions among cached photos, and of `SCENES` cached scenes."""
    every = [(c, i) for i, captions in enumerate(photos.captions) for c in captions]
    places = ranks(texts([c for c, _ in every]), network.embed_cached(model, photos.views[0]), np.array([i for _, i in every]))
    pictures = network.embed_cached(model, held_out.pictures, range(SCENES))
    found = recall_of_scenes(texts, pictures, held_out.scenes[:SCENES], np.random.default_rng(SEED))
    octaves = round(float(np.log2(1 + places).mean()), 3)
    return {"photos": len(photos.files), **at(places, (1, 5, 10)), "mean_log2_rank": octaves, "scenes_recall@5": found}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--package", type=Path, required=True)
    options = arguments.parse_args()
    package = Package(options.package)
    print(json.dumps({"photos": photos(package, Path(os.environ["RUMMAGE_DATA"])), "scenes": scenes(package), "cut": package.cut}, indent=2))


if __name__ == "__main__":
    main()
