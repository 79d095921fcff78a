"""The sums of an invoice, in several styles."""


class Totals:
    """Part of `Invoice`."""

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
        if self.style.get("shuffled"):
            rng.shuffle(rows)
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

    def totals_rate_table(self):
        """A small table of rate, net, tax and gross, the values in one row below the headings; the total again below it."""
        s, rng, facts = self.sheet, self.rng, self.facts
        money = facts.money
        columns = [("%", [(f"{facts.rate:g}", None)]), (facts.label(rng, "subtotal"), [(money.number(facts.subtotal), "subtotal")]), (facts.label(rng, "tax"), [(money.number(facts.tax), "tax")])] if self.has_tax else []
        if rng.random() < 0.5 or not columns:
            columns.append((facts.label(rng, "total"), [(money.number(facts.total), "total")]))
        step = rng.uniform(85, 110)
        x = rng.choice([self.left + step, self.right - step * (len(columns) - 1)])
        for i, (name, value) in enumerate(columns):
            s.write(x + i * step, self.y, name, align="right", size=s.size * 0.8)
            s.write(x + i * step, self.y + self.row, value, align="right")
        self.y += self.row * 2.6
        s.write(self.right - 110, self.y, facts.label(rng, "total") + self.colon, align="right", bold=True)
        s.write(self.right, self.y, money.segments(facts.total, "total"), align="right", bold=True)
        self.y += self.row * 2

    def totals_dotted(self):
        """Leader dots from label to amount."""
        s, rng = self.sheet, self.rng
        start = rng.choice([self.left, self.right - rng.uniform(200, 240)])
        for name, amount, is_total in self.total_rows():
            dots = max(3, int((self.right - start - s.measure(name, bold=is_total) - sum(s.measure(t + " ", bold=is_total) for t, _ in amount)) / s.measure(".", bold=is_total)) - 3)
            s.write(start, self.y, f"{name} {'.' * dots}", bold=is_total)
            s.write(self.right, self.y, amount, align="right", bold=is_total)
            self.y += self.row * 1.15

    def totals_first(self):
        """The total above what it is made of, at the right."""
        s, rng, x = self.sheet, self.rng, self.right - self.rng.uniform(150, 220)
        for name, amount, is_total in sorted(self.total_rows(), key=lambda row: not row[2]):
            size = s.size * (rng.choice((1, 1.3, 1.6)) if is_total else 0.9)
            s.write(x, self.y, name + self.colon, bold=is_total, size=size)
            s.write(self.right, self.y, amount, bold=is_total, size=size, align="right")
            self.y += size * 1.5

    def totals_label_above(self):
        """Each label on a line of its own, its amount on the next, at the right margin."""
        s, rng = self.sheet, self.rng
        align, x = rng.choice([("right", self.right), ("left", self.right - rng.uniform(110, 150)), ("left", self.left)])
        for name, amount, is_total in self.total_rows():
            s.write(x, self.y, name, size=s.size * 0.8, align=align)
            s.write(x, self.y + self.row * 0.9, amount, bold=is_total, align=align)
            self.y += self.row * 2.1

    def totals_centred(self):
        """"Label: amount" lines in the middle of the page."""
        s = self.sheet
        for name, amount, is_total in self.total_rows():
            s.write(s.width / 2, self.y, [(name + (self.colon or ":"), None), *amount], bold=is_total, align="center")
            self.y += self.row * 1.2

    def totals_tight(self):
        """"Label: amount" lines set to the right margin."""
        for name, amount, is_total in self.total_rows():
            self.sheet.write(self.right, self.y, [(name + (self.colon or ":"), None), *amount], bold=is_total, align="right")
            self.y += self.row * 1.2

    def totals_paired(self):
        """Two sums a line, from the left margin on."""
        s, rng, rows = self.sheet, self.rng, self.total_rows()
        step = (self.right - self.left) / 2
        gap = rng.uniform(0.5, 0.6) * step
        for i, (name, amount, is_total) in enumerate(rows):
            x, y = self.left + (i % 2) * step, self.y + (i // 2) * self.row * 1.3
            s.write(x, y, name + self.colon, bold=is_total)
            s.write(x + gap, y, amount, bold=is_total)
        self.y += self.row * (1.3 * -(-len(rows) // 2) + 0.5)
