"""A PDF page to draw on, measured in points from the top left. Knows nothing of invoices.

Everything that is printed is also kept in `texts`, page by page, so that the manifest can say what a paper says.
"""

from pathlib import Path

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

rl_config.useA85 = 0  # binary streams: smaller files
TYPE1 = Path("/usr/share/fonts/X11/Type1")
METRICS = Path("/usr/share/fonts/type1/urw-base35")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
# family -> (regular, bold); all embedded, so that a page looks the same wherever it is rendered
FAMILIES = {
    "sans": ("NimbusSans-Regular", "NimbusSans-Bold"),
    "roman": ("NimbusRoman-Regular", "NimbusRoman-Bold"),
    "mono": ("NimbusMonoPS-Regular", "NimbusMonoPS-Bold"),
    "palatino": ("P052-Roman", "P052-Bold"),
    "schoolbook": ("C059-Roman", "C059-Bold"),
    "gothic": ("URWGothic-Book", "URWGothic-Demi"),
    "bookman": ("URWBookman-Light", "URWBookman-Demi"),
    "narrow": ("NimbusSansNarrow-Regular", "NimbusSansNarrow-Bold"),
    "dejavu": ("DejaVuSans", "DejaVuSans-Bold"),
    "serif": ("DejaVuSerif", "DejaVuSerif-Bold"),
    "till": ("DejaVuSansMono", "DejaVuSansMono-Bold"),
    "hand": ("Z003-MediumItalic", "Z003-MediumItalic"),
}
A4 = (595.3, 841.9)
LETTER = (612.0, 792.0)


def register(name):
    """Loads a font at first use; says which package it comes from when it is missing."""
    if name in pdfmetrics.getRegisteredFontNames():
        return
    if name.startswith("DejaVu"):
        path = DEJAVU / f"{name}.ttf"
    else:
        path = TYPE1 / f"{name}.pfb"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: apt-get install fonts-urw-base35 fonts-dejavu")
    if path.suffix == ".ttf":
        pdfmetrics.registerFont(TTFont(name, str(path)))
    else:
        face = pdfmetrics.EmbeddedType1Face(str(METRICS / f"{name}.afm"), str(path))
        pdfmetrics.registerTypeFace(face)
        pdfmetrics.registerFont(pdfmetrics.Font(name, face.name, "WinAnsiEncoding"))


class Sheet:
    def __init__(self, path, size, family, points=10.0):
        self.width, self.height = size
        self.family, self.points = family, points
        self.canvas = Canvas(str(path), pagesize=size, invariant=1)
        self.texts = [[]]

    def font(self, family, bold):
        name = FAMILIES[family or self.family][bold]
        register(name)
        return name

    def measure(self, text, size=None, bold=False, family=None):
        return pdfmetrics.stringWidth(text, self.font(family, bold), size or self.points)

    def text(self, x, y, text, size=None, bold=False, align="left", colour="#111111", family=None):
        """Writes one line with its baseline at `y`; returns where it ends."""
        size = size or self.points
        width = self.measure(text, size, bold, family)
        start = {"left": x, "right": x - width, "centre": x - width / 2}[align]
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.setFont(self.font(family, bold), size)
        self.canvas.drawString(start, self.height - y, text)
        if text.strip():
            self.texts[-1].append(text)
        return start + width

    def lines(self, x, y, lines, leading=None, **style):
        """Writes lines below each other; returns the next baseline."""
        leading = leading or (style.get("size") or self.points) * 1.35
        for line in lines:
            self.text(x, y, line, **style)
            y += leading
        return y

    def paragraph(self, x, y, width, text, leading=None, **style):
        """Sets text ragged right within `width`; returns the next baseline."""
        measure = {key: style[key] for key in ("size", "bold", "family") if key in style}
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.measure(longer, **measure) > width:
                lines.append(line)
                longer = word
            line = longer
        return self.lines(x, y, [*lines, line], leading, **style)

    def rule(self, x0, y0, x1, y1, thickness=0.6, colour="#333333", dash=None):
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(thickness)
        self.canvas.setDash(*(dash or ()))
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)
        self.canvas.setDash()

    def box(self, x0, y0, x1, y1, fill=None, stroke=None, thickness=0.6, radius=0):
        if fill:
            self.canvas.setFillColor(HexColor(fill))
        if stroke:
            self.canvas.setStrokeColor(HexColor(stroke))
            self.canvas.setLineWidth(thickness)
        self.canvas.roundRect(x0, self.height - y1, x1 - x0, y1 - y0, radius, stroke=bool(stroke), fill=bool(fill))

    def disc(self, x, y, radius, fill):
        self.canvas.setFillColor(HexColor(fill))
        self.canvas.circle(x, self.height - y, radius, stroke=0, fill=1)

    def next_page(self):
        self.canvas.showPage()
        self.texts.append([])

    def save(self):
        self.canvas.showPage()
        self.canvas.save()
        return ["\n".join(page) for page in self.texts]
