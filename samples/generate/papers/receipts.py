"""The layouts of the sample receipts: rolls from a till, a café and a fuel station, and a page from an online shop."""

from .sheet import LETTER, Sheet


def till(path, trade):
    """A supermarket roll: capitals, card slip, no tax shown."""
    s = Sheet(path, (226, 330 + 17 * len(trade.items)), "till", 8.6)
    left, right, middle = 16, s.width - 16, s.width / 2
    s.text(middle, 34, trade.vendor, size=13, bold=True, align="centre", family="gothic")
    y = s.lines(middle, 50, trade.vendor_lines, align="centre", leading=12)
    s.text(left, y + 12, f"{trade.day(trade.date)} 17:42")
    s.text(right, y + 12, f"SLIP {trade.number}", align="right")
    s.rule(left, y + 19, right, y + 19, dash=(2, 2))
    y += 36
    for item in trade.items:
        s.text(left, y, f"{item.quantity} {item.text}")
        s.text(right, y, trade.number_of(item.minor), align="right")
        y += 17
    s.rule(left, y - 8, right, y - 8, dash=(2, 2))
    s.text(left, y + 10, "TO PAY", size=13, bold=True)
    s.text(right, y + 10, trade.price(trade.total), size=13, bold=True, align="right")
    y += 34
    for label, value in (("CARD", trade.number_of(trade.total)), ("ITEMS", str(sum(i.quantity for i in trade.items)))):
        s.text(left, y, label)
        s.text(right, y, value, align="right")
        y += 14
    y = s.lines(left, y + 8, ["VISA DEBIT **** 3371", "CONTACTLESS  AUTH 048812"], leading=13)
    s.text(middle, y + 14, "Thank you for shopping local!", align="centre")
    s.text(middle, y + 28, "Open daily 8 to 9", align="centre")
    for i, bar in enumerate("1321123112213112132112311221"):
        s.rule(40 + i * 5.2, y + 42, 40 + i * 5.2, y + 74, 0.8 * int(bar), "#111111")
    return s.save()


def cafe(path, trade):
    """A German café's bill from the table."""
    s = Sheet(path, (240, 400), "dejavu", 9.4)
    left, right, middle = 22, s.width - 22, s.width / 2
    s.text(middle, 42, trade.vendor, size=14, bold=True, align="centre", family="serif")
    y = s.lines(middle, 60, trade.vendor_lines, align="centre", leading=13)
    s.text(left, y + 14, f"Rechnung {trade.number}")
    s.text(right, y + 14, "Tisch 6", align="right")
    s.text(left, y + 29, trade.day(trade.date))
    s.text(right, y + 29, "11:26 Uhr", align="right")
    y += 54
    for item in trade.items:
        s.text(left, y, f"{item.quantity} x {item.text}")
        s.text(right, y, trade.number_of(item.minor), align="right")
        y += 17
    s.rule(left, y - 6, right, y - 6, 1)
    s.text(left, y + 16, "Summe", size=14, bold=True)
    s.text(right, y + 16, trade.price(trade.total), size=14, bold=True, align="right")
    y += 42
    s.text(left, y, f"darin {trade.tax_percent} % MwSt")
    s.text(right, y, trade.number_of(trade.tax), align="right")
    s.text(left, y + 16, "Bar gegeben")
    s.text(right, y + 16, "40,00", align="right")
    s.text(left, y + 32, "Rückgeld")
    s.text(right, y + 32, trade.number_of(4000 - trade.total), align="right")
    s.text(middle, y + 66, "Es bediente Sie Frau Jolanda", size=8.5, align="centre")
    s.text(middle, y + 82, "Danke und einen sanften Start!", size=8.5, align="centre")
    return s.save()


def fuel(path, trade):
    """A fuel station's receipt: the total first, the tax in a small table below."""
    s = Sheet(path, (250, 380), "mono", 10.5)
    left, right = 18, s.width - 18
    s.lines(left, 40, [trade.vendor, *trade.vendor_lines], leading=14, bold=True)
    s.text(left, 92, f"Beleg-Nr. {trade.number}")
    s.text(left, 106, f"Datum {trade.day(trade.date)}  14:08")
    y = 132
    for item in trade.items:
        s.text(left, y, item.text)
        s.text(right, y + 13, f"{item.quantity} *  {trade.number_of(item.minor)}", align="right")
        y += 30
    s.rule(left, y - 8, right, y - 8)
    s.text(left, y + 12, "GESAMT", bold=True, size=14)
    s.text(right, y + 12, trade.price(trade.total), bold=True, size=14, align="right")
    y += 40
    for label, minor in (("Netto", trade.subtotal), (f"MwSt {trade.tax_percent} %", trade.tax)):
        s.text(left, y, label)
        s.text(right, y, trade.number_of(minor), align="right")
        y += 15
    s.lines(left, y + 14, ["Säule 4   girocard", "Gute Fahrt ins Gebirge!"], leading=15)
    return s.save()


def online(path, trade):
    """A printed confirmation of a paid order."""
    s = Sheet(path, LETTER, "sans", 10)
    left, right = 60, s.width - 60
    s.box(left, 48, right, 52, fill="#d9822b")
    s.text(left, 84, trade.vendor, size=20, bold=True, colour="#d9822b", family="gothic")
    s.text(right, 84, "Receipt for your order", size=12, align="right")
    s.lines(left, 102, trade.vendor_lines, size=8.5, colour="#666666")
    for i, (label, value) in enumerate((("Order", trade.number), ("Paid on", trade.day(trade.date)), ("Method", "Mastercard ending 0926"))):
        s.text(left + i * 165, 154, label, size=8.5, colour="#666666")
        s.text(left + i * 165, 169, value, bold=True)
    s.text(left, 204, "Shipped to", size=8.5, colour="#666666")
    s.lines(left, 219, [trade.customer, *trade.customer_lines])
    y = 296
    for item in trade.items:
        s.box(left, y - 20, left + 30, y + 10, fill="#f4e2cd")
        s.text(left + 42, y - 6, item.text)
        s.text(left + 42, y + 7, f"{item.quantity} x {trade.price(item.unit_minor)}", size=8.5, colour="#666666")
        s.text(right, y - 2, trade.price(item.minor), align="right")
        y += 44
    for label, minor, bold in (("Items", trade.subtotal, False), (f"Tax {trade.tax_percent}%", trade.tax, False), ("Amount paid", trade.total, True)):
        s.text(right - 130, y, label, bold=bold)
        s.text(right, y, trade.price(minor), bold=bold, align="right")
        y += 19
    s.text(left, y + 40, "Returns are free within 60 days if the toys are still in their boxes.", size=9)
    return s.save()
