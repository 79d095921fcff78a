"""Names that generated papers carry: companies from fixed pools (so that they can be listed), people, addresses, goods."""

import random
from functools import lru_cache

FIRST = """Anna Peter Maria John Julia Thomas Sarah Michael Laura Andreas Katharina Stefan Emma James Olivia William Sophie Lukas
Hannah Felix Lena Jonas Mia Paul Clara Max Charlotte David Elena Marco Giulia Luca Chiara Pierre Camille Antoine Manon Carlos
Lucia Javier Carmen Diego Sofia Jan Sanne Pieter Femke Daan Wei Ming Siti Ahmad Nurul Farid Mei Ling Kumar Priya Raj Anita Yusuf
Fatima Ali Aisha Omar Leila Ivan Olga Piotr Agnieszka Tomasz Eva Jiri Milan Zoltan Erik Ingrid Lars Freya Nils Astrid Henrik
Grace Samuel Ruth Daniel Esther George Helen Robert Linda Patricia Kevin Brian Susan Margaret Keith Fiona Callum Niamh""".split()
LAST = """Smith Johnson Miller Davis Wilson Taylor Clark Lewis Walker Hall Young King Wright Hill Green Baker Carter Turner Parker
Müller Schmidt Schneider Fischer Weber Wagner Becker Schulz Hoffmann Koch Richter Klein Wolf Schröder Neumann Schwarz Braun
Zimmermann Krüger Hartmann Lange Krause Lehmann Köhler Jäger Vogel Winkler Brandt Böhm Seidel Dubois Laurent Moreau Lefebvre
Fournier Girard Bonnet García Fernández López Martínez Sánchez Romero Torres Rossi Ferrari Esposito Bianchi Romano Ricci
de Jong van Dijk Bakker Visser Smit Meijer Tan Lim Lee Wong Ng Chan Ong Goh Teo Koh Chua Abdullah Rahman Ismail Hassan Ibrahim
Singh Patel Kumar Sharma Nair Khan Novak Svoboda Kowalski Nowak Wójcik Horvat Kovács Nagy Andersson Johansson Nilsson Hansen
Larsen Olsen Murphy Kelly O'Brien Campbell Stewart Reid Murray Fraser""".replace("de Jong", "deJong").replace("van Dijk", "vanDijk").split()
TRADES = {
    "en": """Supplies Hardware Trading Logistics Consulting Software Systems Plumbing Electrical Foods Bakery Catering Design Printing
        Books Stationery Motors Tyres Garden Furniture Textiles Medical Dental Pharmacy Optics Media Studios Events Travel Freight
        Engineering Construction Roofing Paints Tools Electronics Computers Networks Telecom Energy Solar Water Cleaning Security
        Farms Dairy Seafood Coffee Tea Wines Brewery Sports Cycles Toys Fashion Jewellery Crafts Antiques Music Photo Marine Aviation
        Analytics Holdings Partners Associates Industries Products Services Solutions Group International Enterprises Works""".split(),
    "de": """Bäckerei Metzgerei Elektrotechnik Sanitär Heizungsbau Bürobedarf Maschinenbau Metallbau Holzbau Tischlerei Autohaus
        Reifendienst Gartenbau Gebäudereinigung Druckerei Buchhandlung Verlag Spedition Logistik Beratung Softwarehaus Datentechnik
        Ingenieurbüro Architekturbüro Steuerberatung Apotheke Optik Möbelhaus Baustoffe Dachdeckerei Malerbetrieb Stadtwerke
        Energieversorgung Medizintechnik Labortechnik Werkzeugbau Getränkehandel Weinhandel Fahrradladen Schreinerei Textilhandel""".split(),
    "fr": "Boulangerie Électricité Plomberie Librairie Imprimerie Transports Conseil Services Fournitures Bâtiment Jardins Traiteur".split(),
    "es": "Panadería Suministros Transportes Consultores Ferretería Librería Construcciones Alimentación Servicios Imprenta".split(),
    "it": "Panificio Forniture Trasporti Consulenza Ferramenta Libreria Costruzioni Alimentari Servizi Tipografia".split(),
    "nl": "Bakkerij Installatie Transport Advies Drukkerij Boekhandel Bouw Techniek Diensten Groothandel Tuincentrum".split(),
    "my": """Hardware Trading Enterprise Restoran Kedai Mart Supermarket Bakery Pharmacy Stationery Electrical Auto Book Store
        Cafe Bistro Seafood Noodle House Food Court Marketing Industries Gift Home Deco Optical Petrol Station Services""".split(),
}
LEGAL = {
    "en": ["Ltd", "Ltd.", "Inc.", "Inc", "LLC", "PLC", "Corp.", "Limited", "& Co.", "", "", "Pty Ltd", "Co."],
    "de": ["GmbH", "GmbH", "AG", "GmbH & Co. KG", "KG", "e.K.", "UG", "OHG", "eG", "e.V.", "mbH", "", "GbR"],
    "fr": ["SARL", "SAS", "SA", "EURL", "& Fils", ""],
    "es": ["S.L.", "S.A.", "SL", "e Hijos", ""],
    "it": ["S.r.l.", "S.p.A.", "SRL", "& Figli", ""],
    "nl": ["B.V.", "BV", "N.V.", "& Zn.", ""],
    "my": ["SDN BHD", "SDN. BHD.", "(M) SDN BHD", "ENTERPRISE", "TRADING", "", "Sdn Bhd", "PLT"],
}
ADJECTIVES = """Northern Blue Golden Silver United Royal First Prime Global Central Pacific Atlantic Alpine Green Bright Modern Classic
Swift Grand Urban Royal Eastern Harbour River Valley Summit Horizon Liberty Crown Star Sunrise Evergreen Metro Crystal Lucky""".split()
ASIAN = """Sin Hong Kim Heng Lee Seng Huat Wah Chong Tong Fatt Yong Tat Mei Lai Soon Guan Hin Aik Ban Chuan Bee Eng Hock Kee Poh Sing
Tien Weng Yew Zhong Hua Fook Long Cheong Kok Leong Perniagaan Syarikat Pasar Mini Jaya Maju Bersatu Indah Mutiara Seri Damai Teguh""".split()
STREETS = {
    "en": ["High Street", "Station Road", "Main Street", "Park Avenue", "Mill Lane", "Church Road", "Oak Drive", "Elm Street", "Victoria Road", "Market Square", "5th Avenue", "Industrial Way", "Harbour View", "Maple Court"],
    "de": ["Hauptstraße", "Bahnhofstr.", "Gartenweg", "Lindenallee", "Industriestraße", "Am Markt", "Schulstr.", "Berliner Straße", "Ringstraße", "Goethestr.", "Mühlenweg", "Kirchplatz"],
    "fr": ["rue de la République", "avenue Victor Hugo", "place du Marché", "boulevard Voltaire", "rue des Lilas"],
    "es": ["Calle Mayor", "Avenida de la Paz", "Plaza España", "Calle del Sol"],
    "it": ["Via Roma", "Corso Italia", "Piazza Garibaldi", "Via Verdi"],
    "nl": ["Dorpsstraat", "Kerkstraat", "Stationsweg", "Prinsengracht"],
    "my": ["Jalan Permas", "Jalan SS", "Jalan Tun Razak", "Jalan Dedap", "Lorong Maju", "Jalan Kuching", "Persiaran Indah", "Jalan Sultan", "Jalan Besar"],
}
CITIES = {
    "en": ["London", "Leeds", "Bristol", "Springfield", "Portland", "Austin", "Boston", "Denver", "Manchester", "Dublin", "Oxford", "Seattle", "Toronto", "Melbourne"],
    "de": ["Berlin", "München", "Hamburg", "Köln", "Stuttgart", "Leipzig", "Dresden", "Bremen", "Freiburg", "Zürich", "Wien", "Mainz", "Kassel", "Bad Homburg"],
    "fr": ["Paris", "Lyon", "Nantes", "Lille", "Bordeaux"], "es": ["Madrid", "Sevilla", "Valencia", "Bilbao"],
    "it": ["Milano", "Torino", "Bologna", "Firenze"], "nl": ["Amsterdam", "Utrecht", "Rotterdam", "Gent"],
    "my": ["Johor Bahru", "Kuala Lumpur", "Petaling Jaya", "Shah Alam", "Klang", "Ipoh", "Pulau Pinang", "Singapore", "Puchong"],
}
GOODS = {
    "en": """Printer paper A4|Desk lamp|Office chair|USB cable 2m|Consulting hours|Web hosting|Site inspection|Copper pipe 15mm|Wall paint white 5L|
        Delivery and installation|Annual licence|Coffee beans 1kg|Sourdough bread|Fresh milk 2L|Cheddar cheese|Apples|Chicken breast|Olive oil|
        Green tea|Chocolate bar|Toothpaste|Washing powder|AA batteries 4pk|Notebook lined|Ballpoint pen|Screwdriver set|LED bulb 9W|Extension lead|
        Garden hose|Potting soil|Tyre change|Oil filter|Brake pads|Unleaded petrol|Car wash|Burger and fries|Caesar salad|Sparkling water|House red wine|
        Hotel room, two nights|Conference fee|Translation service|Logo design|Photo prints|Support contract|Bolts M8|Hydraulic pump|Steel sheet 2mm|
        Cleaning service|Monthly rent|Training day|Data plan|Repair labour|Spare parts|Travel expenses|Yoga mat|Running shoes|T-shirt cotton""".split("|"),
    "de": """Druckerpapier A4|Schreibtischlampe|Bürostuhl|USB-Kabel 2m|Beratungsstunden|Webhosting|Wartung Heizung|Kupferrohr 15mm|Wandfarbe weiß|
        Lieferung und Montage|Jahreslizenz|Kaffeebohnen 1kg|Roggenbrot|Vollmilch 3,5%|Gouda jung|Äpfel|Hähnchenbrust|Olivenöl|Grüner Tee|Schokolade|
        Zahnpasta|Waschmittel|Batterien AA|Notizblock|Kugelschreiber|Schraubendreher|LED-Lampe|Gartenschlauch|Blumenerde|Reifenwechsel|Ölfilter|
        Super E10|Autowäsche|Schnitzel mit Pommes|Salatteller|Mineralwasser|Hauswein rot|Übernachtung|Übersetzung|Gestaltung Logo|Fotoabzüge|
        Schrauben M8|Hydraulikpumpe|Stahlblech 2mm|Reinigung Treppenhaus|Miete Monat|Schulungstag|Reparatur|Ersatzteile|Fahrtkosten|Brötchen|Leergut""".split("|"),
    "fr": "Papier A4|Heures de conseil|Baguette|Café moulu|Réparation|Installation|Hébergement web|Ampoule LED|Eau minérale|Formation|Pièces détachées".split("|"),
    "es": "Papel A4|Horas de consultoría|Pan integral|Café molido|Reparación|Instalación|Bombilla LED|Agua mineral|Formación|Recambios".split("|"),
    "it": "Carta A4|Ore di consulenza|Pane|Caffè macinato|Riparazione|Installazione|Lampadina LED|Acqua minerale|Formazione|Ricambi".split("|"),
    "nl": "Papier A4|Adviesuren|Volkorenbrood|Koffiebonen|Reparatie|Installatie|LED-lamp|Bronwater|Training|Onderdelen".split("|"),
    "my": """FRIED NOODLE|TEH TARIK|NASI LEMAK|ROTI CANAI|KOPI O|ICE LEMON TEA|CHICKEN RICE|VEGETABLES|FISH BALL|A4 PAPER 70GSM|PVC PIPE 20MM|
        WALL PLUG|LED BULB 12W|PAINT BRUSH 2"|CABLE TIE|BATTERY AAA|MINERAL WATER 1.5L|COOKING OIL 5KG|RICE 10KG|SOY SAUCE|BISCUITS|TISSUE BOX|
        BALL PEN BLUE|FILE FOLDER|PHOTOCOPY A4|RON95 PETROL|CAR WASH|HOLLOW PUNCH SET|DOOR LOCK|HAND TOWEL|GREEN APPLE|SHAMPOO 400ML|PLASTIC BAG""".split("|"),
}
SYLLABLES = "ba be bo bra ca co da del do dra el en fa fen fi ga gra hal ka kar ko la lan lex li lo lu ma mar mi mon na nex no nor ol or pa pla pri qua ra ri ro sa sen sol ta tek ter ti tra u va vel ver vi vo xa xen ya zen zi zo".split()


