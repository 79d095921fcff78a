"""Running text for letters, contracts and other pages, put together from phrases in English and German."""

import random

from . import formats, names

SUBJECTS = {
    "en": "the committee|our neighbour|a careful reader|the new bridge|the garden|my sister|the old harbour|every visitor|the project team|the weather|our school|the small museum|the engine|this recipe|the council|a young doctor|the survey|the second chapter|the orchestra|the forest|the teacher|a group of students|the director|the village|our association|the train|the results".split("|"),
    "de": "der Ausschuss|unsere Nachbarin|die neue Brücke|der Garten|meine Schwester|der alte Hafen|das Projektteam|das Wetter|unsere Schule|das kleine Museum|die Maschine|dieses Rezept|der Gemeinderat|eine junge Ärztin|die Umfrage|das zweite Kapitel|das Orchester|der Wald|die Lehrerin|der Verein|der Zug|das Ergebnis|die Leitung".split("|"),
}
VERBS = {
    "en": "will meet|has opened|was repaired|explains|shows|remembers|needs|describes|has changed|invited us to|is close to|depends on|continues|surprised|improved|discussed|was built beside|looks after|supports".split("|"),
    "de": "beschreibt|zeigt|braucht|erklärt|verändert|unterstützt|besucht|eröffnet|bespricht|verbessert|erinnert an|liegt neben|wartet auf|plant|sucht|findet|kennt".split("|"),
}
OBJECTS = {
    "en": "a long walk along the river|the plans for next year|several good ideas|the rooms on the first floor|the history of the town|a warm summer|the costs of heating|three different methods|the music of the evening|fresh bread and butter|the rules of the house|a better way to travel|the first snow|the minutes of the last meeting|the questions from the audience|the machines in the hall|a collection of maps|the health of the patients|new members".split("|"),
    "de": "einen langen Weg am Fluss|die Pläne für das nächste Jahr|mehrere gute Ideen|die Räume im ersten Stock|die Geschichte der Stadt|einen warmen Sommer|die Kosten der Heizung|drei verschiedene Verfahren|die Musik des Abends|frisches Brot mit Butter|die Hausordnung|eine bessere Verbindung|den ersten Schnee|das Protokoll der letzten Sitzung|die Fragen der Gäste|eine Sammlung von Karten|neue Mitglieder".split("|"),
}
TAILS = {
    "en": "|, although it rained| on {day}| in {year}| near {city}|, said {person}|, as we expected| for the third time|, which costs about {amount}| before the end of the month|, and nobody complained| with the help of {company}".split("|"),
    "de": "|, obwohl es regnete| am {day}| im Jahr {year}| bei {city}|, sagt {person}|, wie erwartet| zum dritten Mal|, was etwa {amount} kostet| vor Ende des Monats| mit Hilfe von {company}".split("|"),
}
CLAUSES = {
    "en": """The {role} shall {duty} in accordance with this Agreement.|This Agreement commences on {day} and continues for {n} months unless terminated earlier.|Either party may terminate this Agreement by giving {n} days' written notice.|
        The {role} shall pay {amount} per month in advance on the first day of each month.|All notices under this Agreement shall be made in writing.|Neither party shall be liable for delay caused by circumstances beyond its control.|The {role} shall keep confidential all information received from the other party.|
        This Agreement is governed by the laws of {country}.|Any amendment to this Agreement is valid only in writing and signed by both parties.|A deposit of {amount} is payable on signature.|If any provision is held invalid the remaining provisions remain in force.|The {role} may not assign its rights without prior written consent.|
        In consideration of the mutual promises herein the parties agree as follows.|The {role} warrants that the goods are free from defects for {n} months.|The working week is {n} hours and annual leave is {n} days.|Title passes to the {role} upon full payment of {amount}.|
        Interest accrues at {n} percent per annum on overdue sums.|The premises shall be used for residential purposes only.|Disputes shall be settled by arbitration in {city}.|The {role} indemnifies and holds harmless the other party.|This Agreement constitutes the entire understanding between the parties.""".split("|"),
    "de": """Der {role} verpflichtet sich, {duty}.|Der Vertrag beginnt am {day} und läuft auf unbestimmte Zeit.|Die Kündigungsfrist beträgt {n} Wochen zum Monatsende.|Die monatliche Vergütung beträgt {amount} und ist im Voraus zu zahlen.|
        Änderungen und Ergänzungen dieses Vertrages bedürfen der Schriftform.|Der {role} haftet nur für Vorsatz und grobe Fahrlässigkeit.|Gerichtsstand ist {city}.|Sollte eine Bestimmung unwirksam sein, bleibt der Vertrag im Übrigen wirksam.|Der {role} hat über alle Betriebsgeheimnisse Stillschweigen zu bewahren.|Die Kaution beträgt {amount} und ist bei Übergabe fällig.|
        Die Wohnung darf nur zu Wohnzwecken genutzt werden.|Die regelmäßige Arbeitszeit beträgt {n} Stunden je Woche.|Der {role} gewährleistet die Mangelfreiheit für {n} Monate.|Das Eigentum geht mit vollständiger Zahlung von {amount} über.|Mündliche Nebenabreden bestehen nicht.|
        Der {role} ist berechtigt, die Räume nach Ankündigung zu besichtigen.|Schönheitsreparaturen trägt der {role}.|Es gilt das Recht der Bundesrepublik Deutschland.""".split("|"),
}
ROLES = {"en": ["Tenant", "Landlord", "Contractor", "Client", "Employee", "Employer", "Licensee", "Supplier", "Borrower", "Lender", "Buyer", "Seller"], "de": ["Mieter", "Vermieter", "Auftragnehmer", "Auftraggeber", "Arbeitnehmer", "Arbeitgeber", "Käufer", "Verkäufer", "Darlehensnehmer", "Lizenznehmer"]}
DUTIES = {"en": ["maintain the premises in good repair", "deliver the services with due care", "provide the goods described in Schedule A", "perform the duties assigned", "insure the property"], "de": ["die Räume pfleglich zu behandeln", "die Leistungen sorgfältig zu erbringen", "die vereinbarte Arbeitszeit einzuhalten", "die Ware frei Haus zu liefern"]}
LETTER = {
    "en": """Thank you for your letter of {day}.|We are writing to inform you that your application has been received.|I would be grateful if you could send me the documents by {day}.|Unfortunately we cannot accept your request at this time.|Please find enclosed the forms that you asked for.|
        We would like to invite you to a meeting on {day} at {clock}.|I am writing about the damage to the roof of our house.|Your membership number is {number}.|According to our records an amount of {amount} is still outstanding.|If you have any questions please contact {person}.|
        The heating in our flat has not worked since {day}.|Please let us know whether you will attend.|Your insurance policy {number} will be renewed on {day}.|The school is closed on {day} because of repairs to the roof.|
        We have transferred {amount} to your account.|Our technician will visit you on {day} between {clock} and noon.|I would like to apply for the position of gardener in {city}.|Thank you very much for the flowers and your kind words.|We regret the delay of your parcel {number}.|
        Your library books were due on {day}.|The doctor advises you to rest for {n} days.|You are cordially invited to our wedding on {day} in {city}.|As a member of the club you have one vote.|Please return the signed copy to {person}.|Rent will rise to {amount} from {day}.|
        I am sending you the photographs of our holiday near {city}.|The tax office has changed your number to {number}.|We ask you to remove your bicycle from the hallway.|Your complaint of {day} has been passed on to {company}.|The electricity will be switched off on {day} from {clock}.|
        It was a pleasure to meet you in {city}.|We look forward to hearing from you.|I hereby give notice to end my contract on {day}.|The appointment has been moved to {day}.|We hope that you and your family are well.|Your new card will be sent within the next two weeks.|Please confirm the reservation for {n} people.|We remind you that the lease ends on {day}.""".split("|"),
    "de": """vielen Dank für Ihr Schreiben vom {day}.|hiermit bestätigen wir den Eingang Ihrer Unterlagen.|Bitte senden Sie uns die fehlenden Angaben bis zum {day}.|Leider können wir Ihrem Antrag nicht entsprechen.|Anbei erhalten Sie die gewünschten Formulare.|Wir laden Sie herzlich zu unserer Versammlung am {day} um {clock} Uhr ein.|
        Die Heizung in unserer Wohnung ist seit dem {day} ausgefallen.|Bitte teilen Sie uns mit, ob Sie teilnehmen.|Ihre Versicherung {number} verlängert sich am {day}.|Die Schule bleibt am {day} wegen Bauarbeiten geschlossen.|
        Wir haben Ihnen {amount} überwiesen.|Unser Techniker besucht Sie am {day} ab {clock} Uhr.|hiermit bewerbe ich mich um die Stelle in {city}.|herzlichen Dank für die Blumen und die lieben Worte.|Ihr Paket {number} trifft leider später ein.|
        Die Miete beträgt ab dem {day} {amount}.|Bitte senden Sie das unterschriebene Exemplar an {person} zurück.|Ihre Beschwerde vom {day} haben wir an {company} weitergeleitet.|Am {day} wird der Strom ab {clock} Uhr abgestellt.|Ihre Steuernummer lautet nun {number}.|
        Bitte entfernen Sie Ihr Fahrrad aus dem Hausflur.|Wir trauern um unser Mitglied {person}.|Das Vorstellungsgespräch findet am {day} statt.|
        Ich kündige hiermit meinen Vertrag zum {day}.|Ihre Mitgliedsnummer lautet {number}.|Nach unseren Unterlagen ist noch ein Betrag von {amount} offen.|Bei Fragen wenden Sie sich bitte an {person}.|Wir freuen uns auf Ihre Antwort.|Der Termin wurde auf den {day} verlegt.|Ihre neue Karte erhalten Sie in den nächsten zwei Wochen.|Wir bitten um Ihr Verständnis.|Die Ablesung der Zähler findet am {day} statt.""".split("|"),
}


