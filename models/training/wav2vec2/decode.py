"""CTC prefix beam search with a word list: prefers words that exist, still writes ones that do not.

The algorithm, exactly, so that another implementation gives the same text. All scores are natural logarithms.

Word list: each line `WORD<TAB>log10 probability`. For a partial word p, `ahead(p)` is 0 for the empty one; the greatest
log10 of all words that begin with p; and `unknown_log10` − `unknown_letter_log10`·(letters beyond the longest listed
beginning) when no word begins so. For a finished word w, `worth(w)` is its log10 if listed, else `ahead` of the word or
`unknown_log10`, whichever is less. The language score of a text (finished words, each ended by `|`, and a partial word) is
    Σ over finished words (lm_weight · ln 10 · worth(w) + word_bonus) + lm_weight · ln 10 · ahead(partial).

Search: a hypothesis is a text, with `blank` and `other`: the log of the summed probability of all paths that spell it and end
in a blank, or in its last letter. Start: the empty text, blank = 0, other = −∞. For each frame of log-softmax values, take
the tokens with value ≥ `token_floor` or the best one if none; `<s>`, `</s>`, `<unk>` never. From every kept hypothesis h and token t:
    t blank:           same text; blank ⊕= v + (h.blank ⊕ h.other)
    t = last letter:   same text; other ⊕= v + h.other;   and text+t; other ⊕= v + h.blank
    t another letter:  text+t;    other ⊕= v + (h.blank ⊕ h.other)
where ⊕ is log-add. `|` after nothing or after `|` leaves the text as it is: it counts as a blank there (blank ⊕= v + both).
Then keep the `beam` best by (blank ⊕ other) + language score; equal scores keep the text that is first in alphabetic order.
At the end a partial word counts as finished, the best is the answer, with `|` as spaces.
"""

import math
from pathlib import Path

import numpy as np

import model

LN10 = math.log(10)
NEVER = -math.inf


def log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a if b == NEVER else a + math.log1p(math.exp(b - a))


class Lexicon:
    """Words, their log10 probabilities, and the best of every beginning."""

    def __init__(self, words: dict[str, float], unknown_log10: float, unknown_letter_log10: float) -> None:
        self.words, self.unknown, self.unknown_letter = words, unknown_log10, unknown_letter_log10
        self.best: dict[str, float] = {"": 0.0}
        for word, log10 in words.items():
            for end in range(1, len(word) + 1):
                start = word[:end]
                if log10 > self.best.get(start, NEVER):
                    self.best[start] = log10

    @classmethod
    def read(cls, path: Path, unknown_log10: float, unknown_letter_log10: float) -> "Lexicon":
        lines = (line.split("\t") for line in path.read_text().splitlines())
        return cls({word: float(log10) for word, log10 in lines}, unknown_log10, unknown_letter_log10)

    def ahead(self, partial: str) -> float:
        if partial in self.best:
            return self.best[partial]
        known = len(partial)
        while partial[:known] not in self.best:
            known -= 1
        return self.unknown - self.unknown_letter * (len(partial) - known)

    def worth(self, word: str) -> float:
        return self.words[word] if word in self.words else min(self.ahead(word), self.unknown)


class Hypothesis:
    """One text: its path sums, and the language score of its finished words."""

    __slots__ = ("blank", "other", "finished", "partial", "ahead")

    def __init__(self, finished: float, partial: str, ahead: float) -> None:
        self.blank = self.other = NEVER
        self.finished, self.partial, self.ahead = finished, partial, ahead


def search(
    log_probabilities: np.ndarray, lexicon: Lexicon, beam: int, lm_weight: float, word_bonus: float, token_floor: float
) -> str:
    """The best text of one utterance's [frames, vocabulary] natural-log probabilities."""
    scale = lm_weight * LN10
    kept = {"": Hypothesis(0.0, "", 0.0)}
    kept[""].blank = 0.0
    for frame in log_probabilities:
        tokens = [token for token in np.flatnonzero(frame >= token_floor).tolist() if token == model.BLANK or token > 3]
        if not tokens:
            tokens = [int(np.argmax(frame))]
        grown: dict[str, Hypothesis] = {}

        def reach(text: str, like: Hypothesis) -> Hypothesis:
            found = grown.get(text)
            if found is None:
                found = grown[text] = Hypothesis(like.finished, like.partial, like.ahead)
            return found

        def extend(text: str, letter: str, hypothesis: Hypothesis) -> Hypothesis:
            longer = text + letter
            found = grown.get(longer)
            if found is None:
                if letter == "|":
                    finished = hypothesis.finished + scale * lexicon.worth(hypothesis.partial) + word_bonus
                    found = Hypothesis(finished, "", 0.0)
                else:
                    partial = hypothesis.partial + letter
                    found = Hypothesis(hypothesis.finished, partial, scale * lexicon.ahead(partial))
                grown[longer] = found
            return found

        for text, hypothesis in kept.items():
            both = log_add(hypothesis.blank, hypothesis.other)
            for token in tokens:
                value = float(frame[token])
                letter = model.VOCABULARY[token]
                if token == model.BLANK or (letter == "|" and (not text or text[-1] == "|")):
                    same = reach(text, hypothesis)
                    same.blank = log_add(same.blank, value + both)
                elif text and text[-1] == letter:
                    same = reach(text, hypothesis)
                    same.other = log_add(same.other, value + hypothesis.other)
                    if hypothesis.blank > NEVER:
                        longer = extend(text, letter, hypothesis)
                        longer.other = log_add(longer.other, value + hypothesis.blank)
                else:
                    longer = extend(text, letter, hypothesis)
                    longer.other = log_add(longer.other, value + both)
        ranked = sorted(
            grown.items(), key=lambda item: (-(log_add(item[1].blank, item[1].other) + item[1].finished + item[1].ahead), item[0])
        )
        kept = dict(ranked[:beam])

    def final(item: tuple[str, Hypothesis]) -> float:
        hypothesis = item[1]
        last = scale * lexicon.worth(hypothesis.partial) + word_bonus if hypothesis.partial else 0.0
        return log_add(hypothesis.blank, hypothesis.other) + hypothesis.finished + last

    return max(kept.items(), key=final)[0].replace("|", " ").strip()
