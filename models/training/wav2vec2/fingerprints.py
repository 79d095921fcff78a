"""Hashes that prove what a text was kept apart from, without giving the text away.

A file of runs holds the first 5 bytes of the 8-byte BLAKE2b of every run of six words within a line, sorted. A file of sentences
holds all 8 bytes for each normalised line.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import text

SENTENCE_BYTES, RUN_BYTES = 8, 5


def sentence(words: str) -> bytes:
    return hashlib.blake2b(words.encode(), digest_size=SENTENCE_BYTES).digest()


def runs(lines: list[str]) -> set[bytes]:
    return {sentence(run)[:RUN_BYTES] for run in text.runs(lines)}


def read(file: Path, width: int) -> set[bytes]:
    held = file.read_bytes()
    return {held[at : at + width] for at in range(0, len(held), width)}


def write(file: Path, hashes: Iterable[bytes]) -> int:
    ordered = sorted(hashes)
    file.write_bytes(b"".join(ordered))
    return len(ordered)
