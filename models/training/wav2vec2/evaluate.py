"""Character and word error rates on the held-out sets, and how often words of a memo find it.

    python evaluate.py --tests DIR (--checkpoint FILE | --package DIR) [--limit N] [--sets NAME …] [--words FILE] [--own WORD …]
    python evaluate.py --tests DIR --package DIR --tune [--words FILE] [--keep]

`--tests` is the folder that pack.py and heldout.py fill. A package is measured through ONNX Runtime, greedily and with the language
model and the word list that its rummage.json names (`--words`: another one, .arpa or .txt); a checkpoint greedily. `--tune` looks for the
weight and the bonus with the fewest errors on the first half of the held-out memos, every voice in it, and measures on the other;
`--keep` writes them, and the file of `--words` if it lies in the package, into rummage.json.

Search: each memo's two and three rarest words against all the memos' transcripts, a word counting when it is within the edits that
Rummage's fuzzy search allows; found means among the first five.
"""

import argparse
import json
from pathlib import Path

import numpy as np

import decode
import model
import shards
import text


def edits(a: list[str] | str, b: list[str] | str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (x != y))
    return row[-1]


def closeness(query: str, heard: list[str]) -> float:
    """1 for the word itself, less for a near one, 0 when none is near."""
    allowed = 0 if len(query) < 4 else 1 if len(query) < 6 else 2
    best = min((edits(query, word) for word in heard if abs(len(word) - len(query)) <= allowed), default=99)
    return 1 - best / len(query) if best <= allowed else 0.0


def rarest(memo: str, words: int) -> list[str]:
    """The words of a memo that are rarest in words.txt, short ones last."""
    rank = {word.upper(): at for at, word in enumerate(text.common_words())}
    return sorted(set(memo.split()), key=lambda word: (-rank.get(word, len(rank)) if len(word) > 3 else 1, word))[:words]


def found_share(truths: list[str], heard: list[str], words: int) -> float:
    """Share of memos that their own `words` rarest words bring among the first five."""
    texts, found = [line.split() for line in heard], 0
    for at, truth in enumerate(truths):
        query = rarest(truth, words)
        scores = [sum(closeness(word, line) for word in query) for line in texts]
        better = sum(score >= scores[at] for index, score in enumerate(scores) if index != at)
        found += scores[at] > 0 and better < 5
    return found / len(truths)


def normalised(samples: np.ndarray) -> np.ndarray:
    samples = samples.astype(np.float32)
    return (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)


class Checkpoint:
    """The network as training left it, greedy."""

    def __init__(self, path: Path) -> None:
        import torch

        self.torch = torch
        torch.set_num_threads(1)
        learned = torch.load(path)["learner"]
        self.network = model.network().eval()
        start = "network."
        self.network.load_state_dict({name[len(start) :]: value for name, value in learned.items() if name.startswith(start)})

    def logits(self, samples: np.ndarray) -> np.ndarray:
        with self.torch.no_grad():
            return self.network(self.torch.from_numpy(normalised(samples))[None]).logits[0].numpy()


class Package:
    """A package folder through ONNX Runtime."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(folder / "onnx/model.onnx", settings, providers=["CPUExecutionProvider"])

    def logits(self, samples: np.ndarray) -> np.ndarray:
        return self.session.run(["logits"], {"input_values": normalised(samples)[None]})[0][0]


def log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def greedy(logits: np.ndarray) -> str:
    best = logits.argmax(-1)
    kept = best[np.flatnonzero(np.diff(best, prepend=-1))]
    return " ".join("".join(model.VOCABULARY[token] for token in kept if token > 3).replace("|", " ").split())


def rates(truths: list[str], heard: list[str]) -> dict[str, float]:
    letters, words = sum(map(len, truths)), sum(len(truth.split()) for truth in truths)
    wrong = sum(edits(a.split(), b.split()) for a, b in zip(truths, heard))
    return {"cer": round(sum(map(edits, truths, heard)) / letters, 4), "wer": round(wrong / words, 4)}


def language(file: Path, told: dict, own: list[str]) -> decode.LanguageModel:
    """The language model or word list of `file` with what a package's decoder says of words that it does not list."""
    own = [word for name in own for word in text.normalise(name).split() if len(word) > 2]
    unknown = (told["unknown_log10"], told["unknown_letter_log10"])
    return decode.LanguageModel.read(file, *unknown, own=own, own_log10=told.get("own_log10", decode.OWN_LOG10))


def searching(words: decode.LanguageModel, told: dict):
    settings = {name: told[name] for name in ("beam", "lm_weight", "word_bonus", "token_floor")}
    return lambda logits: decode.search(log_softmax(logits), words, **settings)


