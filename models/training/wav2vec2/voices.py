"""The synthetic voices: which may be trained on and which only ever test.

A held-out name never speaks in training, and neither does its variant with another accent, nor another recording
of the same speaker (flite's slt is festival's). espeak-ng voices are named accent+variant, the accent by its file.
"""

import random

HELD_OUT = [
    "espeak-ng:en-us+f3",
    "espeak-ng:en-us+m2",
    "espeak-ng:en-gb+f5",
    "espeak-ng:en-gb+m6",
    "espeak-ng:en-gb-scotland+m4",
    "flite:awb",
    "festival:voice_ked_diphone",
    "festival:voice_cmu_us_slt_arctic_hts",
]
HELD_OUT_VARIANTS = {"f3", "f5", "m2", "m6", "Andrea"}
HELD_OUT_ACCENTS = {"en-gb-scotland"}

# The library finds plain en-gb only by its file name.
ACCENTS = {
    "en-us": ("gmw/en-US", 9),
    "en-gb": ("gmw/en", 9),
    "en-gb-x-rp": ("gmw/en-GB-x-rp", 3),
    "en-029": ("gmw/en-029", 2),
    "en-gb-x-gbclan": ("gmw/en-GB-x-gbclan", 2),
    "en-gb-x-gbcwmd": ("gmw/en-GB-x-gbcwmd", 2),
    "en-us-nyc": ("gmw/en-US-nyc", 2),
}
USUAL = "f1 f2 f4 m1 m3 m4 m5 m7 m8".split()
OTHERS = """Alex Alicia Andy Annie Gene Gene2 Lee Michael Mike adam anika antonio aunty belinda benjamin boris caleb david
ed edward edward2 grandma grandpa iven iven2 iven3 john klatt klatt2 klatt3 linda marcelo max michel miguel norbert
pablo paul pedro quincy rob robert sandro shelby steph steph2 steph3 travis victor zac""".split()
FLITE = ["kal16", "rms", "kal"]
PICO = ["en-US", "en-GB"]
HIBARI = "heart"  # a network that speaks as Kokoro's voice of that name does; the others would have to be downloaded
PIPER = "en_US-joe-medium"


def espeak_voice(rng: random.Random, few: bool) -> tuple[str, str]:
    """(name, what the library is asked for); `few` keeps to the plainest voices, for the first steps of training."""
    if few:
        accent, variant = rng.choice(["en-us", "en-gb"]), rng.choice(["f1", "f4", "m1", "m3"])
    else:
        accent = rng.choices(list(ACCENTS), [weight for _, weight in ACCENTS.values()])[0]
        variant = rng.choice(USUAL if rng.random() < 0.65 else OTHERS)
    return f"espeak-ng:{accent}+{variant}", f"{ACCENTS[accent][0]}+{variant}"
