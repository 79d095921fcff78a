"""Golden for the layout model: a LayoutLM with tiny random weights and a kind head, on two invented pages.

    python models/export/goldens/layoutlm.py

`golden.safetensors` carries, for each page, what `transformers` says of every window, and the label
scores of each word; `golden.json` the pages, and wrong variants of the input, each of which must be
told from the right one.
"""

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import LayoutLMConfig, LayoutLMModel

from common import export, fresh, seed, write_json, write_tensors

LABELS = ["O", "B-vendor", "I-vendor", "B-total", "I-total", "B-invoice_date", "I-invoice_date"]
KINDS = ["invoice", "receipt", "letter", "form", "statement", "contract", "other"]
WORDS = "invoice acme ltd total due date no. 2026-03-01 1.471,60 € vat 19% müller thank you page of".split()
WINDOW, OVERLAP = 64, 31


def tokenizer():
    """WordPiece over single characters and a few whole words, lower-cased, digits single."""
    letters = sorted(set("abcdefghijklmnopqrstuvwxyz0123456789.,-%€"))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *("##" + c for c in letters)]
    vocabulary += ["invoice", "total", "date", "##ice", "ac", "##me"]
    built = Tokenizer(models.WordPiece({t: i for i, t in enumerate(vocabulary)}, unk_token="[UNK]"))
    built.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    built.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits(individual_digits=True)]
    )
    return built


class Tower(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        self.layoutlm = LayoutLMModel(config)
        self.words = torch.nn.Linear(config.hidden_size, len(LABELS))
        self.kinds = torch.nn.Linear(config.hidden_size, len(KINDS))

    def forward(self, input_ids, bbox, attention_mask, token_type_ids):
        states = self.layoutlm(
            input_ids=input_ids, bbox=bbox, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.words(states), self.kinds(states[:, 0])


def page(words, width, height, columns, number):
    """Words set in lines; the last box reaches over the edge of the page, as OCR boxes do."""
    random = np.random.default_rng(number)
    placed = []
    for index in range(words):
        x = (index % columns) * width / columns
        y = (index // columns) * height / (words // columns + 1)
        text = WORDS[random.integers(len(WORDS))]
        placed.append({"text": text, "box": [x, y, x + width / columns * 0.9, y + 9.5]})
    placed[-1]["box"][2] = width * 1.02
    return {"width": width, "height": height, "words": placed}


def thousandths(box, width, height):
    x0, y0, x1, y1 = np.array(box, np.float32).astype(float)
    width, height = float(np.float32(width)), float(np.float32(height))
    clamp = lambda value: min(1000, max(0, int(value // 1)))
    return [clamp(1000 * x0 / width), clamp(1000 * y0 / height), clamp(1000 * x1 / width), clamp(1000 * y1 / height)]


def rows(built, page):
    """Token ids, boxes and the word that each token begins (-1 for none)."""
    ids, boxes, begins = [], [], []
    for index, word in enumerate(page["words"]):
        for position, token in enumerate(built.encode(word["text"], add_special_tokens=False).ids):
            ids.append(token)
            boxes.append(thousandths(word["box"], page["width"], page["height"]))
            begins.append(index if position == 0 else -1)
    return ids, boxes, begins


def scores(run, built, page, box_of=lambda box: box, ends=(0, 1000)):
    """Label scores of each word and kind scores of the first window."""
    cls, sep = built.token_to_id("[CLS]"), built.token_to_id("[SEP]")
    ids, boxes, begins = rows(built, page)
    room, starts = WINDOW - 2, [0]
    while starts[-1] + room < len(ids):
        starts.append(starts[-1] + room - OVERLAP)
    spans = [(start, min(start + room, len(ids))) for start in starts]
    outputs = []
    for start, end in spans:
        row = [cls, *ids[start:end], sep]
        place = [[ends[0]] * 4, *(box_of(b) for b in boxes[start:end]), [ends[1]] * 4]
        ones = torch.ones(1, len(row), dtype=torch.long)
        with torch.no_grad():
            labels, kinds = run(torch.tensor([row]), torch.tensor([place]), ones, torch.zeros_like(ones))
        outputs.append((labels[0].numpy(), kinds[0].numpy()))

    def distance(window, token):
        start, end = spans[window]
        before = token - start if window > 0 else 10**9
        after = end - 1 - token if window < len(spans) - 1 else 10**9
        return min(before, after)

    words = np.zeros((len(page["words"]), len(LABELS)), np.float32)
    for token, word in enumerate(begins):
        if word >= 0:
            inside = [w for w, (start, end) in enumerate(spans) if start <= token < end]
            window = max(inside, key=lambda w: (distance(w, token), -w))
            words[word] = outputs[window][0][1 + token - spans[window][0]]
    return words, outputs[0][1], len(spans)


def main():
    folder = fresh("layoutlm")
    seed(21)
    built = tokenizer()
    config = LayoutLMConfig(
        vocab_size=built.get_vocab_size(), hidden_size=12, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=24, max_position_embeddings=WINDOW, max_2d_position_embeddings=1001,
        id2label=dict(enumerate(LABELS)), label2id={l: i for i, l in enumerate(LABELS)},
        attn_implementation="eager",
    )
    model = Tower(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.mul_(6.0)

    def example(batch, length):
        boxes = torch.sort(torch.randint(0, 1001, (batch, length, 4)), dim=-1).values
        mask = torch.ones(batch, length, dtype=torch.long)
        mask[-1, length // 2 :] = 0
        return (torch.randint(0, 60, (batch, length)), boxes, mask, torch.zeros_like(mask))

    names = ["input_ids", "bbox", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in [*names, "logits"]} | {"kind_logits": {0: "batch"}}
    export(model, example(2, 23), folder / "onnx/model.onnx", names, ["logits", "kind_logits"], axes,
           [example(b, t) for b in (1, 3) for t in (7, 33, 64)])
    described = config.to_dict() | {
        "architectures": ["LayoutLMForTokenClassification"],
        "kind_id2label": {str(i): kind for i, kind in enumerate(KINDS)},
    }
    write_json(folder / "config.json", described)
    built.save(str(folder / "tokenizer.json"))
    write_json(folder / "tokenizer_config.json", {
        "tokenizer_class": "BertTokenizer", "do_lower_case": True, "cls_token": "[CLS]", "sep_token": "[SEP]",
        "pad_token": "[PAD]", "unk_token": "[UNK]", "sep_token_box": [1000] * 4,
    })
    write_json(folder / "rummage.json", {"name": "golden-layoutlm", "license": "Apache-2.0 OR MIT"})

    pages = [page(9, 595.3, 841.9, 3, 1), page(70, 1240.0, 1754.0, 7, 2), page(3, 300.0, 900.0, 3, 3)]
    tensors, wrong = {}, {
        "boxes of another scale": dict(box_of=lambda box: [v * 255 // 1000 for v in box]),
        "x and y exchanged": dict(box_of=lambda box: [box[1], box[0], box[3], box[2]]),
        "the end at the origin": dict(ends=(0, 0)),
    }
    windows = []
    for index, item in enumerate(pages):
        labels, kinds, count = scores(model, built, item)
        windows.append(count)
        tensors |= {f"labels.{index}": labels, f"kinds.{index}": kinds}
        for number, change in enumerate(wrong.values()):
            tensors[f"wrong.{number}.{index}"] = scores(model, built, item, **change)[0]
    assert windows[0] == 1 and windows[1] > 2, windows
    write_tensors(folder / "golden.safetensors", tensors)
    write_json(folder / "golden.json", {"pages": pages, "windows": windows, "wrong": list(wrong)})


if __name__ == "__main__":
    main()
