"""Which single attributes the model tells apart: a true sentence about a picture against the same with one of them wrong.

    python -m clip.attributes --work DIR --package ../starter/clip

For each held-out scene and each kind of attribute one pair of sentences; right is where the true one has the larger cosine, so chance is
a half.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from scenes.captions import phrase
from scenes.claims import ATTRIBUTES, change, claim_of, truth

from . import batches, graphs, network
from .package import Package

SEED = 20267
TRIES = 60


def pair(scene, kind, rng):
    """A claim that is true of the scene and one that differs in this kind of attribute alone and is false; None where none is found."""
    for _ in range(TRIES):
        claim = claim_of(scene, rng)
        changed = change(claim, kind, rng)
        if changed is not None and truth(scene, claim) is True and truth(scene, changed) is False:
            return claim, changed
    return None


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--package", type=Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    package, held_out = Package(options.package), batches.load_scenes(options.work, "scenes_held_out")
    vectors = network.embed_cached(graphs.restore(options.package), held_out.pictures)
    rng = np.random.default_rng(SEED)
    report = {}
    for kind in ATTRIBUTES:
        pairs = {i: found for i, scene in enumerate(held_out.scenes) if (found := pair(scene, kind, rng))}
        true, false = (package.texts([phrase(claims[side], rng) for claims in pairs.values()]) for side in (0, 1))
        pictures = vectors[list(pairs)]
        right = (pictures * true).sum(1) > (pictures * false).sum(1)
        report[kind] = {"pairs": len(pairs), "right": round(float(right.mean()), 3)}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
