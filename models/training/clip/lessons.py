"""What the text tower learns from its teacher: the tokeniser with a vector for each piece, and sentences with theirs.

    RUMMAGE_DATA=DIR python -m clip.lessons --work DIR

Writes `tokenizer.json`, `pieces.npy`, `lessons.json` and `lessons.npy` to --work. The sentences are the captions of the training
photos, captions in which some words have given way to others that stand between the same two words elsewhere, and the names of
ImageNet's classes.
"""

import argparse
import json
import os
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from scenes.captions import caption

from . import batches, classes, teacher, words
from .prepare import draw_scenes

SEED = 20265
OTHERS = 10_000
SPOKEN_SCENES = 6_000
SWAPPED = 0.25


def between(captions: list[str]) -> dict[tuple[str, str], list[str]]:
    """The different words that stand between two others."""
    found = defaultdict(dict)
    for sentence in captions:
        spelt = sentence.lower().split()
        for before, word, after in zip(spelt, spelt[1:], spelt[2:]):
            found[before, after][word] = None
    return {place: list(standing) for place, standing in found.items()}


def reworded(sentence: str, found, rng) -> str:
    spelt = sentence.lower().split()
    for at in range(1, len(spelt) - 1):
        if rng.random() < SWAPPED:
            spelt[at] = str(rng.choice(found[spelt[at - 1], spelt[at + 1]])) if (spelt[at - 1], spelt[at + 1]) in found else spelt[at]
    return " ".join(spelt)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    work, rng = options.work, np.random.default_rng(SEED)
    data = Path(os.environ["RUMMAGE_DATA"])
    captions = [c for own in batches.load_photos(data, work, "train").captions for c in own]
    found = between(captions)
    others = [reworded(captions[i], found, rng) for i in rng.permutation(len(captions))[:OTHERS]]
    reader = teacher.Teacher()
    spoken = [caption(scene, rng)[0] for scene in draw_scenes(SPOKEN_SCENES, rng, False)]
    pieces = words.choose(reader.tokenizer.backend_tokenizer, captions + spoken + classes.sentences(data))
    words.build(pieces).save(str(work / "tokenizer.json"))
    print(len(pieces), "pieces", flush=True)
    np.save(work / "pieces.npy", reader.embed([p.removeprefix("##") for p in pieces]))
    sentences = list(dict.fromkeys(captions + others + classes.sentences(data)))
    (work / "lessons.json").write_text(json.dumps(sentences))
    np.save(work / "lessons.npy", reader.embed(sentences))
    print(len(sentences), "sentences", flush=True)


if __name__ == "__main__":
    main()
