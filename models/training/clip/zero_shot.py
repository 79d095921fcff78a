"""Zero-shot classification over the 1,000 class names of ImageNet, as CLIP's paper does it (Radford et al. 2021, section 3.1.4).

    RUMMAGE_DATA=DIR python -m clip.zero_shot --work DIR --package ../starter/clip

There are no photos with such labels at hand, so the photos are the test photos of which MobileNetV2's own classifier is sure (a likelihood
above a half), and its class is taken for the truth. With one sentence a class, and with the mean of many (`classes.TEMPLATES`, each
with each synonym).
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np
import torch

from . import batches, classes, graphs, network
from .package import Package, unit

SURE = 0.5


def places(pictures: np.ndarray, prototypes: np.ndarray, truth: np.ndarray) -> dict:
    order = np.argsort(-pictures @ prototypes.T, axis=1)
    found = (order == truth[:, None]).argmax(1)
    return {f"top{k}": round(float((found < k).mean()), 3) for k in (1, 5, 10)}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--package", type=Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    data, package = Path(os.environ["RUMMAGE_DATA"]), Package(options.package)
    photos = batches.load_photos(data, options.work, "test")
    likelihoods = classes.likelihoods(data, photos.views[0].take(range(len(photos.files)))[1])
    sure = likelihoods.max(1) > SURE
    truth = likelihoods[sure].argmax(1)
    pictures = network.embed_cached(graphs.restore(options.package), photos.views[0])[sure]
    single = package.texts([classes.TEMPLATES[0].format(same[0]) for same in classes.names(data)])
    ensemble = np.stack([package.texts([t.format(name) for t in classes.TEMPLATES for name in same]).mean(0) for same in classes.names(data)])
    report = {"photos": int(sure.sum()), "classes_among_them": len(np.unique(truth)), "one_sentence": places(pictures, single, truth)}
    print(json.dumps(report | {"ensemble": places(pictures, unit(ensemble), truth)}))


if __name__ == "__main__":
    main()
