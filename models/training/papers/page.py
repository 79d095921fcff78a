"""A page as LayoutLM sees it: words with boxes and labels, set in real font metrics without drawing anything.

A layout writes lines on a `Sheet`; the sheet splits them into words and measures each with the advances and glyph
heights of an installed font (Debian: fonts-urw-base35, fonts-dejavu). Coordinates are points from the top left.
"""

import random
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

URW = Path("/usr/share/fonts/opentype/urw-base35")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
# family → (regular, bold)
FONTS = {
    "sans": (URW / "NimbusSans-Regular.otf", URW / "NimbusSans-Bold.otf"),
    "roman": (URW / "NimbusRoman-Regular.otf", URW / "NimbusRoman-Bold.otf"),
    "mono": (URW / "NimbusMonoPS-Regular.otf", URW / "NimbusMonoPS-Bold.otf"),
    "palatino": (URW / "P052-Roman.otf", URW / "P052-Bold.otf"),
    "schoolbook": (URW / "C059-Roman.otf", URW / "C059-Bold.otf"),
    "gothic": (URW / "URWGothic-Book.otf", URW / "URWGothic-Demi.otf"),
    "bookman": (URW / "URWBookman-Light.otf", URW / "URWBookman-Demi.otf"),
    "narrow": (URW / "NimbusSansNarrow-Regular.otf", URW / "NimbusSansNarrow-Bold.otf"),
    "dejavu": (DEJAVU / "DejaVuSans.ttf", DEJAVU / "DejaVuSans-Bold.ttf"),
    "dejavu-serif": (DEJAVU / "DejaVuSerif.ttf", DEJAVU / "DejaVuSerif-Bold.ttf"),
    "dejavu-mono": (DEJAVU / "DejaVuSansMono.ttf", DEJAVU / "DejaVuSansMono-Bold.ttf"),
    "condensed": (DEJAVU / "DejaVuSansCondensed.ttf", DEJAVU / "DejaVuSansCondensed-Bold.ttf"),
}
PROPORTIONAL = [name for name in FONTS if "mono" not in name]
MONOSPACED = [name for name in FONTS if "mono" in name]
CURRENCY_WORDS = {"eur", "€", "euro", "usd", "$", "gbp", "£", "chf", "myr", "rm", "sgd", "s$", "jpy", "¥", "aud", "a$", "sek", "kr", "pln", "zł"}
EM = 100  # the size at which glyphs are measured once


@lru_cache(maxsize=None)
def font(family: str, bold: bool) -> ImageFont.FreeTypeFont:
    path = FONTS[family][bold]
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: apt-get install fonts-urw-base35 fonts-dejavu")
    return ImageFont.truetype(str(path), EM)


@lru_cache(maxsize=None)
def glyph(family: str, bold: bool, char: str) -> tuple[float, float, float]:
    """Advance, top and bottom of a character at EM, measured from the top of the line."""
    face = font(family, bold)
    _, top, _, bottom = face.getbbox(char)
    return face.getlength(char), top, bottom


def width_of(text: str, family: str, bold: bool, size: float) -> float:
    return sum(glyph(family, bold, c)[0] for c in text) * size / EM


@dataclass
class Word:
    text: str
    box: tuple[float, float, float, float]
    label: str = "O"  # BIO label


@dataclass
class Page:
    width: float
    height: float
    kind: str
    layout: str
    words: list[Word] = field(default_factory=list)
    unknown: frozenset[str] = frozenset()  # fields whose words may be anywhere, because the truth does not say


class Sheet:
    """Where a layout writes. `segments` are (text, field) pairs set one after the other on a line."""

    def __init__(self, rng: random.Random, width: float, height: float, family: str, size: float):
        self.rng, self.width, self.height = rng, width, height
        self.family, self.size = family, size
        self.tight = rng.random() < 0.6  # boxes around the ink, or around the font's line
        self.runs: list[tuple[float, float, str, float, bool]] = []  # for drawing: x, y, text, size, bold
        self.rules: list[tuple[float, float, float, float]] = []  # lines to draw: x0, y0, x1, y1
        self.words: list[Word] = []

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.rules.append((x0, y0, x1, y1))

    def measure(self, text: str, size: float | None = None, bold: bool = False) -> float:
        return width_of(text, self.family, bold, size or self.size)

    def write(self, x, y, segments, *, size=None, bold=False, align="left", caps=False, goes_on=False) -> float:
        """Writes one line with its top at y; returns the width. x is the left, right or centre by `align`.

        With `goes_on` the line carries on the fields of an earlier one, so that its first words are labelled I- too.
        """
        size = size or self.size
        if isinstance(segments, str):
            segments = [(segments, None)]
        pieces = []  # (text, label) per word
        for text, name in segments:
            for i, word in enumerate(text.split()):
                pieces.append((word.upper() if caps else word, "O" if name is None else f"{'BI'[goes_on or i > 0]}-{name}"))
        space = self.measure(" ", size, bold)
        widths = [self.measure(word, size, bold) for word, _ in pieces]
        total = sum(widths) + space * max(0, len(pieces) - 1)
        x -= {"left": 0, "right": total, "center": total / 2}[align]
        for (word, label), width in zip(pieces, widths):
            if self.tight:
                tops = [glyph(self.family, bold, c)[1:] for c in word]
                top, bottom = min(t for t, _ in tops), max(b for _, b in tops)
            else:
                top, bottom = 0.08 * EM, 1.15 * EM
            self.words.append(Word(word, (x, y + top * size / EM, x + width, y + bottom * size / EM), label))
            self.runs.append((x, y, word, size, bold))
            x += width + space
        return total

    def wrap(self, text: str, width: float, size=None, bold=False) -> list[str]:
        """Breaks a text into lines that fit the width."""
        lines, line = [], ""
        for word in text.split():
            candidate = f"{line} {word}".strip()
            if line and self.measure(candidate, size, bold) > width:
                lines.append(line)
                line = word
            else:
                line = candidate
        return lines + [line] if line else lines

    def paragraph(self, x, y, text, width, *, size=None, bold=False, leading=1.25) -> float:
        """Writes a wrapped text; returns the y below it."""
        size = size or self.size
        for line in self.wrap(text, width, size, bold):
            self.write(x, y, line, size=size, bold=bold)
            y += size * leading
        return y

    def page(self, kind: str, layout: str) -> Page:
        if kind in ("invoice", "receipt"):  # a mark of currency is the field wherever it stands as a word of its own
            for word in self.words:
                if word.label == "O" and word.text.strip("():.,").casefold() in CURRENCY_WORDS:
                    word.label = "B-currency"
        return Page(self.width, self.height, kind, layout, self.words)
