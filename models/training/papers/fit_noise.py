"""Measures what Tesseract does to pages whose words are known, and writes ocr_noise.json.

    python -m papers.fit_noise SCRATCH [PAGES]      reads and writes SCRATCH/{generated,sroie_words}.jsonl

Generated pages are rasterised as scans of varied quality. With RUMMAGE_DATA set, misread characters are also counted on
the SROIE receipts that Tesseract has read (`python -m papers.ocr SCRATCH/sroie_words.jsonl …`), upper-cased as their truth is.
"""

import difflib
import io
import json
import os
import random
import statistics
import sys
from collections import Counter, defaultdict
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from . import layouts, ocr
from .noise import TABLE
from .page import FONTS, Sheet


def rasterise(sheet: Sheet, rng: random.Random) -> tuple[Image.Image, float]:
    """The sheet as a poor or a good scan; returns the image and its pixels per point."""
    dpi = rng.choice((110, 130, 150, 150, 200))
    scale = dpi / 72
    image = Image.new("L", (int(sheet.width * scale), int(sheet.height * scale)), rng.randint(225, 255))
    draw = ImageDraw.Draw(image)
    for x, y, text, size, bold in sheet.runs:
        face = ImageFont.truetype(str(FONTS[sheet.family][bold]), size * scale)
        draw.text((x * scale, y * scale), text, fill=rng.choice((0, 20, 60)), font=face)
    for x0, y0, x1, y1 in sheet.rules:
        draw.line((x0 * scale, y0 * scale, x1 * scale, y1 * scale), fill=90, width=max(1, round(scale * 0.6)))
    image = image.rotate(rng.gauss(0, 0.25), resample=Image.Resampling.BICUBIC, fillcolor=240)
    if rng.random() < 0.7:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9)))
    noise = Image.effect_noise(image.size, rng.uniform(2, 40))
    image = Image.blend(image, noise, rng.uniform(0.02, 0.22))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=rng.randint(35, 90))
    return Image.open(jpeg), scale


class Counts:
    def __init__(self):
        self.chars, self.misread = Counter(), defaultdict(Counter)
        self.words = self.dropped = self.split = self.merged = self.extra = 0
        self.extra_texts, self.jitter, self.page_errors = Counter(), [[], [], [], []], []

    def texts(self, truth: str, seen: str) -> int:
        """Counts misread characters of one word; returns how many there were."""
        errors = 0
        for op, a0, a1, b0, b1 in difflib.SequenceMatcher(None, truth, seen, autojunk=False).get_opcodes():
            self.chars.update(truth[a0:a1])
            if op == "replace" or op == "delete":
                # characters of unequal runs are paired in order, the last takes the rest
                for i in range(a0, a1):
                    got = seen[b0 + i - a0:b1 if i == a1 - 1 else b0 + i - a0 + 1] if op == "replace" else ""
                    self.misread[truth[i]][got[:3]] += 1
                    errors += 1
            elif op == "insert" and a0 > 0:
                self.misread[truth[a0 - 1]][truth[a0 - 1] + seen[b0:b1][:2]] += 1
                errors += 1
        return errors

    def page(self, truth: list[tuple[str, tuple]], seen: list[tuple[str, list]], boxes_exact: bool):
        inside = lambda inner, outer: outer[0] <= (inner[0] + inner[2]) / 2 <= outer[2] and outer[1] <= (inner[1] + inner[3]) / 2 <= outer[3]
        over = {i: [j for j, (_, b) in enumerate(seen) if inside(b, box) or inside(box, b)] for i, (_, box) in enumerate(truth)}
        owners = Counter(j for js in over.values() for j in js)
        errors = chars = 0
        for i, (text, box) in enumerate(truth):
            js = over[i]
            self.words += boxes_exact
            if not js:
                self.dropped += boxes_exact
            elif len(js) == 1 and owners[js[0]] == 1:
                got, b = seen[js[0]]
                if difflib.SequenceMatcher(None, text, got, autojunk=False).ratio() > 0.4:
                    errors, chars = errors + self.texts(text, got), chars + len(text)
                if boxes_exact and got == text:
                    for k in range(4):
                        self.jitter[k].append(max(-0.5, min(0.5, (b[k] - box[k]) / (box[3] - box[1]))))
            elif len(js) == 1:
                self.merged += boxes_exact
            else:
                self.split += boxes_exact
        if boxes_exact:
            strays = [t for j, (t, _) in enumerate(seen) if not owners[j]]
            self.extra += len(strays)
            self.extra_texts.update(t[:6] for t in strays)
            self.page_errors.append(errors / max(1, chars))

    def table(self) -> dict:
        total, wrong = sum(self.chars.values()), sum(sum(c.values()) for c in self.misread.values())
        misread = {
            char: {got: round(n / self.chars[char], 5) for got, n in options.most_common(8)}
            for char, options in sorted(self.misread.items()) if self.chars[char] >= 30
        }
        mean = statistics.mean(self.page_errors)
        ordered = sorted(self.page_errors)
        return {
            "pages": len(ordered), "characters": total, "misread_share": round(wrong / total, 4), "misread": misread, "misread_other": round(wrong / total, 5),
            "drop": round(self.dropped / self.words, 4), "split": round(self.split / self.words, 4), "merge": round(self.merged / self.words / 2, 4), "extra": round(self.extra / self.words, 4),
            "extra_texts": [t for t, _ in self.extra_texts.most_common(40)],
            "jitter": [[round(statistics.mean(v), 4), round(statistics.pstdev(v), 4)] for v in self.jitter],
            # how much worse or better than the mean the pages were, in tenths
            "page_strength": [round(min(4.0, ordered[int(len(ordered) * (i + 0.5) / 10)] / mean), 3) for i in range(10)],
        }


