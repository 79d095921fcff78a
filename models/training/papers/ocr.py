"""Runs Tesseract on images and keeps its words as JSON lines, so that a page is read once and never again.

    python -m papers.ocr OUT.jsonl IMAGE…          (stops with Tesseract's own message when Tesseract fails)

One line per image: {"file", "width", "height", "words": [{"text", "box": [x0, y0, x1, y1], "confidence"}]}.
"""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image


def words_of_tsv(tsv: str) -> list[dict]:
    """The words (level 5) of Tesseract's TSV output, in its order, without empty ones."""
    words = []
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != "5" or not text:
            continue
        x, y, w, h = (int(row[k]) for k in ("left", "top", "width", "height"))
        words.append({"text": text, "box": [x, y, x + w, y + h], "confidence": round(float(row["conf"]) / 100, 3)})
    return words


def read_image(image: Image.Image) -> dict:
    """Words and size of one image, read as the application reads it (English and German, page mode 4)."""
    png = io.BytesIO()
    image.convert("L").save(png, "PNG")
    run = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "eng+deu", "--psm", "4", "tsv"],
        input=png.getvalue(), capture_output=True, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if run.returncode != 0:
        raise RuntimeError(f"tesseract failed: {run.stderr.decode(errors='replace').strip()}")
    return {"width": image.width, "height": image.height, "words": words_of_tsv(run.stdout.decode("utf-8"))}


def main(out: str, files: list[str]) -> None:
    done = set()
    if Path(out).exists():
        done = {json.loads(line)["file"] for line in Path(out).read_text().splitlines()}
    with open(out, "a", encoding="utf-8") as lines:
        for file in files:
            name = Path(file).name
            if name not in done:
                with Image.open(file) as image:
                    page = read_image(image)
                lines.write(json.dumps({"file": name, **page}, ensure_ascii=False) + "\n")
                lines.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
