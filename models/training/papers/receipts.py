"""Receipts: narrow slips of shops, restaurants, petrol stations and car parks, and hand-written-style receipts.

The style of a family says language, what the head names first, how items stand and in which order sums follow.
"""

import random

from . import formats, names
from .facts import Facts
from .page import FONTS, MONOSPACED, Sheet

WORDS = {
    "en": {"total": ["TOTAL", "Total", "TOTAL DUE", "BALANCE DUE", "AMOUNT", "Grand Total", "Total Sale", "TO PAY"], "subtotal": ["SUBTOTAL", "Subtotal", "Sub Total", "NET"], "tax": ["TAX", "Sales Tax {rate}%", "VAT {rate}%", "TAX 1"],
           "cash": ["CASH", "Cash", "CASH TENDERED", "VISA", "CARD", "MASTERCARD"], "change": ["CHANGE", "Change", "CHANGE DUE"], "number": ["Receipt #", "Receipt No.", "TRANS", "Check #", "Ticket No", "Invoice", "Order #"],
           "thanks": ["THANK YOU", "Thank you for shopping with us", "PLEASE COME AGAIN", "HAVE A NICE DAY", "Returns within 30 days with receipt", "CUSTOMER COPY"], "served": ["Cashier", "Served by", "Server", "Register", "Till", "Table"], "title": ["RECEIPT", "SALE", "SALES RECEIPT", ""], "date": ["Date:", "DATE", "", ""], "items": ["Items", "ITEM COUNT", "Number of items"]},
    "de": {"total": ["SUMME", "Summe", "SUMME EUR", "Gesamt", "Zu zahlen", "Total", "BETRAG", "GESAMTBETRAG", "Endsumme"], "subtotal": ["Netto", "Zwischensumme", "Nettobetrag", "Netto-Summe"], "tax": ["MwSt {rate}%", "MwSt.", "enth. MwSt", "USt {rate}%", "Steuer"],
           "cash": ["BAR", "Bar", "Gegeben", "EC-Karte", "girocard", "Kartenzahlung"], "change": ["Rückgeld", "RÜCKGELD", "Zurück"], "number": ["Bon-Nr.", "Beleg-Nr.", "Beleg", "Bon", "Quittung Nr.", "Rechnung"],
           "thanks": ["Vielen Dank für Ihren Einkauf", "Auf Wiedersehen", "Es bediente Sie", "Umtausch nur mit Kassenbon", "Bitte beehren Sie uns bald wieder"], "served": ["Kasse", "Bediener", "Filiale", "Tisch", "Kassierer"], "title": ["KASSENBON", "Quittung", "Beleg", "KUNDENBELEG", ""], "date": ["Datum:", "Datum", "", ""], "items": ["Artikel", "Posten"]},
    "my": {"total": ["TOTAL", "TOTAL AMOUNT", "Total Sales (Inclusive of GST)", "NETT TOTAL", "TOTAL RM", "Grand Total", "TOTAL AMT", "Rounded Total (RM)", "Total Payable", "TOTAL INCL GST", "Amount Due", "Total Rounded"], "subtotal": ["SUBTOTAL", "Sub Total", "Total Excl. GST", "TOTAL SALES (EXCLUDING GST)", "Total Before GST"], "tax": ["GST @{rate}%", "TOTAL GST", "GST {rate}%", "SST {rate}%", "Service Tax {rate}%"],
           "cash": ["CASH", "Cash", "PAID AMOUNT", "VISA CARD", "Cash Received", "TENDER"], "change": ["CHANGE", "Change", "CASH CHANGE", "CHANGE DUE"], "number": ["Invoice No", "INVOICE #", "Doc No.", "Receipt No", "Bill No", "INV NO", "Slip No.", "Trans No"],
           "thanks": ["THANK YOU", "PLEASE COME AGAIN", "GOODS SOLD ARE NOT RETURNABLE", "THANK YOU & COME AGAIN!", "Goods sold are not refundable", "(PRICE INCLUSIVE OF GST)", "TERIMA KASIH"], "served": ["CASHIER", "Cashier", "Salesperson", "Counter", "Table", "Member"], "title": ["TAX INVOICE", "TAX INVOICE", "RECEIPT", "SIMPLIFIED TAX INVOICE", "CASH BILL", "INVOICE", ""], "date": ["Date :", "DATE:", "Date", "", "Inv Date"], "items": ["ITEM COUNT", "TOTAL QTY", "Total Item(s)", "QTY"]},
    "fr": {"total": ["TOTAL", "TOTAL TTC", "À PAYER", "NET À PAYER"], "subtotal": ["Total HT", "Sous-total"], "tax": ["TVA {rate}%", "TVA"], "cash": ["ESPÈCES", "CB", "Carte bancaire"], "change": ["RENDU", "Monnaie"], "number": ["Ticket", "Ticket n°", "N°"], "thanks": ["Merci de votre visite", "À bientôt"], "served": ["Caisse", "Table", "Serveur"], "title": ["TICKET DE CAISSE", ""], "date": ["Date", "", "Le"], "items": ["Articles"]},
    "es": {"total": ["TOTAL", "TOTAL A PAGAR", "Total"], "subtotal": ["Base", "Subtotal"], "tax": ["IVA {rate}%", "IVA"], "cash": ["EFECTIVO", "TARJETA", "Entregado"], "change": ["CAMBIO", "Cambio"], "number": ["Ticket", "Factura simplificada", "Nº"], "thanks": ["Gracias por su visita"], "served": ["Caja", "Mesa", "Le atendió"], "title": ["FACTURA SIMPLIFICADA", "TICKET", ""], "date": ["Fecha:", ""], "items": ["Artículos"]},
    "it": {"total": ["TOTALE", "TOTALE EURO", "TOTALE COMPLESSIVO"], "subtotal": ["SUBTOTALE", "Imponibile"], "tax": ["di cui IVA", "IVA {rate}%"], "cash": ["CONTANTI", "Carta", "Pagamento contante"], "change": ["RESTO"], "number": ["Documento n.", "Scontrino", "N."], "thanks": ["Grazie e arrivederci"], "served": ["Cassa", "Tavolo", "Operatore"], "title": ["DOCUMENTO COMMERCIALE", "SCONTRINO", ""], "date": ["Data", ""], "items": ["Pezzi"]},
    "nl": {"total": ["TOTAAL", "Te betalen", "Totaal"], "subtotal": ["Subtotaal", "Excl. btw"], "tax": ["BTW {rate}%", "Btw"], "cash": ["CONTANT", "PIN", "Pinbetaling"], "change": ["WISSELGELD", "Terug"], "number": ["Bonnr.", "Bon", "Kassabon"], "thanks": ["Bedankt en tot ziens"], "served": ["Kassa", "Medewerker", "Tafel"], "title": ["KASSABON", ""], "date": ["Datum", ""], "items": ["Aantal artikelen"]},
}