def line_words(text: str, box) -> list[tuple[str, tuple]]:
    """Splits a line into words with boxes in proportion to their characters."""
    x0, y0, x1, y1 = box
    step, at, words = (x1 - x0) / max(1, len(text)), 0, []
    for word in text.split():
        at = text.index(word, at)
        words.append((word, (x0 + at * step, y0, x0 + (at + len(word)) * step, y1)))
        at += len(word)
    return words


def main(scratch: Path, pages: int) -> None:
    counts = Counts()
    cache = scratch / "generated.jsonl"
    done = [json.loads(line) for line in cache.read_text().splitlines()] if cache.exists() else []
    with open(cache, "a", encoding="utf-8") as out:
        for seed in range(pages):
            rng = random.Random(f"noise:{seed}")
            _, sheet = layouts.page_of(rng.choice(layouts.TRAINING), rng)
            image, scale = rasterise(sheet, rng)
            if seed >= len(done):
                done.append(ocr.read_image(image))
                out.write(json.dumps(done[-1], ensure_ascii=False) + "\n")
                out.flush()
            truth = [(w.text, tuple(v * scale for v in w.box)) for w in sheet.words]
            counts.page(truth, [(w["text"], w["box"]) for w in done[seed]["words"]], boxes_exact=True)
    if os.environ.get("RUMMAGE_DATA") and (scratch / "sroie_words.jsonl").exists():
        read = {row["file"]: row for row in map(json.loads, (scratch / "sroie_words.jsonl").read_text().splitlines())}
        manifest = Path(os.environ["RUMMAGE_DATA"], "docs_sroie_receipts", "manifest.jsonl")
        for row in map(json.loads, manifest.read_text().splitlines()[:150]):
            seen = read.get(Path(row["file"]).name)
            truth = [w for line in row["lines"] for w in line_words(line["text"].upper(), line["box"])]
            if seen:
                counts.page(truth, [(w["text"].upper(), w["box"]) for w in seen["words"]], boxes_exact=False)
    else:
        print("RUMMAGE_DATA or sroie_words.jsonl is missing: fitted on generated pages alone")
    TABLE.write_text(json.dumps(counts.table(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 150)
