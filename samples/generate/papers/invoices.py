"""The layouts of the sample invoices. Each draws a Trade onto PDF pages and returns what was printed, page by page."""

from .sheet import A4, LETTER, Sheet


def ledger(path, trade):
    """A workshop's bill: name in a ruled head, facts in one line of cells, ruled ledger, totals at the foot of the page."""
    s = Sheet(path, A4, "schoolbook", 10)
    left, right = 58, s.width - 58
    s.text(s.width / 2, 74, trade.vendor, size=24, bold=True, align="centre", colour="#1f4d3a")
    s.text(s.width / 2, 92, "  ~  ".join(trade.vendor_lines), size=8.5, align="centre", colour="#444444")
    s.rule(left, 104, right, 104, 1.6, "#1f4d3a")
    s.rule(left, 107, right, 107, 0.5, "#1f4d3a")
    s.text(left, 140, "To", size=8, colour="#1f4d3a")
    s.lines(left, 154, [trade.customer, *trade.customer_lines], size=10.5)
    cells = [("Bill no.", trade.number), ("Issued", trade.day(trade.date)), ("Please pay by", trade.day(trade.due))]
    width = (right - left) / len(cells)
    s.box(left, 214, right, 252, stroke="#1f4d3a")
    for i, (label, value) in enumerate(cells):
        x = left + i * width
        if i:
            s.rule(x, 214, x, 252, 0.6, "#1f4d3a")
        s.text(x + 8, 227, label, size=7.5, colour="#1f4d3a")
        s.text(x + 8, 244, value, size=10.5, bold=True)
    y = 288
    for x, head, align in ((left, "Work and parts", "left"), (right - 150, "No.", "right"), (right - 80, "Each", "right"), (right, "Sum", "right")):
        s.text(x, y, head, size=8.5, bold=True, align=align)
    s.rule(left, y + 6, right, y + 6)
    y += 24
    for item in trade.items:
        s.text(left, y, item.text)
        s.text(right - 150, y, str(item.quantity), align="right")
        s.text(right - 80, y, trade.number_of(item.unit_minor), align="right")
        s.text(right, y, trade.number_of(item.minor), align="right")
        s.rule(left, y + 7, right, y + 7, 0.3, "#bbbbbb", dash=(1, 2))
        y += 22
    y = 640
    for label, minor in (("Net", trade.subtotal), (f"VAT at {trade.tax_percent} per cent", trade.tax)):
        s.text(right - 190, y, label)
        s.text(right, y, trade.price(minor), align="right")
        y += 18
    s.rule(right - 190, y - 8, right, y - 8, 1)
    s.text(right - 190, y + 8, "To pay", size=13, bold=True)
    s.text(right, y + 8, trade.price(trade.total), size=13, bold=True, align="right")
    s.text(s.width / 2, 780, "Kindly quote the bill number with your transfer. Sort code 20-77-91, account 60344127.", size=8.5, align="centre", colour="#444444")
    return s.save()


