"""From words with boxes to the model's input and back: reading order, box normalisation, windows, and span decoding.

The application mirrors this file exactly; README.md states it as a specification.
"""

from dataclasses import dataclass, field

from tokenizers import Tokenizer

from .labels import FIELDS

WINDOW = 384  # tokens, with [CLS] and [SEP]
OVERLAP = 64


def reading_order(boxes: list[tuple]) -> list[int]:
    """Indices of words line by line from the top, each line from the left. Columns are not separated."""
    lines: list[list] = []  # [top, bottom, indices]
    for i in sorted(range(len(boxes)), key=lambda i: (boxes[i][1] + boxes[i][3]) / 2):
        top, bottom = boxes[i][1], boxes[i][3]
        if lines:
            line = lines[-1]
            overlap = min(line[1], bottom) - max(line[0], top)
            if overlap >= 0.5 * min(line[1] - line[0], bottom - top):
                line[0], line[1] = min(line[0], top), max(line[1], bottom)
                line[2].append(i)
                continue
        lines.append([top, bottom, [i]])
    lines.sort(key=lambda line: line[0])
    return [i for line in lines for i in sorted(line[2], key=lambda i: boxes[i][0])]


def normalise(box, width: float, height: float) -> list[int]:
    """A box in thousandths of the page, rounded down, sorted and clamped to 0..1000 (a negative index would be silently wrong)."""
    x0, x1 = sorted(min(1000, max(0, int(1000 * v // width))) for v in (box[0], box[2]))
    y0, y1 = sorted(min(1000, max(0, int(1000 * v // height))) for v in (box[1], box[3]))
    return [x0, y0, x1, y1]


@dataclass
class Window:
    ids: list[int] = field(default_factory=list)
    boxes: list[list[int]] = field(default_factory=list)
    words: list[int] = field(default_factory=list)  # per token: index of the word that it begins, or -1
    tokens: range = range(0)  # which tokens of the page, without the specials


def encode(tokenizer: Tokenizer, texts: list[str], boxes: list, width: float, height: float, window: int = WINDOW) -> list[Window]:
    """Windows of a page. `words` counts in the order of `texts`, whatever the reading order is."""
    ids, token_boxes, begins = [], [], []
    order = reading_order(boxes)
    for i, encoding in zip(order, tokenizer.encode_batch([texts[i] for i in order], add_special_tokens=False)):
        box = normalise(boxes[i], width, height)
        for n, token in enumerate(encoding.ids):
            ids.append(token)
            token_boxes.append(box)
            begins.append(i if n == 0 else -1)
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    room, windows, start = window - 2, [], 0
    while True:
        end = min(start + room, len(ids))
        windows.append(Window([cls, *ids[start:end], sep], [[0] * 4, *token_boxes[start:end], [1000] * 4], [-1, *begins[start:end], -1], range(start, end)))
        if end == len(ids):
            return windows
        start = end - OVERLAP


def owner(windows: list[Window], token: int) -> int:
    """The window that decides about a token: the one in which it is farthest from a border; of equals the earlier."""
    last = len(windows) - 1

    def distance(w: int) -> int:
        span = windows[w].tokens
        before = token - span.start if w > 0 else 1 << 30  # the page's own edges are no borders
        after = span.stop - 1 - token if w < last else 1 << 30
        return min(before, after)

    return max((w for w in range(len(windows)) if token in windows[w].tokens), key=lambda w: (distance(w), -w))


def word_scores(windows: list[Window], logits: list, count: int) -> list:
    """Per word the logits of its first token, from the window that owns it; None for a word without tokens."""
    scores = [None] * count
    for w, (window, rows) in enumerate(zip(windows, logits)):
        for position, word in enumerate(window.words):
            if word >= 0 and (len(windows) == 1 or owner(windows, window.tokens.start + position - 1) == w):
                scores[word] = rows[position]
    return scores


@dataclass
class Span:
    field: str
    words: list[int]
    confidence: float
    begun: bool = True  # by a B; otherwise by an I that had nothing to continue


def spans(order: list[int], labels: list[str], confidences: list[float]) -> list[Span]:
    """Spans of equal field in reading order. B begins one, and so does an I that follows another field or nothing."""
    found: list[Span] = []
    open_span = False
    for i in order:
        label = labels[i]
        if label == "O":
            open_span = False
            continue
        name = label[2:]
        if label[0] == "I" and open_span and found[-1].field == name:
            found[-1].words.append(i)
        else:
            found.append(Span(name, [i], 0.0, label[0] == "B"))
        open_span = True
    for span in found:
        span.confidence = sum(confidences[i] for i in span.words) / len(span.words)
    return found


def best_spans(found: list[Span]) -> dict[str, Span]:
    """One span per field: the most confident, of equals the first. Parts of line items are no fields."""
    best: dict[str, Span] = {}
    for span in found:
        if span.field in FIELDS and (span.field not in best or span.confidence > best[span.field].confidence):
            best[span.field] = span
    return best
