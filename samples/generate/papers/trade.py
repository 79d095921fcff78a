"""What the sample invoices and receipts say: every name, item and date is written here by hand.

Totals are computed from the items, so the arithmetic of every paper is consistent.
"""

import datetime
from dataclasses import dataclass, field

from . import money_and_dates as fmt


@dataclass
class Item:
    text: str
    quantity: int
    unit_minor: int

    @property
    def minor(self):
        return self.quantity * self.unit_minor


@dataclass
class Trade:
    vendor: str
    country: str
    currency: str
    number: str
    date: datetime.date
    date_style: str
    items: list[Item]
    tax_percent: str | None = None
    tax_included: bool = False
    due: datetime.date | None = None
    customer: str | None = None
    vendor_lines: list[str] = field(default_factory=list)
    customer_lines: list[str] = field(default_factory=list)
    prints_subtotal: bool = True

    def __post_init__(self):
        goods = sum(item.minor for item in self.items)
        if self.tax_percent is None:
            self.subtotal, self.tax, self.total = goods, 0, goods
        elif self.tax_included:
            percent = str(100 + float(self.tax_percent))
            self.total = goods
            self.subtotal = round(goods * 100 / float(percent))
            self.tax = self.total - self.subtotal
        else:
            self.subtotal = goods
            self.tax = fmt.share(goods, self.tax_percent)
            self.total = self.subtotal + self.tax

    def number_of(self, minor):
        return fmt.amount(minor, self.country)

    def price(self, minor):
        return fmt.price(minor, self.country, self.currency)

    def day(self, date):
        return fmt.day(date, self.date_style)

    def truth(self):
        """The printed fields, named and typed as `rummage inspect` prints them."""
        money = lambda minor: {"minor": minor, "currency": self.currency}
        fields = {
            "vendor": self.vendor,
            "invoice_number": self.number,
            "invoice_date": self.date.isoformat(),
            "due_date": self.due and self.due.isoformat(),
            "currency": self.currency,
            "subtotal": money(self.subtotal) if self.prints_subtotal else None,
            "tax": money(self.tax) if self.tax_percent else None,
            "total": money(self.total),
            "customer": self.customer,
        }
        return {name: value for name, value in fields.items() if value is not None}


def on(text):
    return datetime.date.fromisoformat(text)


