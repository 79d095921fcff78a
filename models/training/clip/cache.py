"""Pictures as the convolutions left them, on disk and mapped into memory, with what each picture is."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass
class Cached:
    maps: np.ndarray
    deep: np.ndarray
    about: dict


def write(work: Path, name: str, maps: np.ndarray, deep: np.ndarray, about: dict):
    """The last of the three files says that the others are whole."""
    np.save(work / f"{name}.maps.npy", maps)
    np.save(work / f"{name}.deep.npy", deep)
    partial = work / f"{name}.part"
    partial.write_text(json.dumps(about))
    partial.rename(work / f"{name}.json")


def has(work: Path, name: str) -> bool:
    return (work / f"{name}.json").exists()


def read(work: Path, name: str) -> Cached:
    maps, deep = (np.load(work / f"{name}.{part}.npy", mmap_mode="r") for part in ("maps", "deep"))
    return Cached(maps, deep, json.loads((work / f"{name}.json").read_text()))


def names(work: Path, pattern: str) -> list[str]:
    return sorted(path.stem for path in work.glob(f"{pattern}.json"))
