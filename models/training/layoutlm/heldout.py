"""The fixed pages of the held-out layouts, with companies that training never saw: clean, through OCR noise, and really scanned."""

import json
import random
from pathlib import Path

from papers import layouts, ocr
from papers.fit_noise import rasterise
from papers.noise import Noise
from papers.page import Page, Word

# the families that were held out first; figures on them alone can be compared over all versions of the weights
FIRST = [f"train-held-{name}" for name in (
    "invoice-stacked", "invoice-middle", "invoice-bottom-sender", "invoice-totals-first", "receipt-sums-first", "receipt-foot-data",
    "letter-mono", "form-mono", "statement-mono", "contract-mono", "other-mono",
)]
FAMILIES = FIRST + [name for name in layouts.HELD_OUT if name not in FIRST]


def clean(per_family: int) -> list[Page]:
    """`per_family` pages of each family, those of `FIRST` first."""
    return [layouts.page_of(family, random.Random(f"held:{family}:{seed}"), "evaluation")[0] for family in FAMILIES for seed in range(per_family)]


def noised(pages: list[Page]) -> list[Page]:
    noise = Noise()
    return [noise.apply(page, random.Random(f"noised:{i}")) for i, page in enumerate(pages)]


def scanned(per_family: int, scratch: Path) -> tuple[list[Page], list[Page]]:
    """(pages as Tesseract reads them, pages as they were printed). Tesseract's words are kept in SCRATCH/held_out_scans.jsonl."""
    cache = scratch / "held_out_scans.jsonl"
    known = {row["name"]: row for row in map(json.loads, cache.read_text(encoding="utf-8").splitlines())} if cache.exists() else {}
    seen, truths = [], []
    with open(cache, "a", encoding="utf-8") as lines:
        for family in FAMILIES:
            for seed in range(per_family):
                name = f"{family}:{seed}"
                page, sheet = layouts.page_of(family, random.Random(f"scan:{name}"), "evaluation")
                if name not in known:
                    image, _ = rasterise(sheet, random.Random(f"scanner:{name}"))
                    known[name] = {"name": name, **ocr.read_image(image)}
                    lines.write(json.dumps(known[name], ensure_ascii=False) + "\n")
                    lines.flush()
                row = known[name]
                seen.append(Page(row["width"], row["height"], page.kind, family, [Word(w["text"], tuple(w["box"])) for w in row["words"]]))
                truths.append(page)
    return seen, truths