def sidebar(path, trade):
    """A tinted column on the left carries the sender and the numbers; the table stands on the right."""
    s = Sheet(path, LETTER if trade.currency == "USD" else A4, "gothic", 9.5)
    edge, right = 178, s.width - 44
    s.box(0, 0, edge - 18, s.height, fill="#e6e1d6")
    s.paragraph(28, 70, edge - 60, trade.vendor, size=15, bold=True, leading=18)
    y = 128
    for line in trade.vendor_lines:
        y = s.paragraph(28, y, edge - 62, line, size=8, leading=11)
    y += 30
    for label, value in (("INVOICE", trade.number), ("DATED", trade.day(trade.date)), ("DUE", trade.day(trade.due)), ("AMOUNT DUE", trade.price(trade.total))):
        s.text(28, y, label, size=7.5, colour="#7a6a4a")
        s.text(28, y + 15, value, size=11, bold=True)
        y += 44
    s.text(edge, 70, "Invoice", size=26, colour="#7a6a4a")
    s.text(edge, 112, "Billed to", size=8, colour="#7a6a4a")
    s.lines(edge, 127, [trade.customer, *trade.customer_lines], size=10)
    y = 212
    s.box(edge, y - 14, right, y + 6, fill="#7a6a4a")
    for x, head, align in ((edge + 6, "Qty", "left"), (edge + 44, "Description", "left"), (right - 80, "Rate", "right"), (right - 6, "Amount", "right")):
        s.text(x, y, head, size=8.5, align=align, colour="#ffffff")
    y += 26
    for i, item in enumerate(trade.items):
        if i % 2:
            s.box(edge, y - 14, right, y + 7, fill="#f5f2ec")
        s.text(edge + 6, y, str(item.quantity))
        s.text(edge + 44, y, item.text)
        s.text(right - 80, y, trade.number_of(item.unit_minor), align="right")
        s.text(right - 6, y, trade.number_of(item.minor), align="right")
        y += 21
    y += 14
    tax = "Sales tax" if trade.currency == "USD" else "VAT"
    for label, minor, bold in (("Subtotal", trade.subtotal, False), (f"{tax} ({trade.tax_percent}%)", trade.tax, False), ("Total", trade.total, True)):
        s.text(right - 150, y, label, bold=bold, align="left")
        s.text(right - 6, y, trade.price(minor), bold=bold, align="right")
        y += 19
    s.rule(edge, y + 20, right, y + 20, 0.5, "#7a6a4a")
    s.paragraph(edge, y + 40, right - edge, "Thank you for your trust. Interest of 1.5% a month is charged on overdue amounts.", size=8.5)
    return s.save()


def din_grid(path, trade):
    """A German business letter with an address window and a grid of references above the table."""
    s = Sheet(path, A4, "sans", 9.5)
    left, right = 71, s.width - 57
    s.disc(right - 14, 62, 15, "#5d7f2b")
    s.text(right - 40, 60, trade.vendor, size=15, bold=True, align="right", colour="#3f5a1c")
    s.text(right - 40, 74, "Kräuter und Gewürzpflanzen seit 1987", size=8, align="right", colour="#5d7f2b")
    s.text(left, 138, f"{trade.vendor} · {trade.vendor_lines[0]} · {trade.vendor_lines[1]}", size=6.5, colour="#555555")
    s.rule(left, 141, left + 240, 141, 0.3)
    s.lines(left, 160, [trade.customer, *trade.customer_lines], size=10)
    grid = [("Beleg", trade.number), ("Ausgestellt am", trade.day(trade.date)), ("Kunde", "K-2207"), ("Zahlbar bis", trade.day(trade.due))]
    width = (right - left) / 4
    for i, (label, value) in enumerate(grid):
        s.box(left + i * width, 252, left + (i + 1) * width, 284, stroke="#888888", thickness=0.4)
        s.text(left + i * width + 5, 262, label, size=7, colour="#555555")
        s.text(left + i * width + 5, 277, value, size=10)
    s.text(left, 320, "Rechnung", size=15, bold=True)
    s.text(left, 338, "Wir danken für Ihren Auftrag und berechnen wie folgt:")
    y = 366
    columns = ((left, "Pos", "left"), (left + 30, "Artikel", "left"), (right - 170, "Anzahl", "right"), (right - 85, "Einzelpreis", "right"), (right, "Betrag", "right"))
    for x, head, align in columns:
        s.text(x, y, head, size=8.5, bold=True, align=align)
    s.rule(left, y + 5, right, y + 5, 0.8)
    y += 21
    for position, item in enumerate(trade.items, 1):
        s.text(left, y, str(position))
        s.text(left + 30, y, item.text)
        s.text(right - 170, y, str(item.quantity), align="right")
        s.text(right - 85, y, trade.number_of(item.unit_minor), align="right")
        s.text(right, y, trade.number_of(item.minor), align="right")
        y += 18
    s.rule(left, y - 6, right, y - 6, 0.4)
    y += 12
    for label, minor in (("Warenwert netto", trade.subtotal), (f"zzgl. {trade.tax_percent} % Umsatzsteuer", trade.tax)):
        s.text(right - 220, y, label)
        s.text(right, y, trade.price(minor), align="right")
        y += 16
    s.box(right - 228, y - 10, right + 4, y + 10, fill="#eaf0de")
    s.text(right - 220, y + 4, "Rechnungsbetrag", bold=True, size=10.5)
    s.text(right, y + 4, trade.price(trade.total), bold=True, size=10.5, align="right")
    s.text(left, y + 50, "Bitte überweisen Sie ohne Abzug. Die Ware bleibt bis zur Bezahlung unser Eigentum.", size=8.5)
    s.rule(left, 772, right, 772, 0.4)
    s.lines(left, 784, [trade.vendor, *trade.vendor_lines], size=7, leading=9, colour="#555555")
    s.lines(left + 230, 784, ["Sparkasse Ilmtal", "IBAN DE17 8205 1000 0163 0428 95", "BIC HELADEF1WEM"], size=7, leading=9, colour="#555555")
    return s.save()


