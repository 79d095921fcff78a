"""Writes the model package: config, tokenizer, and one ONNX file with weights in fp16 (computed in fp32).

    python -m layoutlm.export SCRATCH PACKAGE

The graph is compared with PyTorch, with the same fp16-rounded weights, at three lengths and two batch sizes.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from .model import LayoutLMForFields, configuration

INPUTS = ["input_ids", "bbox", "attention_mask", "token_type_ids"]
TOLERANCE = 1e-4


def load(checkpoint: Path) -> LayoutLMForFields:
    """The averaged weights of a checkpoint, rounded to fp16, in fp32."""
    saved = torch.load(checkpoint, map_location="cpu")
    weights = {name: value.half().float() if value.is_floating_point() else value for name, value in saved["average"].items()}
    config = configuration(weights["layoutlm.embeddings.word_embeddings.weight"].shape[0], saved["layers"])
    config._attn_implementation = "eager"
    model = LayoutLMForFields(config)
    model.load_state_dict(weights)
    return model.eval()


def example(batch: int, length: int, vocab: int, seed: int) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(seed)
    corners = np.sort(rng.integers(0, 1001, (batch, length, 2, 2)), axis=2)  # x0<=x1 and y0<=y1
    mask = np.ones((batch, length), dtype=np.int64)
    if batch > 1:
        mask[1, length - length // 4:] = 0
    arrays = [rng.integers(5, vocab, (batch, length)), corners.reshape(batch, length, 4), mask, np.zeros((batch, length), dtype=np.int64)]
    return {name: torch.from_numpy(a.astype(np.int64)) for name, a in zip(INPUTS, arrays)}


def to_fp16(path: Path) -> None:
    """Stores every large float initialiser in fp16 behind a Cast, which ONNX Runtime folds when it loads the graph."""
    graph_model = onnx.load(path)
    graph = graph_model.graph
    casts = []
    for i, tensor in enumerate(graph.initializer):
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < 64:
            continue
        half = numpy_helper.from_array(array.astype(np.float16), tensor.name + "_fp16")
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], name=tensor.name + "_cast", to=TensorProto.FLOAT))
        graph.initializer[i].CopyFrom(half)
    for i, node in enumerate(casts):
        graph.node.insert(i, node)
    onnx.checker.check_model(graph_model)
    onnx.save(graph_model, path)


def check(model: LayoutLMForFields, path: Path) -> float:
    """The largest difference between the graph and PyTorch; raises when it is over the tolerance."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for batch in (1, 3):
        for length in (3, 129, 384):
            inputs = example(batch, length, model.config.vocab_size, seed=length)
            with torch.inference_mode():
                expected = model(**inputs)
            seen = session.run(["logits", "kind_logits"], {name: value.numpy() for name, value in inputs.items()})
            worst = max(worst, *(float(np.abs(e.numpy() - s).max()) for e, s in zip(expected, seen)))
    if worst > TOLERANCE:
        raise SystemExit(f"the exported graph differs from PyTorch by {worst:.1e}, more than {TOLERANCE:.0e}")
    return worst


def main(scratch: Path, package: Path) -> None:
    model = load(scratch / "checkpoint.pt")
    path = package / "onnx" / "model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    traced = example(2, 37, model.config.vocab_size, seed=1)
    axes = {name: {0: "batch", 1: "sequence"} for name in [*INPUTS, "logits"]} | {"kind_logits": {0: "batch"}}
    torch.onnx.export(model, tuple(traced[name] for name in INPUTS), str(path), input_names=INPUTS, output_names=["logits", "kind_logits"], dynamic_axes=axes, opset_version=17, dynamo=False)
    to_fp16(path)
    worst = check(model, path)
    config = model.config.to_dict()
    config.pop("_name_or_path", None)
    config["architectures"] = ["LayoutLMForTokenClassification"]  # what its weights load as; the second head is named by kind_id2label
    (package / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(scratch / name, package / name)
    size = sum(f.stat().st_size for f in package.rglob("*") if f.is_file())
    print(f"largest difference from PyTorch {worst:.1e}; package {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
