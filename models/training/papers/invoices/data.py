"""Number, dates and references of an invoice, in several styles."""

from .. import formats, names


class Data:
    """Part of `Invoice`."""

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

    def meta_two_columns(self):
        """Labels left of their values, two pairs a line."""
        s, rng, pairs = self.sheet, self.rng, self.meta_pairs(5)
        step = (self.right - self.left) / 2
        indent = rng.uniform(0.42, 0.5) * step
        for i, (name, value) in enumerate(pairs):
            x, y = self.left + (i % 2) * step, self.y + (i // 2) * self.row * 1.15
            s.write(x, y, name + self.colon, bold=self.bold_labels, size=s.size * 0.95)
            s.write(x + indent, y, value)
        self.y += self.row * (1.15 * -(-len(pairs) // 2) + 1)

    def meta_cells(self):
        """A ruled row of cells, label and value both centred."""
        s, pairs = self.sheet, self.meta_pairs(3)
        step = (self.right - self.left) / len(pairs)
        for i, (name, value) in enumerate(pairs):
            middle = self.left + (i + 0.5) * step
            s.write(middle, self.y, name, size=s.size * 0.8, align="center")
            s.write(middle, self.y + self.row, value, align="center", bold=self.bold_labels)
            s.rule(self.left + i * step, self.y - 2, self.left + i * step, self.y + self.row * 2.1)
        for y in (self.y - 2, self.y + self.row * 2.1):
            s.rule(self.left, y, self.right, y)
        self.y += self.row * 3.2

    def meta_dotted(self):
        """"Invoice No ......... 123": leader dots between label and value."""
        s, rng = self.sheet, self.rng
        end = rng.choice([self.left + rng.uniform(190, 240), self.right])
        for name, value in self.meta_pairs():
            dots = max(3, int((end - self.left - s.measure(name) - sum(s.measure(t + " ") for t, _ in value)) / s.measure(".")) - 3)
            s.write(self.left, self.y, f"{name} {'.' * dots}")
            s.write(end, self.y, value, align="right")
            self.y += self.row
        self.y += self.row

    def meta_right_lines(self):
        """"Label: value" lines, each set to the right margin."""
        s, y = self.sheet, getattr(self, "meta_top", self.y)
        for name, value in self.meta_pairs(3):
            s.write(self.right, y, [(name + (self.colon or ":"), None), *value], align="right", bold=self.bold_labels)
            y += self.row
        self.y = max(self.y, y) + self.row

    def meta_column_left(self):
        """Labels above values, one below the other at the left margin."""
        s, rng = self.sheet, self.rng
        for name, value in self.meta_pairs(3):
            s.write(self.left, self.y, name, size=s.size * rng.choice((0.8, 1)), bold=self.bold_labels)
            s.write(self.left, self.y + self.row * 0.95, value)
            self.y += self.row * 2.2
        self.y += self.row * 0.5

    def meta_captions(self):
        """Values with their labels in small print below."""
        s, pairs = self.sheet, self.meta_pairs(3)
        step = (self.right - self.left) / len(pairs)
        for i, (name, value) in enumerate(pairs):
            s.write(self.left + i * step, self.y, value, bold=True)
            s.write(self.left + i * step, self.y + self.row, name, size=s.size * 0.75)
        self.y += self.row * 3
