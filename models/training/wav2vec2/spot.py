"""Finds words in the CTC evidence itself, where the transcript misspells them, and measures from which score on to believe it.

    python spot.py --tests REAL/test --package ../../starter/wav2vec2

The algorithm, exactly, so that another implementation gives the same score. Frames of natural-log probabilities; from each
frame its greatest value is subtracted, and what is below −7 is −7 (so a file may keep them as one byte a token). A word's states
are its letters with a blank between each two. A path may enter the first letter at any frame at 0; from frame to frame it stays,
goes one state on, or skips the blank between two different letters; each frame adds the value of its state's token. The raw score of
the word is the greatest value that its last letter has at any frame, divided by the number of letters: 0 is certain, −1 is likely.

Words differ in how well they fit where nobody said them, and so do voices. So a raw score is turned into a standard score by the mean
and the variance that the word has over the recordings of the library, less the tenth (rounded up) in which it fits best; both are
shrunk towards what words of its length usually score, which weighs as much as 15 recordings, and 0.1 is added to the deviation. A
query scores the sum of the standard scores of its words over the root of their number, less 0.73 times the logarithm of how many
times longer than usual (their geometric mean, shrunk likewise to 6.7 s) the recording is.

Printed are how words score that were not said, by length (the prior), and for libraries of 5, 10, 25 and 60 of the held-out memos:
the cut at which 0.8, 0.85 and 0.9 of the questions that nothing answers come back empty, and how many of those that a memo answers
bring it among the first five at that cut. Questions hold two to four words of a memo that are not among the 150 most frequent,
a quarter of them also a word that was not said; unanswerable ones hold words that nobody said, or one word each of two memos.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np

import evaluate
import model
import shards
import text

FLOOR = -7.0
NEVER = -1e30
PRIOR_WEIGHT = 15
LEAST_DEVIATION = 0.1
MORE_PLACES = 0.73
USUAL_S = 6.7
DRAWS = 20


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


def prior(letters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of words of so many letters where they were not said."""
    longer = np.minimum(letters, 10) - 3
    return -2.75 - 0.15 * longer, 0.79 - 0.03 * longer


def standard(raw: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """Standard scores [words, recordings] of the raw ones of one library."""
    others = np.sort(raw, 1)[:, : raw.shape[1] - -(-raw.shape[1] // 10)]
    number, (mean, deviation) = others.shape[1], prior(letters)
    shrunk = lambda seen, expected: (number * seen + PRIOR_WEIGHT * expected) / (number + PRIOR_WEIGHT)  # noqa: E731
    center, spread = shrunk(others.mean(1), mean), np.sqrt(shrunk(others.var(1), deviation**2)) + LEAST_DEVIATION
    return (raw - center[:, None]) / spread[:, None]


class Questions:
    """What is asked of the memos: words with the memo that answers them, and words that nothing answers."""

    def __init__(self, memos: list[dict], seed: int) -> None:
        draw, common = random.Random(seed), [word.upper() for word in text.common_words()]
        rank = {word: at for at, word in enumerate(common)}
        tells = lambda word: len(word) >= 3 and rank.get(word, len(rank)) > 150 and word.isalpha()  # noqa: E731
        said = [[word for word in dict.fromkeys(memo["text"].split()) if tells(word)] for memo in memos]
        spoken = {word for words in said for word in words}
        self.unsaid = [word for word in common[300:6000] if word not in spoken and len(word) > 3 and word.isalpha()]
        self.answered, self.unanswered = [], []
        for memo, words in enumerate(said):
            self.answered += [(draw.sample(words, count), memo) for count in (2, 3, 4) if len(words) >= count]
            self.answered.append((draw.sample(words, min(3, len(words))) + [draw.choice(self.unsaid)], memo))
        self.unanswered += [draw.sample(self.unsaid, draw.choice((2, 2, 3))) for _ in range(150)]
        for _ in range(100):
            first, second = draw.sample(said, 2)
            self.unanswered.append([draw.choice(first), draw.choice(second)])
        self.words = sorted({word for words, _ in self.answered for word in words} | {word for words in self.unanswered for word in words})


def longer(seconds: np.ndarray) -> np.ndarray:
    """What a recording's length adds by chance: the logarithm of how many times longer than usual it is, weighed."""
    logarithms = np.log(seconds)
    usual = (logarithms.sum() + PRIOR_WEIGHT * np.log(USUAL_S)) / (len(seconds) + PRIOR_WEIGHT)
    return MORE_PLACES * (logarithms - usual)


def judge(raw: np.ndarray, seconds: np.ndarray, questions: Questions, size: int) -> dict:
    """Cut and recall of libraries of `size` memos, averaged over several of them."""
    at = {word: row for row, word in enumerate(questions.words)}
    letters = np.array([len(word) for word in questions.words])
    shares, cuts, recalls, uncut = (0.8, 0.85, 0.9), [], [], []
    for number in range(DRAWS):
        library = sorted(random.Random(number).sample(range(raw.shape[1]), size))
        fits = standard(raw[:, library], letters)
        length = longer(seconds[library])
        score = lambda words: fits[[at[word] for word in words]].sum(0) / np.sqrt(len(words)) - length  # noqa: B023, E731
        wrong = [score(words).max() for words in questions.unanswered]
        asked = [(score(words), library.index(memo)) for words, memo in questions.answered if memo in library]
        places = [(found[own], int((found >= found[own]).sum())) for found, own in asked]
        cuts.append(np.quantile(wrong, shares))
        recalls.append([np.mean([own >= cut and place <= 5 for own, place in places]) for cut in cuts[-1]])
        uncut.append(np.mean([place <= 5 for _, place in places]))
    told = {"memos": size, "recall@5 without cut": round(float(np.mean(uncut)), 3)}
    for share, cut, recall in zip(shares, np.mean(cuts, 0), np.mean(recalls, 0)):
        told[f"{share} of unanswerable empty"] = {"cut": round(float(cut), 2), "recall@5": round(float(recall), 3)}
    return told


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tests", type=Path, required=True)
    source = options.add_mutually_exclusive_group(required=True)
    source.add_argument("--package", type=Path)
    source.add_argument("--checkpoint", type=Path)
    chosen = options.parse_args()
    heard_by = evaluate.Package(chosen.package) if chosen.package else evaluate.Checkpoint(chosen.checkpoint)
    memos = shards.read(chosen.tests, "heldout-memos")
    frames = [evidence(heard_by.logits(memo["samples"])) for memo in memos]
    questions = Questions(memos, 5)
    seconds = np.array([memo["count"] / shards.RATE_HZ for memo in memos])
    raw = np.stack([scores(relative, questions.words) for relative in frames], 1)
    unsaid = [row for row, word in enumerate(questions.words) if word in set(questions.unsaid)]
    for count in range(4, 11):
        fits = raw[[row for row in unsaid if len(questions.words[row]) == count]]
        # Over the recordings, as in a library; the deviation is a word's own.
        print(json.dumps({"letters": count, "words": len(fits), "mean": round(float(fits.mean()), 2), "deviation": round(float(fits.std(1).mean()), 2)}))
    for size in (5, 10, 25, 60):
        print(json.dumps(judge(raw, seconds, questions, size)))


if __name__ == "__main__":
    main()
