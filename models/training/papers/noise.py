"""Makes a clean page look as OCR would have read it, with the errors measured by `fit_noise` (ocr_noise.json).

Words are dropped, split, merged and misread, boxes tremble, and specks become words; labels follow their words.
"""

import json
import random
from pathlib import Path

from .page import Page, Word

GOES_ON = "I-item_description"
TABLE = Path(__file__).with_name("ocr_noise.json")


class Noise:
    def __init__(self, table: dict | None = None):
        self.table = table or json.loads(TABLE.read_text(encoding="utf-8"))
        self.misread = {c: (sum(options.values()), list(options), list(options.values())) for c, options in self.table["misread"].items()}

    def read(self, text: str, rng: random.Random, strength: float) -> str:
        """The text as misread; the empty string stands for a word that vanished."""
        out = []
        for char in text:
            rate, options, weights = self.misread.get(char, (self.table["misread_other"], [""], [1]))
            out.append(rng.choices(options, weights)[0] if rng.random() < rate * strength else char)
        return "".join(out)

    def apply(self, page: Page, rng: random.Random) -> Page:
        table, strength = self.table, rng.choice(self.table["page_strength"])
        words: list[Word] = []
        begun = ""  # the label of a beginning that vanished: the next word of its span begins it
        for word in page.words:
            text = "" if rng.random() < table["drop"] * strength else self.read(word.text, rng, strength)
            if not text.strip():
                begun = word.label if word.label.startswith("B-") else begun
                continue
            label = begun if begun and word.label == f"I-{begun[2:]}" else word.label
            begun = ""
            x0, y0, x1, y1 = word.box
            height = y1 - y0
            x0, y0, x1, y1 = (v + rng.gauss(mean, spread) * height for v, (mean, spread) in zip((x0, y0, x1, y1), table["jitter"]))
            x1, y1 = max(x1, x0 + 1), max(y1, y0 + 1)
            last = words[-1] if words else None
            near = last and abs(last.box[1] - y0) < height * 0.5 and 0 <= x0 - last.box[2] < height * 0.6
            if near and rng.random() < table["merge"] * strength:
                last.text += text
                last.box = (last.box[0], min(last.box[1], y0), x1, max(last.box[3], y1))
            elif len(text) > 3 and rng.random() < table["split"] * strength:
                cut = rng.randint(1, len(text) - 1)
                middle = x0 + (x1 - x0) * cut / len(text)
                words.append(Word(text[:cut], (x0, y0, middle, y1), label))
                words.append(Word(text[cut:], (middle, y0, x1, y1), "I-" + label[2:] if label != "O" else "O"))
            else:
                words.append(Word(text, (x0, y0, x1, y1), label))
            if rng.random() < table["extra"] * strength:
                x, y = rng.uniform(0, page.width * 0.95), y0 + rng.gauss(0, height)
                words.append(Word(rng.choice(table["extra_texts"]), (x, y, x + height, y + height * 0.8)))
        return Page(page.width, page.height, page.kind, page.layout, mend_labels(words), page.unknown)


def mend_labels(words: list[Word]) -> list[Word]:
    """A field's first word begins it, whatever was cut off before. A description may go on below its row's other words."""
    before = "O"
    for word in words:
        if word.label.startswith("I-") and before[2:] != word.label[2:] and word.label != GOES_ON:
            word.label = "B-" + word.label[2:]
        before = word.label
    return words
