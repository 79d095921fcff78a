"""Reads amounts and dates as printed, well enough to line up truth with words and to score answers."""

import datetime
import re

MONTHS = {}
for names in (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
):
    for number, name in enumerate(names.split(), 1):
        MONTHS[name] = MONTHS[name[:3]] = number


def cents(text: str) -> int | None:
    """1.471,60 € → 147160; None when there is no single amount."""
    found = re.findall(r"-?\d[\d.,'’ \u00a0]*\d|-?\d", text)
    if len(found) != 1:
        return None
    body = found[0].replace(" ", "").replace("\u00a0", "")
    sign = -1 if body.startswith("-") else 1
    match = re.fullmatch(r"-?([\d.,'’]*?)(?:[.,](\d{1,2}))?", body)
    if not match:
        return None
    whole, fraction = re.sub(r"\D", "", match[1]) or "0", (match[2] or "0").ljust(2, "0")
    return sign * (int(whole) * 100 + int(fraction))


def quantities(text: str) -> set[float]:
    """Every number that the text may mean as a quantity: 3.500 means two; a unit beside it does not matter."""
    found = re.findall(r"\d[\d.,]*", text)
    if len(found) != 1:
        return set()
    whole, mark, fraction = re.fullmatch(r"(.*?)(?:([.,])(\d*))?", found[0]).groups()
    whole = re.sub(r"\D", "", whole)
    meant = {float(f"{whole}.{fraction or 0}")}
    return meant | {float(whole + fraction)} if mark and len(fraction) == 3 else meant


def dates(text: str) -> set[datetime.date]:
    """Every date that the text may mean: 3/1/2026 means two."""
    text = text.strip(" .,:;()").casefold()
    triples = []
    if match := re.search(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        triples = [(match[1], match[2], match[3])]
    elif match := re.search(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})(?!\d)", text):
        triples = [(match[3], match[2], match[1]), (match[3], match[1], match[2])]
    elif match := re.search(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([^\W\d]{3,})[-/. ,]*(\d{4}|\d{2})(?!\d)", text):
        triples = [(match[3], MONTHS.get(match[2], MONTHS.get(match[2][:3])), match[1])]
    elif match := re.search(r"([^\W\d]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text):
        triples = [(match[3], MONTHS.get(match[1], MONTHS.get(match[1][:3])), match[2])]
    found = set()
    for year, month, day in triples:
        try:
            found.add(datetime.date(int(year) + (2000 if int(year) < 100 else 0), int(month), int(day)))
        except (TypeError, ValueError):
            continue
    return found


def plain(text: str) -> str:
    """Letters and digits only, folded: what remains equal when OCR changes punctuation and case."""
    return "".join(c for c in text.casefold() if c.isalnum())
