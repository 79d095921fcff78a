"""A new model that begins as the package before it: the image tower as it is, the text tower with new pieces.

A piece begins halfway between the vector that it had before, where it had one, and what a linear map from the teacher's vectors to
those before says of it; a piece that is new begins as the map says.
"""

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import graphs, network

RIDGE = 3.0


def begin(package: Path, tokenizer: Tokenizer, taught: np.ndarray) -> network.Clip:
    """`taught` holds the teacher's vector of each of the tokeniser's pieces but the last two, the marks of beginning and end."""
    before = graphs.restore(package)
    state = before.state_dict()
    vectors = state["text.embeddings.token_embedding.weight"]
    spelt = Tokenizer.from_file(str(package / "tokenizer.json"))
    pieces = [tokenizer.id_to_token(i) for i in range(len(taught))]
    rows = [encoding.ids[1:-1] for encoding in spelt.encode_batch([p.removeprefix("##") for p in pieces])]
    had = [i for i, row in enumerate(rows) if len(row) == 1]
    old = vectors[[rows[i][0] for i in had]]
    taught = torch.from_numpy(taught.astype(np.float32))
    centre, base = taught[had].mean(0), old.mean(0)
    x = taught - centre
    known = x[had]
    mapped = x @ torch.linalg.solve(known.T @ known + RIDGE * torch.eye(x.shape[1]), known.T @ (old - base)) + base
    mapped[had] = (mapped[had] + old) / 2
    print(f"{len(had)} of {len(pieces)} pieces had a vector before", flush=True)
    state["text.embeddings.token_embedding.weight"] = torch.cat([mapped, vectors[-2:]])
    model = network.Clip(network.mobilenet(), len(mapped) + 2)
    model.load_state_dict(state)
    return model
