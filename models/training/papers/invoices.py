"""Invoices: a head, a recipient, the document's data, a table of items, totals and a foot, each in several styles.

A layout family is a choice among these styles (see `layouts`); within it positions, sizes, wording and fonts vary.
"""

import datetime
import random

from . import formats, names
from .facts import Facts
from .page import PROPORTIONAL, Sheet


class Invoice:
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
        getattr(self, "head_" + self.rng.choice(self.style["head"]))()
        for part in self.style.get("order", ["recipient", "meta"]):
            getattr(self, f"{part}_" + self.rng.choice(self.style[part]))()
        getattr(self, "items_" + self.rng.choice(self.style.get("items", ["table"])))()
        getattr(self, "totals_" + self.rng.choice(self.style["totals"]))()
        getattr(self, "foot_" + self.rng.choice(self.style.get("foot", ["plain", "columns", "none"])))()
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

    # heads: who sends it

    def head_left(self):
        s, big = self.sheet, self.sheet.size * self.rng.uniform(1.2, 2.2)
        s.write(self.left, self.y, [(self.facts.vendor, "vendor")], size=big, bold=self.rng.random() < 0.7, caps=self.rng.random() < 0.15)
        y = self.block(self.left, self.y + big * 1.3, self.contact(), size=s.size * 0.9)
        if self.rng.random() < 0.5 and "title" not in str(self.style["meta"]):
            s.write(self.right, self.y, self.title(), size=big * 1.2, bold=True, align="right")
        self.y = y + self.row

    def head_right(self):
        s, big = self.sheet, self.sheet.size * self.rng.uniform(1.1, 1.9)
        s.write(self.right, self.y, [(self.facts.vendor, "vendor")], size=big, bold=self.rng.random() < 0.7, align="right")
        if self.rng.random() < 0.5:
            s.write(self.left, self.y, self.title(), size=big * 1.4, bold=True)
        self.y = self.block(self.right, self.y + big * 1.3, self.contact(), "right", s.size * 0.9) + self.row * self.rng.uniform(0, 1)

    def head_center(self):
        s, big, middle = self.sheet, self.sheet.size * self.rng.uniform(1.2, 2.2), self.sheet.width / 2
        s.write(middle, self.y, [(self.facts.vendor, "vendor")], size=big, bold=True, align="center", caps=self.rng.random() < 0.3)
        y = self.block(middle, self.y + big * 1.3, [" · ".join(self.contact()[:2]), *self.contact()[2:]], "center", s.size * 0.9)
        if self.rng.random() < 0.5:
            s.write(middle, y + self.row / 2, self.title(), size=big, bold=True, align="center")
            y += big * 1.5
        self.y = y + self.row

    def head_din(self):
        """The German business letter: a logo, and a small return line above the address window."""
        s = self.sheet
        if self.rng.random() < 0.75:
            s.write(self.rng.choice([self.left, self.right - 180]), self.y, [(self.facts.vendor, "vendor")], size=s.size * 1.7, bold=True)
        self.y += self.rng.uniform(40, 75)
        dot = self.rng.choice([" · ", " - ", " | ", ", "])
        s.write(self.left, self.y, [(self.facts.vendor, "vendor"), (f"{dot.strip()} {self.street}{dot}{self.city}", None)], size=s.size * 0.7)
        self.y += self.row

    def head_split(self):
        s, big = self.sheet, self.sheet.size * self.rng.uniform(1.2, 1.8)
        s.write(self.left, self.y, [(self.facts.vendor, "vendor")], size=big, bold=True)
        y = self.block(self.right, self.y, self.contact(), "right", s.size * 0.85)
        self.y = max(y, self.y + big * 2) + self.row * self.rng.uniform(0.5, 2)

    def head_title(self):
        """Only a title; who sends it stands in a labelled block below."""
        s = self.sheet
        s.write(self.left if self.rng.random() < 0.6 else self.right - 150, self.y, self.title(), size=s.size * self.rng.uniform(1.8, 2.6), bold=True)
        self.y += s.size * 4

    def head_footer_only(self):
        """No head at all: the sender is named in the foot and in the greeting."""
        self.y += self.rng.uniform(0, 30)
        self.style = {**self.style, "foot": ["columns"]}

    # recipients

    def recipient_lines(self) -> list:
        rng, lang = self.rng, self.facts.lang
        street, city = names.address(rng, lang)
        lines = [[(self.facts.customer, "customer")]]
        if rng.random() < 0.15:
            lines.append(rng.choice({"de": ["z. Hd. ", "Frau ", "Abt. Buchhaltung "]}.get(lang, ["Attn: ", "c/o ", "Accounts Payable "])) + names.person(rng))
        return lines + [street, city] + ([rng.choice(["Germany", "UK", "USA", "France", "Deutschland", "Malaysia"])] if rng.random() < 0.15 else [])

    def recipient_window(self):
        lines = self.recipient_lines()
        if self.facts.lang == "de" and self.rng.random() < 0.3:
            lines.insert(0, self.rng.choice(["Herrn", "Frau", "Firma", "An"]))
        self.meta_top = self.y
        self.y = self.block(self.left, self.y, lines) + self.row * self.rng.uniform(0.5, 2)

    def recipient_labelled(self):
        label = self.facts.label(self.rng, "bill_to") + self.colon
        self.meta_top = self.y
        if self.rng.random() < 0.25:  # on the same line
            first, *rest = self.recipient_lines()
            indent = self.sheet.measure(label + "  ", bold=self.bold_labels)
            self.sheet.write(self.left, self.y, label, bold=self.bold_labels)
            self.y = self.block(self.left + indent, self.y, [first, *rest])
        else:
            self.sheet.write(self.left, self.y, label, bold=self.bold_labels or self.rng.random() < 0.4)
            self.y = self.block(self.left, self.y + self.row, self.recipient_lines())
        self.y += self.row * self.rng.uniform(0.3, 1.5)

    def recipient_right(self):
        x = self.sheet.width * self.rng.uniform(0.52, 0.62)
        self.meta_top = self.y
        self.sheet.write(x, self.y, self.facts.label(self.rng, "bill_to") + self.colon, bold=self.bold_labels)
        self.y = self.block(x, self.y + self.row, self.recipient_lines()) + self.row

    def recipient_from_to(self):
        """Sender and recipient side by side, each under its label."""
        s, rng, facts = self.sheet, self.rng, self.facts
        middle = s.width * rng.uniform(0.42, 0.58)
        columns = [("from", [[(facts.vendor, "vendor")], *self.contact()]), ("bill_to", self.recipient_lines())]
        if rng.random() < 0.2:
            columns.reverse()
        ends = []
        self.meta_top = self.y
        for x, (key, lines) in zip((self.left, middle), columns):
            s.write(x, self.y, facts.label(rng, key) + self.colon, bold=True)
            ends.append(self.block(x, self.y + self.row, lines))
        self.y = max(ends) + self.row

    def recipient_ship_to(self):
        """Billing and delivery address side by side; only the first is the customer's block."""
        s, middle = self.sheet, self.sheet.width * self.rng.uniform(0.4, 0.5)
        self.meta_top = self.y
        ship = {"de": ["Lieferadresse", "Lieferung an"], "fr": ["Adresse de livraison"], "es": ["Enviar a"], "it": ["Spedire a"], "nl": ["Afleveradres"]}
        s.write(self.left, self.y, self.facts.label(self.rng, "bill_to"), bold=True)
        s.write(middle, self.y, self.rng.choice(ship.get(self.facts.lang, ["Ship To", "Deliver to", "Delivery address"])), bold=True)
        lines = self.recipient_lines()
        other = [names.person(self.rng), *names.address(self.rng, self.facts.lang)]
        self.y = max(self.block(self.left, self.y + self.row, lines), self.block(middle, self.y + self.row, other)) + self.row

    # the document's data

    def meta_pairs(self, most: int = 4) -> list[tuple[str, list]]:
        """(label, value segments): number and date always, due date, currency and distractors sometimes."""
        rng, facts = self.rng, self.facts
        pairs = [(facts.label(rng, "number"), [(facts.number, "invoice_number")]), (facts.label(rng, "date"), [(facts.day(facts.date), "invoice_date")])]
        if rng.random() < 0.25:
            pairs.reverse()
        if self.has_due and not self.due_in_terms:
            pairs.append((facts.label(rng, "due"), [(facts.day(facts.due), "due_date")]))
        if self.has_currency_row:
            pairs.append((facts.label(rng, "currency"), [(facts.money.currency, "currency")]))
        for name in rng.sample(formats.LABELS[facts.lang]["extra"], min(len(formats.LABELS[facts.lang]["extra"]), rng.randint(0, most - 1))):
            low = name.lower()
            dated = any(w in low for w in ("dat", "livraison", "period", "zeitraum"))
            value = facts.day(formats.any_date(rng)) if dated else names.person(rng) if any(w in low for w in ("contact", "kontakt", "bearbeiter", "partner", "person")) else "1 / 1" if low in ("page", "seite", "pagina", "página") else formats.number_like(rng)
            if low == "terms":
                value = rng.choice(["Net 30", "14 days", "On receipt"])
            pairs.insert(rng.randint(0, len(pairs)), (name, [(value, None)]))
        return pairs

    def meta_right(self):
        """A label and a value column on the right, beside the recipient."""
        s, rng = self.sheet, self.rng
        y = getattr(self, "meta_top", self.y) + rng.uniform(-10, 10)
        labels, align = self.right - rng.uniform(150, 215), rng.choice(["left", "right"])
        for name, value in self.meta_pairs():
            s.write(labels, y, name + self.colon, bold=self.bold_labels)
            s.write(self.right if align == "right" else labels + s.measure("Rechnungsnummer:XX"), y, value, align=align)
            y += self.row
        self.y = max(self.y, y) + self.row

    def meta_lines(self):
        """"Label: value" lines on the left."""
        s = self.sheet
        aligned = self.rng.random() < 0.5
        pairs = self.meta_pairs()
        indent = max(s.measure(n + ":  ", bold=self.bold_labels) for n, _ in pairs)
        for name, value in pairs:
            width = s.write(self.left, self.y, name + (self.colon or ":" * (not aligned)), bold=self.bold_labels)
            s.write(self.left + (indent if aligned else width + s.measure(" ")), self.y, value)
            self.y += self.row
        self.y += self.row

    def meta_above(self):
        """A row of labels, each above its value."""
        s, pairs = self.sheet, self.meta_pairs()
        step = (self.right - self.left) / len(pairs)
        small = s.size * self.rng.uniform(0.75, 1)
        for i, (name, value) in enumerate(pairs):
            x = self.left + i * step
            s.write(x, self.y, name, size=small, bold=self.bold_labels)
            s.write(x, self.y + self.row, value)
        self.y += self.row * self.rng.uniform(2.5, 4)

    def meta_grid(self):
        """Two rows of labels above values, as in a ruled grid."""
        s, pairs = self.sheet, self.meta_pairs(5)
        columns = self.rng.choice((2, 3))
        step = (self.right - self.left) / columns
        for i, (name, value) in enumerate(pairs):
            x, y = self.left + (i % columns) * step, self.y + (i // columns) * self.row * 2.4
            s.write(x, y, name, size=s.size * 0.8)
            s.write(x, y + self.row, value, bold=self.bold_labels)
        self.y += self.row * (2.4 * -(-len(pairs) // columns) + 0.8)

    def meta_title(self):
        """"Rechnung Nr. 123" as the title, the date beside or below it."""
        s, rng, facts = self.sheet, self.rng, self.facts
        word = formats.LABELS[facts.lang]["title"][0].capitalize()
        link = rng.choice({"de": ["Nr.", "", "Nr.:", "-Nr."]}.get(facts.lang, ["No.", "#", "", "n.", "No:"]))
        width = s.write(self.left, self.y, [(f"{word} {link}", None), (facts.number, "invoice_number")], size=s.size * 1.5, bold=True)
        day = [(rng.choice(["vom", "Datum:", ""]) if facts.lang == "de" else rng.choice([facts.label(rng, "date") + ":", ""]), None), (facts.day(facts.date), "invoice_date")]
        if rng.random() < 0.3 and width < 220:
            s.write(self.left + width + 8, self.y + s.size * 0.4, day)
            self.y += self.row * 2
        elif rng.random() < 0.6:
            s.write(self.right, self.y, day, align="right")
            self.y += self.row * 2
        else:
            s.write(self.left, self.y + self.row * 1.8, day)
            self.y += self.row * 3
        self.meta_due()

    def meta_sentence(self):
        """The data inside running text, as small firms write it."""
        s, rng, facts = self.sheet, self.rng, self.facts
        city = names.CITIES[facts.lang][0]
        if rng.random() < 0.5:
            s.write(self.right, self.y, [(f"{city}, {'den ' if facts.lang == 'de' else ''}", None), (facts.day(facts.date), "invoice_date")], align="right")
            self.y += self.row * 2
            s.write(self.left, self.y, [(facts.label(rng, "number"), None), (facts.number, "invoice_number")], bold=True)
        else:
            word = formats.LABELS[facts.lang]["title"][0].capitalize()
            s.write(self.left, self.y, [(word, None), (facts.number, "invoice_number"), ("vom" if facts.lang == "de" else "/", None), (facts.day(facts.date), "invoice_date")], bold=True, size=s.size * 1.2)
        self.y += self.row * 2
        opening = {"de": ["Sehr geehrte Damen und Herren,", "für unsere Leistungen berechnen wir Ihnen wie folgt:"]}.get(facts.lang, ["Dear customer,", "for our services we charge you as follows:"])
        self.y = self.block(self.left, self.y, opening) + self.row
        self.meta_due()

    def meta_stacked(self):
        """Labels above values in a narrow column on the right."""
        s, rng = self.sheet, self.rng
        x, y = self.right - rng.uniform(95, 140), getattr(self, "meta_top", self.y) - rng.uniform(0, 20)
        for name, value in self.meta_pairs(3):
            s.write(x, y, name, size=s.size * 0.8)
            s.write(x, y + self.row * 0.9, value, bold=self.bold_labels)
            y += self.row * 2.3
        self.y = max(self.y, y) + self.row * 0.5

    def meta_bar(self):
        """One line across the page: number, date and due date, separated by bars."""
        s, segments = self.sheet, []
        bar = self.rng.choice(["|", "·", "/", "-"])
        for i, (name, value) in enumerate(self.meta_pairs(2)):
            segments += ([(bar, None)] if i else []) + [(name + (self.colon or ":"), None), *value]
        s.write(self.left, self.y, segments, size=s.size * 0.9)
        self.y += self.row * 2

    def meta_due(self):
        if self.has_due and not self.due_in_terms and self.rng.random() < 0.5:
            self.sheet.write(self.left, self.y, [(self.facts.label(self.rng, "due") + ":", None), (self.facts.day(self.facts.due), "due_date")])
            self.y += self.row * 1.5
        else:
            self.due_in_terms = self.has_due

    # items

    def items_table(self):
        s, rng, facts = self.sheet, self.rng, self.facts
        mark = rng.choice([facts.money.mark, facts.money.currency])
        keys = ["text", "amount"]
        for key, share in (("pos", 0.5), ("sku", 0.25), ("qty", 0.8), ("unit", 0.2), ("price", 0.75), ("rate", 0.25)):
            if rng.random() < share:
                keys.append(key)
        orders = [["pos", "sku", "text", "qty", "unit", "price", "rate", "amount"], ["pos", "qty", "unit", "sku", "text", "price", "rate", "amount"], ["qty", "text", "sku", "price", "unit", "rate", "amount", "pos"]]
        keys = [k for k in rng.choice(orders) if k in keys]
        weight = {"pos": 0.5, "sku": 1.3, "text": 3.2, "qty": 0.8, "unit": 0.7, "price": 1.2, "rate": 0.7, "amount": 1.3}
        scale = (self.right - self.left) / sum(weight[k] for k in keys)
        x, spans = self.left, {}
        for k in keys:
            spans[k] = (x, x + weight[k] * scale)
            x += weight[k] * scale

        def cell(key, y, value, bold=False):
            start, end = spans[key]
            right = key in ("price", "amount", "qty", "rate") and not (key == "qty" and keys[0] == "qty")
            s.write(end - 3 if right else start, y, value, align="right" if right else "left", bold=bold)

        if rng.random() < 0.95:
            bold = rng.random() < 0.6
            for k in keys:
                head = rng.choice(formats.LABELS[facts.lang]["columns"][k])
                if "{mark}" in head:  # "Amount (EUR)": the mark is a currency word of its own
                    before, after = head.split("{mark}")
                    glued = before.endswith("(")
                    head = [(before.rstrip("( "), None), (f"({mark})" if glued else mark, "currency")]
                cell(k, self.y, head, bold)
            self.y += self.row * rng.uniform(1.1, 1.6)
        units = {"de": ["Stk", "Std", "kg", "m", "Stück", "h"]}.get(facts.lang, ["pcs", "hrs", "kg", "ea", "m", "h"])
        decimals = rng.choice([0, 0, 2])
        for i, item in enumerate(facts.items, 1):
            lines = s.wrap(item.text, spans["text"][1] - spans["text"][0] - 4)
            values = {
                "pos": str(i), "sku": item.sku, "text": lines[0] if lines else "-",
                "qty": f"{item.quantity}" + (f"{facts.money.point}{'0' * decimals}" if decimals else ""), "unit": rng.choice(units),
                "price": facts.money.text(item.price, facts.money.items_marked), "rate": f"{facts.rate:g}%", "amount": facts.money.text(item.amount, facts.money.items_marked),
            }
            values = {k: [(t, "currency" if n == "currency" else None) for t, n in v] if isinstance(v, list) else v for k, v in values.items()}
            for k in keys:
                cell(k, self.y, values[k])
            for extra in lines[1:] + self.remark():
                self.y += self.row * 0.9
                s.write(spans["text"][0], self.y, extra)
            self.y += self.row * 1.05
        self.y += self.row * rng.uniform(0.3, 1.5)

    def items_lines(self):
        """Services as plain lines with an amount at the end."""
        s, facts = self.sheet, self.facts
        for item in facts.items:
            s.write(self.left, self.y, f"{item.quantity} x {item.text}" if item.quantity > 1 else item.text)
            s.write(self.right, self.y, facts.money.text(item.amount, facts.money.items_marked), align="right")
            for extra in self.remark():
                self.y += self.row * 0.95
                s.write(self.left, self.y, extra)
            self.y += self.row * 1.1
        self.y += self.row

    def remark(self) -> list[str]:
        """Now and then a line below an item: other dates, numbers and amounts than the invoice's own."""
        rng, facts = self.rng, self.facts
        if rng.random() > 0.15:
            return []
        day, number = facts.day(formats.any_date(rng)), formats.number_like(rng)
        return [rng.choice({
            "de": [f"Leistung vom {day}", f"Lieferschein {number} vom {day}", f"Serien-Nr. {number}", f"inkl. {facts.money.number(rng.randint(100, 9000))} Pfand", f"Zeitraum {day} - {facts.day(formats.any_date(rng))}", f"Ihre Bestellung vom {day}"],
        }.get(facts.lang, [f"Service date {day}", f"Delivery {number}, {day}", f"S/N {number}", f"incl. deposit {facts.money.number(rng.randint(100, 9000))}", f"Period {day} - {facts.day(formats.any_date(rng))}", f"Your order of {day}", "colour: grey"]))]

    # totals

    def total_rows(self) -> list[tuple[str, list, bool]]:
        """(label, amount, is the total). Subtotal and tax are there when the paper knows tax."""
        rng, facts = self.rng, self.facts
        money, rows = facts.money, []
        marked = rng.random() < 0.7
        if facts.discount:
            rows.append((facts.label(rng, "discount"), money.text(-facts.discount, marked), False))
        if facts.shipping:
            rows.append((facts.label(rng, "shipping"), money.text(facts.shipping, marked), False))
        if self.has_tax:
            if rng.random() < 0.9:
                rows.append((facts.label(rng, "subtotal"), money.segments(facts.subtotal, "subtotal", marked), False))
            rows.append((facts.label(rng, "tax"), money.segments(facts.tax, "tax", marked), False))
        elif rng.random() < 0.35:
            rows.append((facts.label(rng, "subtotal"), money.segments(facts.subtotal, "subtotal", marked), False))
        elif rng.random() < 0.2:
            rows.append((facts.label(rng, "tax"), money.segments(0, "tax", marked), False))
        name = facts.label(rng, "total")
        if rng.random() < 0.15:  # "Total EUR" with the mark in the label
            rows.append((name, [(rng.choice([money.currency, money.mark]), "currency"), (money.number(facts.total), "total")], True))
        else:
            rows.append((name, money.segments(facts.total, "total", True), True))
        if rng.random() < 0.08:
            paid = facts.total // rng.randint(2, 5)
            rows.append((facts.label(rng, "paid"), money.text(paid, marked), False))
            rest = {"de": ["Restbetrag", "Noch zu zahlen"]}.get(facts.lang, ["Remaining", "Open balance"])
            rows.append((rng.choice(rest), money.text(facts.total - paid, marked), False))
        return rows

    def totals_right(self):
        s, rng = self.sheet, self.rng
        x = self.right - rng.uniform(130, 230)
        labels_right = rng.random() < 0.35
        gap = rng.uniform(60, 90)
        for name, amount, is_total in self.total_rows():
            bold, size = is_total and rng.random() < 0.8, s.size * (rng.choice((1, 1, 1.2, 1.4)) if is_total else 1)
            s.write(self.right - gap if labels_right else x, self.y, name + self.colon, bold=bold, size=size if not labels_right else s.size, align="right" if labels_right else "left")
            s.write(self.right, self.y, amount, bold=bold, size=size, align="right")
            self.y += self.row * (1.4 if is_total else 1.1)

    def totals_left(self):
        s, x = self.sheet, self.left + self.rng.uniform(130, 200)
        for name, amount, is_total in self.total_rows():
            s.write(self.left, self.y, name + self.colon, bold=is_total)
            s.write(x, self.y, amount, bold=is_total)
            self.y += self.row * 1.2

    def totals_wide(self):
        """Labels at the left margin, amounts at the right one, as rows of the table."""
        for name, amount, is_total in self.total_rows():
            self.sheet.write(self.left, self.y, name, bold=is_total)
            self.sheet.write(self.right, self.y, amount, bold=is_total, align="right")
            self.y += self.row * 1.15

    def totals_across(self):
        """Net, tax and total side by side, each under its label."""
        s, rows = self.sheet, self.total_rows()
        step = (self.right - self.left) / len(rows)
        for i, (name, amount, is_total) in enumerate(rows):
            x = self.left + (i + 1) * step - 4
            s.write(x, self.y, name, align="right", size=s.size * 0.85)
            s.write(x, self.y + self.row, amount, align="right", bold=is_total)
        self.y += self.row * 3

    def totals_boxed(self):
        """A box with the amount to pay, apart from the other sums."""
        s, rng = self.sheet, self.rng
        rows = self.total_rows()
        for name, amount, is_total in rows:
            if not is_total:
                s.write(self.right - 150, self.y, name)
                s.write(self.right, self.y, amount, align="right")
                self.y += self.row * 1.1
        name, amount, _ = next(r for r in rows if r[2])
        big = s.size * rng.uniform(1.3, 2)
        x = rng.choice([self.left, s.width / 2, self.right - 140])
        self.y += self.row * 0.7
        s.write(x, self.y, name, size=s.size)
        s.write(x, self.y + self.row * 1.1, amount, size=big, bold=True)
        self.y += self.row * 1.5 + big

    def totals_sentence(self):
        s, rng, facts = self.sheet, self.rng, self.facts
        for name, amount, is_total in self.total_rows():
            if not is_total:
                s.write(self.left, self.y, [(name + ":", None), *amount])
                self.y += self.row
        lead = rng.choice({"de": ["Der Gesamtbetrag von", "Bitte überweisen Sie", "Rechnungsbetrag:"]}.get(facts.lang, ["The total amount of", "Please transfer", "Amount to be paid:"]))
        tail = rng.choice({"de": ["auf unser Konto.", "ist sofort fällig.", ""]}.get(facts.lang, ["to our account.", "is due on receipt.", ""]))
        s.write(self.left, self.y, [(lead, None), *facts.money.segments(facts.total, "total"), (tail, None)])
        self.y += self.row * 2

    def totals_middle(self):
        """A column of sums in the middle of the page, the total first."""
        s, rows = self.sheet, self.total_rows()
        x = s.width * self.rng.uniform(0.4, 0.5)
        for name, amount, is_total in sorted(rows, key=lambda r: not r[2]):
            s.write(x - 6, self.y, name + self.colon, align="right", bold=is_total)
            s.write(x + 6, self.y, amount, bold=is_total)
            self.y += self.row * 1.2

    # feet

    def terms(self):
        rng, facts = self.rng, self.facts
        self.y += self.row * rng.uniform(0.5, 2)
        if self.due_in_terms:
            before, after = facts.label(rng, "terms").split("{due}")
            self.sheet.write(self.left, self.y, [(before, None), (facts.day(facts.due) + after.rstrip()[:1] * after.startswith("."), "due_date"), (after.lstrip("."), None)])
            self.y += self.row
        if rng.random() < 0.12:  # a discount for early payment has a date and an amount of its own
            early, amount = facts.day(facts.date + datetime.timedelta(days=rng.randint(5, 12))), facts.money.number(facts.total * 98 // 100)
            text = f"Bei Zahlung bis {early} 2% Skonto: {amount}" if facts.lang == "de" else f"2% discount if paid by {early}: {amount}"
            self.sheet.write(self.left, self.y, text)
            self.y += self.row
        if rng.random() < 0.6:
            self.y = self.sheet.paragraph(self.left, self.y, facts.label(rng, "thanks"), self.right - self.left)

    def foot_none(self):
        self.terms()

    def foot_plain(self):
        s, rng, facts = self.sheet, self.rng, self.facts
        self.terms()
        self.y += self.row
        if rng.random() < 0.7:
            s.write(self.left, self.y, f"{facts.label(rng, 'bank')}{self.colon} {rng.choice(['Sparkasse', 'Volksbank', 'Barclays', 'First Bank', 'Maybank'])} IBAN {names.iban(rng)} BIC {names.made_up(rng).upper()}{rng.randint(10, 99)}", size=s.size * 0.9)
            self.y += self.row
        if rng.random() < 0.2:
            s.write(self.left, self.y, [(rng.choice({"de": ["Mit freundlichen Grüßen", "Kontoinhaber:"]}.get(facts.lang, ["Yours faithfully,", "Account name:"])), None), (facts.vendor, "vendor")])

    def foot_columns(self):
        """Sender, registration and bank in three small columns at the bottom edge."""
        s, rng, facts = self.sheet, self.rng, self.facts
        self.terms()
        small = s.size * 0.75
        y = max(self.y + self.row, s.height - rng.uniform(60, 90))
        s.height = max(s.height, y + small * 6)
        step = (self.right - self.left) / 3
        columns = [
            [[(facts.vendor, "vendor")], self.street, self.city],
            [f"{facts.label(rng, 'phone')} {names.phone(rng)}", f"info@{names.domain(facts.vendor)}", f"{facts.label(rng, 'vat_id')} {rng.randint(10**8, 10**9 - 1)}"],
            [f"{facts.label(rng, 'bank')} {rng.choice(['Sparkasse', 'Commerzbank', 'Lloyds', 'ING'])}", f"IBAN {names.iban(rng)}", f"BIC {names.made_up(rng).upper()}XXX"],
        ]
        for i, lines in enumerate(columns):
            self.block(self.left + i * step, y, lines, size=small)
        self.y = y + small * 5