class Receipt:
    def __init__(self, rng: random.Random, facts: Facts, style: dict):
        self.rng, self.facts, self.style = rng, facts, style
        self.words = WORDS[facts.lang]
        width = rng.uniform(190, 300)
        family = rng.choice(style.get("fonts", MONOSPACED * 3 + list(FONTS)))
        self.size = width / rng.uniform(30, 42) * (1 if family in MONOSPACED else 1.25)
        # many slips are copied onto a larger sheet
        self.dx, self.y = (rng.uniform(60, 260), rng.uniform(40, 160)) if rng.random() < 0.35 else (rng.uniform(2, 14), rng.uniform(4, 30))
        self.margin = self.dx > 30
        self.sheet = Sheet(rng, 595 if self.margin else width + 2 * self.dx, 842, family, self.size)
        self.left, self.right = self.dx, self.dx + width
        self.row = self.size * rng.uniform(1.15, 1.5)
        self.caps = rng.random() < style.get("caps", 0.3)
        self.colon = rng.choice([":", " :", "", ""])
        self.has_tax = facts.rate > 0 and rng.random() < 0.7
        self.digits = style.get("digits", 1)  # of the number before an item
        self.included = rng.random() < 0.5  # tax is inside the prices
        if self.included or not self.has_tax:
            facts.total = sum(i.amount for i in facts.items)
            facts.tax = round(facts.total * facts.rate / (100 + facts.rate)) if self.has_tax else 0
            facts.subtotal = facts.total - facts.tax
        else:
            facts.subtotal = sum(i.amount for i in facts.items)
            facts.tax = round(facts.subtotal * facts.rate / 100)
            facts.total = facts.subtotal + facts.tax

    def word(self, key: str) -> str:
        text = self.rng.choice(self.words[key])
        return text.replace("{rate}", f"{self.facts.rate:g}")

    def centre(self, segments, **how):
        self.sheet.write((self.left + self.right) / 2, self.y, segments, align="center", caps=self.caps, **how)
        self.y += (how.get("size") or self.size) * 1.3

    def pair(self, name, value, **how):
        self.sheet.write(self.left, self.y, name, caps=self.caps, **how)
        self.sheet.write(self.right, self.y, value, align="right", **how)
        self.y += max(self.row, (how.get("size") or 0) * 1.25)

    def draw(self) -> Sheet:
        for part in self.style.get("order", ["head", "data", "items", "sums", "payment", "foot"]):
            getattr(self, part)()
            if self.rng.random() < 0.4:
                self.rule()
        if not self.margin:
            self.sheet.height = self.y + self.rng.uniform(5, 40)
        self.sheet.height = max(self.sheet.height, self.y + 10)
        return self.sheet

    def rule(self):
        if self.rng.random() < 0.3:
            self.centre(self.rng.choice(["-", "=", "*"]) * self.rng.randint(12, 28))
        else:
            self.y += self.row * 0.6

    def head(self):
        rng, facts = self.rng, self.facts
        big = self.size * rng.choice((1, 1, 1.2, 1.5))
        if rng.random() < 0.12:  # another name above: the owner, a slogan, a mall
            self.centre(rng.choice([names.person(rng).upper(), "WELCOME TO", names.made_up(rng), "*** COPY ***"]))
        how = {"size": big, "bold": rng.random() < 0.4}
        if self.style.get("align") == "left" or rng.random() < 0.1:
            self.sheet.write(self.left, self.y, [(facts.vendor, "vendor")], caps=self.caps, **how)
            self.y += big * 1.3
        else:
            self.centre([(facts.vendor, "vendor")], **how)
        if facts.lang == "my" and rng.random() < 0.7:
            self.centre(rng.choice(["({}-{})", "Co. Reg No: {}-{}", "(CO. NO. : {}-{})", "ROC NO. {}{}"]).format(rng.randint(10**5, 10**7), rng.choice("ADHKMPTUVWX")))
        street, city = names.address(rng, facts.lang)
        self.centre(street)
        if facts.lang == "my" and rng.random() < 0.5:
            self.centre(f"Taman {rng.choice(names.ASIAN)} {rng.choice(names.ASIAN)},")
        self.centre(city)
        if rng.random() < 0.7:
            self.centre(f"{rng.choice(['Tel', 'TEL:', 'Tel :', 'Tel.', 'Phone'])} {names.phone(rng)}")
        if rng.random() < (0.6 if facts.lang == "my" else 0.3):
            self.centre(f"{formats.label(rng, facts.lang, 'vat_id')} {rng.choice([':', ''])} {rng.randint(10**8, 10**12)}")
        if self.style.get("title", True):
            title = self.word("title")
            if title:
                self.y += self.row * rng.uniform(0, 1)
                self.centre(title, bold=rng.random() < 0.5)

    def data(self):
        """Number, date and time, who served."""
        rng, facts = self.rng, self.facts
        clock = rng.choice(["{:02d}:{:02d}", "{:02d}:{:02d}:17", "{:d}:{:02d} PM"]).format(rng.randint(1, 12), rng.randint(0, 59))
        date_label = self.word("date")
        day = [(facts.day(facts.date), "invoice_date")]
        rows = []
        has_number = rng.random() < 0.75
        number = [(self.word("number") + self.colon, None), (facts.number, "invoice_number")]
        shape = rng.random()
        if shape < 0.35:
            rows.append([(date_label, None), *day, (clock if rng.random() < 0.8 else "", None)])
        elif shape < 0.55:
            rows.append(([(date_label, None), *day], [(rng.choice(["Time: ", ""]) + clock, None)]))
        elif shape < 0.75 and has_number:
            rows.append((number, [(date_label, None), *day]))
            has_number = False
        else:
            rows.append(([(date_label or "Date", None)], day))
        if has_number:
            rows.append(number if rng.random() < 0.6 else (number[:1], number[1:]))
        if rng.random() < 0.6:
            rows.append(f"{self.word('served')}{self.colon} {rng.choice([names.person(rng).split()[0], str(rng.randint(1, 40)), 'USER', 'ADMIN'])}")
        if rng.random() < 0.25:
            rows.append(f"{rng.choice(['Store', 'Terminal', 'POS', 'Ref', 'Station', 'Pax'])}{self.colon} {rng.randint(1, 9999)}")
        rng.shuffle(rows)
        for row in rows:
            if isinstance(row, tuple):
                self.pair(*row)
            elif rng.random() < 0.15:
                self.centre(row)
            else:
                self.sheet.write(self.left, self.y, row)
                self.y += self.row
        self.y += self.row * rng.uniform(0, 1)

    def items(self):
        s, rng, facts = self.sheet, self.rng, self.facts
        style = rng.choice(self.style.get("items", ["one", "one", "two", "qty", "columns"]))
        code = rng.choice(["", "", " A", " SR", " ZRL", " *", " B"])
        money = lambda cents, name: facts.money.segments(cents, name, facts.money.items_marked)
        third = (self.right - self.left) / 4
        if style == "columns":
            heads = {"de": ["Artikel", "Menge", "Preis", "Betrag"], "my": ["ITEM", "QTY", "PRICE", rng.choice(["AMT(RM)", "TOTAL", "AMOUNT"])]}.get(facts.lang, ["Item", "Qty", "Price", "Amount"])
            for i, head in enumerate(heads):
                s.write(self.left + (third * (i + 1) if i else 0), self.y, head, align="right" if i else "left", caps=self.caps)
            self.y += self.row
        for number, item in enumerate(facts.items, 1):
            name, quantity = [(item.text, "item_description")], [(str(item.quantity), "item_quantity")]
            price, amount = money(item.price, "item_unit_price"), money(item.amount, "item_amount")
            if style == "one":
                self.pair(name, amount + [(code, None)])
            elif style == "qty":
                self.pair(quantity + name, amount)
            elif style == "numbered":
                self.pair([(f"{number:0{self.digits}d}", None), *name], amount + [(code, None)])
            elif style == "below":  # quantity and price explain the amount of the line above
                self.pair(name, amount + [(code, None)])
                if item.quantity > 1 or rng.random() < 0.2:
                    s.write(self.left + self.size * 2, self.y, [*quantity, (rng.choice(["x", "Stk x", "@"]), None), *price])
                    self.y += self.row
            elif style == "two":
                s.write(self.left, self.y, name, caps=self.caps)
                self.y += self.row
                x = rng.choice(["x", "@", "X", "*"])
                self.pair([*quantity, (x, None), *price], amount)
            else:
                if rng.random() < 0.5:
                    s.write(self.left, self.y, name, caps=self.caps)
                    self.y += self.row
                    s.write(self.left, self.y, item.sku)
                else:
                    s.write(self.left, self.y, [(item.text[:14], "item_description")], caps=self.caps)
                for i, value in enumerate([quantity, price, amount]):
                    s.write(self.left + third * (i + 2), self.y, value, align="right")
                self.y += self.row
        self.y += self.row * rng.uniform(0, 1)

    def sums(self):
        rng, facts = self.rng, self.facts
        money = facts.money
        if rng.random() < 0.3:
            self.pair(self.word("items"), str(sum(i.quantity for i in facts.items)))
        rows = []
        if self.has_tax:
            if rng.random() < 0.75:
                rows.append((self.word("subtotal"), money.segments(facts.subtotal, "subtotal", False), False))
            rows.append((self.word("tax"), money.segments(facts.tax, "tax", False), False))
        elif rng.random() < 0.3:
            rows.append((self.word("subtotal"), money.segments(facts.total, "subtotal", False), False))
        if facts.lang == "my" and rng.random() < 0.4:
            rows.append((rng.choice(["ROUNDING ADJ", "Rounding", "ROUNDING :"]), f"{rng.choice(['', '-'])}0.0{rng.randint(0, 2)}", False))
        total = money.segments(facts.total, "total", True)
        label = self.word("total")
        if len(total) == 2 and rng.random() < 0.5:  # the mark stands by the label
            mark = [s for s in total if s[1] == "currency"]
            rows.insert(len(rows) if rng.random() < 0.75 else 0, ([(label + self.colon, None), *mark], [s for s in total if s[1] == "total"], True))
        else:
            rows.insert(len(rows) if rng.random() < 0.75 else 0, (label + self.colon, total, True))
        if self.style.get("shuffled"):
            rng.shuffle(rows)
        tight = rng.random() < (1 if self.style.get("align") == "colon" else 0.2)
        for name, amount, is_total in rows:
            how = {"bold": True, "size": self.size * rng.choice((1, 1.2, 1.5))} if is_total and rng.random() < 0.5 else {}
            if tight:  # "TOTAL AMOUNT: $6.90" on one side
                both = [[(part, None)] if isinstance(part, str) else part for part in (name, amount)]
                x, align = (self.left, "left") if self.style.get("align") == "colon" else (self.right, "right")
                self.sheet.write(x, self.y, both[0] + both[1], align=align, **how)
                self.y += self.row * 1.1
            else:
                self.pair(name if not isinstance(name, str) else name + ("." * rng.randint(4, 12) if rng.random() < 0.05 else ""), amount, **how)

    def payment(self):
        rng, facts = self.rng, self.facts
        money = lambda cents: facts.money.text(cents, rng.random() < 0.3)
        given = facts.total if rng.random() < 0.5 else -(-facts.total // rng.choice((500, 1000, 5000))) * rng.choice((500, 1000, 5000))
        given = max(given, facts.total)
        if rng.random() < 0.85:
            self.pair(self.word("cash"), money(given))
            if given > facts.total or rng.random() < 0.5:
                self.pair(self.word("change"), money(given - facts.total))
        if self.has_tax and rng.random() < 0.35:  # summary by rate
            self.y += self.row * 0.5
            head = {"de": "MwSt Netto Steuer Brutto", "my": rng.choice(["GST Summary Amount(RM) Tax(RM)", "TAX CODE % AMT TAX"])}.get(facts.lang, "Rate Net Tax Gross")
            self.centre(head)
            n = facts.money.number
            self.centre(f"{rng.choice(['A', 'SR', ''])} {facts.rate:g}% {n(facts.subtotal)} {n(facts.tax)}")
        if rng.random() < 0.2:
            for line in rng.sample(["APPROVED", f"AUTH {rng.randint(10**5, 10**6)}", f"**** **** **** {rng.randint(1000, 9999)}", f"TID {rng.randint(10**7, 10**8)}", "CONTACTLESS", f"TSE {rng.randint(10**9, 10**10)}"], 3):
                self.sheet.write(self.left, self.y, line)
                self.y += self.row

    def foot(self):
        for _ in range(self.rng.randint(0, 3)):
            self.centre(self.word("thanks"))
        if self.rng.random() < 0.2:
            self.centre(f"www.{names.domain(self.facts.vendor)}")


class Voucher(Receipt):
    """A receipt on a pre-printed form: "received from … the sum of …", landscape or half a sheet."""

    def __init__(self, rng, facts, style):
        super().__init__(rng, facts, {**style, "fonts": [f for f in FONTS if f not in MONOSPACED]})
        self.sheet.width, self.sheet.height, self.sheet.size = 420, 297, 9
        self.size, self.row, self.left, self.right, self.y = 9, rng.uniform(16, 22), 30, 390, 25
        self.margin, self.has_tax = True, self.has_tax and rng.random() < 0.5

    def draw(self):
        s, rng, facts = self.sheet, self.rng, self.facts
        de = facts.lang == "de"
        title = rng.choice(["Quittung", "QUITTUNG", "Empfangsbestätigung"] if de else ["RECEIPT", "Cash Receipt", "Official Receipt", "Receipt of Payment"])
        s.write(self.left, self.y, title, size=16, bold=True)
        s.write(self.right, self.y, [("Nr." if de else "No.", None), (facts.number, "invoice_number")], align="right")
        self.y += self.row * 1.8
        date = [("Datum" if de else "Date:", None), (facts.day(facts.date), "invoice_date")]
        rows = [
            [(rng.choice(["Von", "Erhalten von"] if de else ["Received from", "From"]), None), (facts.customer, "customer")],
            [(rng.choice(["Betrag", "Gesamt"] if de else ["Amount", "The sum of"]), None), *facts.money.segments(facts.total, "total")],
            [(rng.choice(["für", "Verwendungszweck"] if de else ["For", "Being payment of"]), None), (facts.items[0].text, None)],
            [(rng.choice(["Bar erhalten", "Zahlungsart: bar"] if de else ["Paid by cash", "Payment method: cheque"]), None)],
        ]
        if self.has_tax:
            rows.insert(2, [(f"inkl. {facts.rate:g}% MwSt" if de else f"incl. VAT {facts.rate:g}%", None), (facts.money.number(facts.tax), "tax")])
        for row in rows:
            s.write(self.left, self.y, row)
            self.y += self.row
        s.write(self.left, self.y, date)
        signed = [("Stempel / Unterschrift" if de else "Received by", None), (facts.vendor, "vendor")] if rng.random() < 0.5 else [(facts.vendor, "vendor")]
        s.write(self.right, self.y + self.row, signed, align="right")
        s.height = max(297, self.y + 50)
        return s


class Ticket(Receipt):
    """A ticket of a car park, a pool or a museum: everything centred, each label above its value."""

    def data(self):
        facts = self.facts
        rows = [(self.word("date") or "Date", [(facts.day(facts.date), "invoice_date")])]
        if self.rng.random() < 0.7:
            rows.insert(self.rng.randint(0, 1), (self.word("number"), [(facts.number, "invoice_number")]))
        for name, value in rows:
            self.centre(name)
            self.centre(value, bold=self.rng.random() < 0.5)
            self.y += self.row * 0.4

    def items(self):
        for item in self.facts.items:
            self.centre([(item.text, "item_description")])
            self.centre([(str(item.quantity), "item_quantity"), ("x", None), *self.facts.money.segments(item.price, "item_unit_price", False)])

    def sums(self):
        facts, money = self.facts, self.facts.money
        self.centre(self.word("total"))
        self.centre(money.segments(facts.total, "total"), size=self.size * self.rng.uniform(1.3, 2), bold=True)
        if self.has_tax:
            self.centre([(self.word("tax"), None), (money.number(facts.tax), "tax")])
