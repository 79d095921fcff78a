"""The tokeniser: the WordPiece of the text tower's teacher, cut down to the pieces that training uses and the commonest others.

A piece that training never shows still lies near its like, because every piece starts from what the teacher makes of it.
The highest id is the end of a sentence and the padding at once, which is where CLIP's text tower reads its answer.
"""

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

SIZE = 12_000
LONGEST = 48
UNKNOWN, BOS, EOS = "[UNK]", "<|startoftext|>", "<|endoftext|>"


def choose(teacher: Tokenizer, sentences) -> list[str]:
    """Letters and digits, so that anything can be spelt; what `sentences` need; then whole words as the teacher ranks them."""
    ranked = [piece for piece, _ in sorted(teacher.get_vocab().items(), key=lambda item: item[1])]
    single = [p for p in ranked if len(p.removeprefix("##")) == 1 and p.isascii()]
    used = {piece for encoding in teacher.encode_batch(sentences, add_special_tokens=False) for piece in encoding.tokens}
    chosen = dict.fromkeys([UNKNOWN, *single, *sorted(used)])
    common = (p for p in ranked if p.isascii() and p.isalpha() and len(p) > 1)
    while len(chosen) < SIZE - 2:
        chosen.setdefault(next(common))
    return list(chosen)


def build(pieces: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens([BOS, EOS])
    bos, eos = tokenizer.token_to_id(BOS), tokenizer.token_to_id(EOS)
    assert eos == tokenizer.get_vocab_size() - 1, "the end of a sentence is the highest id"
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{BOS} $A {EOS}", special_tokens=[(BOS, bos), (EOS, eos)])
    return tokenizer


def wrap(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=BOS, eos_token=EOS, pad_token=EOS, unk_token=UNKNOWN, model_max_length=LONGEST)


def load(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    eos = tokenizer.token_to_id(EOS)
    tokenizer.enable_padding(pad_id=eos, pad_token=EOS)
    return tokenizer
