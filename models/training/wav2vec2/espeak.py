"""espeak-ng through its library, in process: samples of a sentence and when each phoneme begins.

The phoneme times are what training aligns its lower layers by; a program call would give no times
and cost ten times as long. One voice speaks at a time in a process. Talks to libespeak-ng.so.1 alone.
"""

import ctypes

import numpy as np

RETRIEVAL = 1
WITH_PHONEMES = 1
PHONEME_EVENT = 7
UTF8 = 1
PARAMETERS = {"rate": 1, "volume": 2, "pitch": 3, "range": 4, "word_gap": 7}


class _Value(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Value),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """The loaded library."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        self.rate_hz = self.library.espeak_Initialize(RETRIEVAL, 500, None, WITH_PHONEMES)
        self._callback = _CALLBACK(self._take)  # kept: the library holds only its address
        self.library.espeak_SetSynthCallback(self._callback)
        self._pieces: list[np.ndarray] = []
        self._phonemes: list[tuple[int, str]] = []

    def _take(self, samples, count, events) -> int:
        if count > 0 and samples:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        at = 0
        while events[at].type != 0:
            event = events[at]
            if event.type == PHONEME_EVENT:
                # Read by address: the array member is cut at the first NUL, which is what is wanted.
                self._phonemes.append((event.audio_position_ms, event.id.string.decode("utf-8", "ignore")))
            at += 1
        return 0

    def speak(self, text: str, voice: str, **parameters: int) -> tuple[np.ndarray, list[tuple[int, str]]]:
        """int16 samples at `rate_hz`, and (milliseconds, phoneme) in order of time."""
        if self.library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng knows no voice named {voice}")
        for name, value in parameters.items():
            self.library.espeak_SetParameter(PARAMETERS[name], value, 0)
        self._pieces, self._phonemes = [], []
        raw = text.encode()
        self.library.espeak_Synth(raw, len(raw) + 1, 0, 0, 0, UTF8, None, None)
        self.library.espeak_Synchronize()
        return np.concatenate(self._pieces or [np.zeros(0, np.int16)]), self._phonemes
