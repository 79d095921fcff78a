"""Writes the package `models/starter/clip` from trained weights, as the Hugging Face hub lays it out.

    RUMMAGE_DATA=DIR python -m clip.export --work DIR --weights DIR --package ../starter/clip

The cut-off (rummage.json) is found and written by `clip.cutoff` afterwards.
"""

import argparse
import gzip
import json
import os
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from scenes.scenes import key_hash

from . import batches, cache, graphs, network, words
from .trunk import SIDE_PX

SEED = 20262
BACKGROUND = 512

PREPROCESSOR = {
    "image_processor_type": "CLIPImageProcessor",
    "do_convert_rgb": True,
    "do_resize": True,
    "size": {"height": SIDE_PX, "width": SIDE_PX},
    "resample": 2,
    "do_center_crop": False,
    "do_rescale": True,
    "rescale_factor": 1 / 255,
    "do_normalize": True,
    "image_mean": [0.5, 0.5, 0.5],
    "image_std": [0.5, 0.5, 0.5],
}

SOURCES = [
    {"name": "Flickr8k (Hodosh et al. 2013), split train", "licence": "non-commercial research and education", "used_for": "photos with captions"},
    {"name": "MobileNetV2 1.0 224 quantised, google-coral/test_data (ImageNet)", "licence": "Apache-2.0", "used_for": "the image tower before training"},
    {"name": "all-MiniLM-L6-v2 (sentence-transformers), the text tower's teacher; not shipped", "licence": "Apache-2.0", "used_for": "where pieces of words begin, and what captions mean"},
    {"name": "scenes rendered by models/training/scenes with Noto Color Emoji", "licence": "SIL Open Font License 1.1", "used_for": "pictures with captions"},
]


def background(model, work: Path) -> np.ndarray:
    """Embeddings of training pictures, half photos and half scenes: what a query is compared with to judge a cosine."""
    rng = np.random.default_rng(SEED)
    half = BACKGROUND // 2
    drawn = []
    for name in ("photos_view_0", "scenes_train_000"):
        pictures = batches.Pictures.of([cache.read(work, name)])
        drawn.append(network.embed_cached(model, pictures, rng.permutation(len(pictures))[:half]))
    return np.concatenate(drawn).astype(np.float16)


def write_json(path: Path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--weights", type=Path, required=True)
    arguments.add_argument("--package", type=Path, required=True)
    options = arguments.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    model = network.load(options.weights).eval()
    package = options.package
    package.mkdir(parents=True, exist_ok=True)
    graphs.round_weights(model)
    graphs.export(model, package / "onnx")
    write_json(package / "config.json", model.config())
    write_json(package / "preprocessor_config.json", PREPROCESSOR)
    tokenizer = words.load(options.weights)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    words.wrap(tokenizer).save_pretrained(package)
    save_file({"image_embeds": background(model, options.work)}, package / "background.safetensors")
    trained_on = json.loads((options.weights / "trained_on.json").read_text())
    manifest = {
        "sources": SOURCES,
        "seeds": {"pictures": 20260, "training": trained_on["seed"], "background": SEED},
        "photos_left_out_for_testing": "models/training/clip/flickr8k_test_ids.txt",
        "photos": f"{len(trained_on['photos'])} of Flickr8k: all but those left out",
        "scene_key_hash": "8-byte BLAKE2b of the scene key, hexadecimal",
        "scene_keys": sorted(key_hash(k) for k in trained_on["scene_keys"]),
    }
    packed = gzip.compress(json.dumps(manifest).encode(), mtime=0)
    (package / "training_manifest.json.gz").write_bytes(packed)
    for path in sorted(package.rglob("*")):
        if path.is_file():
            print(f"{path.stat().st_size / 1e6:8.3f} MB  {path.relative_to(package)}")


if __name__ == "__main__":
    main()
