"""What the golden makers share: a seeded start, export of a graph with a check, and tidy files.

A golden is a model package with tiny random weights beside what the reference implementation
(`transformers`, Pillow) makes of fixed inputs. Nothing here is trained, so nothing here says
anything about quality: the goldens only prove that the Rust code computes what the reference does.
"""

import json
import random
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from safetensors.numpy import save_file

ROOT = Path(__file__).resolve().parents[3] / "tests" / "golden"


def seed(value):
    random.seed(value)
    np.random.seed(value)
    torch.manual_seed(value)


def fresh(*parts):
    """An empty folder under tests/golden."""
    folder = ROOT.joinpath(*parts)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def write_tensors(path, tensors):
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, path)
    path.chmod(0o644)


def export(module, example, path, inputs, outputs, dynamic, check):
    """Exports `module` and checks the graph against PyTorch at 1e-4 on every item of `check`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    module.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            example,
            str(path),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=dynamic,
            opset_version=17,
            dynamo=False,
        )
    model = onnx.load(str(path))
    for node in model.graph.node:
        node.doc_string = ""
    onnx.save(model, str(path))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for item in check:
        with torch.no_grad():
            expected = module(*item)
        expected = expected if isinstance(expected, tuple) else (expected,)
        got = session.run(outputs, {name: value.numpy() for name, value in zip(inputs, item)})
        for name, a, b in zip(outputs, expected, got):
            difference = float(np.abs(a.numpy() - b).max())
            assert difference < 1e-4, (path, name, difference)
