"""How papers print amounts, dates and labels, by language and by house."""

import datetime
import random

SYMBOL = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF", "MYR": "RM", "SGD": "S$", "JPY": "¥", "AUD": "A$", "SEK": "kr", "PLN": "zł"}
CURRENCIES = {
    "en": ["USD", "GBP", "EUR", "USD", "GBP", "AUD", "SGD"], "de": ["EUR", "EUR", "EUR", "EUR", "CHF"], "fr": ["EUR", "EUR", "CHF"],
    "es": ["EUR"], "it": ["EUR"], "nl": ["EUR"], "my": ["MYR", "MYR", "MYR", "MYR", "SGD"],
}
RATES = {"en": [0, 5, 8, 8.25, 10, 20, 20], "de": [19, 19, 19, 7, 16], "fr": [20, 10, 5.5], "es": [21, 10], "it": [22, 10], "nl": [21, 9], "my": [6, 6, 0, 8]}


class Money:
    """One house's way of printing amounts (given in cents): separators, symbol or code, before or after, glued or apart."""

    def __init__(self, rng: random.Random, lang: str):
        self.currency = rng.choice(CURRENCIES[lang])
        english = lang in ("en", "my") or (self.currency == "CHF" and rng.random() < 0.5)
        if rng.random() < 0.1:
            english = not english  # an English label does not make an English number
        self.point = "." if english else ","
        self.group = rng.choice([",", ",", ",", "", " "]) if english else rng.choice([".", ".", ".", "", " "])
        if self.currency == "CHF" and rng.random() < 0.6:
            self.point, self.group = ".", rng.choice(["'", "’"])
        code = self.currency if rng.random() < 0.5 else SYMBOL[self.currency]
        self.mark = code
        # where the mark stands in totals; line items often go without it
        before = english if rng.random() < 0.85 else not english
        self.place = rng.choice(["none", "apart-before", "glued-before"] if before else ["none", "apart-after", "apart-after", "glued-after"])
        if len(code) == 3 and self.place.startswith("glued") and rng.random() < 0.8:
            self.place = self.place.replace("glued", "apart")
        self.items_marked = rng.random() < 0.3
        self.dash_cents = rng.random() < 0.02

    def number(self, cents: int) -> str:
        sign, cents = ("-" if cents < 0 else ""), abs(cents)
        whole = f"{cents // 100:,}".replace(",", self.group)
        fraction = "–" if self.dash_cents and cents % 100 == 0 else f"{cents % 100:02d}"
        return f"{sign}{whole}{self.point}{fraction}"

    def segments(self, cents: int, name: str | None, marked: bool = True) -> list[tuple[str, str | None]]:
        """The amount as segments: the number is `name`, a mark that stands apart is the field currency."""
        number = self.number(cents)
        if not marked or self.place == "none":
            return [(number, name)]
        if self.place == "glued-before":
            return [(self.mark + number, name)]
        if self.place == "glued-after":
            return [(number + self.mark, name)]
        pair = [(self.mark, "currency"), (number, name)]
        return pair if self.place == "apart-before" else pair[::-1]

    def text(self, cents: int, marked: bool = False) -> list[tuple[str, str | None]]:
        return self.segments(cents, None, marked)


MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
}
MONTHS["my"] = MONTHS["en"]


