"""Real papers with their truth laid over their words: SROIE receipts (read by Tesseract) and e-invoices (text layer).

Found through RUMMAGE_DATA; without it the lists are empty, and whoever asks says so. A word whose label the truth cannot
settle is labelled "?" (no loss); a field that is not found on the page is unknown there, and words outside any field may be it.
"""

import difflib
import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from papers.fit_noise import line_words
from papers.noise import mend_labels
from papers.page import Page, Word

from . import values
from .encode import reading_order
from .labels import ITEM_PARTS

SROIE_HELD_OUT = 80
EINVOICE_HELD_OUT = {"OEPNV", "Physiotherapeut", "Fremdwaehrung", "Kostenrechnung", "Rabatte"}
MARKS = {"EUR": {"eur", "€", "euro"}, "GBP": {"gbp", "£"}, "USD": {"usd", "$"}, "MYR": {"rm", "myr"}}
TOTAL = re.compile(r"total|amount|amt|due|brutto|gesamt|betrag|summe|beitrag|nett|pay", re.I)
NOT_TOTAL = re.compile(r"sub|excl|before|qty|gst\b|tax|disc|saving|item|round|ohne|netto|steuer|cash|change|tender|visa|card", re.I)
NET = re.compile(r"netto|ohne|summe|warenwert|subtotal|net\b", re.I)
TAX = re.compile(r"steuer|ust|mwst|vat|tax", re.I)


@dataclass
class Truth:
    """A real document: its pages with labels, and what its fields really are (None where the truth does not say)."""

    name: str
    pages: list[Page]
    fields: dict[str, str]
    transcribed: list[Page]  # the same paper once more, from its truth lines instead of from OCR
    items: list[dict[str, str]] = field(default_factory=list)  # its line items, without unit prices


def data() -> Path | None:
    return Path(os.environ["RUMMAGE_DATA"]) if os.environ.get("RUMMAGE_DATA") else None


def lines_of(words: list[Word]) -> list[list[int]]:
    """Word indices by line, in reading order."""
    lines, last = [], None
    for i in reading_order([w.box for w in words]):
        if last is not None and words[i].box[0] >= words[last].box[0] and abs(words[i].box[1] - words[last].box[1]) < 1.5 * (words[last].box[3] - words[last].box[1]):
            lines[-1].append(i)
        else:
            lines.append([i])
        last = i
    return lines


def mark(words: list[Word], run: list[int], field: str) -> None:
    for n, i in enumerate(run):
        words[i].label = f"{'BI'[n > 0]}-{field}"


def find_name(words: list[Word], name: str, least: float) -> list[int]:
    """The run of words (in reading order) most like the name, if it is like enough."""
    order, target = reading_order([w.box for w in words]), values.plain(name)
    best, best_score = [], least
    count = len(name.split())
    matcher = difflib.SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(target)
    for start in range(len(order)):
        for length in range(max(1, count - 2), count + 3):
            run = order[start:start + length]
            text = values.plain(" ".join(words[i].text for i in run))
            if abs(len(text) - len(target)) > 0.4 * len(target) or len(run) < length:
                continue
            matcher.set_seq1(text)
            if matcher.quick_ratio() > best_score and (score := matcher.ratio()) > best_score:
                best, best_score = run, score
    return best


def find_date(words: list[Word], wanted: set) -> list[list[int]]:
    """Runs of one to four words on a line that read as a wanted date."""
    runs, used = [], set()
    for line in lines_of(words):
        for length in (1, 2, 3):
            for start in range(len(line) - length + 1):
                run = line[start:start + length]
                if not used & set(run) and wanted & values.dates(" ".join(words[i].text for i in run)):
                    runs.append(run)
                    used |= set(run)
    return runs


