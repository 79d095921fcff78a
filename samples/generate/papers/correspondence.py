"""Sample papers that are no bills: letters, forms, a bank statement, a tenancy contract, a recipe, a flyer."""

from .sheet import A4, Sheet


def letter_block(path, sender, recipient, day, subject, paragraphs, closing):
    """An English letter in full block style."""
    s = Sheet(path, A4, "roman", 11.5)
    left, width = 78, A4[0] - 156
    s.text(left, 80, sender[0], size=16, bold=True, colour="#333f6b")
    s.text(left, 96, "  |  ".join(sender[1:]), size=9, colour="#333f6b")
    s.rule(left, 104, left + width, 104, 0.8, "#333f6b")
    y = s.lines(left, 146, recipient, leading=15)
    s.text(left, y + 18, day)
    s.text(left, y + 50, subject, bold=True)
    y += 80
    for paragraph in paragraphs:
        y = s.paragraph(left, y, width, paragraph, leading=16) + 10
    s.text(left, y + 12, closing[0])
    s.text(left, y + 50, closing[1], size=22, family="hand", colour="#26356e")
    s.lines(left, y + 72, closing[1:], leading=15)
    return s.save()


def letter_din(path, sender, recipient, day, subject, paragraphs, closing):
    """A German letter with the subject line and a block of references on the right."""
    s = Sheet(path, A4, "sans", 10.5)
    left, right = 71, A4[0] - 60
    s.text(left, 66, sender[0], size=17, bold=True, colour="#7b1e1e")
    s.rule(left, 74, right, 74, 2, "#7b1e1e")
    s.text(left, 134, " · ".join(sender[:3]), size=6.5)
    s.lines(left, 156, recipient, leading=14)
    s.lines(right - 150, 156, ["Unser Zeichen: L-4471", "Schadennummer: 38 209 611", f"Datum: {day}"], size=9, leading=13)
    s.text(left, 270, subject, bold=True, size=11.5)
    y = 304
    for paragraph in paragraphs:
        y = s.paragraph(left, y, right - left, paragraph, leading=15) + 9
    s.text(left, y + 12, closing[0])
    s.text(left, y + 48, closing[1], size=21, family="hand", colour="#222222")
    s.lines(left, y + 70, closing[1:], leading=14)
    return s.save()


RENT_LETTER = dict(
    sender=["Harrowgate Lettings", "2 Bagdale Court, Whitby YO21 1QL", "01947 496 0158"],
    recipient=["Ms Rosamund Achterberg", "Flat 4, 19 Lanthorn Row", "Whitby YO22 4DE"],
    day="6 May 2025", subject="Your rent from 1 July 2025",
    paragraphs=[
        "Dear Ms Achterberg,",
        "As agreed in your tenancy, we look at the rent once a year. From 1 July 2025 the monthly rent for your flat will rise from £780 to £815. The deposit stays as it is.",
        "In the same month our joiner will replace the two sash windows towards the harbour. He needs a free space of one metre in front of each window, and the work takes about a day and a half. Please tell us which week suits you.",
        "If you do not agree with the new rent, please write to us before the end of May so that we can talk about it.",
    ],
    closing=["Yours sincerely,", "Percival Dunnock", "Lettings manager"],
)
SCHOOL_LETTER = dict(
    sender=["Copperfield Lane Primary School", "Copperfield Lane, Whitby", "office@copperfieldlane.example"],
    recipient=["To all parents of Class 3", "Teacher: Mrs Adeyemi"],
    day="10 June 2024", subject="Museum trip and summer concert",
    paragraphs=[
        "Dear parents,",
        "On Thursday 27 June our class visits the maritime museum in Hull. The coach leaves the school yard at 8.15 and is back by half past four. Please send a packed lunch, a raincoat and no more than five pounds of pocket money.",
        "The summer concert is on Friday 12 July at 6 pm in the gym. The recorder group plays three sea shanties and the choir sings in two parts. Cakes for the interval are very welcome, and so are helpers who stack chairs.",
        "Kindly return the consent slip by 19 June.",
    ],
    closing=["With warm regards,", "Folasade Adeyemi", "Class teacher"],
)
INSURANCE_LETTER = dict(
    sender=["Versicherungsverein Möwenfels", "Am Bollwerk 3", "18439 Stralsund"],
    recipient=["Frau", "Edeltraud Rösner", "Untere Leite 5", "07743 Jena"],
    day="21.11.2024", subject="Hagelschaden an Ihrem Gewächshaus",
    paragraphs=[
        "Sehr geehrte Frau Rösner,",
        "vielen Dank für Ihre Meldung. Unser Gutachter hat die zerbrochenen Scheiben und den verbogenen Rahmen am 14. November besichtigt. Der Schaden ist nach den Bedingungen Ihres Vertrages gedeckt.",
        "Wir übernehmen die Reparatur bis zu einer Höhe von 2.300 Euro. Ihre Selbstbeteiligung beträgt 150 Euro. Bitte senden Sie uns die Belege des Glasers, sobald die Arbeiten beendet sind.",
        "Für Fragen erreichen Sie uns werktags von acht bis siebzehn Uhr.",
    ],
    closing=["Mit freundlichen Grüßen", "Hinnerk Paulsen", "Schadenabteilung"],
)


