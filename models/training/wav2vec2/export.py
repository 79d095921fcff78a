"""Writes the trained network as a model package, and proves that the graph says what PyTorch says.

    python export.py --checkpoint RUN/checkpoint.pt --data DIR --real DIR --words FILE --out DIR [--start ../../starter/wav2vec2]

Weights are stored as fp16 with a Cast to fp32, which ONNX Runtime folds. The check compares the graph with the network that
holds the same rounded weights, at three lengths and two batches, within 1e-4; nothing is left behind when it fails. What the package that training started from
(`--start`) had heard stays in the manifest: these weights have heard it too.
"""

import argparse
import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

import fingerprints
import model
import shards
import voices

LICENCES = {
    "synthetic": "sentences by this project, spoken by espeak-ng (a GPL program), flite (BSD-like), SVOX Pico and Hibari's heart (Apache-2.0) "
    "and Piper's joe (a GPL program, a CC0 voice)",
    "speechocean": "speechocean762, CC BY 4.0, non-native speakers, half of them children",
    "ljspeech": "LJSpeech, public domain",
    "an4": "CMU AN4, free for any use with notice",
    "digits": "free-spoken-digit-dataset, CC BY-SA 4.0",
}
DECODER = {"language_model": "language_model.arpa", "beam": 24, "lm_weight": 0.8, "word_bonus": 1.5, "unknown_log10": -10.0,
           "unknown_letter_log10": 1.0, "token_floor": -6.0}  # fmt: skip


def rounded(checkpoint: dict) -> torch.nn.Module:
    """The network with its weights rounded to fp16, held as fp32."""
    network = model.network().eval()
    start = "network."
    learned = {name[len(start) :]: value for name, value in checkpoint["learner"].items() if name.startswith(start)}
    network.load_state_dict(learned)
    network.set_attn_implementation("eager")
    convolution = network.wav2vec2.encoder.pos_conv_embed.conv
    torch.nn.utils.parametrize.remove_parametrizations(convolution, "weight")
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(parameter.half().float())
    return network


class Logits(torch.nn.Module):
    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_values: torch.Tensor) -> torch.Tensor:
        return self.network(input_values).logits


