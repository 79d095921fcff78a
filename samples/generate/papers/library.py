"""Which papers the sample library holds, under which device-made names, and in which form."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

from exif import exif_of

from . import correspondence, invoices, receipts, scan, trade


@dataclass
class Paper:
    file: str
    layout: str
    kind: str
    draw: Callable  # path -> texts page by page
    form: str = "digital"  # digital, scan, grey, fax, png, photo
    fields: dict | None = None
    dpi: int = 150


def bill(file, layout, draw, facts, kind="invoice", **rest):
    return Paper(file, layout, kind, lambda path: draw(path, facts), fields=facts.truth(), **rest)


def letter(file, layout, draw, content, **rest):
    return Paper(file, layout, "letter", lambda path: draw(path, **content), **rest)


PAPERS = [
    bill("Downloads/document (3).pdf", "sample-invoice-ledger", invoices.ledger, trade.CYCLE_SERVICE),
    bill("Downloads/document (7).pdf", "sample-invoice-ledger", invoices.ledger, trade.CYCLE_LIGHTS),
    bill("Downloads/attachment-1.pdf", "sample-invoice-sidebar", invoices.sidebar, trade.BINDERY),
    bill("Scans/scan0007.pdf", "sample-invoice-sidebar", invoices.sidebar, trade.FENCING, form="scan", dpi=190),
    bill("Downloads/20250428_0911.pdf", "sample-invoice-din-grid", invoices.din_grid, trade.HERBS_SPRING),
    bill("Scans/scan0012.pdf", "sample-invoice-din-grid", invoices.din_grid, trade.HERBS_AUTUMN, form="scan"),
    bill("Downloads/document.pdf", "sample-invoice-handwerk", invoices.handwerk, trade.PLUMBER),
    bill("Downloads/attachment-2.pdf", "sample-invoice-bandeau", invoices.bandeau, trade.ATELIER),
    bill("Scans/scan0003.pdf", "sample-invoice-bandeau", invoices.bandeau, trade.GLASSWORKS, form="scan", dpi=170),
    bill("Downloads/20260115_1640.pdf", "sample-invoice-swiss", invoices.swiss, trade.SOFTWORKS),
    bill("Scans/scan0005.pdf", "sample-invoice-utility", invoices.utility, trade.ENERGY, form="grey", dpi=170),
    bill("Scans/FAX00021.tif", "sample-invoice-freelancer", invoices.freelancer, trade.TRANSLATOR, form="fax", dpi=200),
    bill("Scans/scan0009.pdf", "sample-receipt-till", receipts.till, trade.GROCERY_MAY, "receipt", form="grey", dpi=200),
    bill("Scans/scan0010.png", "sample-receipt-till", receipts.till, trade.GROCERY_JUNE, "receipt", form="png", dpi=200),
    bill("DCIM/100APPLE/IMG_0733.JPG", "sample-receipt-cafe", receipts.cafe, trade.CAFE, "receipt", form="photo", dpi=320),
    bill("Scans/scan0004.pdf", "sample-receipt-fuel", receipts.fuel, trade.FUEL, "receipt", form="scan", dpi=200),
    bill("Downloads/20251205_2103.pdf", "sample-receipt-online", receipts.online, trade.TOYS, "receipt"),
    letter("Downloads/document (5).pdf", "sample-letter-block", correspondence.letter_block, correspondence.RENT_LETTER),
    letter("Downloads/attachment.pdf", "sample-letter-block", correspondence.letter_block, correspondence.SCHOOL_LETTER),
    letter("Scans/scan0011.pdf", "sample-letter-din", correspondence.letter_din, correspondence.INSURANCE_LETTER, form="grey"),
    Paper("Scans/scan0013.pdf", "sample-form-membership", "form", correspondence.form_membership, form="scan", dpi=170),
    Paper("Downloads/20260417_1022.pdf", "sample-form-parking", "form", correspondence.form_parking),
    Paper("Downloads/document (8).pdf", "sample-statement-bank", "statement", correspondence.statement),
    Paper("Scans/scan0002.pdf", "sample-contract-tenancy", "contract", correspondence.contract, form="grey"),
    Paper("Scans/scan0014.pdf", "sample-other-recipe", "other", correspondence.recipe, form="scan", dpi=170),
    Paper("Downloads/20250901_1807.pdf", "sample-other-flyer", "other", correspondence.flyer),
]

PHONE_SIZE = (1200, 1600)


def store(paper, drawn, rng, target):
    """Writes the drawn PDF in the form in which it was kept."""
    if paper.form == "digital":
        target.write_bytes(drawn.read_bytes())
        return
    pages = scan.rasterise(drawn, paper.dpi)
    if paper.form == "photo":
        photo = scan.photograph(pages[0], rng, PHONE_SIZE)
        exif = exif_of("2024-10-12T11:41:08", "Birnbaum P6", (51.3386, 12.3322), 1)
        photo.save(target, quality=82, exif=exif)
        return
    pages = [scan.wear(page, rng, paper.form in ("grey", "fax", "png")) for page in pages]
    if paper.form == "fax":
        scan.write_fax(pages, paper.dpi, target)
    elif paper.form == "png":
        pages[0].quantize(32).save(target, optimize=True, dpi=(paper.dpi, paper.dpi))
    else:
        scan.write_pdf(pages, paper.dpi, target)


def make(library, seed):
    """Writes every paper below `library`; yields its lines of truth for the manifest."""
    for number, paper in enumerate(PAPERS):
        rng = np.random.default_rng([seed, 2, number])
        target = library / paper.file
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            drawn = Path(scratch) / "page.pdf"
            texts = paper.draw(drawn)
            store(paper, drawn, rng, target)
        yield {
            "file": f"library/{paper.file}",
            "kind": "paper",
            "layout": paper.layout,
            "form": paper.form,
            "document_kind": paper.kind,
            "fields": paper.fields or {},
            "pages": texts,
        }
