"""Finds words in the CTC evidence itself, where the transcript misspells them.

    python spot.py --tests REAL/test --package ../../starter/wav2vec2

The algorithm, exactly, so that another implementation gives the same score. Frames of natural-log probabilities; from each
frame its greatest value is subtracted, and what is below −7 is −7 (so a file may keep them as one byte a token). A word's states
are its letters with a blank between each two. A path may enter the first letter at any frame at 0; from frame to frame it stays,
goes one state on, or skips the blank between two different letters; each frame adds the value of its state's token. The score of
the word is the greatest value that its last letter has at any frame, divided by the number of letters: 0 is certain, −1 is likely,
below −2 is nothing. A query scores the mean over its words. Frames × states steps a word, so a query over an hour takes
a fraction of a second in compiled code.
"""

import argparse
import json
from pathlib import Path

import numpy as np

import evaluate
import model
import shards

FLOOR = -7.0
NEVER = -1e30


def evidence(logits: np.ndarray) -> np.ndarray:
    """[frames, vocabulary] relative to each frame's best token, 0 to FLOOR."""
    return np.maximum(logits - logits.max(-1, keepdims=True), FLOOR)


def score(relative: np.ndarray, word: str) -> float:
    """How well the word fits anywhere in the frames, per letter; 0 is best."""
    letters = [model.VOCABULARY.index(letter) for letter in word]
    states = [token for letter in letters for token in (letter, model.BLANK)][:-1]
    skips = np.array([at >= 2 and at % 2 == 0 and states[at] != states[at - 2] for at in range(len(states))])
    steps, path, best = relative[:, states], np.full(len(states), NEVER), NEVER
    for step in steps:
        one_on = np.concatenate(([0.0], path[:-1]))
        two_on = np.where(skips, np.concatenate(([NEVER, NEVER], path[:-2]))[: len(states)], NEVER)
        path = np.maximum(np.maximum(path, one_on), two_on) + step
        best = max(best, path[-1])
    return float(best) / len(word)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tests", type=Path, required=True)
    options.add_argument("--package", type=Path, required=True)
    chosen = options.parse_args()
    heard_by = evaluate.Package(chosen.package)
    memos = shards.read(chosen.tests, "heldout-memos")
    frames = [evidence(heard_by.logits(memo["samples"])) for memo in memos]
    queries = [evaluate.rarest(memo["text"], 3) for memo in memos]
    words = {word: np.array([score(relative, word) for relative in frames]) for query in queries for word in query}
    for count in (1, 2, 3):
        places, right, wrong = [], [], []
        for at, query in enumerate(queries):
            scores = np.mean([words[word] for word in query[:count]], 0)
            others = np.delete(scores, at)
            places.append(int((others >= scores[at]).sum()))
            right.append(scores[at])
            wrong.append(others.max())
        cut = float(np.percentile(wrong, 80))
        line = {"words": count, "memos": len(memos), "recall@1": np.mean(np.array(places) < 1), "recall@5": np.mean(np.array(places) < 5)}
        line |= {"cut_for_0.8_of_unanswerable": cut, "recall@5_at_cut": np.mean((np.array(places) < 5) & (np.array(right) >= cut))}
        print(json.dumps({name: round(float(value), 3) for name, value in line.items()}))


if __name__ == "__main__":
    main()
