"""The sentences that the training voices speak.

Three kinds in one stream: everyday memos drawn from the phrases of memos.txt, the same with some words
replaced by others of words.txt (so that no phrase can be guessed from its beginning), and rows of words that belong
to no sentence, which leave only the sound to go by. Everything is drawn from a seed. Never reads the sample library.
"""

import json
import random
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CONTRACTIONS = """don't can't won't didn't isn't doesn't wasn't couldn't shouldn't wouldn't haven't aren't i'm i'll i've i'd
you're you'll you've he's she's it's that's there's what's we're we'll we've they're they'll let's who's here's""".split()


def normalise(text: str) -> str:
    """As the model writes: capitals, apostrophes inside words, one space between them."""
    return " ".join(re.findall(r"[A-Z]+(?:'[A-Z]+)*", text.upper().replace("’", "'")))


def runs(lines: list[str], length: int = 6) -> set[str]:
    """Every run of `length` words within a line, normalised."""
    found = set()
    for line in lines:
        words = normalise(line).split()
        found.update(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
    return found


def lines(file: Path) -> list[str]:
    """The texts of a file: its lines, or those of JSON with `sentences` or `text`."""
    if file.suffix != ".jsonl":
        return file.read_text().splitlines()
    told = map(json.loads, file.read_text().splitlines())
    return [" ".join(line["sentences"]) if "sentences" in line else line["text"] for line in told]


def apart(files: list[Path]) -> set[str]:
    """The six-word runs of texts that no training may hear."""
    return runs([line for file in files for line in lines(file)])


@cache
def common_words() -> list[str]:
    """words.txt, most frequent first."""
    return (HERE / "words.txt").read_text().split()


@cache
def phrases() -> dict[str, tuple[list[str], list[float]]]:
    """memos.txt: slot to its choices and their weights."""
    slots = {}
    for line in (HERE / "memos.txt").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        slot, _, choices = line.partition(":")
        texts, weights = [], []
        for choice in choices.split("|"):
            weighted = re.match(r"\s*(\d+)\*\s*(.*)", choice)
            texts.append((weighted[2] if weighted else choice).strip())
            weights.append(float(weighted[1]) if weighted else 1.0)
        slots[slot.strip()] = (texts, weights)
    return slots


def fill(slot: str, rng: random.Random) -> str:
    """One draw from a slot, its own slots filled in turn."""
    texts, weights = phrases()[slot]
    chosen = rng.choices(texts, weights)[0]
    return re.sub(r"\{(\w+)\}", lambda inner: fill(inner[1], rng), chosen)


def any_word(rng: random.Random) -> str:
    """A word of the list, frequent ones oftener, yet far flatter than language is."""
    if rng.random() < 0.04:
        return rng.choice(CONTRACTIONS)
    words = common_words()
    return words[min(int(len(words) * rng.random() ** 2.2), len(words) - 1)]


def sentence(rng: random.Random) -> str:
    """One training sentence, lower case."""
    kind = rng.random()
    if kind < 0.40:
        return fill("memo", rng)
    if kind < 0.65:
        words = fill("memo", rng).split()
        return " ".join(any_word(rng) if rng.random() < 0.25 else word for word in words)
    return " ".join(any_word(rng) for _ in range(rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 10))))


if __name__ == "__main__":
    draw = random.Random(1)
    for _ in range(40):
        print(sentence(draw))