THISTLEDOWN = dict(
    vendor="Thistledown Cyclery", country="en", currency="GBP", date_style="long-en", tax_percent="20",
    vendor_lines=["7 Saltergate Yard", "Whitby YO21 3PU", "VAT Reg. 318 4472 09"],
    customer="Rosamund Achterberg", customer_lines=["Flat 4, 19 Lanthorn Row", "Whitby YO22 4DE"],
)
CYCLE_SERVICE = Trade(
    number="TC-2291", date=on("2025-03-14"), due=on("2025-04-13"), **THISTLEDOWN,
    items=[Item("Full winter service, touring bike", 1, 11500), Item("Rear wheel, 36 spokes, rebuilt", 1, 14250),
           Item("Chain, nine-speed", 1, 2450), Item("Brake blocks, pair", 2, 1100), Item("Labour, half hours", 4, 1000)],
)
CYCLE_LIGHTS = Trade(
    number="TC-2347", date=on("2025-09-02"), due=on("2025-10-02"), **THISTLEDOWN,
    items=[Item("Dynamo hub, front", 1, 16800), Item("Headlight with standlight", 1, 8950),
           Item("Tail light", 1, 2600), Item("Cable set and fitting", 1, 6900)],
)
BINDERY = Trade(
    vendor="Quillmarsh Bindery Inc.", country="en", currency="USD", date_style="us", number="10448-B",
    date=on("2024-11-22"), due=on("2024-12-22"), tax_percent="6.25",
    vendor_lines=["212 Canal Walk, Lowell, MA 01852", "(978) 555-0142"],
    customer="Ottoline Farrow", customer_lines=["88 Orchard Terrace", "Northampton, MA 01060"],
    items=[Item("Thesis, half leather, gold stamping", 6, 8900), Item("Repair of family album", 1, 17500),
           Item("Slipcase, grey cloth", 2, 4350)],
)
FENCING = Trade(
    vendor="Hobnail Tarn Fencing", country="en", currency="GBP", date_style="slash", number="HT/0873",
    date=on("2023-08-17"), due=on("2023-08-31"), tax_percent="20",
    vendor_lines=["Unit 3, Beckside Works, Kendal LA9 6QH", "01539 496 0187"],
    customer="Ottoline Farrow", customer_lines=["The Old Forge", "Hawkshead LA22 0NX"],
    items=[Item("Larch panels, 1.8 m", 14, 4600), Item("Oak posts", 15, 1850), Item("Concrete mix, bags", 20, 640),
           Item("Garden gate with latch", 1, 21500), Item("Erection on site, days", 2, 38000)],
)
HERBS = dict(
    vendor="Wurzelgrund Kräuterhof GmbH", country="de", currency="EUR", date_style="dotted", tax_percent="7",
    vendor_lines=["Am Quendelhang 12", "99425 Weimar", "USt-IdNr. DE 288 410 973"],
    customer="Gasthaus Zur Lerche", customer_lines=["Frau Edeltraud Rösner", "Untere Leite 5", "07743 Jena"],
)
HERBS_SPRING = Trade(
    number="2025-0417", date=on("2025-04-28"), due=on("2025-05-12"), **HERBS,
    items=[Item("Thymian, Topf 12 cm", 120, 285), Item("Rosmarin, Topf 14 cm", 60, 410), Item("Bärlauch frisch, kg", 18, 1890),
           Item("Liebstöckel, Bund", 40, 195), Item("Lieferpauschale", 1, 3500)],
)
HERBS_AUTUMN = Trade(
    number="2025-1093", date=on("2025-10-06"), due=on("2025-10-20"), **HERBS,
    items=[Item("Salbei getrocknet, kg", 9, 4280), Item("Pfefferminze getrocknet, kg", 14, 3650),
           Item("Kamillenblüten, kg", 6, 5190), Item("Lieferpauschale", 1, 3500)],
)
PLUMBER = Trade(
    vendor="Klempnerei Regenpfeifer", country="de", currency="EUR", date_style="long-de", number="RE 5518/24", tax_percent="19",
    date=on("2024-02-19"), due=on("2024-03-04"),
    vendor_lines=["Inh. Gernot Ziesemer", "Fuhrgasse 31", "04668 Grimma", "Tel. 03437 555 0196"],
    customer="Hausverwaltung Dornröder", customer_lines=["Klosterplan 2", "04668 Grimma"],
    items=[Item("Anfahrt Fahrzeug 1", 3, 4200), Item("Rohrbruch orten, Stunden", 4, 6850), Item("Estrich öffnen und schließen", 1, 48000),
           Item("Kupferrohr 22 mm, Meter", 17, 1490), Item("Pressfitting 22 mm", 22, 735), Item("Dämmschale, Meter", 17, 560),
           Item("Absperrventil", 3, 3890), Item("Trocknungsgerät, Tage", 12, 2650), Item("Waschtisch Keramik", 2, 18900),
           Item("Einhebelmischer", 2, 12450), Item("Siphon verchromt", 2, 2980), Item("Heizkörper 600 x 1000", 3, 21700),
           Item("Thermostatkopf", 3, 1840), Item("Druckprobe mit Protokoll", 1, 11500), Item("Monteur, Stunden", 31, 6450),
           Item("Helfer, Stunden", 18, 4300), Item("Entsorgung Altmaterial", 1, 9500), Item("Kleinmaterial pauschal", 1, 4750)],
)
ATELIER = Trade(
    vendor="Atelier Passerose", country="fr", currency="EUR", date_style="long-fr", number="F-0268", tax_percent="20",
    date=on("2025-02-12"), due=on("2025-03-14"),
    vendor_lines=["14, quai des Mimosas", "29900 Concarneau", "SIRET 512 408 337 00021"],
    customer="Théodore Vasselin", customer_lines=["3, impasse du Lavoir", "56100 Lorient"],
    items=[Item("Restauration d'un fauteuil ancien", 1, 68000), Item("Tissu de lin, au mètre", 9, 3450), Item("Passementerie et clous", 1, 7940)],
)
GLASSWORKS = Trade(
    vendor="Verrerie Lanternoise", country="fr", currency="EUR", date_style="slash", number="2023/1187", tax_percent="20",
    date=on("2023-06-30"), due=on("2023-07-31"),
    vendor_lines=["Zone artisanale du Grand Pré", "70400 Héricourt", "TVA FR 41 433 902 118"],
    customer="Hôtel du Pont Neuvy", customer_lines=["8, place de la Fontaine", "25200 Montbéliard"],
    items=[Item("Vase soufflé bleu nuit", 12, 4250), Item("Carafe un litre", 24, 2890), Item("Verre à pied, lot de six", 10, 5400)],
)
SOFTWORKS = Trade(
    vendor="Zwirbel Softworks AG", country="ch", currency="CHF", date_style="iso", number="ZW-000731", tax_percent="8.1",
    date=on("2026-01-15"), due=on("2026-02-14"),
    vendor_lines=["Sihlhölzliweg 9", "8002 Zürich", "CHE-114.902.556 MWST"],
    customer="Morgenholz Klinik", customer_lines=["Accounts payable", "Rebhalde 40", "8640 Rapperswil"],
    items=[Item("Maintenance of booking system, quarter", 1, 184000), Item("Interface to laboratory, days", 3, 129000),
           Item("Training on site, half days", 2, 56000)],
)
ENERGY = Trade(
    vendor="Brackwater Energy", country="en", currency="GBP", date_style="dashes", number="880 2254 107", tax_percent="5",
    date=on("2024-01-09"), due=on("2024-01-26"),
    vendor_lines=["Customer Care, PO Box 411, Hull HU1 9ZX"],
    customer="Rosamund Achterberg", customer_lines=["Flat 4, 19 Lanthorn Row", "Whitby YO22 4DE"],
    items=[Item("Electricity used, day rate, 412 units", 1, 11948), Item("Electricity used, night rate, 188 units", 1, 2820),
           Item("Standing charge, 92 days", 92, 54)],
)
TRANSLATOR = Trade(
    vendor="Ines Calloway-Brandt", country="en", currency="USD", date_style="us-long", number="2025-19",
    date=on("2025-07-08"), due=on("2025-08-07"),
    vendor_lines=["Certified translator, Portuguese and English", "1406 Juniper Bend, Santa Fe, NM 87501"],
    customer="Larkspur Film Archive", customer_lines=["Attn: Rights desk", "500 Reel Street", "Albuquerque, NM 87102"],
    items=[Item("Subtitles, documentary, minutes", 94, 1200), Item("Interview transcripts, pages", 37, 2850), Item("Rush work, one weekend", 1, 30000)],
)

