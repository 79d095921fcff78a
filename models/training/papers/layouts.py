"""The named layout families, which of them are held out, and how often each is drawn.

    python -m papers.layouts FAMILY SEED        prints one page's words with their labels
"""

import random
import sys

from . import facts, invoices, others, receipts
from .page import MONOSPACED, Page

EUROPE = ["fr", "es", "it", "nl"]
MIXED = ["en", "en", "en", "de", "de", "de", "my", *EUROPE]


def _invoice(langs, head, recipient, meta, totals, **more):
    return {"kind": "invoice", "langs": langs, "head": head, "recipient": recipient, "meta": meta, "totals": totals, **more}


def _receipt(langs, **more):
    return {"kind": "receipt", "langs": langs, **more}


def _plain(kind, body, langs=("en", "de"), **more):
    return {"kind": kind, "langs": list(langs), "body": body, **more}


FAMILIES = {
    "train-invoice-classic": _invoice(MIXED, ["left"], ["labelled", "window"], ["right"], ["right"]),
    "train-invoice-mirror": _invoice(MIXED, ["right"], ["window", "labelled"], ["lines"], ["right", "left"]),
    "train-invoice-din": _invoice(["de", "de", "de", "nl", "fr"], ["din"], ["window"], ["right", "title"], ["right", "wide"], foot=["columns"]),
    "train-invoice-din-title": _invoice(["de", "de", "en", "it"], ["din", "left"], ["window"], ["title"], ["right", "sentence"]),
    "train-invoice-centred": _invoice(MIXED, ["center"], ["labelled", "right"], ["lines", "above"], ["right", "wide"]),
    "train-invoice-from-to": _invoice(MIXED, ["title"], ["from_to"], ["above", "right", "lines"], ["right"]),
    "train-invoice-meta-first": _invoice(MIXED, ["title", "split"], ["from_to", "ship_to"], ["grid", "bar", "lines"], ["right", "boxed"], order=["meta", "recipient"]),
    "train-invoice-ship": _invoice(["en", "de", "my", "fr", "nl"], ["left", "right"], ["ship_to"], ["above", "grid"], ["right", "wide"]),
    "train-invoice-boxed-total": _invoice(MIXED, ["split", "left"], ["labelled", "window"], ["above", "right"], ["boxed"]),
    "train-invoice-sums-across": _invoice(["de", "de", "en", "fr", "it", "es"], ["left", "center"], ["window", "right"], ["above", "grid", "right"], ["across"]),
    "train-invoice-services": _invoice(["en", "de", "de", "fr"], ["left", "center", "right"], ["window"], ["sentence", "title"], ["sentence", "right", "left"], items=["lines"]),
    "train-invoice-letter": _invoice(["de", "de", "en"], ["footer_only", "din"], ["window"], ["sentence"], ["sentence", "wide"], items=["lines", "table"], foot=["columns"]),
    "train-invoice-typewriter": _invoice(MIXED, ["left", "center"], ["labelled"], ["lines"], ["wide", "right"], fonts=MONOSPACED),
    "train-invoice-malaysia": _invoice(["my"], ["center", "left"], ["labelled", "window"], ["right"], ["right", "wide"]),
    "train-invoice-europe": _invoice(EUROPE, ["left", "split", "center"], ["labelled", "right", "window"], ["lines", "above", "right", "title"], ["right", "across", "left"]),
    "train-invoice-bar": _invoice(MIXED, ["split", "left"], ["labelled"], ["bar"], ["left", "right"]),
    "train-invoice-any": _invoice(MIXED, ["left", "right", "center", "din", "split"], ["window", "labelled", "right", "ship_to"], ["right", "lines", "above", "grid", "title", "bar"], ["right", "left", "wide", "across", "boxed", "sentence"], items=["table", "table", "lines"]),
    "train-invoice-band": _invoice(MIXED, ["band"], ["labelled", "window"], ["right", "cells"], ["right", "tight"], ruled="rows"),
    "train-invoice-grid": _invoice(MIXED, ["left", "center"], ["ship_to", "labelled"], ["cells", "above"], ["wide", "rate_table"], ruled="grid"),
    "train-invoice-seller-labelled": _invoice(MIXED, ["labelled"], ["labelled", "lines_labelled", "inline"], ["lines", "two_columns"], ["left", "tight"], shuffled=True),
    "train-invoice-two-line-items": _invoice(MIXED, ["left", "band", "right"], ["window", "labelled"], ["right", "two_columns", "lines"], ["right", "dotted"], items=["two_line"]),
    "train-invoice-numbered": _invoice(["de", "de", "en", *EUROPE], ["din", "center", "band"], ["window", "inline"], ["sentence", "title", "lines"], ["sentence", "centred", "left"], items=["numbered"]),
    "train-invoice-grouped": _invoice(["de", "de", "en", "en", *EUROPE], ["left", "din", "split"], ["window", "right"], ["right", "lines", "title"], ["wide", "dotted", "right"], items=["grouped"], rows=(3, 10)),
    "train-invoice-total-first": _invoice(MIXED, ["left", "band", "center"], ["labelled", "lines_labelled"], ["lines", "above", "two_columns"], ["first"]),
    "train-invoice-rate-table": _invoice(["de", "de", "nl", "fr", "it", "es"], ["din", "left", "band"], ["window", "right"], ["right", "cells", "above"], ["rate_table"], ruled="rows", foot=["columns", "plain"]),
    "train-invoice-sums-stacked": _invoice(MIXED, ["split", "right"], ["window", "right", "inline"], ["column_left", "bar"], ["label_above"], shuffled=True),
    "train-invoice-right-lines": _invoice(MIXED, ["left", "labelled"], ["labelled", "window"], ["right_lines"], ["tight", "right"], shuffled=True),
    "train-invoice-dotted-sums": _invoice(MIXED, ["center", "right"], ["inline", "labelled"], ["two_columns", "lines"], ["dotted"], items=["table", "lines"]),
    "train-invoice-sums-above": _invoice(MIXED, ["band", "split"], ["labelled", "window"], ["right", "above"], ["right", "wide", "label_above"], order=["recipient", "meta", "totals", "items"]),
    "train-invoice-data-last": _invoice(["en", "de", "de", "fr"], ["left", "center"], ["window", "inline"], ["two_columns", "lines", "cells"], ["right", "tight", "wide"], order=["recipient", "items", "totals", "meta"]),
    "train-invoice-europe-ruled": _invoice(EUROPE, ["band", "labelled", "left"], ["lines_labelled", "right", "ship_to"], ["cells", "two_columns", "right"], ["rate_table", "right", "dotted"], ruled="grid"),
    "train-invoice-long": _invoice(MIXED, ["left", "split", "din"], ["window", "labelled"], ["right", "lines"], ["right", "wide"], rows=(8, 18)),
    "train-invoice-mixed": _invoice(MIXED, ["band", "labelled", "left", "center", "split"], ["lines_labelled", "inline", "window", "labelled", "right"], ["two_columns", "cells", "right_lines", "column_left", "grid", "above", "lines"], ["first", "dotted", "tight", "rate_table", "centred", "label_above", "across", "right"], items=["table", "two_line", "grouped", "numbered"], shuffled=True),
    "train-receipt-malaysia": _receipt(["my"], caps=0.6),
    "train-receipt-malaysia-columns": _receipt(["my"], items=["columns", "two"]),
    "train-receipt-grocery": _receipt(["en"], caps=0.7, items=["one", "qty"]),
    "train-receipt-bon": _receipt(["de"], items=["one", "two"], title=False),
    "train-receipt-restaurant": _receipt(["en", "de", *EUROPE], items=["qty", "columns"]),
    "train-receipt-europe": _receipt(EUROPE),
    "train-receipt-left": _receipt(MIXED, align="left"),
    "train-receipt-data-last": _receipt(["en", "de", "my"], order=["head", "items", "sums", "payment", "data", "foot"]),
    "train-receipt-voucher": _receipt(["en", "de"], voucher=True),
    "train-receipt-price-below": _receipt(["de", "de", "en", *EUROPE], items=["below"]),
    "train-receipt-colon": _receipt(["en", "de", "my", "fr"], align="colon", items=["one", "two", "below"], shuffled=True),
    "train-receipt-numbered": _receipt(MIXED, items=["numbered"], digits=3, shuffled=True),
    "train-letter-any": _plain("letter", ["letter"]),
    "train-letter-serif": _plain("letter", ["letter"], fonts=["roman", "palatino", "schoolbook", "bookman"]),
    "train-form-any": _plain("form", ["form"]),
    "train-statement-bank": _plain("statement", ["statement"]),
    "train-contract-clauses": _plain("contract", ["contract"]),
    "train-other-article": _plain("other", ["article"]),
    "train-other-home": _plain("other", ["recipe", "menu", "cv"]),
    "train-other-office": _plain("other", ["minutes", "note"]),
    "train-other-lists": _plain("other", ["note", "menu"], fonts=["sans", "narrow", "condensed", "mono"]),
    # held out: each uses at least one style that no family above uses, or an order of parts of its own
    "train-held-invoice-stacked": _invoice(MIXED, ["left", "split"], ["labelled", "window"], ["stacked"], ["right", "wide"]),
    "train-held-invoice-middle": _invoice(MIXED, ["right", "left"], ["window"], ["lines", "right"], ["middle"]),
    "train-held-invoice-bottom-sender": _invoice(MIXED, ["title"], ["right"], ["stacked", "grid"], ["right"], foot=["columns"]),
    "train-held-invoice-totals-first": _invoice(["en", "de"], ["split", "center"], ["from_to"], ["stacked", "lines"], ["boxed", "middle"]),
    "train-held-receipt-sums-first": _receipt(MIXED, order=["head", "sums", "items", "data", "payment", "foot"]),
    "train-held-receipt-foot-data": _receipt(["my", "en", "de"], order=["head", "items", "sums", "foot", "data"], align="left"),
    "train-held-invoice-sidebar": _invoice(MIXED, ["sidebar"], ["labelled", "window"], ["lines", "above"], ["right"]),
    "train-held-invoice-amount-first": _invoice(MIXED, ["left", "band"], ["window", "labelled"], ["right"], ["wide", "right"], ruled="rows", columns=[["amount", "qty", "unit", "text", "price"], ["amount", "text", "price", "qty", "sku"]]),
    "train-held-invoice-blocks": _invoice(["en", "de", "fr", "it"], ["left", "center"], ["labelled", "inline"], ["lines", "two_columns"], ["left", "right"], items=["blocks"], rows=(1, 4)),
    "train-held-invoice-paired-sums": _invoice(MIXED, ["split", "right"], ["window", "right"], ["above", "cells"], ["paired"]),
    "train-held-invoice-captions": _invoice(MIXED, ["band", "left"], ["labelled", "window"], ["captions"], ["right", "dotted"], foot=["slip"]),
    "train-held-invoice-dotted": _invoice(MIXED, ["center", "labelled"], ["labelled", "lines_labelled"], ["dotted"], ["right", "wide"], foot=["slip", "plain"]),
    "train-held-receipt-ticket": _receipt(["en", "de", "my", *EUROPE], ticket=True, rows=(1, 2)),
    "train-held-letter-mono": _plain("letter", ["letter"], fonts=MONOSPACED),
    "train-held-form-mono": _plain("form", ["form"], fonts=MONOSPACED),
    "train-held-statement-mono": _plain("statement", ["statement"], fonts=MONOSPACED),
    "train-held-contract-mono": _plain("contract", ["contract"], fonts=MONOSPACED),
    "train-held-other-mono": _plain("other", ["article", "recipe", "minutes", "note"], fonts=MONOSPACED),
}
HELD_OUT = [name for name in FAMILIES if name.startswith("train-held-")]
TRAINING = [name for name in FAMILIES if name not in HELD_OUT]
# a family with "shuffled" prints its sums in any order, so that what stands beside them has to tell which is which
SHARE = {"invoice": 0.5, "receipt": 0.22, "letter": 0.07, "form": 0.06, "statement": 0.045, "contract": 0.045, "other": 0.06}


