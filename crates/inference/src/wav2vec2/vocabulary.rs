//! The tokens of a CTC model: letters, the delimiter between words, and the blank.

use std::collections::HashMap;

use crate::config::Config;
use crate::error::InferenceError;
use crate::package::ModelPackage;

/// What a token writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A letter, or several.
    Letter(String),
    /// The end of a word.
    Delimiter,
    /// Nothing: the blank, and marks that no speech writes.
    Silent,
}

/// The tokens by their numbers.
#[derive(Clone, Debug)]
pub(super) struct Vocabulary {
    pub(super) tokens: Vec<Token>,
    pub(super) blank: usize,
}

impl Vocabulary {
    /// Reads vocab.json, tokenizer_config.json and config.json.
    pub(super) fn open(package: &ModelPackage) -> Result<Self, InferenceError> {
        let file = package.dir().join("vocab.json");
        let vocab = Config::read(&file)?;
        let numbers: HashMap<String, usize> = vocab.whole()?;
        let notes_file = package.dir().join("tokenizer_config.json");
        let notes =
            Config::read_if_there(&notes_file)?.unwrap_or_else(|| Config::empty(&notes_file));
        let delimiter = notes.token("word_delimiter_token");
        let delimiter = delimiter.as_deref().unwrap_or("|");
        if !numbers.contains_key(delimiter) {
            return Err(vocab.bad(format!("the delimiter of words, {delimiter:?}, is missing")));
        }
        let pad = notes.token("pad_token");
        let pad = pad.as_deref().unwrap_or("<pad>");
        let blank = match package.config().get("pad_token_id")? {
            Some(blank) => blank,
            None => *numbers
                .get(pad)
                .ok_or_else(|| vocab.bad("the blank, `pad_token`, is missing"))?,
        };
        let mut tokens = vec![None; numbers.len()];
        for (name, number) in &numbers {
            let token = if name == delimiter {
                Token::Delimiter
            } else if name == pad || is_mark(name) {
                Token::Silent
            } else {
                Token::Letter(name.clone())
            };
            *tokens
                .get_mut(*number)
                .ok_or_else(|| vocab.bad(format!("the number {number} is beyond their count")))? =
                Some(token);
        }
        let tokens: Vec<Token> = tokens
            .into_iter()
            .collect::<Option<_>>()
            .ok_or_else(|| vocab.bad("two tokens have one number"))?;
        if tokens.get(blank) != Some(&Token::Silent) {
            return Err(package
                .config()
                .bad("`pad_token_id` is not a blank of vocab.json"));
        }
        Ok(Self { tokens, blank })
    }

    /// What `token` writes in a text with `|` at the ends of words; `None` for what writes nothing.
    pub(super) fn letter(&self, token: usize) -> Option<&str> {
        match &self.tokens[token] {
            Token::Letter(letter) => Some(letter),
            Token::Delimiter => Some("|"),
            Token::Silent => None,
        }
    }
}

/// `<s>`, `</s>`, `<unk>`, `[PAD]` and the like.
fn is_mark(name: &str) -> bool {
    name.len() > 2
        && (name.starts_with('<') && name.ends_with('>')
            || name.starts_with('[') && name.ends_with(']'))
}
