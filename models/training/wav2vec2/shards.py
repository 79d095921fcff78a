"""Packed speech: `NAME.i16` holds the samples of many utterances end to end (mono, 16 kHz), `NAME.json` what they say.

Each utterance: start and count in samples, text as the model writes it, voice, source, and, where the
synthesiser told them, its phonemes as [first sample, mnemonic]. A shard appears whole or not at all.
"""

import json
import os
from pathlib import Path

import numpy as np

RATE_HZ = 16_000


def integers(samples: np.ndarray) -> np.ndarray:
    """As loud as int16 allows, a tenth left free."""
    peak = max(float(np.abs(samples).max(initial=0)), 1e-4)
    return (samples * (0.9 * 32767 / peak)).astype(np.int16)


def write(folder: Path, name: str, utterances: list[tuple[np.ndarray, dict]]) -> float:
    """Writes one shard; float samples in −1..1. Returns its seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces, told, start = [], [], 0
    for samples, facts in utterances:
        pieces.append(integers(samples))
        told.append({"start": start, "count": len(samples), **facts})
        start += len(samples)
    np.concatenate(pieces).tofile(folder / f"{name}.i16")
    pending = folder / f"{name}.json.part"
    pending.write_text(json.dumps(told))
    os.replace(pending, folder / f"{name}.json")
    return start / RATE_HZ


def read(folder: Path, name: str) -> list[dict]:
    """The utterances of one shard, each with `samples` (a view of the mapped file)."""
    told = json.loads((folder / f"{name}.json").read_text())
    samples = np.memmap(folder / f"{name}.i16", dtype=np.int16, mode="r")
    for utterance in told:
        utterance["samples"] = samples[utterance["start"] : utterance["start"] + utterance["count"]]
    return told


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.json"))