def form_membership(path):
    """A swimming club's form, filled in by hand."""
    s = Sheet(path, A4, "dejavu", 9.5)
    left, right = 52, A4[0] - 52
    s.box(left, 46, right, 92, fill="#d7e6ef", stroke="#2b5d7d", thickness=1)
    s.text(left + 14, 68, "Tidewell Swimming Club", size=16, bold=True)
    s.text(left + 14, 84, "Application for membership. Please use block letters and black ink.", size=8.5)
    rows = [("Surname", "OYELARAN", "First name", "MARGUERITE"), ("Date of birth", "30 / 09 / 1988", "Telephone", "01947 496 0122"), ("Street", "5 Kiln Steps", "Postcode", "YO22 4BT"),
            ("In an emergency call", "Babatunde Oyelaran", "Relation", "brother")]
    y = 122
    for a, b, c, d in rows:
        for x, width, label, value in ((left, 300, a, b), (left + 310, right - left - 310, c, d)):
            s.text(x, y, label, size=8)
            s.box(x, y + 5, x + width, y + 29, stroke="#555555")
            s.text(x + 10, y + 23, value, size=17, family="hand", colour="#1b2f7a")
        y += 50
    s.text(left, y + 10, "I would like to join as", bold=True)
    for i, (label, ticked) in enumerate((("Adult, £96 a year", True), ("Child under 14, £48 a year", False), ("Family, £180 a year", False))):
        x = left + i * 165
        s.box(x, y + 22, x + 12, y + 34, stroke="#333333", thickness=1)
        if ticked:
            s.rule(x + 2, y + 28, x + 5, y + 33, 1.6, "#1b2f7a")
            s.rule(x + 5, y + 33, x + 14, y + 18, 1.6, "#1b2f7a")
        s.text(x + 18, y + 32, label)
    y += 66
    s.text(left, y, "Health", bold=True)
    y = s.paragraph(left, y + 16, right - left, "Tell the coach about asthma, epilepsy, heart trouble or anything else that matters in the water:", size=9)
    s.rule(left, y + 16, right, y + 16, 0.4)
    s.text(left + 6, y + 13, "mild asthma, carries a spray", size=17, family="hand", colour="#1b2f7a")
    s.rule(left, y + 40, right, y + 40, 0.4)
    y += 70
    s.text(left, y, "Training evenings", bold=True)
    for i, (label, ticked) in enumerate((("Monday, lanes 1 to 3", False), ("Wednesday, lanes 1 to 6", True), ("Friday, diving", False))):
        s.box(left, y + 12 + i * 19, left + 11, y + 23 + i * 19, stroke="#333333", thickness=1)
        if ticked:
            s.text(left + 1.5, y + 22 + i * 19, "x", size=14, bold=True, colour="#1b2f7a")
        s.text(left + 20, y + 22 + i * 19, label)
    y += 120
    for x, width, label, value in ((left, 140, "Date", "03 / 02 / 2025"), (left + 190, 270, "Signature of applicant", "M. Oyelaran")):
        s.text(x + 6, y - 5, value, size=18, family="hand", colour="#1b2f7a")
        s.rule(x, y, x + width, y)
        s.text(x, y + 12, label, size=8)
    s.text(left, 800, "For the club only:  received ________   card no. ________   paid ________", size=8)
    return s.save()


