"""Writes PACKAGE/golden.json: pages with every step from words to fields, for the application's own code to agree with.

    python -m layoutlm.golden PACKAGE

Per page: words and boxes in page units; their reading order; windows (token ids, boxes, per token the word that it begins
or -1); the window that owns each token; the label of each word; the best span per field; the rows of line items; the kind's logits.
"""

import json
import random
import sys
from pathlib import Path

from tokenizers import Tokenizer

from papers import layouts
from papers.page import Page

from .encode import best_spans, encode, owner, reading_order, spans, word_scores
from .items import line_items
from .labels import KINDS, LABELS
from .reading import onnx_runner, softmax


def joined(pages: list[Page]) -> Page:
    """Pages set below one another on a taller sheet, so that there are several windows."""
    whole, y = Page(max(p.width for p in pages), 0, "other", "joined"), 0.0
    for page in pages:
        for word in page.words:
            word.box = (word.box[0], word.box[1] + y, word.box[2], word.box[3] + y)
            whole.words.append(word)
        y += page.height
    whole.height = y
    return whole


def record(page: Page, tokenizer: Tokenizer, run) -> dict:
    texts, boxes = [w.text for w in page.words], [[round(v, 2) for v in w.box] for w in page.words]
    width, height = round(page.width, 2), round(page.height, 2)
    windows = encode(tokenizer, texts, boxes, width, height)
    outputs = [run(w) for w in windows]
    chances = [softmax(s) for s in word_scores(windows, [logits for logits, _ in outputs], len(texts))]
    labels = [LABELS[int(c.argmax())] for c in chances]
    found = spans(reading_order(boxes), labels, [float(c.max()) for c in chances])
    return {
        "width": width, "height": height, "words": texts, "boxes": boxes, "order": reading_order(boxes),
        "windows": [{"ids": w.ids, "boxes": w.boxes, "words": w.words, "first_token": w.tokens.start} for w in windows],
        "owners": [owner(windows, t) for t in range(windows[-1].tokens.stop)], "labels": labels,
        "fields": {n: {"words": s.words, "confidence": round(s.confidence, 4)} for n, s in best_spans(found).items()},
        "items": [{n: {"words": s.words, "confidence": round(s.confidence, 4)} for n, s in row.parts.items()} for row in line_items(found, boxes)],
        "kind": KINDS[int(outputs[0][1].argmax())], "kind_logits": [round(float(v), 4) for v in outputs[0][1]],
    }


def main(package: Path) -> None:
    tokenizer, run = Tokenizer.from_file(str(package / "tokenizer.json")), onnx_runner(package / "onnx" / "model.onnx")
    draw = lambda family, seed: layouts.page_of(family, random.Random(f"golden:{seed}"), "evaluation")[0]
    pages = [draw("train-held-invoice-stacked", 1), draw("train-held-receipt-sums-first", 2), joined([draw("train-held-invoice-middle", s) for s in (3, 4, 5)])]
    records = [record(page, tokenizer, run) for page in pages]
    (package / "golden.json").write_text(json.dumps(records, ensure_ascii=False, separators=(",", ":")).replace('},{"width"', '},\n{"width"') + "\n", encoding="utf-8")
    print([(len(r["words"]), len(r["windows"]), r["kind"], list(r["fields"])) for r in records])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