def halved(graph: onnx.ModelProto) -> None:
    """Every fp32 weight of some size as fp16 and a Cast."""
    casts = []
    for initializer in graph.graph.initializer:
        values = numpy_helper.to_array(initializer)
        if values.dtype == np.float32 and values.size >= 64:
            name = initializer.name
            half = numpy_helper.from_array(values.astype(np.float16), f"{name}_half")
            initializer.CopyFrom(half)
            casts.append(helper.make_node("Cast", [f"{name}_half"], [name], f"{name}_cast", to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.graph.node.insert(0, cast)


def write_graph(network: torch.nn.Module, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        Logits(network), (torch.randn(2, 23_457),), path, dynamo=False, opset_version=17,
        input_names=["input_values"], output_names=["logits"],
        dynamic_axes={"input_values": {0: "batch", 1: "samples"}, "logits": {0: "batch", 1: "frames"}},
    )  # fmt: skip
    graph = onnx.load(path)
    halved(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def check(network: torch.nn.Module, path: Path) -> float:
    """The greatest difference between graph and network."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    worst, draw = 0.0, torch.Generator().manual_seed(1)
    for batch in (1, 3):
        for samples in (4_001, 31_999, 160_123):
            values = torch.randn(batch, samples, generator=draw)
            with torch.no_grad():
                expected = network(values).logits.numpy()
            got = session.run(["logits"], {"input_values": values.numpy()})[0]
            worst = max(worst, float(np.abs(got - expected).max()))
    return worst


def earlier(start: Path | None) -> tuple[dict, set[bytes], set[bytes]]:
    """What the package that training started from had heard: its manifest, and the hashes of sentences and runs."""
    if start is None:
        return {"sources": [], "voices": []}, set(), set()
    told = json.loads((start / "training_manifest.json").read_text())
    sentences = fingerprints.read(start / told["sentences"]["file"], fingerprints.SENTENCE_BYTES)
    return told, sentences, fingerprints.read(start / told["runs"]["file"], fingerprints.RUN_BYTES)


def manifest(folders: list[Path], checkpoint: dict, start: Path | None, out: Path) -> None:
    """What was trained on: counts and voices in JSON, and the hashes that prove what was not."""
    before, sentences_before, runs_before = earlier(start)
    utterances = [utterance for folder in folders for name in shards.names(folder) for utterance in shards.read(folder, name)]
    texts = sorted({utterance["text"] for utterance in utterances})
    sentences = fingerprints.write(out / "training_sentences.bin", sentences_before.union(map(fingerprints.sentence, texts)))
    runs = fingerprints.write(out / "training_runs.bin", runs_before | fingerprints.runs(texts))
    # Recordings of people are the same in every training; what is synthetic was made anew.
    seconds = Counter({source["name"]: source["hours"] * 3600 for source in before["sources"] if source["name"] == "synthetic"})
    for utterance in utterances:
        seconds[utterance["source"]] += utterance["count"] / shards.RATE_HZ
    told = {
        "trainings": checkpoint["before"]
        + [
            {
                "seed": checkpoint["seed"],
                "steps": checkpoint["step"],
                "minutes": round(checkpoint["spent_s"] / 60, 1),
                "hours_heard": round(checkpoint["heard_s"] / 3600, 1),
            }
        ],
        "sources": [
            {"name": name, "licence": LICENCES[name], "hours": round(seconds[name] / 3600, 2)} for name in sorted(seconds)
        ],
        "voices": sorted({utterance["voice"] for utterance in utterances if utterance["source"] == "synthetic"}.union(before["voices"])),
        "held_out_voices": voices.HELD_OUT,
        "sentences": {
            "file": "training_sentences.bin",
            "count": sentences,
            "record": "8-byte BLAKE2b of each sentence (A-Z, apostrophes inside words, single spaces), sorted",
        },
        "runs": {
            "file": "training_runs.bin",
            "count": runs,
            "record": "first 5 bytes of the 8-byte BLAKE2b of every run of six words within a sentence, sorted",
        },
    }
    (out / "training_manifest.json").write_text(json.dumps(told, indent=1) + "\n")


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--checkpoint", type=Path, required=True)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--real", type=Path)
    options.add_argument("--words", type=Path, required=True, help="the language model (language_model.py)")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--start", type=Path, help="the package that training started from")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    checkpoint = torch.load(chosen.checkpoint)
    if checkpoint["before"] and not chosen.start:
        raise SystemExit("these weights were trained on from a package, whose manifest --start names")
    network = rounded(checkpoint)
    out = chosen.out
    pending = out / "onnx/model.onnx.part"
    write_graph(network, pending)
    worst = check(network, pending)
    print(f"graph against PyTorch: at most {worst:.1e} apart; {pending.stat().st_size / 1e6:.1f} MB")
    if worst > 1e-4:
        pending.unlink()
        raise SystemExit("the exported graph differs from the network: not kept")
    pending.replace(out / "onnx/model.onnx")

    config = network.config.to_dict() | {"architectures": ["Wav2Vec2ForCTC"]}
    write_json(out / "config.json", {name: value for name, value in config.items() if value is not None and name[0] != "_"})
    write_json(out / "vocab.json", {token: at for at, token in enumerate(model.VOCABULARY)})
    write_json(
        out / "preprocessor_config.json",
        {
            "feature_extractor_type": "Wav2Vec2FeatureExtractor",
            "feature_size": 1,
            "sampling_rate": shards.RATE_HZ,
            "do_normalize": True,
            "padding_side": "right",
            "padding_value": 0.0,
            "return_attention_mask": False,
        },
    )
    write_json(
        out / "tokenizer_config.json",
        {
            "tokenizer_class": "Wav2Vec2CTCTokenizer",
            "bos_token": "<s>",
            "eos_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "word_delimiter_token": "|",
            "do_lower_case": False,
        },
    )
    shutil.copy(chosen.words, out / "language_model.arpa")
    write_json(
        out / "rummage.json",
        {"name": "starter-wav2vec2", "task": "speech", "license": "Apache-2.0 OR MIT", "decoder": DECODER},
    )
    manifest([chosen.data] + ([chosen.real] if chosen.real else []), checkpoint, chosen.start, out)
    print(f"package: {sum(file.stat().st_size for file in out.rglob('*') if file.is_file()) / 1e6:.1f} MB in {out}")


if __name__ == "__main__":
    main()
