"""Invoices: a head, a recipient, the document's data, a table of items, totals and a foot, each in several styles.

A layout family is a choice among these styles (see `layouts`); within it positions, sizes, wording and fonts vary.
"""

import random

from .. import names
from ..facts import Facts
from ..page import PROPORTIONAL, Sheet
from .data import Data
from .feet import Feet
from .heads import Heads
from .items import Items
from .recipients import Recipients
from .totals import Totals


DEFAULTS = {"items": ["table"], "foot": ["plain", "columns", "none"]}


class Invoice(Heads, Recipients, Data, Items, Totals, Feet):
    def __init__(self, rng: random.Random, facts: Facts, style: dict):
        self.rng, self.facts, self.style = rng, facts, style
        width, height = rng.choice([(595, 842), (595, 842), (612, 792)])
        self.sheet = Sheet(rng, width, height, rng.choice(style.get("fonts", PROPORTIONAL)), rng.uniform(7.5, 11))
        self.left = rng.uniform(35, 75)
        self.right = width - rng.uniform(30, 70)
        self.row = self.sheet.size * rng.uniform(1.2, 1.6)
        self.y = rng.uniform(25, 60)
        self.colon = rng.choice([":", ":", "", " :"])
        self.street, self.city = names.address(rng, facts.lang)
        self.bold_labels = rng.random() < 0.3
        # an invoice may leave things out; the family may insist
        self.has_due = rng.random() < style.get("due", 0.75)
        self.due_in_terms = self.has_due and rng.random() < 0.35
        self.has_tax = facts.rate > 0 and rng.random() < 0.9
        if not self.has_tax:
            facts.tax, facts.total = 0, facts.subtotal
        self.has_currency_row = rng.random() < 0.12

    def draw(self) -> Sheet:
        order = self.style.get("order", ["recipient", "meta"])
        for part in ["head", *order, *(p for p in ("items", "totals", "foot") if p not in order)]:
            getattr(self, f"{part}_" + self.rng.choice(self.style.get(part, DEFAULTS.get(part))))()
        return self.sheet

    def title(self) -> str:
        return self.facts.label(self.rng, "title")

    def contact(self) -> list[str]:
        rng, facts = self.rng, self.facts
        lines = [self.street, self.city]
        extras = [f"{facts.label(rng, 'phone')} {names.phone(rng)}", f"info@{names.domain(facts.vendor)}", f"www.{names.domain(facts.vendor)}",
                  f"{facts.label(rng, 'vat_id')}{self.colon} {rng.choice(['DE', 'GB', ''])}{rng.randint(10**8, 10**9 - 1)}"]
        return lines + rng.sample(extras, rng.randint(0, 3))

    def block(self, x, y, lines, align="left", size=None) -> float:
        for line in lines:
            self.sheet.write(x, y, line, align=align, size=size)
            y += (size or self.sheet.size) * 1.25
        return y
