"""Goldens for the picture model: three package layouts with tiny random weights.

    python models/export/goldens/clip.py

hugging_face: a `CLIPModel` as two towers; shortest edge, bicubic, centre crop.
siglip:       a `SiglipModel`: squashed, bilinear, text padded with its own id to a fixed length.
open_clip:    the layout that Immich publishes: `image` and i32 `text` with fixed sizes, odd crops.

Each folder carries `golden.safetensors` (expected input tensors, token ids and vectors)
and `golden.json` (texts, and the wrong variants, each of which must fail a comparison);
the pictures are shared.
"""

import numpy as np
import onnx
import torch
from onnxruntime.quantization import quantize_dynamic
from PIL import Image
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    CLIPConfig,
    CLIPImageProcessorPil,
    CLIPModel,
    PreTrainedTokenizerFast,
    SiglipConfig,
    SiglipImageProcessorPil,
    SiglipModel,
)

from common import ROOT, export, fresh, seed, write_json, write_tensors
from pictures import picture

TEXTS = [
    "a red umbrella on the beach",
    "Two dogs, one cat!",
    "",
    "ÜBER den Wolken — café №7 " + "very " * 40 + "long",
    "snow",
]
SIDE = 32
SIZES = [(123, 160), (61, 97), (151, 25), (32, 32), (20, 17), (65, 64)]
WORDS = "photo red umbrella on the beach with two dogs and one cat in snow very long winter over clouds under bridge near house"


def merged(letters, end):
    """A vocabulary that spells everything with `letters`, and WORDS from the left, with the merges for it."""
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    merges = []
    for word in WORDS.split():
        so_far, *rest = [*word[:-1], word[-1] + end]
        for letter in rest:
            if (so_far, letter) not in merges:
                merges.append((so_far, letter))
                vocabulary.setdefault(so_far + letter, len(vocabulary))
            so_far += letter
    return vocabulary, merges


def byte_level_tokenizer():
    """A byte-level BPE as CLIP's: lower-cased, `</w>` at word ends, eos is the highest id."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary, merges = merged([*alphabet, *(byte + "</w>" for byte in alphabet)], "</w>")
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    size = tokenizer.get_vocab_size()
    tokenizer.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<|startoftext|> $A <|endoftext|>",
        special_tokens=[("<|startoftext|>", size), ("<|endoftext|>", size + 1)],
    )
    return tokenizer, size, size + 1


class ImageTower(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vision, self.projection = model.vision_model, model.visual_projection

    def forward(self, pixel_values):
        return self.projection(self.vision(pixel_values=pixel_values).pooler_output)


class TextTower(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.text, self.projection = model.text_model, model.text_projection

    def forward(self, input_ids):
        return self.projection(self.text(input_ids=input_ids.long()).pooler_output)


class Pooled(torch.nn.Module):
    def __init__(self, tower, argument):
        super().__init__()
        self.tower, self.argument = tower, argument

    def forward(self, value):
        return self.tower(**{self.argument: value}).pooler_output


def tiny_clip(vocabulary, bos, eos, length):
    seed(11)
    model = CLIPModel(
        CLIPConfig(
            text_config=dict(
                vocab_size=vocabulary, hidden_size=24, intermediate_size=48, num_hidden_layers=2,
                num_attention_heads=4, max_position_embeddings=length, projection_dim=24,
                bos_token_id=bos, eos_token_id=eos, pad_token_id=eos,
            ),
            vision_config=dict(
                hidden_size=24, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
                image_size=SIDE, patch_size=16, projection_dim=24,
            ),
            projection_dim=24,
            attn_implementation="eager",
        )
    ).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.mul_(4.0)
    return model


def quantise(source, target):
    """As the hub's `_quantized` files: dynamic, MatMul only."""
    quantize_dynamic(str(source), str(target), op_types_to_quantize=["MatMul"])
    operators = {node.op_type for node in onnx.load(str(target)).graph.node}
    assert "DynamicQuantizeLinear" in operators, operators


