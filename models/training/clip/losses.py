"""What is asked of the embeddings.

`contrast` ranks (InfoNCE with several right answers); `absolute` asks each pair alone, yes or no, which is what makes
one cut-off mean the same for every query. Pairs whose truth is open take part in neither. `taught` asks a sentence for what the
teacher makes of it, `agree` a photo for the shares that the classifier gives to some classes, `alike` a photo to be as near to the
captions of others as the teacher holds its own captions to be.
"""

import torch
from torch.nn import functional as F

from .batches import NO, OPEN, YES

LIKENESS_TEMPERATURE = 0.1


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


def taught(said: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    return 1 - F.cosine_similarity(said, teacher, dim=1).mean()


def agree(logits: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    return F.kl_div(logits.log_softmax(1), shares, reduction="batchmean")


def alike(logits: torch.Tensor, likeness: torch.Tensor) -> torch.Tensor:
    """Both ways, against the shares that the teacher's cosines [photos, captions] would give."""
    wanted = likeness / LIKENESS_TEMPERATURE
    return sum(F.cross_entropy(way, shares.softmax(1)) for way, shares in ((logits, wanted), (logits.T, wanted.T))) / 2
