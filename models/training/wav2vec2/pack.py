"""Packs the real recordings under RUMMAGE_DATA into shards, those of held-out speakers apart.

    RUMMAGE_DATA=DIR python pack.py OUT

Writes OUT/train/real-*.json for training and OUT/test/*.json for evaluation. Held out: speakers (clips, where there is one
reader) whose hash is 0 in ten, and one of the four speakers of digits. The rule needs no list and no luck.
"""

import argparse
import hashlib
import json
import os
from pathlib import Path

import numpy as np
import soundfile

import shards
import text
from synthesise import resampled, trimmed

SETS = {"an4": "speech_an4", "digits": "speech_digits", "ljspeech": "speech_ljspeech", "speechocean": "speech_speechocean762"}
HELD_OUT_DIGITS = "nicolas"


def held_out(name: str, clip: dict) -> bool:
    if name == "digits":
        return clip["speaker"] == HELD_OUT_DIGITS
    key = clip["file"] if name == "ljspeech" else clip["speaker"]
    return int(hashlib.blake2b(f"{name} {key}".encode(), digest_size=8).hexdigest(), 16) % 10 == 0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    out = options.parse_args().out
    for name, folder in SETS.items():
        root = Path(os.environ["RUMMAGE_DATA"]) / folder
        split = {"train": [], "test": []}
        for clip in map(json.loads, (root / "manifest.jsonl").read_text().splitlines()):
            samples, rate_hz = soundfile.read(root / clip["file"], dtype="float32")
            samples = trimmed(resampled(samples, rate_hz))[0]
            facts = {"text": text.normalise(clip["text"]), "voice": f"{name}:{clip['speaker']}", "source": name}
            if len(samples) and facts["text"]:
                split["test" if held_out(name, clip) else "train"].append((np.asarray(samples, np.float32), facts))
        for kind, utterances in split.items():
            seconds = shards.write(out / kind, f"real-{name}", utterances)
            print(f"{kind} {name}: {len(utterances)} clips, {seconds / 60:.1f} min", flush=True)


if __name__ == "__main__":
    main()