def find_amount(words: list[Word], amount: int, good: re.Pattern, bad: re.Pattern | None) -> tuple[list[int], list[int]]:
    """Words that print the amount: those on a line that speaks of it, and the others."""
    sure, unsure = [], []
    for line in lines_of(words):
        text = " ".join(words[i].text for i in line)
        for i in line:
            if any(c.isdigit() for c in words[i].text) and re.search(r"\d[.,]\d\d\D*$", words[i].text) and values.cents(words[i].text) == amount:
                (sure if good.search(text) and not (bad and bad.search(text)) else unsure).append(i)
    return sure, unsure


def label_amount(words, amount, field, good, bad=None) -> bool:
    sure, unsure = find_amount(words, amount, good, bad)
    if not sure and unsure:
        sure = [max(unsure, key=lambda i: words[i].box[3] - words[i].box[1])]
    for i in sure:
        if words[i].label in ("O", "?"):
            words[i].label = f"B-{field}"
    for i in unsure:
        if words[i].label == "O":
            words[i].label = "?"
    return bool(sure)


def label_receipt(words: list[Word], width: float, height: float, truth: dict) -> Page:
    """Lays the truth of a SROIE receipt over words; what it does not tell, or what was not found, is unknown on the page."""
    unknown = {"invoice_number", "tax", "subtotal", "customer", "due_date", *ITEM_PARTS}
    run = find_name(words, truth["company"], 0.72)
    mark(words, run, "vendor") if run else unknown.add("vendor")
    runs = find_date(words, values.dates(truth["date"]))
    for dated in runs:
        mark(words, dated, "invoice_date")
    if not runs:
        unknown.add("invoice_date")
    amount = values.cents(truth["total"] or "")
    if amount is None or not label_amount(words, amount, "total", TOTAL, NOT_TOTAL):
        unknown.add("total")
    for word in words:
        if word.label == "O" and word.text.strip("():.,").casefold() in MARKS["MYR"]:
            word.label = "B-currency"
    return Page(width, height, "receipt", "sroie", mend_labels(words), frozenset(unknown))


def sroie(scratch: Path) -> tuple[list[Truth], list[Truth]]:
    """(train, held out), split by company; the OCR words come from SCRATCH/sroie_words.jsonl."""
    cache = scratch / "sroie_words.jsonl"
    if data() is None or not cache.exists():
        return [], []
    read = {row["file"]: row for row in map(json.loads, cache.read_text().splitlines())}
    found = []
    for row in map(json.loads, (data() / "docs_sroie_receipts" / "manifest.jsonl").read_text().splitlines()):
        page, truth = read[Path(row["file"]).name], row["fields"]
        seen = label_receipt([Word(w["text"], tuple(w["box"])) for w in page["words"]], page["width"], page["height"], truth)
        lines = [Word(text, box) for line in row["lines"] for text, box in line_words(line["text"], line["box"])]
        transcribed = label_receipt(lines, row["width"], row["height"], truth)
        found.append(Truth(row["file"], [seen], {"vendor": truth["company"], "invoice_date": truth["date"], "total": truth["total"]}, [transcribed]))
    companies = sorted({t.fields["vendor"].casefold() for t in found}, key=lambda c: hashlib.blake2b(c.encode(), digest_size=8).digest())
    held: set[str] = set()
    for company in companies:
        if sum(t.fields["vendor"].casefold() in held for t in found) < SROIE_HELD_OUT:
            held.add(company)
    return [t for t in found if t.fields["vendor"].casefold() not in held], [t for t in found if t.fields["vendor"].casefold() in held]


def pdf_words(path: Path) -> list[tuple[float, float, list[Word]]]:
    """Per page its size and its words with tight boxes, from the text layer."""
    pages = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            width, height = page.get_size()
            text, words, word, box = page.get_textpage(), [], "", None
            for i in range(text.count_chars()):
                char = text.get_text_range(i, 1)
                if not char.strip() or char in "\ufffe\uffff":
                    if word:
                        words.append(Word(word, (box[0], height - box[3], box[2], height - box[1])))
                    word, box = "", None
                    continue
                glyph = text.get_charbox(i)
                word += char
                box = glyph if box is None else (min(box[0], glyph[0]), min(box[1], glyph[1]), max(box[2], glyph[2]), max(box[3], glyph[3]))
            if word:
                words.append(Word(word, (box[0], height - box[3], box[2], height - box[1])))
            pages.append((width, height, words))
    return pages


