"""CTC prefix beam search with a language model of words: prefers what people say, still writes words that nobody listed.

The algorithm, exactly, so that another implementation gives the same text. Logarithms of the language model are to base 10, all
scores of the search are natural.

Language model: an ARPA file of n-grams with back-offs, or a word list (each line `WORD<TAB>log10`), which is the same with single
words and no back-offs. The *state* after some words is the longest run of them at the end, of at most order − 1 words, that is listed
as an n-gram; at the start `<s>` if that is listed, else nothing. After a word that is not listed the state is that of `<unk>`.
    p(w | s)      log10 of the listed n-gram s w; else back-off(s) + p(w | s without its first word).
    drop(s)       the sum of the back-offs of s, of s without its first word, and so on.
    beginning(p)  for a partial word p that no listed word begins with:
                  `unknown_log10` − `unknown_letter_log10` · (letters beyond the longest beginning that is listed).
    ahead(s, p)   0 for the empty p. If listed words begin with p: the greatest value, over s and its shorter ends t, of the back-offs
                  from s down to t plus the greatest log10 of a listed n-gram t w whose w begins with p. Else drop(s) + beginning(p).
    worth(s, w)   p(w | s) of a listed word, else drop(s) + the least of `unknown_log10` and: the greatest log10 of a single word
                  that begins with w if there is one, else beginning(w).
Own words, those that a person's files and contacts bring, are at least as likely as one word in so many, wherever they stand:
ahead(s, p) of their beginnings and worth(s, w) of themselves are never below `own_log10`.

The language score of a text (finished words, each ended by `|`, and a partial word) is
    Σ over finished words (lm_weight · ln 10 · worth + word_bonus) + lm_weight · ln 10 · ahead(partial).

Search: a hypothesis is a text, with `blank` and `other`: the log of the summed probability of all paths that spell it and end
in a blank, or in its last letter. Only paths of one text are ever added up, so the states of a language model never mix. Start: the
empty text, blank = 0, other = −∞. For each frame of log-softmax values, take the tokens with value ≥ `token_floor` or the best one if
none; `<s>`, `</s>`, `<unk>` never. From every kept hypothesis h and token t:
    t blank:           same text; blank ⊕= v + (h.blank ⊕ h.other)
    t = last letter:   same text; other ⊕= v + h.other;   and text+t; other ⊕= v + h.blank
    t another letter:  text+t;    other ⊕= v + (h.blank ⊕ h.other)
where ⊕ is log-add. `|` after nothing or after `|` leaves the text as it is: it counts as a blank there (blank ⊕= v + both).
Then keep the `beam` best by (blank ⊕ other) + language score; equal scores keep the text that is first in alphabetic order.
At the end a partial word counts as finished, the best is the answer, with `|` as spaces. No end of a sentence is scored: where a
recording is parted says nothing of where a sentence ends.
"""

import math
from bisect import bisect_left
from pathlib import Path

import numpy as np

import model

LN10 = math.log(10)
NEVER = -math.inf
OWN_LOG10 = -3.5  # of own words, where a package names no `own_log10`
State = tuple[str, ...]


def log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a if b == NEVER else a + math.log1p(math.exp(b - a))