def text_vectors(tower, rows, dtype=torch.long):
    """One text at a time and without padding that the graph does not demand."""
    with torch.no_grad():
        return np.concatenate([tower(torch.tensor([row], dtype=dtype)).numpy() for row in rows])


def flat(rows):
    """Rows of differing length as one list and their lengths."""
    return np.array(sum(rows, []), np.int64), np.array([len(row) for row in rows], np.int64)


def golden(folder, inputs, image_embeds, rows, text_embeds, wrong):
    ids, lengths = flat(rows)
    tensors = {
        "pixel_values": inputs.astype(np.float32),
        "image_embeds": image_embeds.astype(np.float32),
        "ids": ids,
        "lengths": lengths,
        "text_embeds": text_embeds.astype(np.float32),
    }
    write_tensors(folder / "golden.safetensors", tensors)
    write_json(folder / "golden.json", {"texts": TEXTS, "pictures": len(SIZES), "wrong": wrong})


def change(name, file, patch, fails):
    """A wrong variant: `patch` merged into `file`; the comparison named `fails` must then fail."""
    return {"name": name, "file": file, "patch": patch, "fails": fails}


def pixel_changes(file, keys):
    return [change(name, file, patch, "pixel_values") for name, patch in keys.items()]


def hugging_face():
    folder = fresh("clip", "hugging_face")
    tokenizer, bos, eos = byte_level_tokenizer()
    model = tiny_clip(eos + 1, bos, eos, 20)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<|startoftext|>", eos_token="<|endoftext|>",
        pad_token="<|endoftext|>", model_max_length=20,
    )
    processor = CLIPImageProcessorPil(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE})
    image, text = ImageTower(model), TextTower(model)
    pixels = torch.randn(2, 3, SIDE, SIDE)
    export(image, (pixels,), folder / "onnx/vision_model.onnx", ["pixel_values"], ["image_embeds"],
           {"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}},
           [(torch.randn(b, 3, SIDE, SIDE),) for b in (1, 3)])
    quantise(folder / "onnx/vision_model.onnx", folder / "onnx/vision_model_quantized.onnx")
    ids = torch.randint(0, bos, (2, 9))
    ids[:, -1] = eos
    checks = [ids, torch.tensor([[bos, eos]]), torch.tensor([[bos] + [5] * 18 + [eos]] * 3)]
    export(text, (ids,), folder / "onnx/text_model.onnx", ["input_ids"], ["text_embeds"],
           {"input_ids": {0: "batch", 1: "length"}, "text_embeds": {0: "batch"}},
           [(c,) for c in checks])
    model.config.architectures = ["CLIPModel"]
    (folder / "config.json").write_text(model.config.to_json_string())
    write_json(folder / "preprocessor_config.json", processor.to_dict())
    fast.save_pretrained(folder)
    inputs = np.stack([processor(Image.fromarray(picture(*s, i)), return_tensors="np")["pixel_values"][0]
                       for i, s in enumerate(SIZES)])
    rows = [fast(t, truncation=True, max_length=20)["input_ids"] for t in TEXTS]
    with torch.no_grad():
        image_embeds = image(torch.tensor(inputs)).numpy()
    file = "preprocessor_config.json"
    wrong = pixel_changes(file, {
        "bilinear instead of bicubic": {"resample": 2},
        "lanczos instead of bicubic": {"resample": 1},
        "nearest instead of bicubic": {"resample": 0},
        "another mean": {"image_mean": [0.5, 0.5, 0.5]},
        "another deviation": {"image_std": [0.5, 0.5, 0.5]},
        "channels the other way round": {"do_flip_channel_order": True},
        "squashed instead of cropped": {"do_center_crop": False, "size": {"height": SIDE, "width": SIDE}},
        "cropped without resizing": {"do_resize": False},
        "cropped from a larger picture": {"size": {"shortest_edge": SIDE + 4}},
        "not scaled to 0..1": {"do_rescale": False},
    })
    wrong += [
        change("cut off later", "config.json", {"text_config": {"max_position_embeddings": 16}}, "ids"),
        change("no text beyond eight tokens", "tokenizer_config.json", {"model_max_length": 8}, "ids"),
    ]
    golden(folder, inputs, image_embeds, rows, text_vectors(text, rows), wrong)
    background = np.random.default_rng(13).normal(0.1, 1, (40, 24)).astype(np.float16)
    write_tensors(folder / "background.safetensors", {"image_embeds": background})
    unit = lambda rows: rows / np.linalg.norm(rows, axis=1, keepdims=True)  # noqa: E731
    cosines = unit(text_vectors(text, rows)) @ unit(background.astype(np.float32)).T
    write_json(folder / "scale.json", {
        "mean": cosines.mean(1).tolist(), "deviation": cosines.std(1).tolist(),
        "wrong": {"not of unit length": (unit(text_vectors(text, rows)) @ background.astype(np.float32).T).mean(1).tolist()},
    })
    write_json(folder / "rummage.json", {
        "name": "golden-clip", "license": "Apache-2.0 OR MIT",
        "concept": {"background": "background.safetensors", "z_cut": 2.5, "cos_cut": 0.1, "relative_cut": 0.8},
    })
    return model, tokenizer, bos, eos


def siglip():
    folder = fresh("clip", "siglip")
    letters = ["<pad>", "</s>", "<unk>", *"abcdefghijklmnopqrstuvwxyz.,!"]
    vocabulary, merges = merged(letters, "")
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>"))
    tokenizer.add_special_tokens(letters[:3])
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="</s>", pad_token="</s>",
                                   unk_token="<unk>", model_max_length=16)
    seed(12)
    model = SiglipModel(
        SiglipConfig(
            text_config=dict(vocab_size=tokenizer.get_vocab_size(), hidden_size=24, intermediate_size=48,
                             num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=16,
                             projection_size=24),
            vision_config=dict(hidden_size=24, intermediate_size=48, num_hidden_layers=2,
                               num_attention_heads=4, image_size=SIDE, patch_size=16),
            attn_implementation="eager",
        )
    ).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.mul_(1.5)
    processor = SiglipImageProcessorPil(size={"height": SIDE, "width": SIDE}, resample=2)
    image, text = Pooled(model.vision_model, "pixel_values"), Pooled(model.text_model, "input_ids")
    export(image, (torch.randn(2, 3, SIDE, SIDE),), folder / "onnx/vision_model.onnx", ["pixel_values"],
           ["pooler_output"], {"pixel_values": {0: "batch"}, "pooler_output": {0: "batch"}},
           [(torch.randn(b, 3, SIDE, SIDE),) for b in (1, 3)])
    ids = torch.randint(3, 40, (2, 16))
    export(text, (ids,), folder / "onnx/text_model.onnx", ["input_ids"], ["pooler_output"],
           {"input_ids": {0: "batch", 1: "length"}, "pooler_output": {0: "batch"}}, [(ids[:1],)])
    model.config.architectures = ["SiglipModel"]
    (folder / "config.json").write_text(model.config.to_json_string())
    write_json(folder / "preprocessor_config.json", processor.to_dict())
    fast.save_pretrained(folder)
    inputs = np.stack([processor(Image.fromarray(picture(*s, i)), return_tensors="np")["pixel_values"][0]
                       for i, s in enumerate(SIZES)])
    rows = [fast(t, truncation=True, max_length=16, padding="max_length")["input_ids"] for t in TEXTS]
    with torch.no_grad():
        image_embeds = image(torch.tensor(inputs)).numpy()
    wrong = pixel_changes("preprocessor_config.json", {
        "bicubic instead of bilinear": {"resample": 3},
        "another mean": {"image_mean": [0.48, 0.46, 0.41]},
        "channels the other way round": {"do_flip_channel_order": True},
        "cropped instead of squashed": {"size": {"shortest_edge": SIDE}, "do_center_crop": True,
                                        "crop_size": {"height": SIDE, "width": SIDE}},
    })
    wrong += [
        change("padded with another id", "tokenizer_config.json", {"pad_token": "<pad>"}, "ids"),
        change("padded with another id", "tokenizer_config.json", {"pad_token": "<pad>"}, "text_embeds"),
        change("not padded", "config.json", {"model_type": "clip"}, "ids"),
        change("not padded", "config.json", {"model_type": "clip"}, "text_embeds"),
    ]
    golden(folder, inputs, image_embeds, rows, text_vectors(text, rows), wrong)


