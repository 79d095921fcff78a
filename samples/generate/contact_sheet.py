"""Prints the sample photos and papers small on large PNG sheets, to be looked at by eye.

    python contact_sheet.py FOLDER_FOR_THE_SHEETS [FOLDER_OF_THE_LIBRARY]
"""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageOps, ImageSequence

COLUMNS, CELL = 5, (380, 400)


def pictures(path):
    """(label, picture) for every page or picture of a file."""
    if path.suffix.lower() == ".pdf":
        for number, page in enumerate(pypdfium2.PdfDocument(str(path))):
            yield f"{path.name} {number}", page.render(scale=1.2).to_pil()
    elif path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"):
        with Image.open(path) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image)):
                yield f"{path.name} {number}", ImageOps.exif_transpose(frame).convert("RGB")


def main(target, library):
    target.mkdir(parents=True, exist_ok=True)
    cells = [cell for path in sorted(library.rglob("*")) if path.is_file() for cell in pictures(path)]
    per_sheet = COLUMNS * 4
    for start in range(0, len(cells), per_sheet):
        sheet = Image.new("RGB", (COLUMNS * CELL[0], 4 * (CELL[1] + 20)), "#303030")
        draw = ImageDraw.Draw(sheet)
        for i, (label, picture) in enumerate(cells[start : start + per_sheet]):
            x, y = i % COLUMNS * CELL[0], i // COLUMNS * (CELL[1] + 20)
            picture.thumbnail((CELL[0] - 6, CELL[1] - 6), Image.LANCZOS)
            sheet.paste(picture, (x + 3, y + 3))
            draw.text((x + 5, y + CELL[1] + 3), label, fill="white")
        sheet.save(target / f"sheet{start // per_sheet:02}.png")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else here.parent / "library")