def handwerk(path, trade):
    """A craftsman's long invoice: sums are carried over to a second page."""
    s = Sheet(path, A4, "bookman", 9.5)
    left, right = 64, s.width - 50
    s.box(left, 44, left + 6, 112, fill="#2c5f8a")
    s.text(left + 16, 62, trade.vendor, size=17, bold=True, colour="#2c5f8a")
    s.lines(left + 16, 78, trade.vendor_lines, size=8, leading=11)
    s.lines(left, 160, [trade.customer, *trade.customer_lines], size=10)
    s.text(right, 160, f"Grimma, den {trade.day(trade.date)}", align="right")
    s.text(left, 236, f"Rechnung Nr. {trade.number}", size=13, bold=True)
    s.text(left, 254, "Wasserschaden Haus Klosterplan 2, Erdgeschoss, ausgeführt Januar 2024")

    def heads(y):
        for x, head, align in ((left, "Menge", "left"), (left + 52, "Leistung", "left"), (right - 88, "Preis", "right"), (right, "Summe", "right")):
            s.text(x, y, head, size=8.5, bold=True, align=align, colour="#2c5f8a")
        s.rule(left, y + 5, right, y + 5, 0.8, "#2c5f8a")
        return y + 22

    y, carried = heads(288), 0
    for number, item in enumerate(trade.items):
        if number == 12:
            s.text(left + 52, y + 10, "Übertrag auf Blatt 2")
            s.text(right, y + 10, trade.number_of(carried), align="right")
            s.text(s.width / 2, 800, "Blatt 1 von 2", size=8, align="centre")
            s.next_page()
            s.text(left, 60, f"{trade.vendor}, Rechnung Nr. {trade.number}", size=8)
            y = heads(96)
            s.text(left + 52, y, "Übertrag von Blatt 1")
            s.text(right, y, trade.number_of(carried), align="right")
            y += 30
        s.text(left + 4, y, str(item.quantity))
        s.text(left + 52, y, item.text)
        s.text(right - 88, y, trade.number_of(item.unit_minor), align="right")
        s.text(right, y, trade.number_of(item.minor), align="right")
        carried += item.minor
        y += 30
    s.rule(right - 230, y, right, y, 0.6)
    y += 18
    for label, minor, bold in (("Summe netto", trade.subtotal, False), (f"MwSt {trade.tax_percent} %", trade.tax, False), ("Endbetrag", trade.total, True)):
        s.text(right - 230, y, label, bold=bold)
        s.text(right, y, trade.price(minor), bold=bold, align="right")
        y += 19
    s.rule(right - 230, y - 9, right, y - 9, 1.4)
    s.text(left, y + 30, f"Zahlbar bis zum {trade.day(trade.due)} ohne Skonto.")
    s.text(left, y + 46, "Auf Bauleistungen gewähren wir fünf Jahre Gewährleistung.")
    s.text(left, y + 62, "Raiffeisenbank Muldental, IBAN DE60 8606 5448 0307 1199 20", size=8.5)
    s.text(s.width / 2, 800, "Blatt 2 von 2", size=8, align="centre")
    return s.save()


