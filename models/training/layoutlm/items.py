"""From spans to line items: which description, quantity, unit price and amount belong to one row.

The application mirrors this file exactly; README.md states it as a specification.
"""

from dataclasses import dataclass, field

from .encode import Span
from .labels import ITEM_PARTS

DESCRIPTION = "item_description"
LEAST_PARTS = 2  # a description alone, or a stray amount, is no line item


@dataclass
class LineItem:
    parts: dict[str, Span] = field(default_factory=dict)

    def words(self) -> list[int]:
        return [i for span in self.parts.values() for i in span.words]


def on_one_line(a, b) -> bool:
    """Whether two boxes overlap in height by at least half of the lower one."""
    return min(a[3], b[3]) - max(a[1], b[1]) >= 0.5 * min(a[3] - a[1], b[3] - b[1])


def line_items(found: list[Span], boxes: list) -> list[LineItem]:
    """The rows of a page, from its spans in reading order.

    A row begins at a description, and takes in what stands before it on its own line; everything after it belongs to it up to
    the next description or up to a part that the row already has. A description that an I begins goes on with the row's own.
    """
    rows: list[LineItem] = []
    for span in found:
        if span.field not in ITEM_PARTS:
            continue
        last = rows[-1].parts if rows else {}
        if span.field == DESCRIPTION and not span.begun and DESCRIPTION in last:
            last[DESCRIPTION] = joined(last[DESCRIPTION], span)
            continue
        if span.field == DESCRIPTION:
            line = boxes[span.words[0]]
            apart = DESCRIPTION not in last or not on_one_line(boxes[last[DESCRIPTION].words[0]], line)
            before = [name for name, part in last.items() if name != DESCRIPTION and apart and on_one_line(boxes[part.words[0]], line)]
            rows.append(LineItem({**{name: last.pop(name) for name in before}, DESCRIPTION: span}))
        elif not rows or span.field in last:
            rows.append(LineItem({span.field: span}))
        else:
            last[span.field] = span
    return [row for row in rows if len(row.parts) >= LEAST_PARTS]


def joined(first: Span, more: Span) -> Span:
    words = len(first.words) + len(more.words)
    confidence = (first.confidence * len(first.words) + more.confidence * len(more.words)) / words
    return Span(first.field, first.words + more.words, confidence, first.begun)
