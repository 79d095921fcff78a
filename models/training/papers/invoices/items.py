"""What an invoice charges for, row by row, in several styles."""

from .. import formats

COLUMN_ORDERS = [
    ["pos", "sku", "text", "qty", "unit", "price", "rate", "amount"], ["pos", "qty", "unit", "sku", "text", "price", "rate", "amount"],
    ["qty", "text", "sku", "price", "unit", "rate", "amount", "pos"],
]
SHARE = (("pos", 0.5), ("sku", 0.25), ("qty", 0.8), ("unit", 0.2), ("price", 0.75), ("rate", 0.25))  # how often a column is there
WEIGHT = {"pos": 0.5, "sku": 1.3, "text": 3.2, "qty": 0.8, "unit": 0.7, "price": 1.2, "rate": 0.7, "amount": 1.3}
UNITS = {"de": ["Stk", "Std", "kg", "m", "Stück", "h"]}
ENGLISH_UNITS = ["pcs", "hrs", "kg", "ea", "m", "h"]


class Items:
    """Part of `Invoice`. The family's style may fix the table's columns ("columns") and rule its lines ("ruled": "rows" or "grid")."""

    def price(self, cents: int, name: str) -> list:
        return self.facts.money.segments(cents, name, self.facts.money.items_marked)

    def heading(self, key: str, mark: str):
        """A column's heading; "Amount (EUR)" holds the mark as a currency word of its own."""
        head = self.rng.choice(formats.LABELS[self.facts.lang]["columns"][key])
        if "{mark}" not in head:
            return head
        before, _ = head.split("{mark}")
        return [(before.rstrip("( "), None), (f"({mark})" if before.endswith("(") else mark, "currency")]

    def items_table(self):
        s, rng, facts = self.sheet, self.rng, self.facts
        mark = rng.choice([facts.money.mark, facts.money.currency])
        keys = ["text", "amount"]
        for key, share in SHARE:
            if rng.random() < share:
                keys.append(key)
        keys = [k for k in rng.choice(self.style.get("columns", COLUMN_ORDERS)) if k in keys]
        scale = (self.right - self.left) / sum(WEIGHT[k] for k in keys)
        x, spans = self.left, {}
        for k in keys:
            spans[k] = (x, x + WEIGHT[k] * scale)
            x += WEIGHT[k] * scale

        def cell(key, y, value, bold=False):
            start, end = spans[key]
            right = key in ("price", "amount", "qty", "rate") and not (key == keys[0] and key in ("qty", "amount"))
            s.write(end - 3 if right else start, y, value, align="right" if right else "left", bold=bold)

        top = self.y
        if rng.random() < 0.95:
            bold = rng.random() < 0.6
            for k in keys:
                cell(k, self.y, self.heading(k, mark), bold)
            self.y += self.row * rng.uniform(1.1, 1.6)
        units = UNITS.get(facts.lang, ENGLISH_UNITS)
        decimals = rng.choice([0, 0, 2])
        for i, item in enumerate(facts.items, 1):
            self.rule_row(top)
            lines = s.wrap(item.text, spans["text"][1] - spans["text"][0] - 4)
            values = {
                "pos": str(i), "sku": item.sku, "text": [(lines[0], "item_description")],
                "qty": [(f"{item.quantity}" + (f"{facts.money.point}{'0' * decimals}" if decimals else ""), "item_quantity")], "unit": rng.choice(units),
                "price": self.price(item.price, "item_unit_price"), "rate": f"{facts.rate:g}%", "amount": self.price(item.amount, "item_amount"),
            }
            for k in keys:
                cell(k, self.y, values[k])
            for extra in lines[1:]:
                self.y += self.row * 0.9
                s.write(spans["text"][0], self.y, [(extra, "item_description")], goes_on=True)
            for extra in self.remark():
                self.y += self.row * 0.9
                s.write(spans["text"][0], self.y, extra)
            self.y += self.row * 1.05
        if self.style.get("ruled") == "grid":
            for at in [start for start, _ in spans.values()] + [self.right]:
                s.rule(at - 2, top - 2, at - 2, self.y)
        self.rule_row(top)
        self.y += self.row * rng.uniform(0.3, 1.5)

    def rule_row(self, top: float) -> None:
        """A line across the table above the row that comes, where the family has such lines."""
        if self.style.get("ruled"):
            if self.y > top:
                self.sheet.rule(self.left - 2, top - 2, self.right + 2, top - 2)
            self.sheet.rule(self.left - 2, self.y - 1, self.right + 2, self.y - 1)
            self.y += 1

    def items_lines(self):
        """Services as plain lines with an amount at the end."""
        s, facts = self.sheet, self.facts
        for item in facts.items:
            name = [(item.text, "item_description")]
            s.write(self.left, self.y, [(f"{item.quantity}", "item_quantity"), ("x", None), *name] if item.quantity > 1 else name)
            s.write(self.right, self.y, self.price(item.amount, "item_amount"), align="right")
            for extra in self.remark():
                self.y += self.row * 0.95
                s.write(self.left, self.y, extra)
            self.y += self.row * 1.1
        self.y += self.row

    def items_two_line(self):
        """The name on a line of its own; quantity, price and amount below it."""
        s, rng, facts = self.sheet, self.rng, self.facts
        times, indent = rng.choice(["x", "à", "@", "×", "*"]), rng.uniform(0, 40)
        for item in facts.items:
            s.write(self.left, self.y, [(item.text, "item_description")], bold=self.bold_labels)
            self.y += self.row
            unit = rng.choice(UNITS.get(facts.lang, ENGLISH_UNITS)) if rng.random() < 0.4 else ""
            s.write(self.left + indent, self.y, [(str(item.quantity), "item_quantity"), (f"{unit} {times}", None), *self.price(item.price, "item_unit_price")])
            s.write(self.right, self.y, self.price(item.amount, "item_amount"), align="right")
            self.y += self.row * 1.2
        self.y += self.row * rng.uniform(0.5, 1.5)

    def items_numbered(self):
        """Running text: "1. Desk lamp, 2 pcs at 10.00 = 20.00"."""
        s, rng, facts = self.sheet, self.rng, self.facts
        link = {"de": "zu je", "fr": "à", "es": "a", "it": "a", "nl": "à"}.get(facts.lang, "at")
        equals = rng.choice(["=", ":", "-"])
        for i, item in enumerate(facts.items, 1):
            unit = rng.choice(UNITS.get(facts.lang, ENGLISH_UNITS))
            parts = [(f"{i}.", None), (item.text, "item_description"), (",", None), (str(item.quantity), "item_quantity"), (f"{unit} {link}", None), *self.price(item.price, "item_unit_price"), (equals, None), *self.price(item.amount, "item_amount")]
            s.write(self.left, self.y, parts)
            self.y += self.row * 1.3
        self.y += self.row

    def items_grouped(self):
        """A table under headings, each group closed by a sum that is not the invoice's."""
        s, rng, facts = self.sheet, self.rng, self.facts
        word = {"de": "Titel", "fr": "Lot", "es": "Partida", "it": "Gruppo", "nl": "Groep"}.get(facts.lang, "Section")
        price_at, quantity_at = self.right - rng.uniform(75, 100), self.right - rng.uniform(150, 190)
        heads = formats.LABELS[facts.lang]["columns"]
        for x, key in ((self.left, "text"), (quantity_at, "qty"), (price_at, "price"), (self.right, "amount")):
            head = rng.choice(heads[key]).replace("({mark})", "").replace("{mark}", "")
            s.write(x, self.y, head, bold=True, align="left" if key == "text" else "right")
        self.y += self.row * 1.3
        size = rng.randint(1, 3)
        for start in range(0, len(facts.items), size):
            group = facts.items[start:start + size]
            s.write(self.left, self.y, f"{word} {start // size + 1}", bold=True)
            self.y += self.row
            for item in group:
                s.write(self.left, self.y, [(item.text, "item_description")])
                s.write(quantity_at, self.y, [(str(item.quantity), "item_quantity")], align="right")
                s.write(price_at, self.y, self.price(item.price, "item_unit_price"), align="right")
                s.write(self.right, self.y, self.price(item.amount, "item_amount"), align="right")
                self.y += self.row
            if rng.random() < 0.6:
                s.write(price_at, self.y, f"{rng.choice(['Σ', 'Sum', '='])} {word} {start // size + 1}", align="right")
                s.write(self.right, self.y, facts.money.text(sum(i.amount for i in group)), align="right")
                self.y += self.row
        self.y += self.row

    def items_blocks(self):
        """Each row as a block of labelled lines."""
        s, rng, facts = self.sheet, self.rng, self.facts
        heads = {key: rng.choice(formats.LABELS[facts.lang]["columns"][key]).replace("({mark})", "").replace("{mark}", "").strip() for key in ("text", "qty", "price", "amount")}
        indent = max(s.measure(head + ":  ") for head in heads.values())
        for item in facts.items:
            for key, value in (("text", [(item.text, "item_description")]), ("qty", [(str(item.quantity), "item_quantity")]), ("price", self.price(item.price, "item_unit_price")), ("amount", self.price(item.amount, "item_amount"))):
                s.write(self.left, self.y, heads[key] + ":")
                s.write(self.left + indent, self.y, value)
                self.y += self.row
            self.y += self.row * 0.5

    def remark(self) -> list[str]:
        """Now and then a line below an item: other dates, numbers and amounts than the invoice's own."""
        rng, facts = self.rng, self.facts
        if rng.random() > 0.15:
            return []
        day, number = facts.day(formats.any_date(rng)), formats.number_like(rng)
        return [rng.choice({
            "de": [f"Leistung vom {day}", f"Lieferschein {number} vom {day}", f"Serien-Nr. {number}", f"inkl. {facts.money.number(rng.randint(100, 9000))} Pfand", f"Zeitraum {day} - {facts.day(formats.any_date(rng))}", f"Ihre Bestellung vom {day}"],
        }.get(facts.lang, [f"Service date {day}", f"Delivery {number}, {day}", f"S/N {number}", f"incl. deposit {facts.money.number(rng.randint(100, 9000))}", f"Period {day} - {facts.day(formats.any_date(rng))}", f"Your order of {day}", "colour: grey"]))]
