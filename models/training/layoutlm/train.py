"""The second stage: trains the starter LayoutLM on fields and kinds for a given time, with checkpoints from which it goes on.

    RUMMAGE_DATA=DIR python -m layoutlm.train SCRATCH --minutes 52 [--start ../starter/layoutlm] [--layers 4] [--seed 1]

From SCRATCH/pretrained.pt (layoutlm.pretrain) where it lies there, else from nothing, or with --start on from the weights of a
package, whose tokenizer.json must then be SCRATCH's. Reads SCRATCH/tokenizer.json (layoutlm.tokenizer) and
SCRATCH/sroie_words.jsonl (papers.ocr); writes SCRATCH/checkpoint.pt. The rate falls with the time used, so the same minutes on a
busier machine give fewer steps but a finished schedule.
"""

import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

import processor

from .labels import IGNORED, ITEM_PARTS, LABELS
from .learning import SAVE_EVERY_S, Average, Optimisers, arguments, in_advance, save
from .model import LayoutLMForFields, configuration, orient_heads, restore, smooth_positions
from .stream import Stream

O_WEIGHT, ITEM_WEIGHT, KIND_WEIGHT = 0.5, 0.4, 0.3  # items have many words, fields few
WEIGHTS = torch.tensor([O_WEIGHT if label == "O" else ITEM_WEIGHT if label[2:] in ITEM_PARTS else 1.0 for label in LABELS])


def loss_of(model, batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Token loss and kind loss. Where a page does not know a field, a word outside all fields may also be that field."""
    logits, kind_logits = model(batch["input_ids"], batch["bbox"], batch["attention_mask"], batch["token_type_ids"])
    used = batch["labels"] != IGNORED
    labels, scores = batch["labels"][used], F.log_softmax(logits[used].float(), -1)
    allowed = F.one_hot(labels, scores.shape[-1]).bool() | ((labels == 0)[:, None] & batch["unknown"][:, None, :].expand(*used.shape, -1)[used])
    losses = -torch.logsumexp(scores.masked_fill(~allowed, -1e9), -1)
    weights = WEIGHTS[labels]
    return (losses * weights).sum() / weights.sum().clamp(min=1), F.cross_entropy(kind_logits.float(), batch["kind"])


def begin(options, tokenizer: Tokenizer) -> LayoutLMForFields:
    """The model of a package, of the first stage, or a new one."""
    if options.start:
        return restore(options.start)
    model = LayoutLMForFields(configuration(tokenizer.get_vocab_size(), options.layers))
    orient_heads(model, smooth_positions(model))
    pretrained = options.scratch / "pretrained.pt"
    if pretrained.exists():
        model.load_state_dict(torch.load(pretrained)["average"])
    return model


def main() -> None:
    parser = arguments(__doc__, rate=1e-3)
    parser.add_argument("--start", type=Path)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(options.scratch / "tokenizer.json"))
    model = begin(options, tokenizer)
    model.set_attn_implementation("eager")  # its backward pass takes 0.6 of the fused one's time on a processor
    optimisers, average = Optimisers(model, options.rate), Average(model)
    step = pages = 0
    spent_s = 0.0
    checkpoint = options.scratch / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        optimisers.restore(saved["optimisers"])
        average.kept, step, pages, spent_s = saved["average"], saved["step"], saved["pages"], saved["used_s"]
    stream, first_page = Stream(tokenizer, options.scratch, options.seed), pages
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, from step {step}; {len(stream.sroie)} SROIE pages, {len(stream.einvoices)} e-invoice pages", flush=True)
    total_s, began, saved_at = options.minutes * 60, time.monotonic() - spent_s, spent_s
    count, sums = 0, torch.zeros(2)
    for batch, pages in in_advance(lambda: stream.batches(first_page)):
        used_s = time.monotonic() - began
        with processor.autocast():
            token_loss, kind_loss = loss_of(model, batch)
        (token_loss + KIND_WEIGHT * kind_loss).backward()
        optimisers.step(step, used_s / total_s)
        average.follow(step)
        step, count = step + 1, count + 1
        sums += torch.tensor([token_loss.item(), kind_loss.item()])
        if step % 50 == 0:
            print(f"step {step} pages {pages} minutes {used_s / 60:.1f} cpu minutes {time.process_time() / 60:.1f} token loss {sums[0] / count:.4f} kind loss {sums[1] / count:.4f}", flush=True)
            count, sums = 0, torch.zeros(2)
        finished = used_s >= total_s
        if finished or used_s - saved_at > SAVE_EVERY_S:
            saved_at = used_s
            state = {"model": model.state_dict(), "optimisers": optimisers.state(), "average": average.kept, "step": step, "pages": pages, "used_s": used_s, "cpu_s": time.process_time(), "layers": options.layers, "seed": options.seed}
            save(state, checkpoint)
        if finished:
            return


if __name__ == "__main__":
    main()