def made_up(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 2, 3)))).capitalize()


def surname(rng: random.Random) -> str:
    return rng.choice(LAST).replace("deJong", "de Jong").replace("vanDijk", "van Dijk")


def person(rng: random.Random) -> str:
    first = rng.choice(FIRST) if rng.random() < 0.8 else made_up(rng)
    last = surname(rng) if rng.random() < 0.8 else made_up(rng)
    middle = f"{rng.choice('ABCDEFGHJKLMPRST')}. " if rng.random() < 0.1 else ""
    return f"{first} {middle}{last}"


def _company(rng: random.Random, lang: str) -> str:
    trade = rng.choice(TRADES[lang]).strip()
    legal = rng.choice(LEGAL[lang])
    if lang == "my" and rng.random() < 0.75:
        core = " ".join(rng.choice(ASIAN) for _ in range(rng.choice((1, 2, 2, 3))))
        return " ".join(f"{core} {trade if rng.random() < 0.7 else ''} {legal}".split())
    core = rng.choice([
        lambda: surname(rng), lambda: made_up(rng), lambda: made_up(rng),
        lambda: f"{surname(rng)} & {surname(rng)}", lambda: f"{rng.choice(ADJECTIVES)} {made_up(rng)}",
        lambda: rng.choice(ADJECTIVES), lambda: f"{rng.choice(FIRST)} {surname(rng)}", lambda: rng.choice(CITIES[lang]),
        lambda: "".join(rng.choice("ABCDEFGHIKLMNOPRSTVW") for _ in range(3)), lambda: f"{made_up(rng)}{rng.choice(['tec', 'soft', 'net', 'line', 'works', 'bio', '24'])}",
    ])()
    shape = rng.random()
    parts = [core, trade, legal] if shape < 0.6 else [trade, core, legal] if shape < 0.8 else [core, legal]
    return " ".join(" ".join(parts).split())


