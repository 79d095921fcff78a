"""Makes the language model that decoding leans on: a pruned 3-gram with back-offs in ARPA format.

    python language_model.py OUT/language_model.arpa [--real DIR] [--bytes 600000] [--tests DIR] [--apart FILE …]

Text: memos drawn from the phrases of memos.txt with a fixed seed, one to four after each other as people talk, and the transcripts of
the training recordings (`--real`, as pack.py packs them). What tests say is kept out: a sentence that is one of theirs, or shares
six words in a row with one (heldout.txt, two_hundred.txt, the shards of `--tests`, the texts of `--apart`). Single words come from the
mixture of lexicon.py, which brings in all of words.txt, so that the vocabulary stays open.

Smoothing is Witten-Bell's, interpolated (Witten and Bell 1991, method C; Chen and Goodman 1998, section 2.6): the share left for what
was not seen after a context is its number of different followers against their count, here times NOVELTY, because phrases drawn from
a grammar repeat far oftener than speech does. Below a 3-gram a phrase counts by how many words it follows instead of how often it
stands there (Kneser and Ney 1995). Then n-grams are pruned by what they change in relative entropy (Stolcke 1998), the least first,
until the file fits. NOVELTY and SHARES were chosen by the perplexity of the first 32 held-out memos.
"""

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

import lexicon
import shards
import text

HERE = Path(__file__).parent
MEMOS = 60_000
REAL_WEIGHT = 4  # a transcript of speech counts as so many draws from the grammar
NOVELTY = {2: 8.0, 3: 40.0}  # by order
SHARES = (0.4, 0.5, 0.1)  # of words.txt, memos and transcripts among single words
END_SHARE = 0.04  # of `</s>` among single words
UNKNOWN_SHARE = 1e-5  # of `<unk>`; decoding has a price of its own for words that are not listed
Gram = tuple[str, ...]


def tested(tests: Path | None, files: list[Path]) -> list[str]:
    """All sentences that tests say, normalised."""
    named = [HERE / "heldout.txt", HERE / "two_hundred.txt", *files]
    said = [sentence for file in named for line in text.lines(file) for sentence in re.split("[.?!]", line)]
    if tests:
        said += [clip["text"] for name in shards.names(tests) for clip in shards.read(tests, name)]
    return [line for line in map(text.normalise, said) if line]


def lines(real: Path | None, single: dict[Gram, float], apart: list[str], rng: random.Random) -> list[tuple[list[str], int]]:
    """What people say in one breath, with how much it counts; none with a word that `single` lacks, none that tests say."""
    sentences, runs = set(apart), text.runs(apart)

    def usable(line: str) -> bool:
        return line not in sentences and runs.isdisjoint(text.runs([line])) and all((word,) in single for word in line.split())

    drawn = (text.normalise(text.fill("memo", rng)) for _ in range(MEMOS))
    memos = [memo.split() for memo in drawn if usable(memo)]
    told, at = [], 0
    while at < len(memos):
        several = rng.choice((1, 1, 2, 3, 4))
        told.append(([word for memo in memos[at : at + several] for word in memo], 1))
        at += several
    return told + [(line.split(), REAL_WEIGHT) for line in lexicon.transcripts(real) if usable(line)]


def counted(told: list[tuple[list[str], int]]) -> tuple[Counter[Gram], Counter[Gram]]:
    """Pairs by how many different words they follow (those at a start by their count), and threes by their count."""
    pairs, threes = Counter(), Counter()
    for words, weight in told:
        words = ["<s>", *words, "</s>"]
        pairs[words[0], words[1]] += weight
        for three in zip(words, words[1:], words[2:]):
            threes[three] += weight
    pairs.update((b, c) for _, b, c in threes)
    return pairs, threes


def smoothed(counts: Counter[Gram], below) -> dict[Gram, float]:
    """Witten-Bell probabilities of all n-grams of one order; `below` gives those of the order below."""
    total, kinds = Counter(), Counter()
    for gram, count in counts.items():
        total[gram[:-1]] += count
        kinds[gram[:-1]] += NOVELTY[len(gram)]
    return {
        gram: (count + kinds[gram[:-1]] * below(gram[1:])) / (total[gram[:-1]] + kinds[gram[:-1]]) for gram, count in counts.items()
    }


