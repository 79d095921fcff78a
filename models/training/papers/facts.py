"""What an invoice or a receipt says, before any layout decides where to print it."""

import datetime
import random
from dataclasses import dataclass

from . import formats, names


@dataclass
class Item:
    text: str
    sku: str
    quantity: int
    price: int  # cents
    amount: int  # cents


@dataclass
class Facts:
    lang: str
    money: formats.Money
    date_style: str
    vendor: str
    customer: str
    number: str
    date: datetime.date
    due: datetime.date
    items: list[Item]
    rate: float
    shipping: int
    discount: int
    subtotal: int
    tax: int
    total: int

    def day(self, date: datetime.date) -> str:
        return formats.print_date(date, self.date_style, self.lang)

    def label(self, rng: random.Random, key: str) -> str:
        text = formats.label(rng, self.lang, key)
        rate = f"{self.rate:g}" if self.lang in ("en", "my") else f"{self.rate:g}".replace(".", ",")
        return text.replace("{rate}", rate)


def draw(rng: random.Random, lang: str, purpose: str, items: tuple[int, int] = (1, 7)) -> Facts:
    """Facts of one sale. `purpose` ("training" or "evaluation") picks the pool of company names."""
    pool = names.company_pool(purpose)[lang]
    customer = rng.choice(pool) if rng.random() < 0.55 else names.person(rng)
    goods = []
    scale = rng.choice((3, 20, 100, 100, 800))
    for _ in range(rng.randint(*items)):
        text = rng.choice(names.GOODS[lang]).strip()
        if rng.random() < 0.25:
            text += " " + rng.choice([names.made_up(rng), f"{rng.choice('ABKMTX')}{rng.randint(10, 999)}", f"({rng.randint(2, 60)} x {rng.randint(1, 9)})"])
        quantity = rng.choice((1, 1, 1, 2, 3, 4, 10, rng.randint(1, 40)))
        price = rng.choice((rng.randint(50, 1500) * scale // 10, rng.randint(1, 60) * 50 * max(1, scale // 10), rng.randint(1, 30) * 100 * max(1, scale // 20)))
        goods.append(Item(text, formats.number_like(rng).lstrip("#"), quantity, price, price * quantity))
    shipping = rng.randint(300, 2500) if rng.random() < 0.12 else 0
    discount = sum(i.amount for i in goods) // rng.randint(8, 30) if rng.random() < 0.1 else 0
    rate = rng.choice(formats.RATES[lang])
    subtotal = sum(i.amount for i in goods) + shipping - discount
    tax = round(subtotal * rate / 100)
    date = formats.any_date(rng)
    return Facts(
        lang, formats.Money(rng, lang), formats.date_style(rng, lang), rng.choice(pool), customer, formats.number_like(rng), date,
        date + datetime.timedelta(days=rng.choice((7, 10, 14, 14, 30, 30, 45, 60))), goods, rate, shipping, discount, subtotal, tax, subtotal + tax,
    )
