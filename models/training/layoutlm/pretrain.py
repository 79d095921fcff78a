"""The first stage: masked visual-language pre-training (LayoutLM's MVLM) on generated pages, for a given time.

    python -m layoutlm.pretrain SCRATCH --minutes 20 [--layers 4] [--seed 1]

15 % of the tokens are chosen; of those 80 % become [MASK], 10 % a random token, 10 % stay; all keep their boxes, and the model
says what they were. The decoder is the table of word embeddings itself and is thrown away. Writes SCRATCH/pretrained.pt.
"""

import time

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

import processor

from .learning import SAVE_EVERY_S, Average, Optimisers, arguments, in_advance, save
from .model import LayoutLMForFields, configuration, orient_heads, smooth_positions
from .stream import Stream

CHOSEN, MASKED, RANDOM = 0.15, 0.8, 0.1


class Guesser(nn.Module):
    """The encoder with a head that is thrown away afterwards."""

    def __init__(self, model: LayoutLMForFields):
        super().__init__()
        width = model.config.hidden_size
        self.model, self.head = model, nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(model.config.vocab_size))

    def forward(self, batch, chosen):
        """Scores over the vocabulary for each chosen token."""
        states = self.model.layoutlm(**{name: batch[name] for name in ("input_ids", "bbox", "attention_mask", "token_type_ids")}).last_hidden_state
        return self.head(states[chosen]) @ self.model.layoutlm.embeddings.word_embeddings.weight.T + self.bias


def mask(ids: torch.Tensor, tokenizer: Tokenizer, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """The ids as the model sees them, and which of them it is asked for. [PAD], [CLS] and [SEP] are never chosen."""
    words = ids > tokenizer.token_to_id("[MASK]")  # the special tokens come first
    draw = lambda: torch.rand(ids.shape, generator=generator)
    chosen, fate = words & (draw() < CHOSEN), draw()
    seen = ids.masked_fill(chosen & (fate < MASKED), tokenizer.token_to_id("[MASK]"))
    random = torch.randint(tokenizer.token_to_id("[MASK]") + 1, tokenizer.get_vocab_size(), ids.shape, generator=generator)
    return torch.where(chosen & (fate >= MASKED) & (fate < MASKED + RANDOM), random, seen), chosen


def main() -> None:
    options = arguments(__doc__, rate=1.5e-3).parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.scratch / "tokenizer.json"))
    model = LayoutLMForFields(configuration(tokenizer.get_vocab_size(), options.layers))
    orient_heads(model, smooth_positions(model))
    guesser = Guesser(model)
    optimisers, average = Optimisers(guesser, options.rate), Average(model)
    stream = Stream(tokenizer, None, options.seed + 1)
    began, saved, step, right, count, loss_sum = time.monotonic(), 0.0, 0, 0, 0, 0.0
    for batch, pages in in_advance(stream.batches):
        used_s = time.monotonic() - began
        truth = batch["input_ids"]
        batch["input_ids"], chosen = mask(truth, tokenizer, generator)
        with processor.autocast():
            scores = guesser(batch, chosen)
        loss = F.cross_entropy(scores.float(), truth[chosen])
        loss.backward()
        optimisers.step(step, used_s / (options.minutes * 60))
        average.follow(step)
        step += 1
        right, count, loss_sum = right + int((scores.argmax(-1) == truth[chosen]).sum()), count + int(chosen.sum()), loss_sum + loss.item()
        if step % 20 == 0:
            print(f"step {step} pages {pages} minutes {used_s / 60:.1f} cpu minutes {time.process_time() / 60:.1f} loss {loss_sum / 20:.3f} right {right / count:.3f}", flush=True)
            right, count, loss_sum = 0, 0, 0.0
        finished = used_s >= options.minutes * 60
        if finished or used_s - saved > SAVE_EVERY_S:
            saved = used_s
            save({"average": average.kept, "step": step, "pages": pages, "used_s": used_s, "cpu_s": time.process_time(), "layers": options.layers, "seed": options.seed}, options.scratch / "pretrained.pt")
        if finished:
            return


if __name__ == "__main__":
    main()