def form_parking(path):
    """A town's application form in German, filled in on a computer."""
    s = Sheet(path, A4, "narrow", 11)
    left, right = 60, A4[0] - 60
    s.text(left, 64, "Stadt Eulenfurt", size=18, bold=True)
    s.text(left, 82, "Straßenverkehrsamt, Zimmer 114")
    s.text(right, 64, "Formular 32-07", size=9, align="right")
    s.text(left, 126, "Antrag auf einen Bewohnerparkausweis", size=15, bold=True)
    s.text(left, 146, "Zutreffendes bitte ankreuzen oder ausfüllen", size=9)
    rows = [("1", "Name, Vorname", "Ziesemer, Gernot"), ("2", "Straße, Hausnummer", "Fuhrgasse 31"), ("3", "Gemeldet seit", "01.03.2019"), ("4", "Kennzeichen", "EU-GZ 614"),
            ("5", "Fahrzeugart", "Lieferwagen, 2,8 t"), ("6", "Parkzone", "C (Altstadt)"), ("7", "Gültig ab", "01.05.2026")]
    y = 172
    for number, label, value in rows:
        s.box(left, y, right, y + 30, stroke="#444444", thickness=0.5)
        s.rule(left + 22, y, left + 22, y + 30, 0.5)
        s.rule(left + 180, y, left + 180, y + 30, 0.5)
        s.text(left + 7, y + 19, number, size=9)
        s.text(left + 28, y + 19, label, size=10)
        s.text(left + 190, y + 20, value, size=11, family="mono")
        y += 30
    y += 30
    for ticked, label in ((True, "Erstantrag"), (False, "Verlängerung"), (False, "Änderung des Kennzeichens")):
        s.box(left, y - 10, left + 11, y + 1, stroke="#333333")
        if ticked:
            s.text(left + 2, y, "X", bold=True)
        s.text(left + 20, y, label)
        y += 20
    y = s.paragraph(left, y + 20, right - left, "Ich versichere, dass die Angaben vollständig sind und dass ich über keinen privaten Stellplatz verfüge. Eine Kopie des Fahrzeugscheins liegt bei. Die Gebühr beträgt jährlich 60 Euro.")
    s.text(left, y + 50, "Eulenfurt, 17.04.2026", family="mono")
    s.rule(left, y + 56, left + 150, y + 56)
    s.text(left, y + 68, "Ort, Datum", size=8)
    s.text(right - 190, y + 50, "Gernot Ziesemer", size=19, family="hand")
    s.rule(right - 200, y + 56, right, y + 56)
    s.text(right - 200, y + 68, "Unterschrift", size=8)
    return s.save()


STATEMENT = [
    ("02 Sep", "Card  Pier Bookshop", -1899), ("03 Sep", "Standing order  Harrowgate Lettings", -81500), ("04 Sep", "Card  Ferry and Coach Office", -4650),
    ("05 Sep", "Salary  Esk Valley Library Service", 214037), ("08 Sep", "Card  Fishmonger Abelard", -2315), ("09 Sep", "Direct debit  Town council", -14200),
    ("10 Sep", "Cash machine  Flowergate", -8000), ("11 Sep", "Card  Ropery Pharmacy", -1240), ("12 Sep", "Direct debit  Moorland Water", -3811),
    ("15 Sep", "Transfer  Thistledown Cyclery TC-2347", -42300), ("16 Sep", "Card  Cinema Regent", -2150), ("17 Sep", "Refund  Lantern Shoes", 5499),
    ("18 Sep", "Card  Cheese stall, market", -1780), ("19 Sep", "Transfer from savings", 30000), ("22 Sep", "Direct debit  Gull Mobile", -1500),
    ("23 Sep", "Card  Garden centre Pannier", -6385), ("24 Sep", "Card  Railway tickets", -7120), ("25 Sep", "Standing order  Lifeboat fund", -1000),
    ("26 Sep", "Card  Bakery Simnel", -985), ("29 Sep", "Interest", 212), ("30 Sep", "Account fee", -450),
]
OPENING = 126418