def date_style(rng: random.Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(["{d} {M} {y}", "{M} {d}, {y}", "{m}/{d}/{y}", "{mm}/{dd}/{y}", "{dd}/{mm}/{y}", "{y}-{mm}-{dd}", "{dd}-{mon}-{yy}", "{d} {mon} {y}", "{mon} {d}, {y}", "{dd}.{mm}.{y}", "{dd} {MON} {y}", "{d}{th} {M} {y}"])
    if lang == "my":
        return rng.choice(["{dd}/{mm}/{y}", "{dd}/{mm}/{y}", "{dd}-{mm}-{y}", "{dd}/{mm}/{yy}", "{dd} {MON} {y}", "{y}-{mm}-{dd}", "{dd}-{MON}-{y}", "{dd}-{mm}-{yy}", "{dd}.{mm}.{y}", "{d}/{m}/{y}"])
    if lang == "de":
        return rng.choice(["{dd}.{mm}.{y}", "{dd}.{mm}.{y}", "{dd}.{mm}.{y}", "{d}. {M} {y}", "{d}.{m}.{y}", "{dd}.{mm}.{yy}", "{y}-{mm}-{dd}", "{d}. {mon}. {y}"])
    return rng.choice(["{d} {M} {y}", "{dd}/{mm}/{y}", "{dd}-{mm}-{y}", "{dd}.{mm}.{y}", "{y}-{mm}-{dd}"])


def print_date(date: datetime.date, style: str, lang: str) -> str:
    month = MONTHS[lang][date.month - 1]
    th = {1: "st", 2: "nd", 3: "rd"}.get(date.day if date.day < 20 else date.day % 10, "th")
    return style.format(d=date.day, dd=f"{date.day:02d}", m=date.month, mm=f"{date.month:02d}", y=date.year, yy=f"{date.year % 100:02d}", M=month, mon=month[:3], MON=month[:3].upper(), th=th)


def any_date(rng: random.Random) -> datetime.date:
    return datetime.date(2005, 1, 1) + datetime.timedelta(days=rng.randint(0, 365 * 24))


def number_like(rng: random.Random) -> str:
    """A document number in one of the many shapes that houses use."""
    d = lambda n: "".join(str(rng.randint(0, 9)) for _ in range(n))
    a = lambda n: "".join(rng.choice("ABCDEFGHKLMNPRSTVWX") for _ in range(n))
    year = rng.randint(2008, 2029)
    return rng.choice([
        lambda: d(rng.randint(4, 9)), lambda: d(rng.randint(5, 7)), lambda: f"{a(2)}-{d(rng.randint(4, 6))}", lambda: f"{a(1)}{d(rng.randint(4, 8))}",
        lambda: f"{year}-{d(rng.randint(2, 5))}", lambda: f"{year}/{d(rng.randint(2, 5))}", lambda: f"INV-{d(rng.randint(3, 6))}", lambda: f"RE{d(rng.randint(4, 8))}",
        lambda: f"{a(3)}/{d(3)}/{d(2)}", lambda: f"{a(2)}{year}{d(4)}", lambda: f"#{d(rng.randint(3, 6))}", lambda: f"{d(2)}-{d(4)}-{d(2)}", lambda: f"{a(1)}-{d(4)}/{a(1)}",
        lambda: f"R{d(2)}-{d(rng.randint(2, 3))}", lambda: f"{d(3)}.{d(3)}.{d(1)}", lambda: f"CS{d(8)}", lambda: f"INV{year % 100}{d(5)}", lambda: f"{a(2)}.{d(5)}",
    ])()


LABELS = {
    "en": {
        "title": ["INVOICE", "Invoice", "Tax Invoice", "TAX INVOICE", "Sales Invoice", "Commercial Invoice", "Bill", "Credit Note", "Statement of Charges", "INVOICE / RECEIPT"],
        "number": ["Invoice No.", "Invoice Number", "Invoice #", "Invoice no", "Inv. No.", "Document No.", "Number", "Our invoice", "Bill No.", "Invoice ID", "No.", "Reference"],
        "date": ["Invoice Date", "Date", "Date of issue", "Issue Date", "Issued", "Invoice date", "Dated", "Billing date", "Date of invoice", "Tax point"],
        "due": ["Due Date", "Payment Due", "Due", "Pay by", "Payable by", "Due date", "Please pay before", "Payment due by", "Payment date", "Settle by"],
        "terms": ["Payment is due by {due}.", "Please pay no later than {due}.", "Terms: net 30 days, due {due}", "Kindly remit the total by {due} to the account below.", "Payable without deduction until {due}"],
        "currency": ["Currency", "Invoice currency", "Curr."], "bill_to": ["Bill To", "Billed to", "Invoice to", "Customer", "Sold to", "To", "Client", "Account holder", "Ship To / Bill To", "Attention"],
        "from": ["From", "Seller", "Supplier", "Vendor", "Issued by"],
        "subtotal": ["Subtotal", "Sub-total", "Net total", "Net amount", "Total excl. VAT", "Amount before tax", "Net", "Total (excl. tax)", "Taxable amount", "Goods total", "Sub Total"],
        "tax": ["VAT", "VAT {rate}%", "Sales Tax", "Tax ({rate}%)", "GST {rate}%", "VAT @ {rate}%", "Tax", "plus VAT {rate} %", "Tax amount", "HST"],
        "total": ["Total", "TOTAL", "Grand Total", "Total Due", "Amount Due", "Invoice Total", "Total incl. VAT", "Balance Due", "Total amount", "Amount payable", "Total to pay", "Gross total", "Please pay"],
        "extra": ["Customer No.", "Order No.", "PO Number", "Your reference", "Our reference", "Account", "Sales person", "Delivery Date", "Order Date", "Terms", "Ship via", "Delivery Note", "VAT No.", "Project", "Contact", "Page", "Service period", "Ship Date"],
        "columns": {"pos": ["#", "Pos", "Item", "Line", "No."], "sku": ["Code", "SKU", "Item No.", "Article", "Part"], "text": ["Description", "Item", "Product", "Details", "Service", "Particulars"], "qty": ["Qty", "Quantity", "Units", "Hours"], "unit": ["Unit", "UOM"], "price": ["Unit Price", "Price", "Rate", "Each"], "rate": ["VAT", "Tax %", "Tax"], "amount": ["Amount", "Total", "Line Total", "Net", "Amount ({mark})"]},
        "shipping": ["Shipping", "Delivery", "Freight", "Handling"], "discount": ["Discount", "Rebate", "Less discount"], "paid": ["Paid", "Deposit", "Amount Paid", "Already paid"],
        "thanks": ["Thank you for your business!", "Goods remain our property until paid in full.", "Please quote the invoice number with your payment.", "Questions? Call us any time.", "All sales are subject to our terms and conditions."],
        "bank": ["Bank details", "Bank", "Payment to", "Account", "Sort code"], "phone": ["Tel", "Tel.", "Phone", "T"], "vat_id": ["VAT Reg No", "VAT ID", "Tax ID", "EIN", "ABN", "Company No."],
    },
    "de": {
        "title": ["Rechnung", "RECHNUNG", "Rechnung / Invoice", "Gutschrift", "Teilrechnung", "Schlussrechnung", "Honorarrechnung", "Abschlagsrechnung", "Liquidation", "Handwerkerrechnung"],
        "number": ["Rechnungsnummer", "Rechnungs-Nr.", "Rechnung Nr.", "Rechnungsnr.", "Rg.-Nr.", "Beleg-Nr.", "Nr.", "Belegnummer", "Re-Nr", "RechnungsNr"],
        "date": ["Rechnungsdatum", "Datum", "Belegdatum", "Ausstellungsdatum", "Rg.-Datum", "vom", "Rechnungs-Datum", "Datum der Rechnung"],
        "due": ["Fällig am", "Fälligkeitsdatum", "Zahlbar bis", "Fällig", "Zahlungsziel", "Fälligkeit", "zu zahlen bis", "Zahlungsfrist"],
        "terms": ["Zahlbar bis zum {due} ohne Abzug.", "Bitte überweisen Sie den Betrag bis {due}.", "Wir bitten um Zahlung bis spätestens {due}.", "Zahlungsziel 30 Tage netto, fällig am {due}.", "Der Betrag wird am {due} von Ihrem Konto abgebucht."],
        "currency": ["Währung", "Belegwährung"], "bill_to": ["Rechnung an", "Kunde", "Rechnungsempfänger", "Empfänger", "Auftraggeber", "An", "Rechnungsadresse", "Käufer"],
        "from": ["Von", "Absender", "Verkäufer", "Lieferant", "Rechnungssteller"],
        "subtotal": ["Zwischensumme", "Nettobetrag", "Summe netto", "Netto", "Gesamt netto", "Warenwert", "Rechnungsbetrag netto", "Nettosumme", "Summe (netto)", "Positionen netto"],
        "tax": ["MwSt.", "USt. {rate}%", "zzgl. {rate} % MwSt.", "Umsatzsteuer {rate} %", "Mehrwertsteuer", "{rate}% MwSt", "USt", "Steuerbetrag", "Gesetzl. USt. {rate}%", "Summe Umsatzsteuer"],
        "total": ["Gesamtbetrag", "Rechnungsbetrag", "Gesamtsumme", "Summe", "Bruttobetrag", "Zu zahlen", "Endbetrag", "Gesamt", "Zahlbetrag", "Gesamt brutto", "Rechnungssumme", "Total", "Bruttosumme"],
        "extra": ["Kundennummer", "Kunden-Nr.", "Auftragsnummer", "Bestellnummer", "Ihr Zeichen", "Unser Zeichen", "Lieferdatum", "Leistungsdatum", "Bearbeiter", "Ansprechpartner", "Lieferschein", "Bestelldatum", "Seite", "USt-IdNr.", "Projekt", "Vertragskonto", "Leistungszeitraum", "Kassenzeichen"],
        "columns": {"pos": ["Pos.", "Pos", "#", "Nr."], "sku": ["Art.-Nr.", "Artikelnr.", "Artikel", "Best.-Nr."], "text": ["Bezeichnung", "Beschreibung", "Leistung", "Artikel", "Text", "Artikelbezeichnung"], "qty": ["Menge", "Anzahl", "Std."], "unit": ["Einheit", "ME"], "price": ["Einzelpreis", "E-Preis", "Preis", "Einzel"], "rate": ["MwSt", "USt", "St."], "amount": ["Gesamt", "Betrag", "Gesamtpreis", "Summe", "Betrag {mark}", "G-Preis"]},
        "shipping": ["Versandkosten", "Fracht", "Porto", "Verpackung"], "discount": ["Rabatt", "Nachlass", "Skonto"], "paid": ["Anzahlung", "bereits gezahlt", "Abschlag"],
        "thanks": ["Vielen Dank für Ihren Auftrag!", "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.", "Bitte geben Sie bei Zahlung die Rechnungsnummer an.", "Es gelten unsere AGB.", "Für Rückfragen stehen wir gern zur Verfügung."],
        "bank": ["Bankverbindung", "Bank", "Konto"], "phone": ["Tel.", "Telefon", "Fon"], "vat_id": ["USt-IdNr.", "Steuernummer", "St.-Nr.", "USt-ID", "HRB"],
    },
    "fr": {
        "title": ["FACTURE", "Facture"], "number": ["Facture N°", "N° de facture", "Numéro de facture", "Facture n°", "Réf."], "date": ["Date", "Date de facture", "Date d'émission", "Émise le"],
        "due": ["Date d'échéance", "Échéance", "À régler avant le", "Payable le"], "terms": ["À régler au plus tard le {due}.", "Paiement à échéance du {due}"], "currency": ["Devise"],
        "bill_to": ["Client", "Facturé à", "Destinataire", "Adresse de facturation"], "from": ["Émetteur", "Fournisseur", "Vendeur"],
        "subtotal": ["Total HT", "Sous-total", "Montant HT", "Total hors taxes"], "tax": ["TVA", "TVA {rate}%", "TVA ({rate} %)", "Montant TVA"], "total": ["Total TTC", "Net à payer", "TOTAL TTC", "Montant total", "Total"],
        "extra": ["N° client", "Commande", "Référence", "Livraison", "SIRET", "Code client", "Page", "Contact"],
        "columns": {"pos": ["N°"], "sku": ["Réf."], "text": ["Désignation", "Description"], "qty": ["Qté", "Quantité"], "unit": ["Unité"], "price": ["Prix unitaire", "PU HT"], "rate": ["TVA"], "amount": ["Montant", "Total HT"]},
        "shipping": ["Frais de port"], "discount": ["Remise"], "paid": ["Acompte"], "thanks": ["Merci de votre confiance.", "TVA sur les encaissements."], "bank": ["Coordonnées bancaires", "Banque"], "phone": ["Tél."], "vat_id": ["N° TVA", "SIRET", "RCS"],
    },
    "es": {
        "title": ["FACTURA", "Factura"], "number": ["Factura nº", "Nº de factura", "Número", "N.º factura"], "date": ["Fecha", "Fecha de factura", "Fecha de emisión"], "due": ["Vencimiento", "Fecha de vencimiento", "Pagar antes de"],
        "terms": ["Pago antes del {due}.", "Vence el {due}"], "currency": ["Moneda", "Divisa"], "bill_to": ["Cliente", "Facturar a", "Datos del cliente"], "from": ["Emisor", "Proveedor", "Vendedor"],
        "subtotal": ["Subtotal", "Base imponible", "Importe neto"], "tax": ["IVA", "IVA {rate}%", "IVA ({rate} %)", "Cuota IVA"], "total": ["Total", "TOTAL", "Total a pagar", "Importe total", "Total factura"],
        "extra": ["Nº cliente", "Pedido", "Referencia", "NIF", "Albarán", "Página"], "columns": {"pos": ["Nº"], "sku": ["Código"], "text": ["Descripción", "Concepto"], "qty": ["Cantidad", "Cant."], "unit": ["Ud."], "price": ["Precio", "Precio unit."], "rate": ["IVA"], "amount": ["Importe", "Total"]},
        "shipping": ["Portes"], "discount": ["Descuento"], "paid": ["Anticipo"], "thanks": ["Gracias por su confianza."], "bank": ["Datos bancarios", "Banco"], "phone": ["Tel."], "vat_id": ["NIF", "CIF"],
    },
    "it": {
        "title": ["FATTURA", "Fattura"], "number": ["Fattura n.", "Numero fattura", "N. documento", "Fattura nr."], "date": ["Data", "Data fattura", "Data documento"], "due": ["Scadenza", "Data di scadenza", "Da pagare entro"],
        "terms": ["Pagamento entro il {due}.", "Scadenza pagamento: {due}"], "currency": ["Valuta"], "bill_to": ["Cliente", "Spett.le", "Destinatario", "Intestato a"], "from": ["Fornitore", "Emittente"],
        "subtotal": ["Imponibile", "Totale imponibile", "Subtotale"], "tax": ["IVA", "IVA {rate}%", "Imposta", "Totale IVA"], "total": ["Totale", "Totale fattura", "TOTALE", "Totale da pagare", "Importo totale"],
        "extra": ["Codice cliente", "Ordine", "Riferimento", "P. IVA", "DDT", "Pagina"], "columns": {"pos": ["N."], "sku": ["Codice"], "text": ["Descrizione"], "qty": ["Q.tà", "Quantità"], "unit": ["UM"], "price": ["Prezzo"], "rate": ["IVA"], "amount": ["Importo", "Totale"]},
        "shipping": ["Spese di spedizione"], "discount": ["Sconto"], "paid": ["Acconto"], "thanks": ["Grazie per averci scelto."], "bank": ["Coordinate bancarie", "Banca"], "phone": ["Tel."], "vat_id": ["P. IVA", "C.F."],
    },
    "nl": {
        "title": ["FACTUUR", "Factuur"], "number": ["Factuurnummer", "Factuurnr.", "Factuur nr."], "date": ["Factuurdatum", "Datum"], "due": ["Vervaldatum", "Te betalen voor", "Uiterste betaaldatum"],
        "terms": ["Gelieve te betalen vóór {due}.", "Betaling uiterlijk {due}"], "currency": ["Valuta"], "bill_to": ["Klant", "Factuuradres", "Aan"], "from": ["Van", "Leverancier"],
        "subtotal": ["Subtotaal", "Totaal excl. btw", "Netto"], "tax": ["BTW", "BTW {rate}%", "Btw-bedrag"], "total": ["Totaal", "Te betalen", "Totaal incl. btw", "Totaalbedrag"],
        "extra": ["Klantnummer", "Ordernummer", "Referentie", "KvK", "Pagina"], "columns": {"pos": ["Nr."], "sku": ["Artikel"], "text": ["Omschrijving"], "qty": ["Aantal"], "unit": ["Eenheid"], "price": ["Prijs"], "rate": ["BTW"], "amount": ["Bedrag", "Totaal"]},
        "shipping": ["Verzendkosten"], "discount": ["Korting"], "paid": ["Vooruitbetaald"], "thanks": ["Bedankt voor uw opdracht."], "bank": ["Bankgegevens", "Bank"], "phone": ["Tel."], "vat_id": ["BTW-nr.", "KvK"],
    },
}
LABELS["my"] = {**LABELS["en"], "title": ["TAX INVOICE", "INVOICE", "Tax Invoice", "CASH SALES", "CASH BILL"], "tax": ["GST {rate}%", "SST {rate}%", "Total GST", "GST @{rate}%", "Service Tax"],
                "number": ["Invoice No", "Inv No.", "INVOICE NO", "Doc No.", "Bill No"], "vat_id": ["GST ID", "GST No", "Co. Reg No", "SST ID"]}


def label(rng: random.Random, lang: str, key: str) -> str:
    return rng.choice(LABELS[lang][key])
