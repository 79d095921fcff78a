//! Words that a person's own files and contacts bring: vendors, people, names of files and folders.
//!
//! The decoder spells them where they are heard. They arrive as a person or a file system writes them;
//! here they become what the model can write. Never logged.

use super::vocabulary::{Token, Vocabulary};

/// Pieces of names that are shorter are no names, and would turn up everywhere.
const FEWEST_LETTERS: usize = 3;

/// The words, as the model writes them.
#[derive(Default)]
pub(super) struct OwnWords {
    /// Sorted, each once.
    words: Vec<String>,
}

impl OwnWords {
    /// The words of `given`, each of which may hold several or none.
    pub(super) fn new(given: &[String], vocabulary: &Vocabulary) -> Self {
        let letters = letters(vocabulary);
        let mut words: Vec<String> = given
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’'))
            .filter_map(|word| written(word, &letters))
            .collect();
        words.sort();
        words.dedup();
        Self { words }
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        self.words
            .binary_search_by(|own| own.as_str().cmp(word))
            .is_ok()
    }

    /// Whether one of the words begins with `partial`.
    pub(super) fn begin_with(&self, partial: &str) -> bool {
        let place = self.words.partition_point(|word| word.as_str() < partial);
        self.words
            .get(place)
            .is_some_and(|word| word.starts_with(partial))
    }
}

/// The letters that the model writes.
pub(super) fn letters(vocabulary: &Vocabulary) -> Vec<char> {
    let written = vocabulary.tokens.iter().filter_map(|token| match token {
        Token::Letter(letters) => Some(letters.chars()),
        Token::Delimiter | Token::Silent => None,
    });
    written.flatten().collect()
}

/// `word` in the case of `letters`; `None` if they cannot write it, or if it is too short for a name.
fn written(word: &str, letters: &[char]) -> Option<String> {
    let word = word.replace('’', "'");
    let word = word.trim_matches('\'');
    if word.chars().count() < FEWEST_LETTERS {
        return None;
    }
    let in_case = |letter: char| {
        let mut cases = [letter]
            .into_iter()
            .chain(letter.to_uppercase())
            .chain(letter.to_lowercase());
        cases.find(|case| letters.contains(case))
    };
    word.chars().map(in_case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(given: &[&str]) -> Vec<String> {
        let mut tokens = vec![Token::Silent, Token::Delimiter, Token::Letter("'".into())];
        tokens.extend(('A'..='Z').map(|letter| Token::Letter(letter.into())));
        let vocabulary = Vocabulary { tokens, blank: 0 };
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        OwnWords::new(&given, &vocabulary).words
    }

    #[test]
    fn names_are_parted_into_words_and_written_as_the_model_writes() {
        assert_eq!(
            own(&[
                "Hartwell & Pine Ltd.",
                "invoice_2024-Nakamura.pdf",
                "O’Brien's"
            ]),
            [
                "HARTWELL",
                "INVOICE",
                "LTD",
                "NAKAMURA",
                "O'BRIEN'S",
                "PDF",
                "PINE"
            ]
        );
    }

    #[test]
    fn what_is_too_short_or_cannot_be_written_is_no_word() {
        assert_eq!(own(&["", "a b 12 Jo", "Müller", "'of'"]), [""; 0]);
        assert_eq!(own(&["Ada", "ADA", "ada"]), ["ADA"]);
    }

    #[test]
    fn beginnings_are_known_up_to_the_whole_word() {
        let words = OwnWords {
            words: vec!["ADA".into(), "NAKAMURA".into()],
        };
        assert!(words.begin_with("NAK") && words.begin_with("NAKAMURA"));
        assert!(!words.begin_with("NAKO") && !words.begin_with("NAKAMURAS"));
        assert!(words.contains("ADA") && !words.contains("AD"));
    }
}
