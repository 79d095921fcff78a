"""Character and word error rates on the held-out sets, and how often words of a memo find it.

    python evaluate.py --tests DIR (--checkpoint FILE | --package DIR) [--limit N] [--sets NAME …] [--greedy]

`--tests` is the folder that pack.py and heldout.py fill. A package is measured through ONNX Runtime with the decoder that its
rummage.json names; a checkpoint greedily. Search: each memo's two and three rarest words against all the memos' transcripts,
a word counting when it is within the edits that Rummage's fuzzy search allows; found means among the first five.
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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tests", type=Path, required=True)
    source = options.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint", type=Path)
    source.add_argument("--package", type=Path)
    options.add_argument("--sets", nargs="*")
    options.add_argument("--limit", type=int, help="utterances of each set")
    options.add_argument("--show", type=int, default=0, help="print so many transcripts of each set")
    chosen = options.parse_args()
    heard_by = Package(chosen.package) if chosen.package else Checkpoint(chosen.checkpoint)
    decoders = {"greedy": greedy}
    if chosen.package:
        told = json.loads((chosen.package / "rummage.json").read_text()).get("decoder")
        if told:
            lexicon = decode.Lexicon.read(chosen.package / told["lexicon"], told["unknown_log10"], told["unknown_letter_log10"])
            settings = {name: told[name] for name in ("beam", "lm_weight", "word_bonus", "token_floor")}
            decoders["lexicon"] = lambda logits: decode.search(log_softmax(logits), lexicon, **settings)
    for name in chosen.sets or shards.names(chosen.tests):
        utterances = shards.read(chosen.tests, name)[: chosen.limit]
        logits = [heard_by.logits(utterance["samples"]) for utterance in utterances]
        truths = [utterance["text"] for utterance in utterances]
        for kind, decoder in decoders.items():
            heard = [decoder(values) for values in logits]
            letters, words = sum(map(len, truths)), sum(len(truth.split()) for truth in truths)
            line = {"set": name, "decoder": kind, "utterances": len(truths)}
            line["cer"] = round(sum(map(edits, truths, heard)) / letters, 4)
            line["wer"] = round(sum(edits(a.split(), b.split()) for a, b in zip(truths, heard)) / words, 4)
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
