"""The endless, seeded stream of training windows: generated pages above all, real ones among them, cut into batches."""

import random
from pathlib import Path

import torch
from tokenizers import Tokenizer

from papers import layouts, names
from papers.fit_noise import line_words
from papers.noise import Noise, mend_labels
from papers.page import Page, Word

from . import real
from .encode import encode
from .labels import IGNORED, KINDS, LABEL_ID, LABELS

SROIE_SHARE, EINVOICE_SHARE = 0.1, 0.04
NOISED = 0.5  # of the generated pages
CONTINUED = 0.08  # invoices of which only the upper or the lower part is on the page
PLAIN_TOKENS = 160  # of a page without fields: enough to tell its kind
BATCH_TOKENS = 3072


def cut_page(page: Page, rng: random.Random) -> Page:
    """One part of a page that went over two sheets."""
    ys = sorted(w.box[1] for w in page.words)
    at = ys[len(ys) * rng.randint(40, 75) // 100]
    lower = rng.random() < 0.5
    shift = at - rng.uniform(20, 60) if lower else 0
    words = [Word(w.text, (w.box[0], w.box[1] - shift, w.box[2], w.box[3] - shift), w.label) for w in page.words if (w.box[1] >= at) == lower]
    return Page(page.width, page.height, page.kind, page.layout, words, page.unknown)


def placed(page: Page, rng: random.Random, least: float) -> Page:
    """The same page elsewhere on its sheet, or cropped: scaled and shifted, as scanners and phones do."""
    sx, sy = (rng.uniform(least, 1.12) for _ in range(2))
    dx, dy = rng.uniform(-0.02, max(0.0, 1 - sx)) * page.width, rng.uniform(-0.02, max(0.0, 1 - sy)) * page.height
    words = [Word(w.text, (w.box[0] * sx + dx, w.box[1] * sy + dy, w.box[2] * sx + dx, w.box[3] * sy + dy), w.label) for w in page.words]
    return Page(page.width, page.height, page.kind, page.layout, words, page.unknown)


def renamed(page: Page, rng: random.Random) -> Page:
    """The same receipt from another shop, so that the few real names are not learnt by heart."""
    words = list(page.words)
    at = [i for i, w in enumerate(words) if w.label == "B-vendor"]
    if len(at) == 1:
        end = next((i for i in range(at[0] + 1, len(words)) if words[i].label != "I-vendor"), len(words))
        (x0, y0, *_), (_, _, x1, y1) = words[at[0]].box, words[end - 1].box
        if x1 > x0 and y1 > y0:  # on one line
            name = rng.choice(names.company_pool("training")["my"])
            words[at[0]:end] = [Word(text, box, "I-vendor" if i else "B-vendor") for i, (text, box) in enumerate(line_words(name, (x0, y0, x1, y1)))]
    return Page(page.width, page.height, page.kind, page.layout, words, page.unknown)


class Stream:
    """`scratch` holds the words of the real receipts; without it all pages are generated."""

    def __init__(self, tokenizer: Tokenizer, scratch: Path | None, seed: int):
        self.tokenizer, self.seed, self.noise = tokenizer, seed, Noise()
        receipts = real.sroie(scratch)[0] if scratch else []
        self.sroie, self.transcribed = ([p for t in receipts for p in pages(t)] for pages in (lambda t: t.pages, lambda t: t.transcribed))
        self.einvoices = [p for t in real.einvoices()[0] for p in t.pages] if scratch else []

    def page(self, index: int) -> Page:
        rng = random.Random(f"stream:{self.seed}:{index}")
        draw = rng.random()
        if self.sroie and draw < SROIE_SHARE:
            transcribed = rng.random() < 0.4
            page = placed(rng.choice(self.transcribed if transcribed else self.sroie), rng, 0.75)
            if rng.random() < 0.4:
                page = renamed(page, rng)
            return self.noise.apply(page, rng) if transcribed else page
        if self.einvoices and draw > 1 - EINVOICE_SHARE:
            page = rng.choice(self.einvoices)
            page = placed(page, rng, 0.95)
            return self.noise.apply(page, rng) if rng.random() < 0.4 else page
        page = layouts.training_page(self.seed * 10_000_000 + index)
        if page.kind == "invoice" and rng.random() < CONTINUED:
            page = cut_page(page, rng)
        if rng.random() < 0.3:
            page = placed(page, rng, 0.85)
        if rng.random() < NOISED:
            page = self.noise.apply(page, rng)
        page.words = mend_labels(page.words)
        return page

    def examples(self, index: int):
        """(window, label ids per token, fields unknown on the page, kind id)."""
        page = self.page(index)
        if not page.words:
            return
        labels = [LABEL_ID.get(w.label, IGNORED) for w in page.words]
        unknown = torch.tensor([label[2:] in page.unknown for label in LABELS])
        windows = encode(self.tokenizer, [w.text for w in page.words], [w.box for w in page.words], page.width, page.height)
        if page.kind not in ("invoice", "receipt") and index % 4:
            windows = windows[:1]
            for part in (windows[0].ids, windows[0].boxes, windows[0].words):
                del part[PLAIN_TOKENS:-1]
        for window in windows:
            yield window, [labels[w] if w >= 0 else IGNORED for w in window.words], unknown, KINDS.index(page.kind)

    def batches(self, start: int = 0, pool: int = 160):
        """Endless batches of windows of similar length; each comes with the number of pages used so far."""
        index = start
        while True:
            examples = []
            while len(examples) < pool:
                examples += self.examples(index)
                index += 1
            examples.sort(key=lambda e: len(e[0].ids))
            cut, groups = [], []
            for example in examples:
                if cut and len(example[0].ids) * (len(cut) + 1) > BATCH_TOKENS:
                    groups.append(cut)
                    cut = []
                cut.append(example)
            random.Random(f"order:{self.seed}:{index}").shuffle(groups := groups + [cut])
            for group in groups:
                yield collate(group), index


def collate(group) -> dict[str, torch.Tensor]:
    length = max(len(window.ids) for window, *_ in group)
    batch = {
        "input_ids": torch.zeros(len(group), length, dtype=torch.long), "bbox": torch.zeros(len(group), length, 4, dtype=torch.long),
        "attention_mask": torch.zeros(len(group), length, dtype=torch.long), "labels": torch.full((len(group), length), IGNORED),
        "unknown": torch.stack([unknown for _, _, unknown, _ in group]), "kind": torch.tensor([kind for *_, kind in group]),
    }
    for row, (window, labels, _, _) in enumerate(group):
        n = len(window.ids)
        batch["input_ids"][row, :n] = torch.tensor(window.ids)
        batch["bbox"][row, :n] = torch.tensor(window.boxes)
        batch["attention_mask"][row, :n] = 1
        batch["labels"][row, :n] = torch.tensor(labels)
    batch["token_type_ids"] = torch.zeros_like(batch["input_ids"])
    return batch
