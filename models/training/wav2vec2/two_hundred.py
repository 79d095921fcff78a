"""Two hundred held-out recordings, each with a question of three words said in it, for the search of the whole program.

    python two_hundred.py OUT --tests REAL/test
    python two_hundred.py --draw [--avoid FILE …]

Writes OUT/*.wav and OUT/queries.jsonl. The recordings: the memos of heldout.txt, those of two_hundred.txt spoken by the
held-out voices in turn, and clips of held-out people (pack.py), longest first, until there are 200. A question's words are three
different ones of at least three letters that are not among the 150 most frequent, drawn by a seed; every recording in which all three
were said answers it.

`--draw` makes two_hundred.txt anew: memos from the phrases of memos.txt, one word in seven replaced by any other, none with six words in
a row that training ever heard (the package's training_runs.bin), or that stand in heldout.txt or a file of `--avoid`.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import soundfile

import fingerprints
import heldout
import shards
import text

HERE = Path(__file__).parent
SPOKEN = HERE / "two_hundred.txt"
PACKAGE = HERE / "../../starter/wav2vec2"
RECORDINGS = 200
DRAWN = 76
SEED = 20_000
PEOPLE = {"real-ljspeech": 39, "real-speechocean": 17, "real-an4": 4}


def draw(avoid: list[Path]) -> list[str]:
    """Memos of one or two sentences that share no six words with what is apart."""
    rng = random.Random(SEED)
    trained = fingerprints.read(PACKAGE / "training_runs.bin", fingerprints.RUN_BYTES)
    apart, memos = text.apart([HERE / "heldout.txt", *avoid]), []
    while len(memos) < DRAWN:
        sentences = []
        for _ in range(rng.choice((1, 2, 2))):
            words = text.fill("memo", rng).split()
            sentences.append(" ".join(text.any_word(rng) if rng.random() < 1 / 7 else word for word in words))
        said = " ".join(sentences)
        runs = text.runs([said])
        if len(runs) > 2 and runs.isdisjoint(apart) and trained.isdisjoint(fingerprints.runs([said])):
            memos.append(" ".join(sentence[0].upper() + sentence[1:] + "." for sentence in sentences))
            apart |= runs
    return memos


def telling(said: str) -> list[str]:
    """The words of a recording that a person would look for."""
    rank = {word.upper(): at for at, word in enumerate(text.common_words())}
    return [w for w in dict.fromkeys(said.split()) if len(w) >= 3 and w.isalpha() and rank.get(w, len(rank)) > 150]


def people(tests: Path) -> list[dict]:
    """Held-out people's clips with enough to ask for, no text twice."""
    kept, texts = [], set()
    for name, most in PEOPLE.items():
        clips = [clip for clip in shards.read(tests, name) if len(telling(clip["text"])) >= 3]
        clips.sort(key=lambda clip: (-len(telling(clip["text"])), clip["text"]))
        for clip in clips[:most]:
            if clip["text"] not in texts:
                kept.append(clip)
                texts.add(clip["text"])
    return kept


def recordings(tests: Path) -> list[dict]:
    """All of them, in a fixed order."""
    memos = shards.read(tests, "heldout-memos")
    drawn = heldout.memos(SPOKEN.read_text().splitlines(), SEED)
    spoken = [facts | {"samples": shards.integers(samples)} for samples, facts in drawn]
    found = [memo for memo in memos + spoken + people(tests) if len(telling(memo["text"])) >= 3]
    return found[:RECORDINGS]


def questions(texts: list[str]) -> list[list[str]]:
    rng = random.Random(SEED)
    return [rng.sample(telling(said), 3) for said in texts]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path, nargs="?")
    options.add_argument("--tests", type=Path)
    options.add_argument("--draw", action="store_true")
    options.add_argument("--avoid", type=Path, nargs="*", default=[])
    chosen = options.parse_args()
    if chosen.draw:
        SPOKEN.write_text("\n".join(draw(chosen.avoid)) + "\n")
        return
    chosen.out.mkdir(parents=True, exist_ok=True)
    found = recordings(chosen.tests)
    names = [f"recording-{number:03}.wav" for number in range(len(found))]
    lines = []
    for name, recording in zip(names, found):
        soundfile.write(chosen.out / name, np.asarray(recording["samples"], np.int16), shards.RATE_HZ)
    said = [set(recording["text"].split()) for recording in found]
    for words in questions([recording["text"] for recording in found]):
        relevant = [name for name, heard in zip(names, said) if heard.issuperset(words)]
        lines.append(json.dumps({"query": " ".join(words).lower(), "kind": "voice", "relevant": relevant}))
    (chosen.out / "queries.jsonl").write_text("\n".join(lines) + "\n")
    print(f"{len(found)} recordings, {sum(len(recording['samples']) for recording in found) / shards.RATE_HZ / 60:.1f} min")


if __name__ == "__main__":
    main()
