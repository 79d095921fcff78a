"""Makes training batches: windows of one length, filled with utterances and pauses, then made noisier.

Group norm sees the whole window, so windows are never padded after the fact: silence in them is room noise like any
pause of a real memo. Each window carries its text and, where known, one phoneme per frame.
"""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import model
import shards

UNKNOWN_PHONEME = -100
NOISE_BANK_S = 60
LEADING_PAUSE_S, PAUSE_S = 0.2, 0.3  # means
LONGEST_PAUSE = 4  # times the mean


@dataclass
class Stage:
    """How hard the windows are."""

    window_s: float
    longest_s: float
    few_voices: bool
    noise: float  # share of windows with audible noise
    recorded: float  # share of utterances by synthetic voices made from recordings
    real: float  # share of utterances from real recordings


@dataclass
class Batch:
    samples: np.ndarray  # f32 [windows, samples], zero mean and unit variance
    phonemes: np.ndarray  # i64 [windows, frames], UNKNOWN_PHONEME where not known
    texts: list[str]


def noise_bank(seed: int) -> np.ndarray:
    """A minute each of white, pink and brown noise, and hum, all of unit variance."""
    draw = np.random.default_rng(seed)
    count = NOISE_BANK_S * shards.RATE_HZ
    spectrum = np.fft.rfft(draw.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / shards.RATE_HZ)
    kinds = [np.fft.irfft(spectrum / np.maximum(hertz, 30) ** power, count) for power in (0, 0.5, 1.0)]
    time = np.arange(count) / shards.RATE_HZ
    kinds.append(sum(np.sin(2 * np.pi * 50 * k * time) / k for k in (1, 2, 3, 5)) + 0.2 * draw.standard_normal(count))
    return np.stack([kind / kind.std() for kind in kinds]).astype(np.float32)


def kind(utterance: dict) -> str:
    """How an utterance came about: `espeak`, `recorded` (a synthetic voice made from recordings) or `real`."""
    if utterance["source"] != "synthetic":
        return "real"
    return "espeak" if utterance["voice"].startswith("espeak-ng:") else "recorded"


class Windows:
    """Draws batches from the shards of some folders; a shard that appears later joins at the next `refresh`."""

    def __init__(self, folders: list[Path], seed: int) -> None:
        self.folders, self.rng = folders, random.Random(seed)
        self.draw, self.bank = np.random.default_rng(seed), noise_bank(seed)
        self.loaded: set[tuple[Path, str]] = set()
        self.utterances: dict[str, list[dict]] = {"espeak": [], "recorded": [], "real": []}
        self.mnemonics: list[str] = []
        self.queues: dict[str, list[dict]] = {}
        self.refresh()

    def refresh(self) -> None:
        for folder in self.folders:
            for name in shards.names(folder):
                if (folder, name) in self.loaded:
                    continue
                self.loaded.add((folder, name))
                for utterance in shards.read(folder, name):
                    utterance["few"] = name in ("synthetic-000", "synthetic-001")
                    self.utterances[kind(utterance)].append(utterance)
        if not self.mnemonics:
            found = {phoneme for utterance in self.utterances["espeak"] for _, phoneme in utterance.get("phonemes", [])}
            self.mnemonics = sorted(found)
        self.queues.clear()

    def next_utterance(self, stage: Stage) -> tuple[dict, list[dict]]:
        """One utterance and the queue it came from; each comes once before any comes again."""
        chance = self.rng.random()
        drawn = "real" if chance < stage.real else "recorded" if chance < stage.real + stage.recorded else "espeak"
        if not self.utterances[drawn]:
            drawn = "espeak"
        # What fits no window would come back to its queue for ever, until nothing else is in it.
        longest_s = min(stage.longest_s, stage.window_s - LONGEST_PAUSE * LEADING_PAUSE_S)
        key = f"{drawn} {stage.few_voices} {longest_s}"
        if not self.queues.get(key):
            fits = [
                utterance
                for utterance in self.utterances[drawn]
                if utterance["count"] <= longest_s * shards.RATE_HZ and (utterance["few"] or not stage.few_voices)
            ]
            self.rng.shuffle(fits)
            self.queues[key] = fits
        return self.queues[key].pop(), self.queues[key]

    def window(self, stage: Stage) -> tuple[np.ndarray, np.ndarray, str]:
        count = int(stage.window_s * shards.RATE_HZ)
        samples = np.zeros(count, np.float32)
        phonemes = np.zeros(model.frames(count), np.int64)  # 0: silence
        texts, at, misses = [], self.pause(LEADING_PAUSE_S), 0
        while misses < 6:
            utterance, queue = self.next_utterance(stage)
            if at + utterance["count"] > count:
                queue.insert(self.rng.randrange(len(queue) // 2 + 1), utterance)
                misses += 1
                continue
            loudness = 10 ** (self.rng.uniform(-6, 6) / 20)
            spoken = self.warped(utterance, count - at)
            samples[at : at + len(spoken)] = spoken * (loudness / 32768)
            self.align(phonemes, utterance | {"count": len(spoken)}, at)
            texts.append(utterance["text"])
            at += len(spoken) + self.pause(PAUSE_S)
        if self.rng.random() < stage.noise:
            self.add_noise(samples)
        else:
            samples += self.draw.standard_normal(count, dtype=np.float32) * 1e-4
        samples -= samples.mean()
        return samples / np.sqrt(samples.var() + 1e-7), phonemes, " ".join(texts)

    def warped(self, utterance: dict, room: int) -> np.ndarray:
        """The samples, mostly at another tape speed where no phoneme times hang on them: few voices become many."""
        samples = np.asarray(utterance["samples"], np.float32)
        count = int(len(samples) * self.rng.uniform(0.88, 1.14))
        if "phonemes" in utterance or count > room or self.rng.random() < 0.3:
            return samples
        return np.interp(np.linspace(0, len(samples) - 1, count), np.arange(len(samples)), samples).astype(np.float32)

    def pause(self, mean_s: float) -> int:
        return int(min(self.rng.expovariate(1 / mean_s), LONGEST_PAUSE * mean_s) * shards.RATE_HZ)

    def align(self, phonemes: np.ndarray, utterance: dict, at: int) -> None:
        frame = lambda sample: max(0, min(len(phonemes), round((at + sample) / model.FRAME_SAMPLES)))  # noqa: E731
        labels = {mnemonic: 1 + number for number, mnemonic in enumerate(self.mnemonics)}
        end = utterance["count"]
        if "phonemes" not in utterance:
            phonemes[frame(0) : frame(end)] = UNKNOWN_PHONEME
            return
        for first, mnemonic in reversed(utterance["phonemes"]):
            label = 0 if mnemonic.startswith("_") else labels.get(mnemonic, UNKNOWN_PHONEME)
            phonemes[frame(first) : frame(min(end, utterance["count"]))] = label
            end = first

    def add_noise(self, samples: np.ndarray) -> None:
        kind = self.bank[self.rng.randrange(len(self.bank))]
        start = self.rng.randrange(len(kind) - len(samples))
        decibels = self.rng.uniform(8, 40)
        loudness = np.sqrt((samples**2).mean()) * 10 ** (-decibels / 20)
        samples += kind[start : start + len(samples)] * loudness

    def batch(self, stage: Stage, windows: int) -> Batch:
        drawn = [self.window(stage) for _ in range(windows)]
        return Batch(np.stack([d[0] for d in drawn]), np.stack([d[1] for d in drawn]), [d[2] for d in drawn])
