"""Counts of right answers, and what is right: on generated pages and on real papers.

A field counts as found when the text of its best span equals, letters and digits folded, a text that carries the field on
the page (generated pages), or reads as the true value (real papers: names by letters and digits, dates and amounts by value).
A part of a line item counts when it stands in the same row as on the page; a row, when all of its parts do.
"""

from collections import Counter, defaultdict

from papers.page import Page

from . import real, values
from .encode import reading_order, spans
from .items import line_items
from .labels import FIELDS, ITEM_PARTS
from .reading import Reading, texts


class Score:
    def __init__(self, names: list[str] = FIELDS):
        self.names = names
        self.right, self.given, self.true = (Counter() for _ in range(3))
        self.kinds: list[bool] = []

    def add(self, found: dict, truth: dict, same) -> None:
        """`truth` maps fields to true values; `same(field, text, value)` decides."""
        for name in self.names:
            self.given[name] += name in found
            self.true[name] += name in truth
            self.right[name] += name in found and name in truth and same(name, found[name][0], truth[name])

    def f1(self, names: list[str] | None = None) -> float:
        right, given, true = (sum(table[n] for n in names or self.names) for table in (self.right, self.given, self.true))
        return 2 * right / max(1, given + true)

    def summary(self) -> dict:
        fields = {n: round(self.f1([n]), 3) for n in self.names if self.true[n]}
        kinds = {"kind": round(sum(self.kinds) / len(self.kinds), 3)} if self.kinds else {}
        return {"f1": round(self.f1(), 3), **kinds, **fields}


class ItemScore(Score):
    def __init__(self):
        super().__init__([*ITEM_PARTS, "row"])

    def add_rows(self, found: list[dict], truth: list[dict]) -> None:
        """Parts are compared together with the description of their row."""
        keys = lambda rows: {
            name: Counter((row.get("item_description"), row[name]) for row in rows if name in row) for name in ITEM_PARTS
        } | {"row": Counter(tuple(sorted(row.items())) for row in rows)}
        given, true = keys([folded(row) for row in found]), keys([folded(row) for row in truth])
        for name in self.names:
            self.given[name] += given[name].total()
            self.true[name] += true[name].total()
            self.right[name] += (given[name] & true[name]).total()

    def summary(self) -> dict:
        told = super().summary()
        return {"parts": round(self.f1(ITEM_PARTS), 3), **{name: told[name] for name in self.names if name in told}}


def folded(row: dict[str, str]) -> dict[str, str]:
    return {name: values.plain(text) for name, text in row.items()}


def printed(page: Page) -> tuple[dict[str, set[str]], list[dict[str, str]]]:
    """What a generated page says: per field the texts that carry it, and the rows of its items."""
    boxes = [w.box for w in page.words]
    found = spans(reading_order(boxes), [w.label for w in page.words], [1.0] * len(page.words))
    truth = defaultdict(set)
    for span in found:
        if span.field in FIELDS:
            truth[span.field].add(values.plain(" ".join(page.words[i].text for i in span.words)))
    return truth, texts(line_items(found, boxes), page)


def on_generated(read, pages: list[Page], truths: list[Page]) -> tuple[Score, ItemScore]:
    """`read` (a page to its Reading) on pages whose truth is printed on those of `truths`."""
    score, items = Score(), ItemScore()
    for page, truth in zip(pages, truths, strict=True):
        reading: Reading = read(page)
        score.kinds.append(reading.kind == page.kind)
        reading = reading.of_a_sale()
        fields, rows = printed(truth)
        score.add(reading.fields, fields, lambda _, text, told: values.plain(text) in told)
        items.add_rows(reading.items, rows)
    return score, items


def same_value(name: str, text: str, truth: str) -> bool:
    if name in ("vendor", "customer", "invoice_number"):
        return values.plain(text) in {values.plain(truth), *(values.plain(line) for line in truth.split("\n"))}
    if name in ("invoice_date", "due_date"):
        return bool(values.dates(text) & values.dates(truth))
    if name == "currency":
        return text.strip("():.,").casefold() in real.MARKS.get(truth, {truth.casefold()})
    return values.cents(text) is not None and values.cents(text) == values.cents(truth)


def on_real(read, truths: list[real.Truth], kind: str) -> Score:
    """One answer per field over all pages of a document, the most confident; only fields that the truth tells."""
    score = Score()
    for truth in truths:
        best = {}
        for number, page in enumerate(truth.pages):
            reading = read(page)
            if number == 0:
                score.kinds.append(reading.kind == kind)
            for name, (text, confidence) in reading.fields.items():
                if name not in best or confidence > best[name][1]:
                    best[name] = (text, confidence)
        told = {name: value for name, value in truth.fields.items() if value}
        score.add({n: v for n, v in best.items() if n in truth.fields and n in told}, told, same_value)
    return score


def same_part(name: str, text: str, truth: str) -> bool:
    if name == "item_description":
        return values.plain(text) == values.plain(truth)
    if name == "item_quantity":
        return float(truth) in values.quantities(text)
    return values.cents(text) is not None and values.cents(text) == round(100 * float(truth))


def items_on_real(read, truths: list[real.Truth]) -> ItemScore:
    """Line items over all pages of a document; a part that the truth does not tell, the unit price, is not asked for."""
    score = ItemScore()
    for truth in truths:
        left = list(truth.items)
        for told in left:
            score.true.update([*told, "row"])
        for row in (row for page in truth.pages for row in read(page).items):
            row = {name: text for name, text in row.items() if any(name in told for told in truth.items)}
            score.given.update([*row, "row"])
            told = next((t for t in left if same_part("item_description", row.get("item_description", ""), t["item_description"])), None)
            if told:
                left.remove(told)
                right = [name for name, text in row.items() if same_part(name, text, told[name])]
                score.right.update(right if len(right) < len(told) else [*right, "row"])
    return score


def readable(truths: list[real.Truth]) -> dict[str, float]:
    """The share of documents on whose words the truth was found at all: what no tagger can exceed."""
    names = [n for n in FIELDS if any(t.fields.get(n) for t in truths)]
    return {n: round(sum(any(w.label == f"B-{n}" for p in t.pages for w in p.words) for t in truths if t.fields.get(n)) / max(1, sum(bool(t.fields.get(n)) for t in truths)), 3) for n in names}
