"""Whom an invoice is for: the styles of its address."""

from .. import names


class Recipients:
    """Part of `Invoice`."""

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

    def recipient_inline(self):
        """Name and address on one line, after a label."""
        street, city = names.address(self.rng, self.facts.lang)
        self.meta_top = self.y
        comma = self.rng.choice([", ", " - ", " / "])
        self.sheet.write(self.left, self.y, [(self.facts.label(self.rng, "bill_to") + (self.colon or ":"), None), (self.facts.customer, "customer"), (comma.strip() + f" {street}{comma}{city}", None)])
        self.y += self.row * self.rng.uniform(1.5, 3)

    def recipient_lines_labelled(self):
        """"Name: …", "Address: …": a label for every line of the address."""
        s, rng, facts = self.sheet, self.rng, self.facts
        words = {"de": ["Name", "Straße", "Ort"], "fr": ["Nom", "Adresse", "Ville"], "es": ["Nombre", "Dirección", "Ciudad"], "it": ["Nome", "Indirizzo", "Città"], "nl": ["Naam", "Adres", "Plaats"]}.get(facts.lang, ["Name", "Address", "City"])
        words = [facts.label(rng, "bill_to"), *words[1:]] if rng.random() < 0.6 else words
        self.meta_top = self.y
        indent = max(s.measure(word + ":  ", bold=self.bold_labels) for word in words)
        for word, value in zip(words, ([(facts.customer, "customer")], *names.address(rng, facts.lang))):
            s.write(self.left, self.y, word + ":", bold=self.bold_labels)
            s.write(self.left + indent, self.y, value)
            self.y += self.row
        self.y += self.row
