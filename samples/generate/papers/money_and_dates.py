"""How amounts and dates are printed in the countries the sample papers come from."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
# (thousands separator, decimal point)
SEPARATORS = {"en": (",", "."), "de": (".", ","), "fr": (" ", ","), "ch": ("'", ".")}
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF"}


def amount(minor: int, country: str) -> str:
    thousands, point = SEPARATORS[country]
    whole = f"{abs(minor) // 100:,}".replace(",", thousands)
    return f"{'-' if minor < 0 else ''}{whole}{point}{abs(minor) % 100:02}"


def price(minor: int, country: str, currency: str) -> str:
    number, sign = amount(minor, country), SIGNS[currency]
    if country in ("de", "fr"):
        return f"{number} {sign}"
    return f"{sign} {number}" if len(sign) > 1 else f"{sign}{number}"


def day(date: datetime.date, style: str) -> str:
    """Styles: "iso", "dotted", "slash" (day first), "us", "long-en", "us-long", "long-de", "long-fr", "dashes"."""
    d, m, y = date.day, date.month, date.year
    return {
        "iso": f"{y}-{m:02}-{d:02}",
        "dotted": f"{d:02}.{m:02}.{y}",
        "slash": f"{d:02}/{m:02}/{y}",
        "us": f"{m:02}/{d:02}/{y}",
        "long-en": f"{d} {MONTHS['en'][m - 1]} {y}",
        "us-long": f"{MONTHS['en'][m - 1]} {d}, {y}",
        "long-de": f"{d}. {MONTHS['de'][m - 1]} {y}",
        "long-fr": f"{d} {MONTHS['fr'][m - 1]} {y}",
        "dashes": f"{d:02}-{MONTHS['en'][m - 1][:3]}-{y}",
    }[style]


def share(minor: int, percent: str) -> int:
    """`percent` of an amount, rounded half up as invoices do."""
    return int((Decimal(minor) * Decimal(percent) / 100).quantize(Decimal(1), ROUND_HALF_UP))