class BackOff:
    """Probabilities of listed n-grams, and back-offs that make every context's sum to one."""

    def __init__(self, single: dict[Gram, float]) -> None:
        self.orders: list[dict[Gram, float]] = [single]
        self.back_off: dict[Gram, float] = {}

    def probability(self, gram: Gram) -> float:
        found = self.orders[len(gram) - 1].get(gram) if len(gram) <= len(self.orders) else None
        return found if found is not None else self.back_off.get(gram[:-1], 1.0) * self.probability(gram[1:])

    def add(self, order: dict[Gram, float]) -> None:
        listed, below = self.left(order)
        self.orders.append(order)
        self.back_off |= {context: listed[context] / below[context] for context in listed}

    def left(self, order: dict[Gram, float]) -> tuple[dict[Gram, float], dict[Gram, float]]:
        """What the listed n-grams of each context leave over, in this order and in the one below."""
        listed, below = defaultdict(lambda: 1.0), defaultdict(lambda: 1.0)
        for gram, probability in order.items():
            listed[gram[:-1]] -= probability
            below[gram[:-1]] -= self.probability(gram[1:])
        return listed, below

    def losses(self, order: dict[Gram, float], context_share) -> dict[Gram, float]:
        """Relative entropy that leaving out each n-gram alone would cost (Stolcke 1998, equation 5)."""
        listed, below = self.left(order)
        losses = {}
        for gram, probability in order.items():
            context, lower = gram[:-1], self.probability(gram[1:])
            left, left_below = listed[context], below[context]
            before, after = math.log(left / left_below), math.log((left + probability) / (left_below + lower))
            change = probability * (math.log(lower) + after - math.log(probability)) + left * (after - before)
            losses[gram] = -context_share(context) * change
        return losses


def single_words(real: Path | None) -> dict[Gram, float]:
    mixed = lexicon.mixture(real, SHARES)
    scale = (1 - END_SHARE - UNKNOWN_SHARE) / sum(mixed.values())
    return {("</s>",): END_SHARE, ("<unk>",): UNKNOWN_SHARE} | {(word,): share * scale for word, share in mixed.items()}


def built(single: dict[Gram, float], pairs: dict[Gram, float], threes: dict[Gram, float]) -> BackOff:
    grams = BackOff(single)
    grams.add(pairs)
    grams.add(threes)
    return grams


def arpa(grams: BackOff) -> str:
    """The file; two places after the point are finer than the counts are."""
    parts = ["\\data\\"]
    singles = {("<s>",): 1e-99} | grams.orders[0]
    orders = [singles, *grams.orders[1:]]
    parts += [f"ngram {number}={len(order)}" for number, order in enumerate(orders, 1)]
    for number, order in enumerate(orders, 1):
        parts.append(f"\n\\{number}-grams:")
        for gram, probability in sorted(order.items()):
            entry = f"{math.log10(probability):.2f}\t{' '.join(gram)}"
            back_off = grams.back_off.get(gram)
            parts.append(entry if back_off is None else f"{entry}\t{math.log10(back_off):.2f}")
    return "\n".join([*parts, "", "\\end\\", ""])


class Pruning:
    """The n-grams in the order in which they are worth their place."""

    def __init__(self, single: dict[Gram, float], told: list[tuple[list[str], int]]) -> None:
        counts, three_counts = counted(told)
        self.single = single
        self.pairs = smoothed(counts, single.__getitem__)
        lower = BackOff(single)
        lower.add(self.pairs)
        self.threes = smoothed({gram: count for gram, count in three_counts.items() if count > 1}, lower.probability)
        seen, total = Counter(), sum(three_counts.values())
        for gram, count in three_counts.items():
            seen[gram[:2]] += count
            seen[gram[:1]] += count
        share = lambda context: seen[context] / total  # noqa: E731
        self.losses = BackOff(single).losses(self.pairs, share) | lower.losses(self.threes, share)
        self.ranked = sorted(self.losses.values(), reverse=True)

    def best(self, count: int) -> BackOff:
        """About `count` pairs and threes: a three needs its context listed."""
        least = self.ranked[min(count, len(self.ranked) - 1)]
        threes = {gram: probability for gram, probability in self.threes.items() if self.losses[gram] > least}
        needed = {gram[:2] for gram in threes}
        pairs = {gram: probability for gram, probability in self.pairs.items() if gram in needed or self.losses[gram] > least}
        return built(self.single, pairs, threes)

    def fitting(self, most_bytes: int) -> str:
        """The file with as many n-grams as `most_bytes` hold, or nearly."""
        count, alone = len(self.ranked), len(arpa(self.best(0)).encode())
        if alone > most_bytes:
            raise SystemExit(f"the single words alone have {alone} bytes")
        while (size := len((file := arpa(self.best(count))).encode())) > most_bytes:
            count = int(count * 0.995 * (most_bytes - alone) / (size - alone))
        return file


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    options.add_argument("--real", type=Path, help="training shards of pack.py, for their transcripts")
    options.add_argument("--tests", type=Path, help="test shards of pack.py and heldout.py")
    options.add_argument("--apart", type=Path, nargs="*", default=[], help="more texts that tests say")
    options.add_argument("--bytes", type=int, default=600_000, help="the largest that the file may be")
    chosen = options.parse_args()
    single = single_words(chosen.real)
    apart = tested(chosen.tests, chosen.apart)
    told = lines(chosen.real, single, apart, random.Random(5))
    file = Pruning(single, told).fitting(chosen.bytes)
    chosen.out.write_text(file)
    heads = [line for line in file.splitlines()[:5] if line.startswith("ngram")]
    print(f"{len(told)} lines, {sum(len(words) for words, _ in told)} words; {', '.join(heads)}; {len(file.encode())} bytes; apart from {len(apart)} sentences")


if __name__ == "__main__":
    main()
