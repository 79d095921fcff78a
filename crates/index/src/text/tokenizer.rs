//! How text becomes index words: folded by [`rummage_core::text::fold`], split at everything that is
//! neither letter nor digit, apostrophes dropped.
//!
//! Words that only a separator holds together (`A-1312/B`, `1.471,60`, `IMG_0412.jpg`) are indexed
//! joined as well, whole and in runs, so that it does not matter whether and how separators are
//! typed. A joined word stands at the position of its first part, so phrases are not disturbed.

use rummage_core::text::fold;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// A chain longer than this is joined only as a whole: the runs grow with its square.
const MAX_PARTS_FOR_RUNS: usize = 4;

/// Longer words are cut off: they are noise (encoded data), and tantivy has a limit of its own.
const MAX_WORD_CHARS: usize = 80;

/// Words that are held together by separators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// The words between the separators, folded; never empty.
    pub(crate) parts: Vec<String>,
}

impl Chain {
    /// All parts written as one word.
    pub(crate) fn joined(&self) -> String {
        self.parts.concat()
    }
}

/// The chains of a text, in order.
pub(crate) fn chains(text: &str) -> Vec<Chain> {
    let folded = fold(text);
    let mut chains: Vec<Chain> = Vec::new();
    let mut word = String::new();
    let mut word_chars = 0;
    // How many separators stand since the last word; white space counts as many.
    let mut gap = usize::MAX;
    let mut flush = |word: &mut String, gap: usize| {
        if word.is_empty() {
            return;
        }
        let part = std::mem::take(word);
        match chains.last_mut() {
            Some(chain) if gap == 1 => chain.parts.push(part),
            _ => chains.push(Chain { parts: vec![part] }),
        }
    };
    let mut gap_before_word = gap;
    for c in folded.chars() {
        if c.is_alphanumeric() {
            if word.is_empty() {
                gap_before_word = gap;
                word_chars = 0;
            }
            if word_chars < MAX_WORD_CHARS {
                word.push(c);
            }
            word_chars += 1;
        } else if c == '\'' || c == '’' {
            // As in `rummage_core::text::words`: don't is one word.
        } else {
            if !word.is_empty() {
                flush(&mut word, gap_before_word);
                gap = 0;
            }
            gap = if c.is_whitespace() || c.is_control() {
                usize::MAX
            } else {
                gap.saturating_add(1)
            };
        }
    }
    flush(&mut word, gap_before_word);
    chains
}

/// The tokenizer under which tantivy indexes.
#[derive(Clone, Default)]
pub(crate) struct FoldedWords;

pub(crate) struct FoldedWordStream {
    tokens: std::vec::IntoIter<Token>,
    current: Token,
}

impl Tokenizer for FoldedWords {
    type TokenStream<'a> = FoldedWordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FoldedWordStream {
        let mut tokens = Vec::new();
        let mut position = 0;
        for chain in chains(text) {
            let count = chain.parts.len();
            for (start, part) in chain.parts.iter().enumerate() {
                tokens.push(token(position + start, part.clone()));
                for end in start + 2..=count {
                    let whole = start == 0 && end == count;
                    if whole || count <= MAX_PARTS_FOR_RUNS {
                        tokens.push(token(position + start, chain.parts[start..end].concat()));
                    }
                }
            }
            position += count;
        }
        FoldedWordStream {
            tokens: tokens.into_iter(),
            current: Token::default(),
        }
    }
}

// Offsets refer to the text before folding and are not kept: snippets are made by the engine from
// the words on the page.
fn token(position: usize, text: String) -> Token {
    Token {
        position,
        text,
        ..Token::default()
    }
}

impl TokenStream for FoldedWordStream {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.current = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<(usize, String)> {
        let mut stream = FoldedWords.token_stream(text);
        let mut out = Vec::new();
        while stream.advance() {
            out.push((stream.token().position, stream.token().text.clone()));
        }
        out
    }

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn separators_in_numbers_and_codes_do_not_matter() {
        let code = texts("A-1312/B");
        for word in ["a", "1312", "b", "a1312b", "a1312", "1312b"] {
            assert!(code.contains(&word.to_owned()), "{word} is not in {code:?}");
        }
        let amount = texts("1.471,60 €");
        for word in ["1", "471", "60", "147160", "1471", "47160"] {
            assert!(
                amount.contains(&word.to_owned()),
                "{word} is not in {amount:?}"
            );
        }
    }

    #[test]
    fn words_apart_are_not_joined() {
        assert_eq!(texts("Résumé, of a day"), ["resume", "of", "a", "day"]);
        assert_eq!(texts("one -- two"), ["one", "two"]);
        assert_eq!(texts("don't"), ["dont"]);
    }

    #[test]
    fn joined_words_stand_where_their_first_part_does() {
        let tokens = tokens("no A-7 left");
        assert_eq!(
            tokens,
            [
                (0, "no".into()),
                (1, "a".into()),
                (1, "a7".into()),
                (2, "7".into()),
                (3, "left".into())
            ]
        );
    }

    proptest! {
        #[test]
        fn the_parts_are_the_words_of_the_core(text in "[a-zA-Z0-9 .,/'’_é€ß\\-]{0,60}") {
            let parts: Vec<String> = chains(&text).into_iter().flat_map(|c| c.parts).collect();
            prop_assert_eq!(parts, rummage_core::text::words(&text));
        }

        #[test]
        fn any_text_becomes_words_with_rising_positions(text in any::<String>()) {
            let tokens = tokens(&text);
            prop_assert!(tokens.windows(2).all(|w| w[0].0 <= w[1].0));
            prop_assert!(tokens.iter().all(|(_, word)| !word.is_empty()));
        }
    }
}
