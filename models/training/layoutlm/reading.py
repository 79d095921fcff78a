"""The exported graph at work: from a page to its fields, line items and kind, as the application reads it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from papers.page import Page

from .encode import best_spans, encode, reading_order, spans, word_scores
from .items import LineItem, line_items
from .labels import KINDS, LABELS


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


@dataclass
class Reading:
    fields: dict[str, tuple[str, float]]  # the best span of each field: its text and confidence
    items: list[dict[str, str]]  # per row the text of its parts
    kind: str

    def of_a_sale(self) -> "Reading":
        """Fields and items count only on what the model itself takes for an invoice or a receipt."""
        return self if self.kind in ("invoice", "receipt") else Reading({}, [], self.kind)


def texts(rows: list[LineItem], page: Page) -> list[dict[str, str]]:
    return [{name: " ".join(page.words[i].text for i in span.words) for name, span in row.parts.items()} for row in rows]


def understand(run, tokenizer: Tokenizer, page: Page) -> Reading:
    """What `run` (a window to logits and kind logits) reads on a page; the kind by its first window."""
    boxes = [w.box for w in page.words]
    windows = encode(tokenizer, [w.text for w in page.words], boxes, page.width, page.height)
    outputs = [run(window) for window in windows]
    scores = word_scores(windows, [logits for logits, _ in outputs], len(page.words))
    chances = [softmax(s) if s is not None else np.eye(len(LABELS))[0] for s in scores]
    labels, confidences = [LABELS[int(c.argmax())] for c in chances], [float(c.max()) for c in chances]
    found = spans(reading_order(boxes), labels, confidences)
    fields = {name: (" ".join(page.words[i].text for i in span.words), span.confidence) for name, span in best_spans(found).items()}
    return Reading(fields, texts(line_items(found, boxes), page), KINDS[int(outputs[0][1].argmax())])