def statement(path):
    """A bank statement of two pages with a running balance."""
    s = Sheet(path, A4, "sans", 9.5)
    left, right = 56, A4[0] - 56
    balance = OPENING

    def head(page):
        s.text(left, 62, "Larchwood Mutual", size=19, bold=True, colour="#4b2e6b")
        s.text(right, 62, f"Page {page} of 2", size=8.5, align="right")
        s.rule(left, 70, right, 70, 1.5, "#4b2e6b")

    def columns(y):
        for x, label, align in ((left, "Date", "left"), (left + 62, "Details", "left"), (right - 150, "Out", "right"), (right - 76, "In", "right"), (right, "Balance", "right")):
            s.text(x, y, label, size=8.5, bold=True, align=align)
        s.rule(left, y + 5, right, y + 5)
        return y + 22

    head(1)
    s.lines(left, 106, ["Ms R Achterberg", "Flat 4, 19 Lanthorn Row", "Whitby YO22 4DE"])
    s.lines(right - 190, 106, ["Statement of account", "Current account 60718225", "1 to 30 September 2025"], bold=True)
    s.text(left, 180, "Opening balance, 1 September 2025")
    s.text(right, 180, f"£{balance / 100:,.2f}", align="right")
    y = columns(214)
    for row, (day, details, minor) in enumerate(STATEMENT):
        if row == 13:
            s.next_page()
            head(2)
            y = columns(110)
        balance += minor
        s.text(left, y, day)
        s.text(left + 62, y, details)
        s.text(right - (76 if minor > 0 else 150), y, f"{abs(minor) / 100:,.2f}", align="right")
        s.text(right, y, f"{balance / 100:,.2f}", align="right")
        s.rule(left, y + 9, right, y + 9, 0.25, "#bbbbbb")
        y += 31
    s.text(left, y + 24, "Closing balance, 30 September 2025", bold=True)
    s.text(right, y + 24, f"£{balance / 100:,.2f}", bold=True, align="right")
    s.paragraph(left, 760, right - left, "Please look through your statement and tell us within thirty days about any entry that you do not recognise. Your deposits are protected.", size=8)
    return s.save()


CLAUSES = [
    ("The home", "The landlord lets to the tenant the flat on the second floor of 19 Lanthorn Row, Whitby, with two rooms, kitchen, bathroom and the coal shed in the yard."),
    ("The term", "The tenancy begins on 1 July 2023 and runs for twelve months. After that it goes on from month to month until one side ends it with two months' notice in writing."),
    ("The rent", "The rent is £780 a month, due on the third day of each month by standing order. It may be looked at once a year, with notice of at least eight weeks."),
    ("The deposit", "The tenant pays a deposit of £900, which is kept in a protected scheme and returned within ten days of the end of the tenancy, less the cost of damage."),
    ("Repairs", "The landlord keeps the roof, the walls, the pipes and the stove in good order. The tenant tells the agent about leaks and faults without delay."),
    ("Animals", "One cat or one small dog may live in the flat. Parrots and other loud birds may not."),
    ("Quiet", "Musical instruments may be played between nine in the morning and eight in the evening."),
    ("Subletting", "The tenant may take in one lodger if the landlord has agreed in writing beforehand."),
    ("Access", "The agent may inspect the flat twice a year and must announce the visit three days ahead."),
    ("End of the tenancy", "On the last day the flat is handed over empty, swept and with all five keys."),
]


