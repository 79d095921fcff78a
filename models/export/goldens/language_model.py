"""Golden for language models in ARPA format: what texts are worth, by a reference of its own, and what the decoder reads with one.

    python models/export/goldens/language_model.py

`words.arpa` is a 4-gram of a few words with invented numbers. `golden.json` carries sentences with the log10 that the definition of
back-off gives them (ends of sentences and unknown words counted), wrong sums that must not be taken for right, and what
models/training/wav2vec2/decode.py reads with this model in the frames of tests/golden/wav2vec2, with and without own words.
"""

import random
import sys
from pathlib import Path

from safetensors.numpy import load_file

from common import ROOT, fresh, write_json

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training" / "wav2vec2"))
import decode  # noqa: E402

WORDS = "PAY THE RENT TENT ON FRIDAY FRY DAY CALL COLD ANNA AND AN A DON'T DOOR".split()
ORDER = 4
SETTINGS = {"beam": 24, "lm_weight": 0.6, "word_bonus": 1.5, "token_floor": -6.0}
UNKNOWN = {"unknown_log10": -7.0, "unknown_letter_log10": 0.5}
OWN = {"own_log10": -2.0}
OWN_WORDS = ["Zyxq & Co", "friyday.txt"]


def invented(rng):
    """N-grams by their words, each with log10 and back-off; whatever is listed, its words without the last are too."""
    grams = {("<s>",): (-99.0, round(rng.uniform(-1, 0), 3)), ("</s>",): (-1.7, 0.0), ("<unk>",): (-4.2, -0.35)}
    grams |= {(word,): (round(rng.uniform(-3, -1), 3), round(rng.uniform(-1, 0.2), 3)) for word in WORDS}
    followers = [*WORDS, "</s>", "<unk>"]
    sentences = ["PAY THE RENT ON FRIDAY", "CALL ANNA AND DON'T", "A COLD DAY", "THE DOOR"]
    for sentence in [line.split() for line in sentences] + [rng.choices(WORDS, k=9) for _ in range(6)]:
        words = ["<s>", *sentence, "</s>"]
        for at in range(len(words)):
            for length in range(2, ORDER + 1):
                gram = tuple(words[max(at - length + 1, 0) : at + 1])
                if len(gram) == length and all(gram[:end] in grams for end in range(1, length)):
                    grams[gram] = (round(rng.uniform(-1, -0.1), 3), round(rng.uniform(-1, 0.2), 3))
    for _ in range(30):
        context = rng.choice([gram for gram in grams if len(gram) < ORDER and gram[-1] != "</s>"])
        grams[(*context, rng.choice(followers))] = (round(rng.uniform(-2, -0.5), 3), round(rng.uniform(-1, 0.2), 3))
    return grams


def arpa(grams):
    orders = [sorted(gram for gram in grams if len(gram) == length) for length in range(1, ORDER + 1)]
    lines = ["\\data\\", *(f"ngram {length}={len(order)}" for length, order in enumerate(orders, 1))]
    for length, order in enumerate(orders, 1):
        lines += ["", f"\\{length}-grams:"]
        for gram in order:
            log10, back_off = grams[gram]
            lines.append(f"{log10}\t{' '.join(gram)}" + (f"\t{back_off}" if length < ORDER else ""))
    return "\n".join([*lines, "", "\\end\\", ""])


def log10(grams, context, word):
    """The definition, word for word: an n-gram's own log, or the context's back-off and one word less of it."""
    gram = (*context, word)
    if gram in grams:
        return grams[gram][0]
    return (grams[context][1] if context in grams else 0.0) + log10(grams, context[1:], word)


def worth(grams, sentence, backs_off=True, order=ORDER, end=True):
    known = [word if (word,) in grams else "<unk>" for word in sentence.split()]
    words = ["<s>", *known, *(["</s>"] if end else [])]
    used = grams if backs_off else {gram: (numbers[0], 0.0) for gram, numbers in grams.items()}
    return sum(log10(used, tuple(words[max(at - order + 1, 0) : at]), words[at]) for at in range(1, len(words)))


def main():
    rng = random.Random(41)
    grams = invented(rng)
    folder = fresh("language_model")
    (folder / "words.arpa").write_text(arpa(grams))
    sentences = ["PAY THE RENT ON FRIDAY", "CALL ANNA AND DON'T", "ZYXQ THE DOOR", "ZYXQ", "", "PAY ZYXQ ZYXQ RENT"]
    sentences += [" ".join(rng.choices([*WORDS, "ZYXQ"], k=rng.randint(1, 12))) for _ in range(40)]
    right = [worth(grams, sentence) for sentence in sentences]
    wrong = {
        "without back-offs": [worth(grams, sentence, backs_off=False) for sentence in sentences],
        "as a 3-gram": [worth(grams, sentence, order=3) for sentence in sentences],
        "without the end": [worth(grams, sentence, end=False) for sentence in sentences],
    }
    frames = load_file(ROOT / "wav2vec2/golden.safetensors")
    spoken = [frames[f"frames.{index}"] for index in range(sum(name.startswith("frames.") for name in frames))]

    def read(own):
        words = decode.LanguageModel.read(folder / "words.arpa", *UNKNOWN.values(), own=own, **OWN)
        return [decode.search(item, words, **SETTINGS) for item in spoken]

    texts, own_texts = read([]), read(["ZYXQ", "FRIYDAY", "TXT"])
    for line in zip(texts, own_texts):
        print(line)
    assert texts != own_texts, "own words change nothing"
    write_json(folder / "golden.json", {
        "settings": {"language_model": "words.arpa", **SETTINGS, **UNKNOWN, **OWN},
        "sentences": [{"text": text, "log10": round(value, 6)} for text, value in zip(sentences, right)],
        "wrong": [{"name": name, "log10": [round(value, 6) for value in values]} for name, values in wrong.items()],
        "texts": texts, "own_words": OWN_WORDS, "own_texts": own_texts,
    })  # fmt: skip


if __name__ == "__main__":
    main()