def open_clip(model, tokenizer, bos, eos):
    """The same weights as `hugging_face`, laid out and exported as Immich does."""
    folder = fresh("clip", "open_clip")
    image, text = ImageTower(model), TextTower(model)
    export(image, (torch.randn(1, 3, SIDE, SIDE),), folder / "visual/model.onnx", ["image"], ["embedding"], None,
           [(torch.randn(1, 3, SIDE, SIDE),)])
    ids = torch.full((1, 20), eos, dtype=torch.int32)
    export(text, (ids,), folder / "textual/model.onnx", ["text"], ["embedding"], None, [(ids,)])
    mean, std = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
    write_json(folder / "config.json", {
        "embed_dim": 24, "vision_cfg": {"image_size": SIDE}, "text_cfg": {"context_length": 20, "vocab_size": eos + 1},
    })
    write_json(folder / "visual/preprocess_cfg.json", {
        "size": [SIDE, SIDE], "mode": "RGB", "mean": mean, "std": std, "interpolation": "bicubic",
        "resize_mode": "shortest", "fill_color": 0,
    })
    (folder / "textual").mkdir(exist_ok=True)
    tokenizer.save(str(folder / "textual/tokenizer.json"))
    write_json(folder / "textual/tokenizer_config.json", {"pad_token": "<|endoftext|>", "model_max_length": 20})

    def transform(image):
        """torchvision's Resize and CenterCrop on a PIL picture, as open_clip composes them."""
        width, height = image.size
        short, long = min(width, height), max(width, height)
        other = int(SIDE * long / short)
        image = image.resize((SIDE, other) if width <= height else (other, SIDE), Image.BICUBIC)
        width, height = image.size
        top, left = int(round((height - SIDE) / 2.0)), int(round((width - SIDE) / 2.0))
        pixels = np.asarray(image.crop((left, top, left + SIDE, top + SIDE)), np.float32) / 255
        return ((pixels - np.array(mean, np.float32)) / np.array(std, np.float32)).transpose(2, 0, 1)

    inputs = np.stack([transform(Image.fromarray(picture(*s, i))) for i, s in enumerate(SIZES)])
    rows = []
    for t in TEXTS:
        tokenizer.enable_truncation(20)
        row = tokenizer.encode(t).ids
        rows.append(row + [eos] * (20 - len(row)))
    tokenizer.no_truncation()
    with torch.no_grad():
        image_embeds = image(torch.tensor(inputs)).numpy()
    wrong = pixel_changes("visual/preprocess_cfg.json", {
        "bilinear instead of bicubic": {"interpolation": "bilinear"},
        "another mean": {"mean": [0.5, 0.5, 0.5]},
        "squashed instead of cropped": {"resize_mode": "squash"},
    })
    wrong += [change("padded with another id", "textual/tokenizer_config.json", {"pad_token": "a"}, "ids")]
    golden(folder, inputs, image_embeds, rows, text_vectors(text, rows, torch.int32), wrong)


if __name__ == "__main__":
    open_clip(*hugging_face())
    siglip()
    write_tensors(ROOT / "clip" / "pictures.safetensors",
                  {f"picture.{i}": picture(*size, i) for i, size in enumerate(SIZES)})
