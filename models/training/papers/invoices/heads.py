"""Who sends an invoice: the styles of its head."""


class Heads:
    """Part of `Invoice`."""

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

    def head_band(self):
        """Sender and title on one line, the address as one small line below."""
        s, big = self.sheet, self.sheet.size * self.rng.uniform(1.3, 2)
        sides = [(self.left, "left"), (self.right, "right")]
        if self.rng.random() < 0.4:
            sides.reverse()
        s.write(sides[0][0], self.y, [(self.facts.vendor, "vendor")], size=big, bold=True, align=sides[0][1])
        s.write(sides[1][0], self.y, self.title(), size=big * 0.9, align=sides[1][1])
        s.write(self.left, self.y + big * 1.5, self.rng.choice([" | ", " · ", ", "]).join(self.contact()), size=s.size * 0.8)
        self.y += big * 1.5 + self.row * self.rng.uniform(1.5, 3)

    def head_labelled(self):
        """A title, and the sender as "label: value" lines."""
        s, rng, facts = self.sheet, self.rng, self.facts
        s.write(s.width / 2, self.y, self.title(), size=s.size * rng.uniform(1.4, 2.2), bold=True, align="center")
        self.y += s.size * 3.2
        s.write(self.left, self.y, [(facts.label(rng, "from") + (self.colon or ":"), None), (facts.vendor, "vendor")])
        self.y = self.block(self.left, self.y + self.row, self.contact()) + self.row

    def head_sidebar(self):
        """The sender in a narrow column down the right edge; everything else keeps to the left of it."""
        s, rng, x = self.sheet, self.rng, self.sheet.width - self.rng.uniform(125, 150)
        size = s.size * min(1, (s.width - x - 12) / s.measure(self.facts.vendor, bold=True))
        s.write(x, self.y, [(self.facts.vendor, "vendor")], bold=True, size=size)
        self.block(x, self.y + self.row * 1.5, self.contact(), size=s.size * 0.75)
        self.right = x - 18
        s.write(self.left, self.y, self.title(), size=s.size * rng.uniform(1.6, 2.2), bold=True)
        self.y += s.size * 4