def page_of(family: str, rng: random.Random, purpose: str = "training"):
    """Draws one page: (page, sheet). The sheet also knows where to draw the words."""
    style = FAMILIES[family]
    lang = rng.choice(style["langs"])
    if style["kind"] == "invoice":
        sheet = invoices.Invoice(rng, facts.draw(rng, lang, purpose, style.get("rows", (1, 7))), style).draw()
    elif style["kind"] == "receipt":
        drawer = receipts.Voucher if style.get("voucher") else receipts.Ticket if style.get("ticket") else receipts.Receipt
        sheet = drawer(rng, facts.draw(rng, lang, purpose, style.get("rows", (1, 9))), style).draw()
    else:
        sheet = others.Plain(rng, lang, style, purpose).draw()
    return sheet.page(style["kind"], family), sheet


def training_page(seed: int) -> Page:
    """The training page with this seed: the kind by its share, then one of its families."""
    rng = random.Random(f"page:{seed}")
    kind = rng.choices(list(SHARE), list(SHARE.values()))[0]
    return page_of(rng.choice([n for n in TRAINING if FAMILIES[n]["kind"] == kind]), rng)[0]


if __name__ == "__main__":
    for word in page_of(sys.argv[1], random.Random(int(sys.argv[2])))[0].words:
        print(f"{word.label:18} {word.text:24} {' '.join(f'{v:.0f}' for v in word.box)}")
