//! The words that a decoder expects, and how probable they are; and what a word that is not listed costs.
//!
//! The rules are those of models/training/wav2vec2/decode.py, logs to base 10.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::error::InferenceError;

/// Words with the logs of their probabilities, and the best word of every beginning.
pub(super) struct Lexicon {
    words: HashMap<String, f64>,
    best: HashMap<String, f64>,
    unknown: f64,
    unknown_letter: f64,
}

impl Lexicon {
    /// Reads lines of `WORD<TAB>log10`.
    pub(super) fn read(
        file: &Path,
        unknown: f64,
        unknown_letter: f64,
    ) -> Result<Self, InferenceError> {
        let text = fs::read_to_string(file).map_err(|_| InferenceError::MissingFile {
            file: file.to_owned(),
        })?;
        let mut words = HashMap::new();
        for (number, line) in text.lines().enumerate() {
            let entry = line
                .split_once('\t')
                .and_then(|(word, log)| Some((word, log.parse::<f64>().ok()?)))
                .filter(|(word, log)| !word.is_empty() && log.is_finite());
            let Some((word, log)) = entry else {
                return Err(InferenceError::BadConfig {
                    file: file.to_owned(),
                    what: format!("line {} is not a word, a tab and a number", number + 1),
                });
            };
            words.insert(word.to_owned(), log);
        }
        Ok(Self::new(words, unknown, unknown_letter))
    }

    pub(super) fn new(words: HashMap<String, f64>, unknown: f64, unknown_letter: f64) -> Self {
        let mut best = HashMap::from([(String::new(), 0.0)]);
        for (word, log) in &words {
            for (at, letter) in word.char_indices() {
                let beginning = &word[..at + letter.len_utf8()];
                match best.get_mut(beginning) {
                    Some(known) => *known = f64::max(*known, *log),
                    None => {
                        best.insert(beginning.to_owned(), *log);
                    }
                }
            }
        }
        Self {
            words,
            best,
            unknown,
            unknown_letter,
        }
    }

    /// The most that a word beginning with `partial` may be worth.
    pub(super) fn ahead(&self, partial: &str) -> f64 {
        if let Some(best) = self.best.get(partial) {
            return *best;
        }
        let beyond = partial
            .char_indices()
            .rev()
            .position(|(at, _)| self.best.contains_key(&partial[..at]))
            .map_or(0, |letters| letters + 1);
        self.unknown - self.unknown_letter * beyond as f64
    }

    /// What the finished `word` is worth.
    pub(super) fn worth(&self, word: &str) -> f64 {
        match self.words.get(word) {
            Some(log) => *log,
            None => self.ahead(word).min(self.unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_know_their_best_word_and_unknown_words_pay_by_the_letter() {
        let words = HashMap::from([("PAY".to_owned(), -2.0), ("PARK".to_owned(), -3.0)]);
        let lexicon = Lexicon::new(words, -7.0, 0.5);
        assert_eq!(lexicon.ahead(""), 0.0);
        assert_eq!(lexicon.ahead("PA"), -2.0);
        assert_eq!(lexicon.ahead("PAR"), -3.0);
        assert_eq!(lexicon.ahead("PAXY"), -8.0, "two letters beyond PA");
        assert_eq!(lexicon.worth("PAY"), -2.0);
        assert_eq!(lexicon.worth("PA"), -7.0, "a beginning is no word");
        assert_eq!(lexicon.worth("X"), -7.5);
    }
}
