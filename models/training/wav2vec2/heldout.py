"""Speaks the held-out memos with the held-out voices, with pauses and noise, for evaluation alone.

    python heldout.py OUT

Every memo of heldout.txt once, the voices in turn, so that no figure rests on one of them. Sentence by sentence with
pauses between, then room noise 15 to 35 dB below. Needs espeak-ng, flite with awb, festival with ked and slt.
"""

import argparse
import random
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile

import shards
import text
import voices
import windows
from synthesise import resampled, trimmed

HERE = Path(__file__).parent


def command(voice: str, path: str, rng: random.Random) -> list[str]:
    """The program call that speaks standard input or `{text}` into the file `path`."""
    engine, name = voice.split(":")
    if engine == "espeak-ng":
        return ["espeak-ng", "-v", name, "-s", str(rng.randint(140, 180)), "-w", path, "--stdin"]
    if engine == "flite":
        return ["flite", "-voice", name, "-f", "/dev/stdin", "-o", path]
    return ["text2wave", "-eval", f"({name})", "-o", path, "-"]


def spoken(sentence: str, voice: str, rng: random.Random) -> np.ndarray:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(command(voice, file.name, rng), input=sentence, text=True, check=True, capture_output=True)
        samples, rate_hz = soundfile.read(file.name, dtype="float32")
    return trimmed(resampled(samples, rate_hz))[0]


def memos(lines: list[str], seed: int) -> list[tuple[np.ndarray, dict]]:
    """Each memo by the next held-out voice, as a recorder would have it."""
    rng, noise, bank = random.Random(seed), np.random.default_rng(seed), windows.noise_bank(seed)
    utterances = []
    for number, memo in enumerate(lines):
        voice = voices.HELD_OUT[number % len(voices.HELD_OUT)]
        pieces = [np.zeros(rng.randint(3000, 9000), np.float32)]
        for sentence in re.findall(r"[^.?]+[.?]", memo):
            pieces += [spoken(sentence, voice, rng), np.zeros(rng.randint(5000, 24000), np.float32)]
        samples = np.concatenate(pieces)
        kind = bank[noise.integers(len(bank))][: len(samples)]
        samples += kind[: len(samples)] * np.sqrt((samples**2).mean()) * 10 ** (-rng.uniform(15, 35) / 20)
        utterances.append((samples, {"text": text.normalise(memo), "voice": voice, "source": "heldout"}))
    return utterances


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    out = options.parse_args().out
    utterances = memos((HERE / "heldout.txt").read_text().splitlines(), 7)
    print(f"{len(utterances)} memos, {shards.write(out, 'heldout-memos', utterances) / 60:.1f} min")


if __name__ == "__main__":
    main()
