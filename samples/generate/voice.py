"""Speaks the sample voice notes and stores them as phones, messengers and recorders do.

The words and the voices stand in voice_notes.jsonl, written by hand; this file only adds what a recording adds:
pauses, a room, noise, a level, a codec. It must never use a voice outside VOICES: these are kept out of the
training of the speech model. Talks to espeak-ng, flite, festival and ffmpeg, all run as programs.
"""

import json
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np
from scipy.signal import fftconvolve, resample_poly

RATE_HZ = 16_000
NOTES = Path(__file__).with_name("voice_notes.jsonl")

# engine:voice, named as in the training manifest of the speech model -> its own tempo correction, towards about 155 words a minute.
VOICES = {
    "espeak-ng:en-us+f3": None,
    "espeak-ng:en-us+m2": None,
    "espeak-ng:en-gb+f5": None,
    "espeak-ng:en-gb+m6": None,
    "espeak-ng:en-gb-scotland+m4": None,
    "flite:awb": 1.32,
    "festival:voice_ked_diphone": 1.3,
    "festival:voice_cmu_us_slt_arctic_hts": 0.84,
}
ESPEAK_WORDS_PER_MINUTE = 132

# What each kind of recorder writes: (sample rate, ffmpeg arguments).
CODECS = {
    "wav": (16_000, ["-c:a", "pcm_s16le"]),
    "flac": (16_000, ["-c:a", "flac"]),
    "mp3": (44_100, ["-c:a", "libmp3lame", "-b:a", "64k"]),
    "m4a": (44_100, ["-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart"]),
    "vorbis": (44_100, ["-c:a", "libvorbis", "-q:a", "1"]),
    "opus": (48_000, ["-c:a", "libopus", "-application", "voip", "-f", "ogg"]),
}
OPUS_RATES = ["16k", "20k", "24k"]


def read_wav(path):
    """Mono float samples at RATE_HZ from a 16-bit WAV of any rate."""
    with wave.open(str(path)) as w:
        rate = w.getframerate()
        pcm = np.frombuffer(w.readframes(w.getnframes()), "<i2").astype(np.float64) / 32768
    divisor = np.gcd(rate, RATE_HZ)
    return resample_poly(pcm, RATE_HZ // divisor, rate // divisor) if rate != RATE_HZ else pcm


def speak(sentence, voice, folder):
    """One sentence, trimmed to speech."""
    engine, name = voice.split(":")
    raw, text = folder / "raw.wav", folder / "text.txt"
    text.write_text(sentence)
    if engine == "espeak-ng":
        command = ["espeak-ng", "-v", name, "-s", str(ESPEAK_WORDS_PER_MINUTE), "-w", raw, "-f", text]
    elif engine == "flite":
        command = ["flite", "-voice", name, "--setf", f"duration_stretch={VOICES[voice]}", "-f", text, "-o", raw]
    else:
        stretch = f"(Parameter.set 'Duration_Stretch {VOICES[voice]})"
        command = ["text2wave", "-eval", f"({name})", "-eval", stretch, text, "-o", raw]
    subprocess.run(command, check=True, capture_output=True)
    # The HTS voice ignores festival's duration parameter, so its tempo is mended afterwards.
    if name.endswith("_hts"):
        slower = folder / "slower.wav"
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", raw, "-af", f"atempo={VOICES[voice]}", slower], check=True)
        raw = slower
    samples = read_wav(raw)
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    margin = RATE_HZ // 20
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def room(samples, rng, wet):
    """A small furnished room: direct sound and a tail that decays within a quarter of a second."""
    length = int(RATE_HZ * rng.uniform(0.12, 0.25))
    tail = rng.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
    tail[: int(0.004 * RATE_HZ)] = 0
    tail *= wet / np.sqrt((tail**2).sum())
    tail[0] = 1.0
    return fftconvolve(samples, tail)[: len(samples) + length // 2]


def noise(count, rng, colour):
    """Noise of unit power: "hiss" is white, "air" falls by 3 dB an octave, "street" by 6 dB."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum *= np.maximum(hz, 60.0) ** {"hiss": 0.0, "air": -0.5, "street": -1.0}[colour]
    signal = np.fft.irfft(spectrum, count)
    return signal / np.sqrt(np.mean(signal**2))


def record(note, rng, folder):
    """The whole note as recorded, and the start of each sentence in milliseconds."""
    parts, starts_ms, at = [], [], 0
    lead = int(RATE_HZ * rng.uniform(0.25, 0.9))
    parts.append(np.zeros(lead))
    at += lead
    for sentence, pause_s in zip(note["sentences"], note["pauses_s"] + [0.0], strict=True):
        speech = speak(sentence, note["voice"], folder)
        speech /= np.sqrt(np.mean(speech**2))
        starts_ms.append(round(1000 * at / RATE_HZ))
        silence = np.zeros(int(RATE_HZ * pause_s))
        parts += [speech * rng.uniform(0.85, 1.1), silence]
        at += len(speech) + len(silence)
    parts.append(np.zeros(int(RATE_HZ * rng.uniform(0.3, 0.8))))
    signal = room(np.concatenate(parts), rng, rng.uniform(0.03, 0.22))
    snr_db = rng.uniform(22, 38)
    colour = str(rng.choice(["hiss", "air", "street"]))
    signal = signal + 10 ** (-snr_db / 20) * noise(len(signal), rng, colour)
    peak_db = rng.uniform(-15, -2)
    signal *= 10 ** (peak_db / 20) / np.abs(signal).max()
    return signal, starts_ms, {"snr_db": round(snr_db, 1), "noise": colour, "peak_db": round(peak_db, 1)}


def encode(signal, codec, rng, target, scratch):
    source = scratch / "take.wav"
    with wave.open(str(source), "wb") as w:
        w.setparams((1, 2, RATE_HZ, len(signal), "NONE", ""))
        w.writeframes((np.clip(signal, -1, 1) * 32767).astype("<i2").tobytes())
    rate, arguments = CODECS[codec]
    if codec == "opus":
        arguments = ["-b:a", str(rng.choice(OPUS_RATES))] + arguments
    # bitexact: no encoder version and no random stream serial, so that the bytes come out the same each time.
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", source, "-map_metadata", "-1", "-ac", "1", "-ar", str(rate)]
        + arguments
        + ["-fflags", "+bitexact", "-flags:a", "+bitexact", target],
        check=True,
    )


def make(library, seed):
    """Writes every note below `library`; yields its lines of truth for the manifest."""
    notes = [json.loads(line) for line in NOTES.read_text().splitlines()]
    for number, note in enumerate(notes):
        assert note["voice"] in VOICES, f"{note['voice']} is not among the voices kept out of training"
        rng = np.random.default_rng([seed, 3, number])
        target = library / note["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            signal, starts_ms, take = record(note, rng, Path(scratch))
            encode(signal, note["codec"], rng, target, Path(scratch))
        yield {
            "file": f"library/{note['file']}",
            "kind": "voice",
            "voice": note["voice"],
            "codec": note["codec"],
            "duration_ms": round(1000 * len(signal) / RATE_HZ),
            "text": " ".join(note["sentences"]),
            "sentences": [
                {"text": text, "start_ms": start} for text, start in zip(note["sentences"], starts_ms, strict=True)
            ],
            "take": take,
        }
