"""The tokeniser: a lower-cased byte-level BPE of its own, trained on the captions and names that training uses.

Its highest id is the end of a sentence and the padding at once, which is where CLIP's text tower reads its answer.
"""

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

SIZE = 7000
LONGEST = 48
BOS, EOS = "<|startoftext|>", "<|endoftext|>"


def train(sentences) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=True)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=SIZE - 2, min_frequency=2, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(sentences, trainer)
    tokenizer.add_special_tokens([BOS, EOS])
    bos, eos = tokenizer.token_to_id(BOS), tokenizer.token_to_id(EOS)
    assert eos == tokenizer.get_vocab_size() - 1, "the end of a sentence is the highest id"
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{BOS} $A {EOS}", special_tokens=[(BOS, bos), (EOS, eos)])
    return tokenizer


def wrap(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=BOS, eos_token=EOS, pad_token=EOS, unk_token=EOS, model_max_length=LONGEST)


def load(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    eos = tokenizer.token_to_id(EOS)
    tokenizer.enable_padding(pad_id=eos, pad_token=EOS)
    return tokenizer