def bandeau(path, trade):
    """A French studio's invoice: a coloured band across the head and one across the total."""
    s = Sheet(path, A4, "palatino", 10)
    left, right = 62, s.width - 62
    s.box(0, 36, s.width, 98, fill="#8c3b4a")
    s.text(left, 74, trade.vendor, size=25, bold=True, colour="#ffffff")
    s.lines(right - 160, 56, trade.vendor_lines, size=8.5, leading=13, colour="#ffffff")
    s.text(left, 140, f"FACTURE {trade.number}", size=15, bold=True, colour="#8c3b4a")
    s.text(left, 160, f"Date : {trade.day(trade.date)}")
    s.text(left, 175, f"Échéance : {trade.day(trade.due)}")
    s.text(right - 190, 140, "Destinataire", size=8.5, colour="#8c3b4a")
    s.lines(right - 190, 156, [trade.customer, *trade.customer_lines])
    y = 246
    for x, head, align in ((left, "Désignation", "left"), (right - 170, "Qté", "right"), (right - 80, "P.U. HT", "right"), (right, "Montant HT", "right")):
        s.text(x, y, head, bold=True, align=align)
    s.rule(left, y + 6, right, y + 6, 1.2, "#8c3b4a")
    y += 26
    for item in trade.items:
        s.text(left, y, item.text)
        s.text(right - 170, y, str(item.quantity), align="right")
        s.text(right - 80, y, trade.number_of(item.unit_minor), align="right")
        s.text(right, y, trade.number_of(item.minor), align="right")
        s.rule(left, y + 9, right, y + 9, 0.3, "#d8b5bb")
        y += 27
    y += 16
    for label, minor in (("Total HT", trade.subtotal), (f"T.V.A. {trade.tax_percent} %", trade.tax)):
        s.text(right - 110, y, label, align="right")
        s.text(right, y, trade.price(minor), align="right")
        y += 18
    s.box(right - 240, y - 6, right + 8, y + 20, fill="#f3e3e5")
    s.text(right - 110, y + 11, "Net à payer TTC", bold=True, size=11, align="right")
    s.text(right, y + 11, trade.price(trade.total), bold=True, size=11, align="right")
    s.paragraph(left, y + 70, right - left, "Règlement par virement à réception. Pas d'escompte pour paiement anticipé. En cas de retard, indemnité forfaitaire de recouvrement de 40 €.", size=8.5)
    return s.save()


def swiss(path, trade):
    """A Swiss software house: everything in one narrow left column, the payment part below a dashed line."""
    s = Sheet(path, A4, "dejavu", 8.8)
    left, right = 72, s.width - 72
    s.text(left, 66, trade.vendor, size=13, bold=True, colour="#0b5563")
    s.text(left, 82, ", ".join(trade.vendor_lines), size=7.5, colour="#555555")
    s.lines(left, 140, [trade.customer, *trade.customer_lines])
    s.text(left, 236, f"Invoice {trade.number}", size=16, bold=True)
    y = 262
    for label, value in (("Invoice date", trade.day(trade.date)), ("Payable until", trade.day(trade.due)), ("Our reference", "Service desk"), ("Currency", trade.currency)):
        s.text(left, y, label, colour="#0b5563")
        s.text(left + 96, y, value)
        y += 15
    y += 20
    s.rule(left, y - 12, right, y - 12, 1)
    for item in trade.items:
        s.text(left, y + 4, item.text, bold=True)
        s.text(right, y + 4, trade.number_of(item.minor), align="right")
        s.text(left, y + 17, f"{item.quantity} x {trade.number_of(item.unit_minor)}", size=7.5, colour="#555555")
        s.rule(left, y + 25, right, y + 25, 0.3, "#999999")
        y += 38
    for label, minor, bold in (("Sum excl. VAT", trade.subtotal, False), (f"VAT {trade.tax_percent}%", trade.tax, False), ("Total incl. VAT", trade.total, True)):
        s.text(left + 220, y + 4, label, bold=bold)
        s.text(right, y + 4, trade.price(minor) if bold else trade.number_of(minor), bold=bold, align="right")
        y += 17
    s.rule(0, 600, s.width, 600, 0.5, dash=(4, 3))
    s.text(left, 628, "Payment part", size=11, bold=True)
    s.lines(left, 648, ["Account", "CH43 0900 0000 8871 2204 6", trade.vendor, trade.vendor_lines[1]], size=8)
    s.text(left + 200, 648, "Amount", size=8, bold=True)
    s.text(left + 200, 660, trade.price(trade.total), size=10)
    return s.save()


