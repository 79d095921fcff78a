"""Makes lexicon.txt, the word list that decoding leans on: `WORD<TAB>log10 probability`, most probable first.

    RUMMAGE_DATA=DIR python lexicon.py OUT/lexicon.txt

Half of the probability follows the rank of words.txt by Zipf's law, a third the phrases of memos.txt, the rest the transcripts of the
training recordings. Held-out sentences and the sample library are never read. Names of people as likely as memos.txt makes them.
"""

import argparse
import math
import random
from collections import Counter
from pathlib import Path

import text

MEMOS = 60_000
LETTERS = set("BCDEFGHJKLMNOPQRSTUVWXYZ")  # spelled letters are rare in memos, and cheap mistakes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    options.add_argument("--real", type=Path, help="training shards of pack.py, for their transcripts")
    chosen = options.parse_args()
    rng = random.Random(3)
    memos = Counter(word for _ in range(MEMOS) for word in text.normalise(text.fill("memo", rng)).split())
    spoken = Counter()
    if chosen.real:
        import shards

        for name in shards.names(chosen.real):
            if name.endswith(("ljspeech", "speechocean")):
                spoken.update(word for utterance in shards.read(chosen.real, name) for word in utterance["text"].split())
    ranked = [word.upper() for word in text.common_words()]
    zipf = Counter({word: 1 / (rank + 8) for rank, word in enumerate(ranked)})
    zipf.update({word.upper(): 1 / 300 for word in text.CONTRACTIONS})
    mixed: Counter[str] = Counter()
    for share, counts in ((0.5, zipf), (0.33, memos), (0.17, spoken)):
        total = sum(counts.values()) or 1
        for word, count in counts.items():
            if word not in LETTERS:
                mixed[word] += share * count / total
    for letter in LETTERS:
        mixed[letter] = 1e-5
    lines = [f"{word}\t{math.log10(probability):.2f}" for word, probability in sorted(mixed.items(), key=lambda i: (-i[1], i[0]))]
    chosen.out.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} words")


if __name__ == "__main__":
    main()