def label_einvoice(words: list[Word], truth: dict) -> None:
    """Lays the truth over one page. What an e-invoice prints twice with different meaning is left open."""
    for field, key in (("vendor", "seller"), ("customer", "buyer")):
        for name in {truth[key], *truth[key].split("\n")} - {"Herrn", "Frau"}:
            target = name.split()
            order = reading_order([w.box for w in words])
            for start in range(len(order) - len(target) + 1):
                run = order[start:start + len(target)]
                if [words[i].text.strip(":,").casefold() for i in run] == [t.casefold() for t in target] and all(words[i].label == "O" for i in run):
                    mark(words, run, field)
    for word in words:
        text = word.text.strip("():,.")
        if text == truth["number"]:
            word.label = "B-invoice_number"
        elif text.casefold() in MARKS.get(truth["currency"], set()):
            word.label = "B-currency"
    for field, key in (("invoice_date", "issue_date"), ("due_date", "due_date")):
        if truth.get(key) and not (key == "due_date" and truth[key] == truth["issue_date"]):
            runs = find_date(words, values.dates(truth[key]))
            if runs:
                chosen = runs[0] if key == "issue_date" else runs[-1]
                for run in runs:
                    for i in run:
                        words[i].label = "?"
                mark(words, chosen, field)
    to_cents = lambda text: round(float(text) * 100)
    label_amount(words, to_cents(truth["tax_total"]), "tax", TAX) if to_cents(truth["tax_total"]) else None
    label_amount(words, to_cents(truth["grand_total"]), "total", TOTAL, re.compile("ohne|netto", re.I))
    if truth["net_total"] != truth["grand_total"]:
        label_amount(words, to_cents(truth["net_total"]), "subtotal", NET)


def label_items(words: list[Word], items: list[dict]) -> None:
    """Lays the e-invoice's own rows over a page where name and amount stand on one line; the XML tells no other part as it is printed."""
    lines = lines_of(words)
    for item in items:
        name = item["name"].split()
        for line in lines:
            texts = [words[i].text.casefold() for i in line]
            start = next((n for n in range(len(line)) if texts[n:n + len(name)] == [t.casefold() for t in name]), None)
            amounts = [i for i in line if words[i].label in "O?" and re.search(r"\d[.,]\d\d$", words[i].text) and values.cents(words[i].text) == round(float(item["total"]) * 100)]
            if name and start is not None and amounts and words[line[start]].label == "O":
                mark(words, line[start:start + len(name)], "item_description")
                words[amounts[-1]].label = "B-item_amount"
                break


def einvoices() -> tuple[list[Truth], list[Truth]]:
    """(train, held out), split by the family of the invoice."""
    if data() is None:
        return [], []
    train, held = [], []
    folder = data() / "docs_einvoices_pdf"
    for row in map(json.loads, (folder / "manifest.jsonl").read_text().splitlines()):
        truth, pages = row["fields"], []
        for width, height, words in pdf_words(folder / row["file"]):
            if words:
                label_einvoice(words, truth)
                label_items(words, truth.get("line_items", []))
                pages.append(Page(width, height, "invoice", "einvoice", mend_labels(words), frozenset(ITEM_PARTS)))
        fields = {"vendor": truth["seller"], "customer": truth["buyer"], "invoice_number": truth["number"], "invoice_date": truth["issue_date"], "currency": truth["currency"],
                  "due_date": truth.get("due_date"), "total": truth["grand_total"], "subtotal": truth["net_total"], "tax": truth["tax_total"]}
        items = [{"item_description": item["name"], "item_quantity": item["qty"], "item_amount": item["total"]} for item in truth.get("line_items", [])]
        (held if row["family"] in EINVOICE_HELD_OUT else train).append(Truth(row["file"], pages, fields, [], items))
    return train, held
