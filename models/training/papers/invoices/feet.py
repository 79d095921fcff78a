"""What stands below the sums: terms, bank and registration."""

import datetime

from .. import names


class Feet:
    """Part of `Invoice`."""

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

    def foot_slip(self):
        """A payment slip below the page: who is paid, what for and how much, once more."""
        s, rng, facts = self.sheet, self.rng, self.facts
        self.terms()
        self.y = max(self.y + self.row * 2, s.height - rng.uniform(130, 170))
        s.rule(0, self.y - self.row, s.width, self.y - self.row)
        words = {"de": ["Empfänger", "IBAN", "Verwendungszweck", "Betrag"], "fr": ["Bénéficiaire", "IBAN", "Référence", "Montant"], "es": ["Beneficiario", "IBAN", "Concepto", "Importe"],
                 "it": ["Beneficiario", "IBAN", "Causale", "Importo"], "nl": ["Begunstigde", "IBAN", "Kenmerk", "Bedrag"]}.get(facts.lang, ["Pay to", "Account", "Reference", "Amount"])
        values = [[(facts.vendor, "vendor")], names.iban(rng), [(facts.number, "invoice_number")], facts.money.segments(facts.total, "total")]
        x = rng.choice([self.left, s.width * 0.45])
        for word, value in zip(words, values):
            s.write(x, self.y, word, size=s.size * 0.75)
            s.write(x, self.y + self.row * 0.8, value)
            self.y += self.row * 2
        s.height = max(s.height, self.y + 10)
