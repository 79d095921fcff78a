"""Writes PACKAGE/training_manifest.json: what the model was trained on, in the form that the disjointness test reads.

    RUMMAGE_DATA=DIR python -m layoutlm.manifest SCRATCH PACKAGE
"""

import json
import sys
from pathlib import Path

import torch

from papers import layouts, names

from . import real
from .stream import CONTINUED, EINVOICE_SHARE, NOISED, SROIE_SHARE


def main(scratch: Path, package: Path) -> None:
    saved = torch.load(scratch / "checkpoint.pt", map_location="cpu")
    sroie, einvoices = real.sroie(scratch)[0], real.einvoices()[0]
    if not sroie or not einvoices:
        raise SystemExit("RUMMAGE_DATA is not set or its receipts were not read: the manifest would not name all that was trained on")
    companies = {name for pool in names.company_pool("training").values() for name in pool}
    companies |= {t.fields["vendor"] for t in sroie} | {t.fields[n].replace("\n", " ") for t in einvoices for n in ("vendor", "customer")}
    manifest = {
        "model": "layoutlm", "seed": saved["seed"], "steps": saved["step"], "pages": saved["pages"], "minutes": round(saved["used_s"] / 60, 1),
        "shares": {"sroie": SROIE_SHARE, "einvoices": EINVOICE_SHARE, "noised": NOISED, "continued": CONTINUED},
        "sources": [
            {"name": "generated pages (models/training/papers)", "licence": "this project's"},
            {"name": "ICDAR 2019 SROIE receipts, zzzDavid/ICDAR-2019-SROIE@27be425", "licence": "research use (repository code MIT)", "documents": len(sroie)},
            {"name": "ZUGFeRD/corpus@47b61be e-invoices", "licence": "Apache-2.0", "documents": len(einvoices)},
        ],
        "layouts": layouts.TRAINING, "held_out_layouts": layouts.HELD_OUT, "companies": sorted(companies),
    }
    (package / "training_manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(manifest['layouts'])} layouts, {len(companies)} companies")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