def contract(path):
    """A tenancy agreement on two pages with numbered clauses and signatures."""
    s = Sheet(path, A4, "palatino", 11)
    left, width = 84, A4[0] - 168
    s.text(A4[0] / 2, 92, "TENANCY AGREEMENT", size=18, bold=True, align="centre")
    s.text(A4[0] / 2, 114, "made on 12 June 2023", align="centre")
    y = s.paragraph(left, 154, width, "between Harrowgate Lettings, 2 Bagdale Court, Whitby, acting for the owner (the landlord), and Rosamund Achterberg (the tenant). Both sides agree to the following.", leading=16) + 14
    for number, (title, text) in enumerate(CLAUSES, 1):
        if number == 7:
            s.text(A4[0] / 2, 800, "1 / 2", size=9, align="centre")
            s.next_page()
            y = 92
        s.text(left, y, f"{number}.  {title}", bold=True)
        y = s.paragraph(left + 20, y + 17, width - 20, text, leading=16) + 14
    y += 50
    for x, name, role in ((left, "Percival Dunnock", "for the landlord"), (left + 230, "R. Achterberg", "tenant")):
        s.text(x + 10, y - 6, name, size=20, family="hand", colour="#1c2a5c")
        s.rule(x, y, x + 180, y)
        s.text(x, y + 14, role, size=9)
    s.text(A4[0] / 2, 800, "2 / 2", size=9, align="centre")
    return s.save()


def recipe(path):
    """A page of a family cookbook."""
    s = Sheet(path, (420, 595), "serif", 9.5)
    left, right = 44, 376
    s.text(left, 72, "Plum dumplings", size=24, family="hand", colour="#6b2346")
    s.rule(left, 82, right, 82, 1, "#6b2346")
    s.text(left, 100, "for four people, an hour and a quarter")
    s.lines(left, 130, ["800 g floury potatoes", "220 g flour", "1 egg, a pinch of salt", "16 ripe plums", "16 lumps of sugar", "100 g breadcrumbs", "80 g butter, cinnamon"], leading=17)
    y = 266
    for step in ("Boil the potatoes in their skins, peel them hot and press them through a sieve.", "Knead with flour, egg and salt to a smooth dough and let it rest for ten minutes.",
                 "Take the stone from each plum and put a lump of sugar in its place. Wrap every plum in dough.", "Simmer the dumplings in salted water until they float, then wait five minutes more.",
                 "Brown the breadcrumbs in butter, roll the dumplings in them and dust with cinnamon."):
        s.disc(left + 3, y - 3, 2.4, "#6b2346")
        y = s.paragraph(left + 16, y, right - left - 16, step, leading=15) + 8
    s.text(left, 560, "from Aunt Walburga, who uses apricots in June", size=13, family="hand", colour="#6b2346")
    return s.save()


def flyer(path):
    """A village flyer with large lettering."""
    s = Sheet(path, A4, "gothic", 13)
    middle = A4[0] / 2
    s.box(0, 0, A4[0], A4[1], fill="#fdf3d8")
    s.box(40, 60, A4[0] - 40, 250, fill="#c8553d", radius=14)
    s.text(middle, 140, "JUMBLE SALE", size=54, bold=True, align="centre", colour="#ffffff")
    s.text(middle, 205, "and tombola", size=34, align="centre", colour="#fdf3d8")
    s.lines(middle, 320, ["Saturday 20 September 2025", "10 am to 2 pm", "Sandsend Village Hall"], size=25, leading=40, align="centre")
    s.rule(120, 440, A4[0] - 120, 440, 2, "#c8553d")
    s.lines(middle, 486, ["Toys, crockery, gramophone records, paperbacks", "Homemade jam and chutney", "Tea and scones on the terrace"], size=17, leading=30, align="centre")
    s.text(middle, 620, "All proceeds go to the new lifeboat slipway", size=17, bold=True, align="centre", colour="#c8553d")
    s.text(middle, 700, "Tables can be booked with Wilhelmina Sproat, 01947 496 0177", size=12, align="centre")
    return s.save()
