"""Goldens for the speech model: two Wav2Vec2 with tiny random weights, and the decoder on invented frames.

    python models/export/goldens/wav2vec2.py

wav2vec2:       group norm, as the base models and the starter; brings the word list.
wav2vec2_layer: layer norm, biases and an attention mask, as the large models. Only here normalisation can
                be seen at all: group norm undoes any scale and offset of the recording.

`golden.safetensors` carries recordings with the values and logits that `transformers` makes of them,
wrong variants of the values with their logits, and frames of log shares; `golden.json` what
models/training/wav2vec2/decode.py reads in those frames, and with wrong settings.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC

from common import export, fresh, seed, write_json, write_tensors

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training" / "wav2vec2"))
import decode  # noqa: E402
import model as speech  # noqa: E402

LENGTHS = [690, 4_003, 9_920]
LEXICON = {
    "PAY": -2.1, "THE": -1.2, "RENT": -3.0, "TENT": -4.1, "ON": -1.8, "FRIDAY": -3.2, "FRY": -4.0, "DAY": -2.6,
    "CALL": -2.4, "COLD": -3.1, "ANNA": -3.4, "AND": -1.3, "AN": -2.2, "A": -1.5, "DON'T": -2.8, "DOOR": -3.3,
}  # fmt: skip
SETTINGS = {"beam": 24, "lm_weight": 0.6, "word_bonus": 1.5, "token_floor": -6.0}
UNKNOWN = {"unknown_log10": -7.0, "unknown_letter_log10": 0.5}
SENTENCES = ["PAY THE RENT ON FRIDAY", "CALL ANNA AND DON'T", "A COLD DAY", "ZYXQ THE DOOR", "", "AN ANNA ON AND ON"]


class Logits(torch.nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, input_values, attention_mask=None):
        return self.network(input_values, attention_mask=attention_mask).logits


def recording(samples, number):
    """Hum, clicks and noise with an offset, so that taking out the mean can be seen."""
    random = np.random.default_rng(number)
    time = np.arange(samples) / 16_000
    wave = 0.2 * np.sin(2 * np.pi * (180 + 60 * np.sin(5 * time)) * time) * (np.sin(3 * time + number) > 0)
    return (0.03 + wave + random.normal(0, 0.01, samples)).astype(np.float32)


def frames(sentence, number):
    """Log shares that spell `sentence` with stretched letters, blanks between, and doubt."""
    random = np.random.default_rng(100 + number)
    path = [0] * 3
    for letter in sentence.replace(" ", "|"):
        token = speech.VOCABULARY.index(letter)
        path += [token] * random.integers(1, 4) + [0] * random.integers(1, 3)
    path += [0] * 3
    logits = random.normal(0, 1.1, (len(path), len(speech.VOCABULARY)))
    logits[np.arange(len(path)), path] += random.uniform(1.0, 6.0, len(path))
    logits[:, 1:4] -= 6
    shifted = logits - logits.max(-1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))).astype(np.float32)


def network_of(norm):
    config = Wav2Vec2Config(
        vocab_size=len(speech.VOCABULARY), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=24, conv_dim=[8, 12, 16, 16], conv_kernel=[20, 8, 4, 4], conv_stride=[10, 4, 4, 2],
        feat_extract_norm=norm, conv_bias=norm == "layer", do_stable_layer_norm=norm == "layer",
        num_conv_pos_embeddings=16, num_conv_pos_embedding_groups=4,
        pad_token_id=speech.BLANK, bos_token_id=1, eos_token_id=2, attn_implementation="eager",
    )  # fmt: skip
    network = Wav2Vec2ForCTC(config).eval()
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if parameter.dim() > 1:
                parameter.mul_(3.0)
            elif name.endswith("conv.bias"):
                parameter.normal_(0, 0.5)
    return network


def package(folder, network, masked):
    inputs = ["input_values", "attention_mask"] if masked else ["input_values"]
    axes = {name: {0: "batch", 1: "samples"} for name in inputs} | {"logits": {0: "batch", 1: "frames"}}

    def example(batch, samples):
        values = torch.randn(batch, samples)
        return (values, torch.ones(batch, samples, dtype=torch.long)) if masked else (values,)

    export(Logits(network), example(2, 3_457), folder / "onnx/model.onnx", inputs, ["logits"], axes,
           [example(b, t) for b in (1, 3) for t in (1_001, 7_999, 16_123)])
    extractor = Wav2Vec2FeatureExtractor(sampling_rate=16_000, do_normalize=True, return_attention_mask=masked)
    described = network.config.to_dict() | {"architectures": ["Wav2Vec2ForCTC"]}
    write_json(folder / "config.json", {name: value for name, value in described.items() if value is not None})
    write_json(folder / "preprocessor_config.json", extractor.to_dict())
    write_json(folder / "vocab.json", {token: index for index, token in enumerate(speech.VOCABULARY)})
    write_json(folder / "tokenizer_config.json", {
        "tokenizer_class": "Wav2Vec2CTCTokenizer", "pad_token": "<pad>", "word_delimiter_token": "|", "unk_token": "<unk>",
    })
    return extractor


def recordings(network, extractor, wrong):
    """Recordings, their values and logits, and the logits of wrong values."""

    def logits(values):
        with torch.no_grad():
            return network(torch.tensor(values[None], dtype=torch.float32)).logits[0].numpy()

    tensors = {}
    for index, samples in enumerate(LENGTHS):
        heard = recording(samples, index)
        values = extractor(heard, sampling_rate=16_000, return_tensors="np")["input_values"][0]
        right = logits(values)
        tensors |= {f"samples.{index}": heard, f"values.{index}": values, f"logits.{index}": right}
        for number, change in enumerate(wrong.values()):
            tensors[f"wrong.{number}.{index}"] = logits(change(heard, values))[: len(right)]
    return tensors


def with_layer_norm():
    folder = fresh("wav2vec2_layer")
    seed(32)
    network = network_of("layer")
    extractor = package(folder, network, masked=True)
    write_json(folder / "rummage.json", {"name": "golden-wav2vec2-layer", "license": "Apache-2.0 OR MIT"})
    wrong = {
        "not normalised": lambda x, v: x,
        "the mean left in": lambda x, v: x / x.std(),
        "the deviation left in": lambda x, v: x - x.mean(),
        "in 16-bit units and not normalised": lambda x, v: x * 32768,
    }
    write_tensors(folder / "golden.safetensors", recordings(network, extractor, wrong))
    write_json(folder / "golden.json", {"recordings": len(LENGTHS), "wrong_values": list(wrong)})


def with_group_norm():
    folder = fresh("wav2vec2")
    seed(31)
    network = network_of("group")
    extractor = package(folder, network, masked=False)
    lines = [f"{word}\t{log:.2f}" for word, log in LEXICON.items()]
    (folder / "lexicon.txt").write_text("\n".join(lines) + "\n")
    write_json(folder / "rummage.json", {
        "name": "golden-wav2vec2", "license": "Apache-2.0 OR MIT",
        "decoder": {"lexicon": "lexicon.txt", **SETTINGS, **UNKNOWN},
    })
    wrong_values = {
        "padded with silence": lambda x, v: np.concatenate([v, np.zeros(16_000, np.float32)]),
        "without its beginning": lambda x, v: np.concatenate([v[160:], v[:160]]),
    }
    tensors = recordings(network, extractor, wrong_values)

    grams = {(word,): (log10, 0.0) for word, log10 in LEXICON.items()}
    words = decode.LanguageModel(grams, UNKNOWN["unknown_log10"], UNKNOWN["unknown_letter_log10"])
    wrong_settings = {
        "no word list": {"lm_weight": 0.0, "word_bonus": 0.0},
        "a beam of one": {"beam": 1},
        "no bonus for a word": {"word_bonus": -6.0},
    }
    spoken = [frames(sentence, number) for number, sentence in enumerate(SENTENCES)]
    for index, item in enumerate(spoken):
        tensors[f"frames.{index}"] = item
    read = lambda changed: [decode.search(item, words, **(SETTINGS | changed)) for item in spoken]  # noqa: E731
    texts = read({})
    wrong = [{"name": name, "settings": changed, "texts": read(changed)} for name, changed in wrong_settings.items()]
    for line in zip(SENTENCES, texts, *(item["texts"] for item in wrong)):
        print(line)
    assert all(item["texts"] != texts for item in wrong), "a wrong variant reads the same"
    write_tensors(folder / "golden.safetensors", tensors)
    write_json(folder / "golden.json", {
        "recordings": len(LENGTHS), "texts": texts, "wrong_values": list(wrong_values), "wrong_settings": wrong,
    })


if __name__ == "__main__":
    with_group_norm()
    with_layer_norm()
