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


def scores(relative: np.ndarray, words: list[str]) -> np.ndarray:
    """How well each word fits anywhere in the frames, per letter; 0 is best. All words advance together."""
    states = [[token for letter in word for token in (model.VOCABULARY.index(letter), model.BLANK)][:-1] for word in words]
    longest = max(map(len, states))
    tokens = np.array([row + [model.BLANK] * (longest - len(row)) for row in states])
    skips = np.zeros(tokens.shape, bool)
    skips[:, 2::2] = tokens[:, 2::2] != tokens[:, :-2:2]
    last = np.array([len(row) - 1 for row in states])
    path, best, every = np.full(tokens.shape, NEVER), np.full(len(words), NEVER), np.arange(len(words))
    for frame in relative:
        one_on = np.pad(path[:, :-1], ((0, 0), (1, 0)))  # a new path enters at 0
        two_on = np.where(skips, np.pad(path[:, :-2], ((0, 0), (2, 0))), NEVER)
        path = np.maximum(np.maximum(path, one_on), two_on) + frame[tokens]
        best = np.maximum(best, path[every, last])
    return best / np.array([len(word) for word in words])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tests", type=Path, required=True)
    options.add_argument("--package", type=Path, required=True)
    chosen = options.parse_args()
    heard_by = evaluate.Package(chosen.package)
    memos = shards.read(chosen.tests, "heldout-memos")
    frames = [evidence(heard_by.logits(memo["samples"])) for memo in memos]
    queries = [evaluate.rarest(memo["text"], 3) for memo in memos]
    asked = sorted({word for query in queries for word in query})
    words = dict(zip(asked, np.stack([scores(relative, asked) for relative in frames], 1)))
    for count in (1, 2, 3):
        places, right, wrong = [], [], []
        for at, query in enumerate(queries):
            fits = np.mean([words[word] for word in query[:count]], 0)
            others = np.delete(fits, at)
            places.append(int((others >= fits[at]).sum()))
            right.append(fits[at])
            wrong.append(others.max())
        cut = float(np.percentile(wrong, 80))
        line = {"words": count, "memos": len(memos), "recall@1": np.mean(np.array(places) < 1), "recall@5": np.mean(np.array(places) < 5)}
        line |= {"cut_for_0.8_of_unanswerable": cut, "recall@5_at_cut": np.mean((np.array(places) < 5) & (np.array(right) >= cut))}
        print(json.dumps({name: round(float(value), 3) for name, value in line.items()}))


if __name__ == "__main__":
    main()