def fill(rng: random.Random, template: str, lang: str) -> str:
    money = formats.Money(rng, lang)
    company = names.company_pool("training")[lang]
    return template.strip().format(
        day=formats.print_date(formats.any_date(rng), formats.date_style(rng, lang), lang), year=rng.randint(1950, 2029), city=rng.choice(names.CITIES[lang]),
        person=names.person(rng), company=rng.choice(company), amount=" ".join(t for t, _ in money.text(rng.randint(1000, 300000), True)), n=rng.randint(2, 90),
        clock=f"{rng.randint(8, 20)}:{rng.choice(['00', '15', '30'])}", number=formats.number_like(rng), country=rng.choice(["England", "the State of New York", "Ireland", "Singapore"]),
        role=rng.choice(ROLES[lang]), duty=rng.choice(DUTIES[lang]),
    )


def sentence(rng: random.Random, lang: str) -> str:
    parts = f"{rng.choice(SUBJECTS[lang])} {rng.choice(VERBS[lang])} {rng.choice(OBJECTS[lang])}{rng.choice(TAILS[lang])}."
    parts = fill(rng, parts, lang)
    return parts[0].upper() + parts[1:]


def paragraph(rng: random.Random, lang: str, sentences: tuple[int, int] = (2, 5)) -> str:
    return " ".join(sentence(rng, lang) for _ in range(rng.randint(*sentences)))


def letter_body(rng: random.Random, lang: str) -> list[str]:
    chosen = rng.sample(LETTER[lang], rng.randint(2, 6))
    lines = [fill(rng, t, lang) for t in chosen]
    if rng.random() < 0.4:
        lines.insert(rng.randint(0, len(lines)), paragraph(rng, lang))
    return lines


def clause(rng: random.Random, lang: str) -> str:
    return " ".join(fill(rng, t, lang) for t in rng.sample(CLAUSES[lang], rng.randint(1, 3)))
