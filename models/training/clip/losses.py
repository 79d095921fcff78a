"""What is asked of the embeddings.

`contrast` ranks (InfoNCE with several right answers); `absolute` asks each pair alone, yes or no, which is what makes
one cut-off mean the same for every query. Pairs whose truth is open take part in neither.
"""

import torch
from torch.nn import functional as F

from .batches import NO, OPEN, YES


def contrast(logits: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """Mean over the rows that have a right answer of -log of the share that the right answers get."""
    kept = logits.masked_fill(table == OPEN, -1e4)
    right = (table == YES).any(1)
    share = torch.logsumexp(kept.masked_fill(table == NO, -1e4), 1) - torch.logsumexp(kept, 1)
    return -share[right].mean()


def absolute(logits: torch.Tensor, table: torch.Tensor, extra_no: torch.Tensor) -> torch.Tensor:
    """SigLIP's loss per picture; `extra_no` marks the near misses, which count more than the many far ones."""
    sign = table.to(logits.dtype) * 2 - 1
    weight = (table != OPEN).to(logits.dtype) * (1 + 3 * extra_no)
    return -(F.logsigmoid(sign * logits) * weight).sum() / logits.shape[0]
