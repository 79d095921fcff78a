"""Makes the sample library and its manifest from fixed seeds: `python samples/generate/make.py [photos|papers|voice …]`.

Without arguments everything is made; with arguments only those kinds, the other lines of the manifest are kept.
Needs pillow, numpy, scipy, reportlab, pypdfium2 and the Debian packages that samples/README.md names.
"""

import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

SEED = 20_260_101
SAMPLES = Path(__file__).resolve().parents[1]
LIBRARY = SAMPLES / "library"
MANIFEST = SAMPLES / "manifest.jsonl"
KINDS = {"photos": "photo", "papers": "paper", "voice": "voice"}


def maker(name):
    """Imported late, so that one kind can be made without the tools of the others."""
    return __import__(name).make


def main(names):
    lines = [json.loads(line) for line in MANIFEST.read_text().splitlines()] if MANIFEST.exists() else []
    if set(names) == set(KINDS):
        shutil.rmtree(LIBRARY, ignore_errors=True)
        lines = []
    for name in names:
        stale = [line for line in lines if line["kind"] == KINDS[name]]
        for line in stale:
            (SAMPLES / line["file"]).unlink(missing_ok=True)
        made = list(maker(name)(LIBRARY, SEED))
        lines = [line for line in lines if line["kind"] != KINDS[name]] + made
        size = sum((SAMPLES / line["file"]).stat().st_size for line in made)
        print(f"{name}: {len(made)} files, {size / 1e6:.2f} MB")
    order = list(KINDS.values())
    lines.sort(key=lambda line: (order.index(line["kind"]), line["file"]))
    MANIFEST.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


if __name__ == "__main__":
    main(sys.argv[1:] or list(KINDS))
