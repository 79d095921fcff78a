"""Splits a CLIP that optimum exported as one graph into the two towers that Rummage loads.

    python models/export/split_clip.py PACKAGE OUT

Everything but the graph is copied. The towers keep the weights bit by bit; the check compares them with
the joint graph on random inputs.
"""

import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx.utils import extract_model

TOWERS = {
    "vision_model": (["pixel_values"], ["image_embeds"]),
    "text_model": (["input_ids", "attention_mask"], ["text_embeds"]),
}


def main(package: Path, out: Path) -> None:
    joint = next((p for p in (package / "onnx/model.onnx", package / "model.onnx") if p.exists()), None)
    if joint is None:
        raise SystemExit(f"{package} has neither onnx/model.onnx nor model.onnx")
    shutil.copytree(package, out, ignore=shutil.ignore_patterns("*.onnx", "*.onnx_data"))
    (out / "onnx").mkdir(exist_ok=True)
    declared = {value.name: value.type.tensor_type.shape for value in onnx.load(joint, load_external_data=False).graph.input}
    sample, random = {}, np.random.default_rng(1)
    if "pixel_values" in declared:
        sides = [d.dim_value or 224 for d in declared["pixel_values"].dim[2:]]
        sample["pixel_values"] = random.normal(size=(2, 3, *sides)).astype(np.float32)
    sample["input_ids"] = random.integers(3, 90, (2, 9))
    sample["attention_mask"] = np.ones((2, 9), np.int64)
    sample = {name: value for name, value in sample.items() if name in declared}
    whole = onnxruntime.InferenceSession(str(joint), providers=["CPUExecutionProvider"])
    for tower, (inputs, outputs) in TOWERS.items():
        inputs = [name for name in inputs if name in declared]
        path = out / "onnx" / f"{tower}.onnx"
        extract_model(str(joint), str(path), inputs, outputs)
        part = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        expected = whole.run(outputs, sample)[0]
        got = part.run(outputs, {name: sample[name] for name in inputs})[0]
        difference = float(np.abs(expected - got).max())
        print(f"{path}: at most {difference:.1e} from the joint graph")
        if difference > 1e-4:
            raise SystemExit("the tower differs from the joint graph")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
