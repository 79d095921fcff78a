"""What a scanner, a copier or a phone makes of a page: pixels, skew, noise, no text.

Takes PDF files drawn by the layouts; writes image-only PDFs, a multi-page TIFF, a PNG, a phone photo. It never
adds a text layer and never names what is on the page.
"""

import io

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def rasterise(path, dpi):
    document = pypdfium2.PdfDocument(str(path))
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def wear(page, rng, grey):
    """A page as a flatbed sees it: turned a little, paper not white, shade at one edge, grain, soft focus, dust."""
    paper = tuple(int(v) for v in rng.integers(240, 252, 3))
    page = page.rotate(float(rng.uniform(-1.6, 1.6)), Image.BICUBIC, fillcolor=(255, 255, 255))
    page = page.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.3, 0.7))))
    page = ImageChops.multiply(page, Image.new("RGB", page.size, paper))
    pixels = np.asarray(page, np.float32)
    height, width, _ = pixels.shape
    shade = 1 - rng.uniform(0.04, 0.14) * np.linspace(0, 1, width)[:: int(rng.choice([-1, 1]))] ** 6
    pixels = pixels * shade[None, :, None] + rng.normal(0, rng.uniform(2.5, 5), (height, width, 1))
    for x, y in zip(rng.integers(0, width - 3, 40), rng.integers(0, height - 3, 40), strict=True):
        pixels[y : y + int(rng.integers(1, 3)), x : x + int(rng.integers(1, 3))] -= rng.uniform(30, 110)
    page = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return page.convert("L") if grey else page


def write_pdf(pages, dpi, target, quality=62):
    """An image-only PDF, one JPEG a page, as a scanner's software writes it."""
    canvas = Canvas(str(target), invariant=1, pageCompression=1)
    for page in pages:
        size = (page.width * 72 / dpi, page.height * 72 / dpi)
        jpeg = io.BytesIO()
        page.save(jpeg, "JPEG", quality=quality)
        jpeg.seek(0)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(jpeg), 0, 0, *size)
        canvas.showPage()
    canvas.save()


def write_fax(pages, dpi, target):
    """A multi-page TIFF in CCITT Group 4, as fax gateways and copiers write it."""
    bitonal = [page.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1") for page in pages]
    bitonal[0].save(target, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=bitonal[1:])


def photograph(page, rng, size):
    """The page on a wooden table, seen by a phone held a little askew: perspective, a shadow, warm light, grain."""
    width, height = size
    rows = np.linspace(0, 1, height)[:, None]
    grain = np.sin(rows * 190 + 5 * np.sin(np.linspace(0, 7, width))[None, :]) + rng.normal(0, 0.5, (height, 1))
    wood = np.stack([128 + 9 * grain, 88 + 8 * grain, 56 + 6 * grain], axis=2) + rng.normal(0, 4, (height, width, 1))
    table = Image.fromarray(wood.clip(0, 255).astype(np.uint8))
    corners = [(0.25, 0.06), (0.72, 0.085), (0.79, 0.935), (0.19, 0.955)]
    corners = [(x * width + rng.uniform(-8, 8), y * height + rng.uniform(-8, 8)) for x, y in corners]
    source = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    rows_of_system = []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        rows_of_system.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows_of_system.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    homography = np.linalg.solve(np.array(rows_of_system), np.array(source).reshape(8))
    flat = page.transform(size, Image.PERSPECTIVE, homography, Image.BICUBIC)
    mask = Image.new("L", page.size, 255).transform(size, Image.PERSPECTIVE, homography, Image.BICUBIC)
    shadow = mask.filter(ImageFilter.GaussianBlur(12)).point(lambda v: int(v * 0.45))
    table.paste((20, 12, 8), (10, 14), shadow)
    table.paste(flat, (0, 0), mask)
    across = np.linspace(0, 1, width)[None, :, None]
    down = np.linspace(0, 1, height)[:, None, None]
    light = 1.02 - 0.24 * np.clip(across * 0.9 + down * 0.5 - 0.45, 0, 1)
    pixels = np.asarray(table, np.float32) * light * np.array([1.0, 0.965, 0.89]) + rng.normal(0, 3.2, (height, width, 3))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
