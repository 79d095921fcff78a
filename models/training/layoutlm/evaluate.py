"""Field F1, line items and kind on layouts, companies and real papers that training never saw.

    RUMMAGE_DATA=DIR python -m layoutlm.evaluate PACKAGE SCRATCH [--pages 30] [--scans 4]      scores PACKAGE/onnx/model.onnx, as shipped

So many pages and so many scans a held-out family. `scoring` says what counts as right.
"""

import argparse
import json
import random
import time
from functools import partial
from pathlib import Path

from tokenizers import Tokenizer

from papers import layouts
from papers.noise import Noise, mend_labels

from . import heldout, real, scoring
from .reading import onnx_runner, understand


def told(name: str, read, pages, truths) -> None:
    """Prints the figures of all families and of the first alone."""
    first = [i for i, page in enumerate(pages) if page.layout in heldout.FIRST]
    for part, chosen in (("", range(len(pages))), (", the first eleven families alone", first)):
        fields, items = scoring.on_generated(read, [pages[i] for i in chosen], [truths[i] for i in chosen])
        print(f"{name}{part} ({len(chosen)} pages): {json.dumps(fields.summary())}; items {json.dumps(items.summary())}", flush=True)


def by_family(read, pages) -> None:
    for family in heldout.FAMILIES:
        chosen = [page for page in pages if page.layout == family]
        if chosen and chosen[0].kind in ("invoice", "receipt"):
            fields, items = scoring.on_generated(read, chosen, chosen)
            print(f"  {family}: {json.dumps(fields.summary())}; items {json.dumps(items.summary())}", flush=True)


def seen_layouts():
    """Pages of training layouts with new companies, every other one noised."""
    rng, noise = random.Random("seen"), Noise()
    pages = [layouts.page_of(family, random.Random(f"seen:{family}:{n}"), "evaluation")[0] for family in layouts.TRAINING for n in range(8)]
    pages = [noise.apply(page, rng) if i % 2 else page for i, page in enumerate(pages)]
    for page in pages:
        page.words = mend_labels(page.words)
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--scans", type=int, default=4)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.package / "tokenizer.json"))
    read = partial(understand, onnx_runner(options.package / "onnx" / "model.onnx"), tokenizer)
    pages, started = heldout.clean(options.pages), time.process_time()
    told("held-out layouts, clean", read, pages, pages)
    print(f"{1000 * (time.process_time() - started) / len(pages):.1f} ms of processor time a page, tokenising and decoding in Python included")
    by_family(read, pages)
    noised = heldout.noised(pages)
    told("held-out layouts, noised", read, noised, noised)
    if options.scans:
        told("held-out layouts, scanned", read, *heldout.scanned(options.scans, options.scratch))
    seen = seen_layouts()
    fields, items = scoring.on_generated(read, seen, seen)
    print(f"training layouts, new companies, half noised ({len(seen)} pages): {json.dumps(fields.summary())}; items {json.dumps(items.summary())}")
    for name, truths, kind in (("SROIE", real.sroie(options.scratch)[1], "receipt"), ("e-invoices", real.einvoices()[1], "invoice")):
        if truths:
            print(f"{name}, held out ({len(truths)} documents): {json.dumps(scoring.on_real(read, truths, kind).summary())}; readable {json.dumps(scoring.readable(truths))}")
            if rows := sum(len(truth.items) for truth in truths):
                print(f"  their line items ({rows} rows): {json.dumps(scoring.items_on_real(read, truths).summary())}")
        else:
            print(f"{name}: skipped, RUMMAGE_DATA is not set (or its words were not read)")


if __name__ == "__main__":
    main()