def tuned(words: decode.LanguageModel, told: dict, logits: list[np.ndarray], truths: list[str]) -> dict:
    """`told` with the weight and the bonus of the fewest errors, found by steps from those it has."""
    known: dict[tuple[float, float], float] = {}

    def errors(weight: float, bonus: float) -> float:
        if (weight, bonus) not in known:
            read = searching(words, told | {"lm_weight": weight, "word_bonus": bonus})
            found = rates(truths, [read(values) for values in logits])
            known[weight, bonus] = found["wer"] + found["cer"]
            print(json.dumps({"lm_weight": weight, "word_bonus": bonus} | found), flush=True)
        return known[weight, bonus]

    at = (told["lm_weight"], told["word_bonus"])
    for step in (1.0, 0.5):
        while True:
            steps = [(0.2 * step, 0.0), (-0.2 * step, 0.0), (0.0, step), (0.0, -step)]
            near = [(round(at[0] + weight, 2), round(at[1] + bonus, 2)) for weight, bonus in steps]
            best = min((place for place in [at, *near] if place[0] > 0), key=lambda place: errors(*place))
            if best == at:
                break
            at = best
    return told | {"lm_weight": at[0], "word_bonus": at[1]}


def tune(package: Path, tests: Path, file: Path, keep: bool) -> None:
    """Settings from the first half of the held-out memos, figures from the other."""
    notes = json.loads((package / "rummage.json").read_text())
    words, heard_by = language(file, notes["decoder"], []), Package(package)
    utterances = shards.read(tests, "heldout-memos")
    logits = [heard_by.logits(utterance["samples"]) for utterance in utterances]
    truths, half = [utterance["text"] for utterance in utterances], len(utterances) // 2
    told = tuned(words, notes["decoder"], logits[:half], truths[:half])
    read = searching(words, told)
    print(json.dumps({"other half": rates(truths[half:], [read(values) for values in logits[half:]])}))
    if file.parent == package and file.suffix == ".arpa":
        told = {"language_model": file.name} | {name: value for name, value in told.items() if name != "lexicon"}
    print(json.dumps(told))
    if keep:
        (package / "rummage.json").write_text(json.dumps(notes | {"decoder": told}, indent=2, ensure_ascii=False) + "\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tests", type=Path, required=True)
    source = options.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint", type=Path)
    source.add_argument("--package", type=Path)
    options.add_argument("--sets", nargs="*")
    options.add_argument("--limit", type=int, help="utterances of each set")
    options.add_argument("--show", type=int, default=0, help="print so many transcripts of each set")
    options.add_argument("--words", type=Path, help="a language model or word list instead of the package's")
    options.add_argument("--own", nargs="*", default=[], help="a person's own words")
    options.add_argument("--tune", action="store_true")
    options.add_argument("--keep", action="store_true")
    chosen = options.parse_args()
    told = json.loads((chosen.package / "rummage.json").read_text()).get("decoder") if chosen.package else None
    files = {name: chosen.package / told[name] for name in ("lexicon", "language_model") if name in told} if told else {}
    if chosen.words:
        files = {chosen.words.name: chosen.words}
    if chosen.tune:
        file = chosen.words or files.get("language_model", files.get("lexicon"))
        return tune(chosen.package, chosen.tests, file, chosen.keep)
    heard_by = Package(chosen.package) if chosen.package else Checkpoint(chosen.checkpoint)
    decoders = {"greedy": greedy}
    for name, file in files.items():
        decoders[name] = searching(language(file, told, chosen.own), told)
    for name in chosen.sets or shards.names(chosen.tests):
        utterances = shards.read(chosen.tests, name)[: chosen.limit]
        logits = [heard_by.logits(utterance["samples"]) for utterance in utterances]
        truths = [utterance["text"] for utterance in utterances]
        for kind, decoder in decoders.items():
            heard = [decoder(values) for values in logits]
            line = {"set": name, "decoder": kind, "utterances": len(truths)} | rates(truths, heard)
            if "heldout" in name:
                line |= {f"found_by_{count}_words": round(found_share(truths, heard, count), 3) for count in (2, 3)}
                for voice in sorted({utterance["voice"] for utterance in utterances}):
                    own = [at for at, utterance in enumerate(utterances) if utterance["voice"] == voice]
                    wrong = sum(edits(truths[at], heard[at]) for at in own)
                    line[f"cer {voice}"] = round(wrong / sum(len(truths[at]) for at in own), 3)
            print(json.dumps(line))
            for at in range(min(chosen.show, len(truths))):
                print(f"  {truths[at]}\n  {heard[at]}")


if __name__ == "__main__":
    main()
