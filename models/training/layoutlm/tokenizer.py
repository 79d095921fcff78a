"""Trains the model's own WordPiece: lower-cased, accents stripped, every digit a token.

    python -m layoutlm.tokenizer SCRATCH [PAGES]      writes SCRATCH/tokenizer.json and tokenizer_config.json
"""

import json
import random
import sys
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from papers import layouts
from papers.noise import Noise

from . import real

SIZE = 8192
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def corpus(pages: int, scratch: Path):
    """Words of generated pages, clean and noised, and of the real training papers."""
    rng, noise = random.Random("tokenizer"), Noise()
    for seed in range(pages):
        page = layouts.training_page(seed)
        yield " ".join(w.text for w in (noise.apply(page, rng) if seed % 4 == 0 else page).words)
    for truths in (real.sroie(scratch)[0], real.einvoices()[0]):
        for truth in truths:
            for page in truth.pages:
                yield " ".join(w.text for w in page.words)


def train(scratch: Path, pages: int) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits(individual_digits=True)])
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    trainer = trainers.WordPieceTrainer(vocab_size=SIZE, special_tokens=SPECIALS, limit_alphabet=160, min_frequency=2, continuing_subword_prefix="##")
    tokenizer.train_from_iterator(corpus(pages, scratch), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[(t, tokenizer.token_to_id(t)) for t in ("[CLS]", "[SEP]")])
    return tokenizer


def main(scratch: Path, pages: int) -> None:
    tokenizer = train(scratch, pages)
    tokenizer.save(str(scratch / "tokenizer.json"))
    config = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "strip_accents": True, "model_max_length": 512, "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]",
              "sep_token": "[SEP]", "mask_token": "[MASK]", "sep_token_box": [1000] * 4, "cls_token_box": [0] * 4, "pad_token_box": [0] * 4}
    (scratch / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    print(tokenizer.get_vocab_size(), tokenizer.encode("Invoice No. INV-2026/0413 Müller & Söhne GmbH 1.471,60 €").tokens)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4000)
