"""Field F1 and kind accuracy on layouts, companies and real papers that training never saw.

    RUMMAGE_DATA=DIR python -m layoutlm.evaluate PACKAGE SCRATCH [PAGES]      scores PACKAGE/onnx/model.onnx, as shipped

PAGES is the number of pages a held-out family (30).

A field counts as found when the text of its best span equals, letters and digits folded, a text that carries the field on
the page (generated pages), or reads as the true value (real papers: names by letters and digits, dates and amounts by value).
"""

import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from papers import layouts
from papers.noise import Noise, mend_labels
from papers.page import Page

from . import real, values
from .encode import best_spans, encode, reading_order, spans, word_scores
from .labels import FIELDS, KINDS, LABELS


def onnx_runner(path: Path):
    """Runs one window through the exported graph, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(window):
        ids = np.array([window.ids], dtype=np.int64)
        logits, kinds = session.run(["logits", "kind_logits"], {"input_ids": ids, "bbox": np.array([window.boxes], dtype=np.int64), "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)})
        return logits[0], kinds[0]

    return run


def softmax(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def understand(run, tokenizer: Tokenizer, page: Page) -> tuple[dict, str]:
    """Best span per field (as (text, confidence)) and the kind of a page, by its first window."""
    boxes = [w.box for w in page.words]
    windows = encode(tokenizer, [w.text for w in page.words], boxes, page.width, page.height)
    outputs = [run(window) for window in windows]
    scores = word_scores(windows, [logits for logits, _ in outputs], len(page.words))
    chances = [softmax(s) if s is not None else np.eye(len(LABELS))[0] for s in scores]
    labels, confidences = [LABELS[int(c.argmax())] for c in chances], [float(c.max()) for c in chances]
    best = best_spans(spans(reading_order(boxes), labels, confidences))
    found = {name: (" ".join(page.words[i].text for i in span.words), span.confidence) for name, span in best.items()}
    return found, KINDS[int(outputs[0][1].argmax())]


def printed(page: Page) -> dict[str, set[str]]:
    """Per field the texts that carry it on a generated page."""
    order = reading_order([w.box for w in page.words])
    truth = defaultdict(set)
    for span in spans(order, [w.label for w in page.words], [1.0] * len(page.words)):
        truth[span.field].add(values.plain(" ".join(page.words[i].text for i in span.words)))
    return truth


class Score:
    def __init__(self):
        self.right, self.given, self.true = (dict.fromkeys(FIELDS, 0) for _ in range(3))
        self.kinds = []

    def add(self, found: dict, truth: dict, same) -> None:
        """`truth` maps fields to true values; `same(field, text, value)` decides."""
        for name in FIELDS:
            self.given[name] += name in found
            self.true[name] += name in truth
            self.right[name] += name in found and name in truth and same(name, found[name][0], truth[name])

    def f1(self, name: str | None = None) -> float:
        names = [name] if name else FIELDS
        right, given, true = (sum(table[n] for n in names) for table in (self.right, self.given, self.true))
        return 2 * right / max(1, given + true)

    def summary(self) -> dict:
        fields = {n: round(self.f1(n), 3) for n in FIELDS if self.true[n]}
        return {"f1": round(self.f1(), 3), "kind": round(sum(self.kinds) / max(1, len(self.kinds)), 3), **fields}


def held_out_pages(per_family: int) -> list[Page]:
    """Pages of the held-out families with companies that training never saw, each once clean and once noised."""
    noise, pages = Noise(), []
    for family in layouts.HELD_OUT:
        for seed in range(per_family):
            pages.append(layouts.page_of(family, random.Random(f"held:{family}:{seed}"), "evaluation")[0])
    return pages + [noise.apply(page, random.Random(f"noised:{i}")) for i, page in enumerate(pages)]


def score_generated(run, tokenizer: Tokenizer, pages: list[Page]) -> Score:
    score = Score()
    for page in pages:
        found, kind = understand(run, tokenizer, page)
        score.kinds.append(kind == page.kind)
        if kind not in ("invoice", "receipt"):
            found = {}  # fields are read only from what the model itself takes for an invoice or a receipt
        score.add(found, printed(page), lambda _, text, truth: values.plain(text) in truth)
    return score


def same_value(name: str, text: str, truth: str) -> bool:
    if name in ("vendor", "customer", "invoice_number"):
        return values.plain(text) in {values.plain(truth), *(values.plain(line) for line in truth.split("\n"))}
    if name in ("invoice_date", "due_date"):
        return bool(values.dates(text) & values.dates(truth))
    if name == "currency":
        return text.strip("():.,").casefold() in real.MARKS.get(truth, {truth.casefold()})
    return values.cents(text) is not None and values.cents(text) == values.cents(truth)


def score_real(run, tokenizer: Tokenizer, truths: list[real.Truth], kind: str) -> Score:
    """One answer per field over all pages of a document, the most confident; only fields that the truth tells."""
    score = Score()
    for truth in truths:
        best = {}
        for number, page in enumerate(truth.pages):
            found, page_kind = understand(run, tokenizer, page)
            if number == 0:
                score.kinds.append(page_kind == kind)
            for name, (text, confidence) in found.items():
                if name not in best or confidence > best[name][1]:
                    best[name] = (text, confidence)
        told = {name: value for name, value in truth.fields.items() if value}
        score.add({n: v for n, v in best.items() if n in truth.fields and n in told}, told, same_value)
    return score


def readable(truths: list[real.Truth]) -> dict[str, float]:
    """The share of documents on whose words the truth was found at all: what no tagger can exceed."""
    names = [n for n in FIELDS if any(t.fields.get(n) for t in truths)]
    return {n: round(sum(any(w.label == f"B-{n}" for p in t.pages for w in p.words) for t in truths if t.fields.get(n)) / max(1, sum(bool(t.fields.get(n)) for t in truths)), 3) for n in names}


def main(package: Path, scratch: Path, per_family: int) -> None:
    tokenizer, run = Tokenizer.from_file(str(package / "tokenizer.json")), onnx_runner(package / "onnx" / "model.onnx")
    pages = held_out_pages(per_family)
    started = time.process_time()
    for name, part in (("held-out layouts, clean", pages[:len(pages) // 2]), ("held-out layouts, noised", pages[len(pages) // 2:])):
        print(f"{name} ({len(part)} pages): {json.dumps(score_generated(run, tokenizer, part).summary())}")
    print(f"{1000 * (time.process_time() - started) / len(pages):.1f} ms of processor time a page, tokenising and decoding in Python included")
    rng, noise = random.Random("seen"), Noise()
    seen = [layouts.page_of(family, random.Random(f"seen:{family}:{n}"), "evaluation")[0] for family in layouts.TRAINING for n in range(8)]
    seen = [noise.apply(p, rng) if i % 2 else p for i, p in enumerate(seen)]
    for page in seen:
        page.words = mend_labels(page.words)
    print(f"training layouts, new companies, half noised ({len(seen)} pages): {json.dumps(score_generated(run, tokenizer, seen).summary())}")
    for name, truths, kind in (("SROIE", real.sroie(scratch)[1], "receipt"), ("e-invoices", real.einvoices()[1], "invoice")):
        if truths:
            print(f"{name}, held out ({len(truths)} documents): {json.dumps(score_real(run, tokenizer, truths, kind).summary())}; readable {json.dumps(readable(truths))}")
        else:
            print(f"{name}: skipped, RUMMAGE_DATA is not set (or its words were not read)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 30)
