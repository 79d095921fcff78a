"""Runs a finished package as the engine does: its own files, ONNX Runtime, one thread."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from . import graphs, words
from .trunk import pixels, squash


class Package:
    def __init__(self, folder: Path):
        self.vision = graphs.session(folder / "onnx/vision_model.onnx")
        self.text = graphs.session(folder / "onnx/text_model.onnx")
        self.tokenizer = words.load(folder)
        self.background = load_file(folder / "background.safetensors")["image_embeds"].astype(np.float32)
        notes = folder / "rummage.json"
        self.cut = json.loads(notes.read_text())["concept"] if notes.exists() else None

    def pictures(self, images, size=16) -> np.ndarray:
        """Unit vectors of pictures of any size."""
        rows, batch = [], []
        for image in images:
            batch.append(squash(image))
            if len(batch) == size:
                rows.append(self._vision(batch))
                batch = []
        if batch:
            rows.append(self._vision(batch))
        return np.concatenate(rows)

    def _vision(self, batch):
        return unit(self.vision.run(None, {"pixel_values": pixels(batch)})[0])

    def texts(self, sentences, size=64) -> np.ndarray:
        rows = []
        for at in range(0, len(sentences), size):
            ids = np.array([e.ids for e in self.tokenizer.encode_batch(sentences[at : at + size])], dtype=np.int64)
            rows.append(unit(self.text.run(None, {"input_ids": ids})[0]))
        return np.concatenate(rows)


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