def utility(path, trade):
    """An energy supplier's bill: a big figure in a rounded frame, the sums as sentences of a table below."""
    s = Sheet(path, A4, "narrow", 11.5)
    left, right = 54, s.width - 54
    s.box(left, 48, left + 34, 82, fill="#222222", radius=8)
    s.text(left + 44, 74, trade.vendor, size=24, bold=True)
    s.text(right, 74, "Your electricity bill", size=15, align="right")
    s.lines(left, 128, [trade.customer, *trade.customer_lines], size=12)
    y = 128
    for label, value in (("Account and bill number", trade.number), ("Bill date", trade.day(trade.date)), ("Period", "08-Oct-2023 to 07-Jan-2024")):
        s.text(right - 240, y, label)
        s.text(right, y, value, bold=True, align="right")
        y += 17
    s.box(left, 206, right, 276, stroke="#222222", thickness=1.6, radius=10)
    s.text(left + 18, 234, "What you owe", size=15)
    s.text(left + 18, 258, f"We will collect it by direct debit on {trade.day(trade.due)}", size=12)
    s.text(right - 18, 252, trade.price(trade.total), size=30, bold=True, align="right")
    s.text(left, 316, "How we worked it out", size=15, bold=True)
    y = 342
    for item in trade.items:
        s.text(left, y, item.text)
        s.text(right, y, trade.price(item.minor), align="right")
        s.rule(left, y + 7, right, y + 7, 0.4, "#999999")
        y += 24
    for label, minor, bold in (("Charges before VAT", trade.subtotal, False), (f"VAT at {trade.tax_percent}%", trade.tax, False), ("Total charges this quarter", trade.total, True)):
        s.text(left, y, label, bold=bold)
        s.text(right, y, trade.price(minor), bold=bold, align="right")
        y += 24
    s.paragraph(left, y + 30, right - left, "Meter readings: day 48 113 (read by you), night 20 077 (estimated). A unit is one kilowatt hour. If you have trouble paying, please call us free on 0800 496 0101 before the collection date.", size=10.5)
    s.lines(left, 780, trade.vendor_lines, size=9)
    return s.save()


def freelancer(path, trade):
    """A typewritten invoice of two sheets: the second is the record of hours."""
    s = Sheet(path, LETTER, "mono", 10.5)
    left, right = 76, s.width - 76
    s.lines(left, 80, [trade.vendor, *trade.vendor_lines], leading=15)
    s.text(left, 160, "=" * 73, size=10.5)
    s.text(left, 184, f"INVOICE {trade.number}", bold=True, size=13)
    s.text(right, 184, trade.day(trade.date), align="right")
    s.text(left, 218, "For:")
    s.lines(left + 50, 218, [trade.customer, *trade.customer_lines], leading=15)
    y = 310
    for item in trade.items:
        s.text(left, y, item.text)
        s.text(left + 20, y + 15, f"{item.quantity} at {trade.price(item.unit_minor)}")
        s.text(right, y + 15, trade.price(item.minor), align="right")
        y += 44
    s.rule(right - 110, y - 12, right, y - 12)
    s.text(left, y + 8, "Subtotal")
    s.text(right, y + 8, trade.price(trade.subtotal), align="right")
    s.text(left, y + 34, "TOTAL DUE, US DOLLARS", bold=True)
    s.text(right, y + 34, trade.price(trade.total), bold=True, align="right")
    s.text(left, y + 74, f"Payment is due on {trade.day(trade.due)}.")
    s.text(left, y + 90, "By check, or by wire to High Desert Credit Union.")
    s.text(left, 730, "Sheet 1 of 2")
    s.next_page()
    s.text(left, 80, f"Record of work for invoice {trade.number}", bold=True)
    y = 112
    for day, work in (("June 23", "Reels one and two, first pass"), ("June 25", "Reel three, names of villages checked"), ("June 28", "Weekend: fishing chapter, 41 minutes"),
                      ("June 29", "Weekend: interviews with the net makers"), ("July 2", "Transcripts, first batch"), ("July 5", "Transcripts, corrections of the archive")):
        s.text(left, y, day)
        s.text(left + 90, y, work)
        y += 20
    s.text(left, 730, "Sheet 2 of 2")
    return s.save()
