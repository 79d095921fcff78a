//! CTC prefix beam search with a language model of words: prefers what people say, still writes words that nobody listed.
//!
//! Only paths of one text are ever added up, and a text has one state of the language model, so that merging
//! never mixes two (shallow fusion at the ends of words; inside a word the best that may come of it counts).
//!
//! The same search, score by score, as models/training/wav2vec2/decode.py, which states it as a
//! specification; a golden compares the two.

use std::collections::HashMap;

use ndarray::ArrayView2;

use super::ctc::best;
use super::language::LanguageModel;
use super::ngrams::State;
use super::vocabulary::{Token, Vocabulary};

/// A language model and how much it counts.
pub(super) struct BeamSearch {
    pub(super) words: LanguageModel,
    /// Texts that are followed at once.
    pub(super) beam: usize,
    /// Weight of the language model against what is heard.
    pub(super) lm_weight: f64,
    /// Added for every word, in natural logs.
    pub(super) word_bonus: f64,
    /// Tokens below this natural log are not tried.
    pub(super) token_floor: f32,
}

/// A text with the logs of the summed probabilities of all paths that spell it.
struct Hypothesis {
    tokens: Vec<usize>,
    text: String,
    /// Of paths that end in a blank.
    blank: f64,
    /// Of paths that end in the last letter.
    other: f64,
    /// What the finished words are worth.
    finished: f64,
    /// Where the unfinished word begins in `text`.
    partial: usize,
    /// What the unfinished word may be worth.
    ahead: f64,
    /// What the language model remembers of the finished words.
    state: State,
}

impl Hypothesis {
    fn heard(&self) -> f64 {
        log_add(self.blank, self.other)
    }
}

/// The hypotheses of a frame, each text once.
#[derive(Default)]
struct Grown {
    all: Vec<Hypothesis>,
    by_text: HashMap<String, usize>,
}

impl BeamSearch {
    /// The tokens of the best text of `frames`, natural logs of shares.
    pub(super) fn decode(
        &self,
        frames: ArrayView2<'_, f32>,
        vocabulary: &Vocabulary,
    ) -> Vec<usize> {
        let mut kept = vec![Hypothesis {
            tokens: Vec::new(),
            text: String::new(),
            blank: 0.0,
            other: f64::NEG_INFINITY,
            finished: 0.0,
            partial: 0,
            ahead: 0.0,
            state: self.words.start(),
        }];
        for frame in frames.rows() {
            let writes =
                |token: usize| token == vocabulary.blank || vocabulary.letter(token).is_some();
            let mut tokens: Vec<usize> = (0..frame.len())
                .filter(|token| frame[*token] >= self.token_floor && writes(*token))
                .collect();
            if tokens.is_empty() {
                tokens.push(best(frame));
            }
            let mut grown = Grown::default();
            for hypothesis in &kept {
                for token in &tokens {
                    let value = f64::from(frame[*token]);
                    self.grow(&mut grown, hypothesis, *token, value, vocabulary);
                }
            }
            kept = self.best_of(grown.all);
        }
        let scale = self.scale();
        let mut answer: Option<(f64, Vec<usize>)> = None;
        for hypothesis in kept {
            let word = &hypothesis.text[hypothesis.partial..];
            let last = if word.is_empty() {
                0.0
            } else {
                scale * self.words.worth(hypothesis.state, word) + self.word_bonus
            };
            let score = hypothesis.heard() + hypothesis.finished + last;
            if answer.as_ref().is_none_or(|(best, _)| score > *best) {
                answer = Some((score, hypothesis.tokens));
            }
        }
        answer.map(|(_, tokens)| tokens).unwrap_or_default()
    }

    /// Extends `from` by `token`, which has the log share `value` in this frame.
    fn grow(
        &self,
        grown: &mut Grown,
        from: &Hypothesis,
        token: usize,
        value: f64,
        vocabulary: &Vocabulary,
    ) {
        let is_delimiter = vocabulary.tokens[token] == Token::Delimiter;
        let no_word_to_end = is_delimiter && (from.text.is_empty() || from.text.ends_with('|'));
        if vocabulary.letter(token).is_none() || no_word_to_end {
            let same = grown.same(from);
            same.blank = log_add(same.blank, value + from.heard());
        } else if from.tokens.last() == Some(&token) {
            let same = grown.same(from);
            same.other = log_add(same.other, value + from.other);
            if from.blank > f64::NEG_INFINITY {
                let longer = self.longer(grown, from, token, vocabulary);
                longer.other = log_add(longer.other, value + from.blank);
            }
        } else {
            let longer = self.longer(grown, from, token, vocabulary);
            longer.other = log_add(longer.other, value + from.heard());
        }
    }

    /// The hypothesis of `from`'s text and `token`.
    fn longer<'a>(
        &self,
        grown: &'a mut Grown,
        from: &Hypothesis,
        token: usize,
        vocabulary: &Vocabulary,
    ) -> &'a mut Hypothesis {
        let mut text = from.text.clone();
        text.push_str(vocabulary.letter(token).unwrap_or_default());
        grown.entry(text, |text| {
            let scale = self.scale();
            let mut tokens = from.tokens.clone();
            tokens.push(token);
            let (finished, partial, ahead, state) = if vocabulary.tokens[token] == Token::Delimiter
            {
                let word = &from.text[from.partial..];
                let worth = scale * self.words.worth(from.state, word) + self.word_bonus;
                let state = self.words.after(from.state, word);
                (from.finished + worth, text.len(), 0.0, state)
            } else {
                let ahead = scale * self.words.ahead(from.state, &text[from.partial..]);
                (from.finished, from.partial, ahead, from.state)
            };
            Hypothesis {
                tokens,
                text: text.to_owned(),
                blank: f64::NEG_INFINITY,
                other: f64::NEG_INFINITY,
                finished,
                partial,
                ahead,
                state,
            }
        })
    }

    /// The best hypotheses, best first; equal ones in alphabetic order.
    fn best_of(&self, all: Vec<Hypothesis>) -> Vec<Hypothesis> {
        let mut ranked: Vec<(f64, Hypothesis)> = all
            .into_iter()
            .map(|hypothesis| {
                let score = hypothesis.heard() + hypothesis.finished + hypothesis.ahead;
                (score, hypothesis)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
        ranked.truncate(self.beam);
        ranked
            .into_iter()
            .map(|(_, hypothesis)| hypothesis)
            .collect()
    }

    fn scale(&self) -> f64 {
        self.lm_weight * std::f64::consts::LN_10
    }
}

impl Grown {
    /// The hypothesis of the same text as `from`.
    fn same(&mut self, from: &Hypothesis) -> &mut Hypothesis {
        self.entry(from.text.clone(), |text| Hypothesis {
            tokens: from.tokens.clone(),
            text: text.to_owned(),
            blank: f64::NEG_INFINITY,
            other: f64::NEG_INFINITY,
            finished: from.finished,
            partial: from.partial,
            ahead: from.ahead,
            state: from.state,
        })
    }

    fn entry(&mut self, text: String, make: impl FnOnce(&str) -> Hypothesis) -> &mut Hypothesis {
        let index = match self.by_text.get(&text) {
            Some(index) => *index,
            None => {
                self.all.push(make(&text));
                self.by_text.insert(text, self.all.len() - 1);
                self.all.len() - 1
            }
        };
        &mut self.all[index]
    }
}

fn log_add(a: f64, b: f64) -> f64 {
    let (larger, smaller) = if a < b { (b, a) } else { (a, b) };
    if smaller == f64::NEG_INFINITY {
        larger
    } else {
        larger + (smaller - larger).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests;
