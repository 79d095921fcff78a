"""Pages without fields: letters, forms, statements, contracts and whatever else lies in a drawer.

They teach the document kind, and that a date or an amount on such a page is not an invoice's.
"""

import random

from . import formats, names, prose
from .page import PROPORTIONAL, Sheet


class Plain:
    """A page of any kind; `draw` calls the style's method."""

    def __init__(self, rng: random.Random, lang: str, style: dict, purpose: str):
        self.rng, self.lang, self.style = rng, "en" if lang == "my" else lang, style
        self.lang = self.lang if self.lang in ("en", "de") else rng.choice(("en", "de"))
        width, height = rng.choice([(595, 842), (595, 842), (612, 792)])
        self.sheet = Sheet(rng, width, height, rng.choice(style.get("fonts", PROPORTIONAL)), rng.uniform(8.5, 12))
        self.left, self.right = rng.uniform(40, 80), width - rng.uniform(40, 75)
        self.row, self.y = self.sheet.size * rng.uniform(1.2, 1.6), rng.uniform(30, 70)
        self.company = rng.choice(names.company_pool(purpose)[self.lang])
        self.money = formats.Money(rng, self.lang)
        self.dates = formats.date_style(rng, self.lang)

    def draw(self) -> Sheet:
        getattr(self, self.rng.choice(self.style["body"]))()
        self.sheet.height = max(self.sheet.height, self.y + 20)
        return self.sheet

    # small pieces

    def pick(self, en, de):
        return self.rng.choice(de if self.lang == "de" else en)

    def day(self) -> str:
        return formats.print_date(formats.any_date(self.rng), self.dates, self.lang)

    def amount(self, most=500000) -> str:
        return " ".join(t for t, _ in self.money.text(self.rng.randint(100, most), self.money.items_marked))

    def line(self, text, *, x=None, align="left", gap=1.0, **how):
        self.sheet.write({"left": self.left, "right": self.right, "center": self.sheet.width / 2}[align] if x is None else x, self.y, text, align=align, **how)
        self.y += self.row * gap * (how.get("size", self.sheet.size) / self.sheet.size)

    def flow(self, text, gap=0.8, **how):
        self.y = self.sheet.paragraph(self.left, self.y, text, self.right - self.left, **how) + self.row * gap

    def sender(self):
        street, city = names.address(self.rng, self.lang)
        align = self.rng.choice(["left", "right", "center"])
        private = self.rng.random() < 0.4
        self.line(names.person(self.rng) if private else self.company, align=align, bold=not private, size=self.sheet.size * (1 if private else self.rng.uniform(1, 1.8)))
        for text in [street, city, *self.rng.sample([f"{formats.label(self.rng, self.lang, 'phone')} {names.phone(self.rng)}", f"mail@{names.domain(self.company)}"], self.rng.randint(0, 2))]:
            self.line(text, align=align, size=self.sheet.size * 0.9)
        self.y += self.row

    def recipient(self):
        for text in [*([self.pick(["Mr", "Ms", "Dr"], ["Herrn", "Frau", "An"])] if self.rng.random() < 0.3 else []), names.person(self.rng) if self.rng.random() < 0.6 else self.rng.choice(names.company_pool("training")[self.lang]), *names.address(self.rng, self.lang)]:
            self.line(text)
        self.y += self.row * 1.5

    # letters

    def letter(self):
        rng = self.rng
        self.sender()
        if rng.random() < 0.85:
            self.recipient()
        city = rng.choice(names.CITIES[self.lang])
        self.line(rng.choice([self.day(), f"{city}, {self.day()}", f"{self.pick(['Date: '], ['Datum: '])}{self.day()}"]), align=rng.choice(["left", "right"]), gap=2)
        if rng.random() < 0.3:
            self.line(f"{self.pick(['Our ref:', 'Your ref:', 'Account no:'], ['Unser Zeichen:', 'Kundennummer:', 'Aktenzeichen:'])} {formats.number_like(rng)}", gap=1.5)
        if rng.random() < 0.7:
            self.line(self.pick(["Re: Your enquiry", "Subject: Change of address", "Invitation to the annual meeting", "Your application", "Notice of termination", "Reminder", "Complaint about order " + formats.number_like(rng), "Your insurance", "Thank you", "Notice to all tenants", "Appointment", "Our holiday", "Job application", "Rent increase"],
                                ["Ihre Anfrage", "Betreff: Änderung der Anschrift", "Einladung zur Mitgliederversammlung", "Ihre Bewerbung", "Kündigung", "Zahlungserinnerung", "Terminbestätigung", "Ihre Versicherung", "Mitteilung an alle Mieter", "Bewerbung", "Mieterhöhung", "Danksagung", "Mahnung"]), bold=True, gap=2)
        name = names.person(rng)
        self.line(self.pick([f"Dear {name},", "Dear Sir or Madam,", f"Dear Mr {name.split()[-1]},", f"Dear {name.split()[0]},", "To whom it may concern,"], ["Sehr geehrte Damen und Herren,", f"Sehr geehrte Frau {name.split()[-1]},", f"Liebe {name.split()[0]},", "Guten Tag,"]), gap=1.8)
        for text in prose.letter_body(rng, self.lang):
            self.flow(text)
        self.y += self.row * 0.5
        self.line(self.pick(["Yours sincerely,", "Yours faithfully,", "Kind regards,", "Best wishes,", "With love,"], ["Mit freundlichen Grüßen", "Herzliche Grüße", "Hochachtungsvoll", "Viele Grüße"]), gap=rng.uniform(2, 4))
        self.line(names.person(rng))
        if rng.random() < 0.5:
            self.line(self.pick(["Customer Service", "Managing Director", "Secretary", "Human Resources"], ["Kundenbetreuung", "Geschäftsführer", "Sachbearbeitung", "Vorstand"]))
        if rng.random() < 0.3:
            self.line(self.pick(["Enclosures: 2", "cc: file", "P.S. The keys are with the neighbours."], ["Anlagen", "PS: Der Schlüssel liegt bei den Nachbarn."]))

    # forms

    def form(self):
        rng = self.rng
        self.line(self.pick(["APPLICATION FORM", "Registration Form", "Membership Application", "Claim Form", "Medical History Questionnaire", "Change of Address", "Order Form", "Leave Request", "Patient Information", "Visitor Registration", "Survey", "Library Card Application", "Travel Expense Claim", "Vehicle Registration", "School Enrolment", "Consent Form", "Warranty Registration"],
                            ["Antrag", "Anmeldeformular", "Aufnahmeantrag", "Schadenmeldung", "Fragebogen", "SEPA-Lastschriftmandat", "Urlaubsantrag", "Anamnesebogen", "Bestellformular", "Anmeldung zur Schule", "Kfz-Zulassung", "Einwilligungserklärung", "Reisekostenabrechnung", "Meldebescheinigung"]), bold=True, size=self.sheet.size * rng.uniform(1.2, 1.9), align=rng.choice(["left", "center"]), gap=1.6)
        if rng.random() < 0.6:
            self.line(self.pick(["Please complete in block capitals.", "To be filled in by the applicant.", "Fields marked * are required."], ["Bitte in Druckbuchstaben ausfüllen.", "Vom Antragsteller auszufüllen.", "Mit * markierte Felder sind Pflichtfelder."]), size=self.sheet.size * 0.85, gap=1.6)
        pool = self.pick([["Surname", "First name", "Date of birth", "Address", "Postcode", "City", "Telephone", "Email", "Nationality", "Occupation", "Employer", "Marital status", "Passport No.", "Date", "Signature", "Policy number", "Date of accident", "Reason", "Bank account", "Allergies", "Emergency contact", "Department", "From", "To", "Amount claimed", "Gender", "Insurance company"]],
                         [["Name", "Vorname", "Geburtsdatum", "Straße, Hausnummer", "PLZ, Ort", "Telefon", "E-Mail", "Staatsangehörigkeit", "Beruf", "Arbeitgeber", "Familienstand", "Ausweisnummer", "Datum", "Unterschrift", "Versicherungsnummer", "Schadentag", "IBAN", "Kontoinhaber", "Krankenkasse", "Abteilung", "von", "bis", "Betrag", "Geschlecht"]])
        filled = rng.random() < 0.6
        two = rng.random() < 0.4
        labels = rng.sample(pool, rng.randint(7, 16))
        for i, name in enumerate(labels):
            value = rng.choice([names.person(rng).split()[0], self.day(), formats.number_like(rng), names.address(rng, self.lang)[rng.randint(0, 1)], self.amount()]) if filled and rng.random() < 0.8 else rng.choice(["_" * rng.randint(8, 25), "." * rng.randint(10, 40), ""])
            x = self.left + (self.right - self.left) / 2 * (i % 2 if two else 0)
            if rng.random() < 0.85 or not value:
                self.sheet.write(x, self.y, f"{name}{rng.choice([':', '', ' *'])} {value}".strip())
            else:
                self.sheet.write(x, self.y, name, size=self.sheet.size * 0.75)
                self.sheet.write(x, self.y + self.row * 0.8, value)
                self.y += self.row * 0.6
            if not two or i % 2:
                self.y += self.row * rng.uniform(1.3, 1.8)
        self.y += self.row
        for _ in range(rng.randint(0, 5)):
            box = rng.choice(["[ ]", "[x]", "☐", "O", "□", "[X]"])
            self.line(f"{box} {self.pick(['Yes', 'No', 'I agree to the terms', 'Mr', 'Mrs', 'single', 'married', 'full time', 'part time', 'by post', 'by email'], ['ja', 'nein', 'Ich stimme zu', 'Herr', 'Frau', 'ledig', 'verheiratet', 'Vollzeit', 'Teilzeit', 'per Post'])}")
        if rng.random() < 0.7:
            self.y += self.row * 1.5
            self.line(self.pick(["Signature of applicant ____________  Date ________", "Signed: ........................", "For office use only"], ["Ort, Datum, Unterschrift ______________", "Nur vom Amt auszufüllen", "Unterschrift des Antragstellers"]))

    # statements

    def statement(self):
        rng = self.rng
        bank = rng.choice([f"{rng.choice(names.CITIES[self.lang])} {self.pick(['Bank', 'Building Society', 'Savings Bank', 'Credit Union'], ['Sparkasse', 'Volksbank', 'Bank AG'])}", self.company])
        self.line(bank, bold=True, size=self.sheet.size * 1.5, gap=1.4)
        self.line(self.pick(["Account Statement", "Bank Statement", "Statement of Account", "Credit Card Statement", "Monthly Statement"], ["Kontoauszug", "Kontoauszug Nr. " + str(rng.randint(1, 12)), "Kreditkartenabrechnung", "Depotauszug", "Finanzstatus"]), bold=True, size=self.sheet.size * 1.2, gap=1.5)
        if rng.random() < 0.7:
            self.recipient()
        for name, value in rng.sample([(self.pick(["Account number", "Account No."], ["Kontonummer", "Konto"]), str(rng.randint(10**6, 10**9))), ("IBAN", names.iban(rng)), (self.pick(["Statement period", "Period"], ["Zeitraum", "Auszugszeitraum"]), f"{self.day()} - {self.day()}"), (self.pick(["Statement date", "Date"], ["Datum", "Erstellt am"]), self.day()), (self.pick(["Page"], ["Blatt", "Seite"]), "1"), ("BIC", names.made_up(rng).upper())], rng.randint(2, 5)):
            self.line(f"{name}: {value}")
        self.y += self.row
        opening = self.pick(["Opening balance", "Balance brought forward", "Previous balance"], ["Alter Kontostand", "Anfangssaldo", "Saldovortrag"])
        closing = self.pick(["Closing balance", "Balance carried forward", "New balance"], ["Neuer Kontostand", "Endsaldo", "Saldo"])
        columns = rng.choice([2, 3])
        for i, head in enumerate(self.pick([["Date", "Description", "Paid out", "Paid in", "Balance"], ["Date", "Details", "Debit", "Credit", "Balance"]], [["Datum", "Verwendungszweck", "Soll", "Haben", "Saldo"], ["Buchung", "Text", "Belastung", "Gutschrift", "Saldo"]])[:2 + columns]):
            self.sheet.write([self.left, self.left + 75, self.right - 150, self.right - 75, self.right][i], self.y, head, align="left" if i < 2 else "right", bold=True)
        self.y += self.row * 1.3
        self.sheet.write(self.left + 75, self.y, opening)
        self.sheet.write(self.right, self.y, self.amount(), align="right")
        self.y += self.row
        for _ in range(rng.randint(5, 14)):
            self.sheet.write(self.left, self.y, self.day() if rng.random() < 0.5 else f"{rng.randint(1, 28):02d}.{rng.randint(1, 12):02d}.")
            text = rng.choice([rng.choice(names.company_pool("training")[self.lang]), self.pick(["Direct debit", "Standing order rent", "Card payment", "Salary", "Cash withdrawal ATM", "Interest", "Bank charges", "Transfer"], ["Lastschrift", "Dauerauftrag Miete", "Kartenzahlung", "Gehalt", "Geldautomat", "Zinsen", "Kontoführung", "Überweisung"])])
            self.sheet.write(self.left + 75, self.y, self.sheet.wrap(text, 210)[0])
            self.sheet.write(self.right - rng.choice([150, 75][:columns - 1]), self.y, rng.choice(["", "-", "+"]) + self.amount(90000), align="right")
            if rng.random() < 0.6:
                self.sheet.write(self.right, self.y, self.amount(), align="right")
            self.y += self.row * 1.05
        self.sheet.write(self.left + 75, self.y, closing, bold=True)
        self.sheet.write(self.right, self.y, self.amount(), align="right", bold=True)
        self.y += self.row * 2

    # contracts

    def contract(self):
        rng, roles = self.rng, self.pick([("Landlord", "Tenant"), ("Employer", "Employee"), ("Client", "Contractor"), ("Seller", "Buyer")], [("Vermieter", "Mieter"), ("Arbeitgeber", "Arbeitnehmer"), ("Auftraggeber", "Auftragnehmer"), ("Verkäufer", "Käufer")])
        self.line(self.pick(["AGREEMENT", "Lease Agreement", "EMPLOYMENT CONTRACT", "Service Agreement", "Non-Disclosure Agreement", "Loan Agreement", "Contract of Sale", "Licence Agreement"], ["Mietvertrag", "ARBEITSVERTRAG", "Dienstleistungsvertrag", "Kaufvertrag", "Vertrag", "Geheimhaltungsvereinbarung", "Darlehensvertrag", "Werkvertrag"]), bold=True, size=self.sheet.size * rng.uniform(1.3, 1.8), align=rng.choice(["center", "left"]), gap=1.8)
        parties = [self.company, names.person(rng)]
        rng.shuffle(parties)
        if rng.random() < 0.5:
            self.flow(self.pick([f"This Agreement is made on {self.day()} between {parties[0]} (the \"{roles[0]}\") and {parties[1]} (the \"{roles[1]}\")."], [f"Zwischen {parties[0]}, nachstehend {roles[0]} genannt, und {parties[1]}, nachstehend {roles[1]} genannt, wird folgender Vertrag geschlossen:"]))
        else:
            self.line(self.pick(["between"], ["zwischen"]), align="center")
            for party, role in zip(parties, roles):
                self.line(party, align="center", bold=True)
                self.line(f"({'the ' if self.lang == 'en' else '– '}{role})", align="center", gap=1.4)
        titles = self.pick([["Term", "Payment", "Confidentiality", "Termination", "Liability", "Governing Law", "Duties", "Property", "Notices", "Deposit", "Definitions", "Entire Agreement"]], [["Vertragsgegenstand", "Vergütung", "Laufzeit", "Kündigung", "Haftung", "Geheimhaltung", "Schlussbestimmungen", "Kaution", "Pflichten", "Urlaub", "Gerichtsstand"]])
        mark = self.pick(["{}.", "Article {}", "Section {}.", "{}"], ["§ {}", "§{}", "{}."])
        for i, title in enumerate(rng.sample(titles, rng.randint(3, 7)), 1):
            self.line(f"{mark.format(i)} {title}", bold=rng.random() < 0.7)
            self.flow(prose.clause(rng, self.lang), gap=0.6)
        if rng.random() < 0.8:
            self.y += self.row
            self.line(self.pick([f"IN WITNESS WHEREOF the parties have signed on {self.day()}.", "Signed by the parties:"], [f"{rng.choice(names.CITIES['de'])}, den {self.day()}", "Unterschriften"]), gap=2)
            self.sheet.write(self.left, self.y, f"______________ {roles[0]}")
            self.sheet.write(self.sheet.width / 2, self.y, f"______________ {roles[1]}")
            self.y += self.row

    # other

    def article(self):
        self.line(prose.sentence(self.rng, self.lang).rstrip("."), bold=True, size=self.sheet.size * 1.6, gap=1.5) if self.rng.random() < 0.7 else None
        if self.rng.random() < 0.4:
            self.line(f"{names.person(self.rng)}, {self.day()}", gap=1.5)
        for _ in range(self.rng.randint(2, 5)):
            self.flow(prose.paragraph(self.rng, self.lang))

    def recipe(self):
        rng = self.rng
        self.line(self.pick(["Apple cake with cinnamon", "Lentil soup", "Grandma's pancakes", "Roast vegetables", "Lemon biscuits"], ["Apfelkuchen mit Zimt", "Linsensuppe", "Omas Pfannkuchen", "Kartoffelsalat", "Zitronenkekse"]), bold=True, size=self.sheet.size * 1.7, gap=1.6)
        self.line(self.pick([f"Serves {rng.randint(2, 8)}", "Ingredients"], ["Zutaten", f"Für {rng.randint(2, 8)} Personen"]), bold=True)
        for _ in range(rng.randint(4, 9)):
            self.line(f"{rng.randint(1, 500)} {rng.choice(['g', 'ml', 'EL', 'tsp', 'cups', 'kg'])} {self.pick(['flour', 'sugar', 'butter', 'milk', 'apples', 'salt', 'eggs', 'lentils'], ['Mehl', 'Zucker', 'Butter', 'Milch', 'Äpfel', 'Salz', 'Eier', 'Linsen'])}")
        self.y += self.row
        for i in range(rng.randint(3, 6)):
            self.flow(f"{i + 1}. " + self.pick(["Mix the flour with the butter and knead well.", "Bake at 180 °C for 40 minutes.", "Peel the apples and cut them into slices.", "Season with salt and pepper.", "Let it rest for an hour."], ["Mehl und Butter verkneten.", "Bei 180 °C 40 Minuten backen.", "Die Äpfel schälen und in Spalten schneiden.", "Mit Salz und Pfeffer abschmecken.", "Eine Stunde ruhen lassen."]), gap=0.3)

    def cv(self):
        rng = self.rng
        self.line(names.person(rng), bold=True, size=self.sheet.size * 2, gap=1.3)
        self.line(f"{names.address(rng, self.lang)[1]} · {names.phone(rng)} · {names.person(rng).split()[0].lower()}@mail.example", gap=1.8)
        for title in self.pick([["Experience", "Education", "Skills", "Languages"]], [["Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen"]]):
            self.line(title, bold=True, gap=1.2)
            for _ in range(rng.randint(1, 3)):
                year = rng.randint(1990, 2022)
                self.line(f"{year} - {year + rng.randint(1, 6)}  {self.pick(['Engineer', 'Teacher', 'Project lead', 'Nurse', 'BSc Biology', 'High school', 'Accountant'], ['Ingenieurin', 'Lehrer', 'Projektleitung', 'Krankenpfleger', 'Studium Biologie', 'Abitur', 'Buchhalter'])}, {rng.choice(names.company_pool('training')[self.lang])}")
            self.y += self.row * 0.6

    def menu(self):
        rng = self.rng
        self.line(self.pick(["MENU", "Lunch Menu", "Drinks"], ["Speisekarte", "Tageskarte", "Getränke"]), bold=True, size=self.sheet.size * 1.8, align="center", gap=1.8)
        for _ in range(rng.randint(8, 18)):
            self.sheet.write(self.left + 40, self.y, self.pick(["Tomato soup", "Grilled salmon", "Mushroom risotto", "Ice cream", "Espresso", "House salad", "Steak with chips", "Lemonade", "Fish of the day"], ["Tomatensuppe", "Lachs vom Grill", "Pilzrisotto", "Eisbecher", "Espresso", "Beilagensalat", "Rumpsteak", "Limonade", "Tagesfisch"]))
            self.sheet.write(self.right - 40, self.y, self.amount(4000), align="right")
            self.y += self.row * 1.2

    def minutes(self):
        rng = self.rng
        self.line(self.pick(["Minutes of the Meeting", "Agenda", "Meeting notes"], ["Protokoll", "Tagesordnung", "Sitzungsprotokoll"]), bold=True, size=self.sheet.size * 1.5, gap=1.6)
        self.line(f"{self.pick(['Date', 'Held on'], ['Datum', 'Sitzung vom'])}: {self.day()}")
        self.line(f"{self.pick(['Present', 'Attendees'], ['Anwesend', 'Teilnehmer'])}: " + ", ".join(names.person(rng) for _ in range(3)), gap=1.6)
        for i in range(rng.randint(3, 7)):
            self.line(f"{self.pick(['Item', ''], ['TOP', ''])} {i + 1}. {prose.sentence(rng, self.lang)}"[:70])
            if rng.random() < 0.5:
                self.flow(prose.paragraph(rng, self.lang, (1, 2)))

    def note(self):
        """A price list, packing list or timetable: numbers in columns that are no invoice."""
        rng = self.rng
        self.line(self.pick(["Delivery Note", "Price List", "Timetable", "Inventory", "Packing List", "Lab Results", "Certificate of Attendance", "Quotation"], ["Lieferschein", "Preisliste", "Fahrplan", "Inventarliste", "Packliste", "Laborbefund", "Teilnahmebescheinigung", "Angebot"]), bold=True, size=self.sheet.size * 1.6, gap=1.7)
        if rng.random() < 0.5:
            self.recipient()
        if rng.random() < 0.5:
            self.line(f"{self.pick(['Date', 'No.'], ['Datum', 'Nr.'])}: {rng.choice([self.day(), formats.number_like(rng)])}", gap=1.6)
        columns = rng.randint(2, 4)
        for _ in range(rng.randint(5, 18)):
            self.sheet.write(self.left, self.y, rng.choice(names.GOODS[self.lang]).strip())
            for c in range(columns - 1):
                value = rng.choice([str(rng.randint(1, 99)), self.amount(), f"{rng.randint(5, 22)}:{rng.randint(0, 59):02d}", formats.number_like(rng)])
                self.sheet.write(self.right - 80 * c, self.y, value, align="right")
            self.y += self.row * 1.1
        if rng.random() < 0.4:
            self.flow(prose.paragraph(rng, self.lang, (1, 2)))