GROCER = dict(
    vendor="Pennywhistle Grocers", country="en", currency="GBP", date_style="slash",
    vendor_lines=["23 Flowergate, Whitby", "Tel 01947 496 0133"], prints_subtotal=False,
)
GROCERY_MAY = Trade(
    number="004417", date=on("2024-05-18"), **GROCER,
    items=[Item("OAT DRINK BARISTA 1L", 3, 195), Item("SOURDOUGH LOAF", 1, 340), Item("RED ONIONS NET", 1, 115), Item("CHEDDAR MATURE", 1, 425),
           Item("BANANAS LOOSE", 1, 97), Item("TOMATO PASSATA", 2, 85), Item("DARK CHOCOLATE 70%", 2, 180), Item("DISH SOAP LEMON", 1, 149)],
)
GROCERY_JUNE = Trade(
    number="004902", date=on("2024-06-22"), **GROCER,
    items=[Item("STRAWBERRIES 400G", 2, 299), Item("DOUBLE CREAM", 1, 165), Item("SCONES PLAIN X4", 2, 175), Item("EARL GREY TEA 80S", 1, 410),
           Item("CHEDDAR MATURE", 1, 425), Item("PAPER NAPKINS", 1, 120)],
)
CAFE = Trade(
    vendor="Café Morgenmuffel", country="de", currency="EUR", date_style="dotted", number="71338", tax_percent="19", tax_included=True,
    date=on("2024-10-12"), vendor_lines=["Lindenauer Markt 8", "04177 Leipzig"], prints_subtotal=False,
    items=[Item("Milchkaffee groß", 2, 430), Item("Heiße Schokolade", 1, 410), Item("Apfelstrudel", 2, 520), Item("Rührei mit Brot", 1, 890)],
)
FUEL = Trade(
    vendor="Tankhof Nebelhorn", country="de", currency="EUR", date_style="dotted", number="20-55871", tax_percent="19", tax_included=True,
    date=on("2023-07-29"), vendor_lines=["Illerstraße 104", "87561 Oberstdorf"],
    items=[Item("Diesel, 48,60 l zu 1,699", 1, 8257), Item("Scheibenreiniger", 1, 699), Item("Brezel", 2, 120)],
)
TOYS = Trade(
    vendor="Kestrel & Plum Toys", country="en", currency="USD", date_style="us-long", number="KP-77-30915", tax_percent="7",
    date=on("2025-12-05"), customer="Marguerite Oyelaran", customer_lines=["61 Beacon Hollow Road", "Asheville, NC 28801"],
    vendor_lines=["orders@kestrelplum.example", "Asheville, North Carolina"],
    items=[Item("Wooden train set, 42 pieces", 1, 6499), Item("Hand puppet, fox", 2, 1850), Item("Kite, rainbow tail", 1, 2295)],
)
