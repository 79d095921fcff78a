//! What a text is worth as language, word by word: n-grams, the price of words that are not listed, and a person's own words.
//!
//! The rules are those of models/training/wav2vec2/decode.py, logs to base 10.

use super::ngrams::{NGrams, State};
use super::own_words::OwnWords;

/// N-grams and what they do not list.
pub(super) struct LanguageModel {
    pub(super) grams: NGrams,
    /// The log that a word which is not listed gets at most …
    pub(super) unknown: f64,
    /// … and what it pays for every letter beyond the longest beginning of a listed word.
    pub(super) unknown_letter: f64,
    pub(super) own: OwnWords,
    /// The log that an own word gets at least, whatever stands before it.
    pub(super) own_log10: f64,
}

impl LanguageModel {
    /// Where a text begins.
    pub(super) fn start(&self) -> State {
        self.grams.start()
    }

    /// The state after the finished `word`.
    pub(super) fn after(&self, state: State, word: &str) -> State {
        self.grams.after(state, self.grams.id(word))
    }

    /// The most that a word beginning with `partial` may be worth after `state`.
    pub(super) fn ahead(&self, state: State, partial: &str) -> f64 {
        if partial.is_empty() {
            return 0.0;
        }
        let listed = self.grams.beginning_with(partial);
        let worth = if listed.is_empty() {
            self.grams.drop(state) + self.unlisted(partial)
        } else {
            self.grams.best_of(state, &listed)
        };
        match self.own.begin_with(partial) {
            true => worth.max(self.own_log10),
            false => worth,
        }
    }

    /// What the finished `word` is worth after `state`.
    pub(super) fn worth(&self, state: State, word: &str) -> f64 {
        let worth = match self.grams.id(word) {
            Some(word) => self.grams.log10(state, word),
            None => {
                let begun = self.grams.beginning_with(word);
                let spelled = if begun.is_empty() {
                    self.unlisted(word)
                } else {
                    self.grams.best_of(State::EMPTY, &begun)
                };
                self.grams.drop(state) + spelled.min(self.unknown)
            }
        };
        match self.own.contains(word) {
            true => worth.max(self.own_log10),
            false => worth,
        }
    }

    /// What a word costs of which no listed word begins with `partial`.
    fn unlisted(&self, partial: &str) -> f64 {
        let known = |at: usize| at == 0 || !self.grams.beginning_with(&partial[..at]).is_empty();
        let beyond = partial
            .char_indices()
            .rev()
            .position(|(at, _)| known(at))
            .map_or(0, |letters| letters + 1);
        self.unknown - self.unknown_letter * beyond as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wav2vec2::arpa;
    use crate::wav2vec2::vocabulary::{Token, Vocabulary};

    const WORDS: &str = "\\data\\\nngram 1=4\nngram 2=1\n\n\\1-grams:\n-9\t<s>\t-0.5\n-2.0\tPAY\n-3.0\tPARK\t-0.25\n\
                         -2.5\tLOT\n\n\\2-grams:\n-0.5\tPARK LOT\n\n\\end\\\n";

    fn model(own: &[&str]) -> LanguageModel {
        let tokens = ('A'..='Z').map(|letter| Token::Letter(letter.into()));
        let vocabulary = Vocabulary {
            tokens: tokens.collect(),
            blank: 0,
        };
        let own: Vec<String> = own.iter().map(|word| (*word).to_owned()).collect();
        LanguageModel {
            grams: arpa::parse(WORDS.as_bytes()).expect("a model"),
            unknown: -7.0,
            unknown_letter: 0.5,
            own: OwnWords::new(&own, &vocabulary),
            own_log10: -2.75,
        }
    }

    #[test]
    fn beginnings_know_their_best_word_and_unknown_words_pay_by_the_letter() {
        let words = model(&[]);
        let nowhere = State::EMPTY;
        assert_eq!(words.ahead(nowhere, ""), 0.0);
        assert_eq!(words.ahead(nowhere, "PA"), -2.0);
        assert_eq!(words.ahead(nowhere, "PAR"), -3.0);
        assert_eq!(words.ahead(nowhere, "PAXY"), -8.0, "two letters beyond PA");
        assert_eq!(words.worth(nowhere, "PAY"), -2.0);
        assert_eq!(words.worth(nowhere, "PA"), -7.0, "a beginning is no word");
        assert_eq!(words.worth(nowhere, "X"), -7.5);
    }

    #[test]
    fn the_word_before_counts_also_before_the_word_is_finished() {
        let words = model(&[]);
        let parked = words.after(words.start(), "PARK");
        assert_eq!(words.worth(parked, "LOT"), -0.5);
        assert_eq!(words.ahead(parked, "L"), -0.5);
        assert_eq!(words.worth(parked, "PAY"), -2.25, "backed off");
        assert_eq!(words.ahead(parked, "P"), -2.25);
        assert_eq!(
            words.worth(parked, "XY"),
            -8.25,
            "an unknown word backs off too"
        );
        assert_eq!(words.worth(words.start(), "PAY"), -2.5, "after the start");
        let unknown = words.after(parked, "XY");
        assert_eq!(unknown, State::EMPTY);
        assert_eq!(words.worth(unknown, "LOT"), -2.5, "nothing is known before");
    }

    #[test]
    fn own_words_are_known_wherever_they_stand_and_frequent_words_stay_as_they_are() {
        let words = model(&["Park", "Pay", "Xylia"]);
        let parked = words.after(State::EMPTY, "PARK");
        for state in [State::EMPTY, parked] {
            assert_eq!(words.worth(state, "XYLIA"), -2.75);
            assert_eq!(words.ahead(state, "XYL"), -2.75);
        }
        assert_eq!(words.worth(State::EMPTY, "PARK"), -2.75, "lifted");
        assert_eq!(words.worth(State::EMPTY, "PAY"), -2.0, "likelier before");
        assert_eq!(
            words.worth(State::EMPTY, "XYL"),
            -8.5,
            "a beginning is no word"
        );
    }
}