@lru_cache(maxsize=None)
def company_pool(purpose: str) -> dict[str, tuple[str, ...]]:
    """The companies of one purpose ("training" or "evaluation"), by language. The two purposes share no name."""
    pools = {}
    taken = set()
    if purpose != "training":
        taken = {name.casefold() for names in company_pool("training").values() for name in names}
    for lang, count in {"en": 2600, "de": 2600, "my": 1800, "fr": 400, "es": 400, "it": 400, "nl": 400}.items():
        rng = random.Random(f"companies:{purpose}:{lang}")
        names: dict[str, str] = {}
        while len(names) < (count if purpose == "training" else count // 5):
            name = _company(rng, lang)
            if name.casefold() not in taken and len(name) > 4:
                names[name.casefold()] = name
        pools[lang] = tuple(names.values())
    return pools


def address(rng: random.Random, lang: str) -> tuple[str, str]:
    """Street line and city line."""
    street, city = rng.choice(STREETS[lang]), rng.choice(CITIES[lang])
    number, postcode = rng.randint(1, 240), rng.randint(10000, 99999)
    if lang == "en":
        code = rng.choice([f"{rng.choice(['CA', 'NY', 'TX', 'OR', 'MA'])} {postcode}", f"{rng.choice('LBMSN')}{rng.randint(1, 20)} {rng.randint(1, 9)}{rng.choice('ABDEH')}{rng.choice('JLNPQ')}"])
        return f"{number} {street}", f"{city}{rng.choice([',', ''])} {code}"
    if lang == "my":
        return f"No. {number}, {street} {rng.randint(1, 30)}/{rng.randint(1, 9)},", f"{postcode} {city}{rng.choice(['', ', Johor.', ', Selangor', ' Malaysia'])}"
    if lang == "fr":
        return f"{number} {street}", f"{postcode} {city}"
    return f"{street} {number}{rng.choice(['', '', 'a', 'b'])}", f"{postcode} {city}"


def phone(rng: random.Random) -> str:
    d = lambda n: "".join(str(rng.randint(0, 9)) for _ in range(n))
    return rng.choice([f"+49 {d(3)} {d(7)}", f"0{d(3)}/{d(6)}", f"({d(3)}) {d(3)}-{d(4)}", f"0{d(1)}-{d(7)}", f"+44 {d(4)} {d(6)}", f"0{d(2)} {d(3)} {d(4)}"])


def iban(rng: random.Random) -> str:
    digits = "".join(str(rng.randint(0, 9)) for _ in range(20))
    text = rng.choice(["DE", "FR", "NL", "AT", "GB"]) + digits
    return text if rng.random() < 0.3 else " ".join(text[i:i + 4] for i in range(0, 22, 4))


def domain(company: str) -> str:
    stem = "".join(c for c in company.lower() if c.isascii() and c.isalnum())[:14]
    return f"{stem or 'firma'}.example"