class LanguageModel:
    """N-grams with their log10 probabilities and back-offs, and the best word of every beginning."""

    def __init__(
        self,
        grams: dict[State, tuple[float, float]],
        unknown_log10: float,
        unknown_letter_log10: float,
        own: list[str] = (),
        own_log10: float = OWN_LOG10,
    ) -> None:
        self.grams, self.unknown, self.unknown_letter = grams, unknown_log10, unknown_letter_log10
        self.longest_state = max(map(len, grams)) - 1
        self.start: State = ("<s>",) if self.longest_state and ("<s>",) in grams else ()
        self.best: dict[str, float] = {"": 0.0}
        followers: dict[State, list[tuple[str, float]]] = {}
        for gram, (log10, _) in grams.items():
            if len(gram) > 1:
                followers.setdefault(gram[:-1], []).append((gram[-1], log10))
                continue
            for end in range(1, len(gram[0]) + 1):
                start = gram[0][:end]
                if log10 > self.best.get(start, NEVER):
                    self.best[start] = log10
        self.followers = {state: sorted(words) for state, words in followers.items()}
        self.own, self.own_log10 = set(own), own_log10
        self.own_beginnings = {word[:end] for word in own for end in range(1, len(word) + 1)}
        self.known_ahead: dict[tuple[State, str], float] = {}

    @classmethod
    def read(cls, path: Path, *unknown: float, **own) -> "LanguageModel":
        """An ARPA file, or a word list if its name ends in `.txt`."""
        grams: dict[State, tuple[float, float]] = {}
        if path.suffix == ".txt":
            lines = (line.split("\t") for line in path.read_text().splitlines())
            return cls({(word,): (float(log10), 0.0) for word, log10 in lines}, *unknown, **own)
        order = 0
        for line in path.read_text().splitlines():
            if line.endswith("-grams:"):
                order = int(line[1:].split("-")[0])
            elif order and (fields := line.split()) and line[0] != "\\":
                grams[tuple(fields[1 : order + 1])] = (float(fields[0]), float(fields[order + 1]) if fields[order + 1 :] else 0.0)
        return cls(grams, *unknown, **own)

    def back_off(self, state: State) -> float:
        return self.grams[state][1] if state in self.grams else 0.0

    def drop(self, state: State) -> float:
        return sum(self.back_off(state[at:]) for at in range(len(state)))

    def log10(self, state: State, word: str) -> float:
        """Of a listed word."""
        dropped = 0.0
        for at in range(len(state)):
            found = self.grams.get((*state[at:], word))
            if found:
                return dropped + found[0]
            dropped += self.back_off(state[at:])
        return dropped + self.grams[(word,)][0]

    def after(self, state: State, word: str) -> State:
        words = (*state, word if (word,) in self.grams else "<unk>")
        words = words[max(len(words) - self.longest_state, 0) :]
        while words and words not in self.grams:
            words = words[1:]
        return words

    def beginning(self, partial: str) -> float:
        known = len(partial)
        while partial[:known] not in self.best:
            known -= 1
        return self.unknown - self.unknown_letter * (len(partial) - known)

    def ahead(self, state: State, partial: str) -> float:
        key = (state, partial)
        found = self.known_ahead.get(key)
        if found is None:
            found = self.known_ahead[key] = self.find_ahead(state, partial)
        return found

    def find_ahead(self, state: State, partial: str) -> float:
        if not partial:
            return 0.0
        own = self.own_log10 if partial in self.own_beginnings else NEVER
        if partial not in self.best:
            return max(self.drop(state) + self.beginning(partial), own)
        best, dropped = NEVER, 0.0
        for at in range(len(state)):
            words = self.followers.get(state[at:], ())
            for place in range(bisect_left(words, (partial,)), len(words)):
                if not words[place][0].startswith(partial):
                    break
                best = max(best, dropped + words[place][1])
            dropped += self.back_off(state[at:])
        return max(best, dropped + self.best[partial], own)

    def worth(self, state: State, word: str) -> float:
        own = self.own_log10 if word in self.own else NEVER
        if (word,) in self.grams:
            return max(self.log10(state, word), own)
        spelled = self.best[word] if word in self.best else self.beginning(word)
        return max(self.drop(state) + min(spelled, self.unknown), own)


class Hypothesis:
    """One text: its path sums, and the language score of its finished words."""

    __slots__ = ("blank", "other", "finished", "partial", "ahead", "state")

    def __init__(self, finished: float, partial: str, ahead: float, state: State) -> None:
        self.blank = self.other = NEVER
        self.finished, self.partial, self.ahead, self.state = finished, partial, ahead, state


def search(
    log_probabilities: np.ndarray, words: LanguageModel, beam: int, lm_weight: float, word_bonus: float, token_floor: float
) -> str:
    """The best text of one utterance's [frames, vocabulary] natural-log probabilities."""
    scale = lm_weight * LN10
    kept = {"": Hypothesis(0.0, "", 0.0, words.start)}
    kept[""].blank = 0.0
    for frame in log_probabilities:
        tokens = [token for token in np.flatnonzero(frame >= token_floor).tolist() if token == model.BLANK or token > 3]
        if not tokens:
            tokens = [int(np.argmax(frame))]
        grown: dict[str, Hypothesis] = {}

        def reach(text: str, like: Hypothesis) -> Hypothesis:
            found = grown.get(text)
            if found is None:
                found = grown[text] = Hypothesis(like.finished, like.partial, like.ahead, like.state)
            return found

        def extend(text: str, letter: str, hypothesis: Hypothesis) -> Hypothesis:
            longer = text + letter
            found = grown.get(longer)
            if found is None:
                if letter == "|":
                    word, state = hypothesis.partial, hypothesis.state
                    finished = hypothesis.finished + scale * words.worth(state, word) + word_bonus
                    found = Hypothesis(finished, "", 0.0, words.after(state, word))
                else:
                    partial = hypothesis.partial + letter
                    ahead = scale * words.ahead(hypothesis.state, partial)
                    found = Hypothesis(hypothesis.finished, partial, ahead, hypothesis.state)
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
        worth = words.worth(hypothesis.state, hypothesis.partial) if hypothesis.partial else 0.0
        last = scale * worth + word_bonus if hypothesis.partial else 0.0
        return log_add(hypothesis.blank, hypothesis.other) + hypothesis.finished + last

    return max(kept.items(), key=final)[0].replace("|", " ").strip()
