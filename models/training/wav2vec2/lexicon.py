"""Makes lexicon.txt, the word list that decoding can lean on: `WORD<TAB>log10 probability`, most probable first.

    python lexicon.py OUT/lexicon.txt [--real DIR]

Half of the probability follows the rank of words.txt by Zipf's law, a third the phrases of memos.txt, the rest the transcripts of the
training recordings. Held-out sentences and the sample library are never read. Names of people as likely as memos.txt makes them.
`language_model.py` mixes its single words here, in shares of its own.
"""

import argparse
import math
import random
from collections import Counter
from pathlib import Path

import text

MEMOS = 60_000
LETTERS = set("BCDEFGHJKLMNOPQRSTUVWXYZ")  # spelled letters are rare in memos, and cheap mistakes
SHARES = (0.5, 0.33, 0.17)
SENTENCES = ("ljspeech", "speechocean")  # sources whose transcripts are language, not rows of letters or digits


def transcripts(real: Path | None) -> list[str]:
    """What is said in the training recordings of people, normalised."""
    if real is None:
        return []
    import shards

    return [utterance["text"] for name in shards.names(real) if name.endswith(SENTENCES) for utterance in shards.read(real, name)]


def mixture(real: Path | None, shares: tuple[float, float, float]) -> dict[str, float]:
    """Each word's probability; they sum to about 1. The shares are those of words.txt, of memos.txt and of transcripts."""
    rng = random.Random(3)
    memos = Counter(word for _ in range(MEMOS) for word in text.normalise(text.fill("memo", rng)).split())
    spoken = Counter(word for line in transcripts(real) for word in line.split())
    ranked = [word.upper() for word in text.common_words()]
    zipf = Counter({word: 1 / (rank + 8) for rank, word in enumerate(ranked)})
    zipf.update({word.upper(): 1 / 300 for word in text.CONTRACTIONS})
    mixed: Counter[str] = Counter()
    for share, counts in zip(shares, (zipf, memos, spoken)):
        total = sum(counts.values()) or 1
        for word, count in counts.items():
            if word not in LETTERS:
                mixed[word] += share * count / total
    for letter in LETTERS:
        mixed[letter] = 1e-5
    return mixed


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    options.add_argument("--real", type=Path, help="training shards of pack.py, for their transcripts")
    chosen = options.parse_args()
    mixed = sorted(mixture(chosen.real, SHARES).items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{word}\t{math.log10(probability):.2f}" for word, probability in mixed]
    chosen.out.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} words")


if __name__ == "__main__":
    main()
