//! A text to the token ids that a text tower was trained on, as the package describes it.

use std::path::Path;

use tokenizers::{Tokenizer, TruncationParams};

use crate::config::Config;
use crate::error::InferenceError;

/// Longer texts than this no tower reads; stands in where a package sets no limit.
const LONGEST: usize = 512;

/// The tokeniser of a text tower.
pub(super) struct TextTokens {
    tokenizer: Tokenizer,
    lower_case: bool,
    eos_to_append: Option<u32>,
    longest: usize,
    /// Length and id of the padding, where the tower demands it.
    padding: Option<(usize, u32)>,
}

/// The ids of a text, and 1 for each that is part of it, 0 for padding.
pub(super) struct TokenRow {
    pub(super) ids: Vec<i64>,
    pub(super) mask: Vec<i64>,
}

impl TextTokens {
    /// Reads tokenizer.json and tokenizer_config.json in `folder`.
    ///
    /// `fixed` is the number of tokens that the graph takes, if it takes only one; `most` what the tower
    /// has positions for; with `always_full` texts are padded to that number even where the graph would
    /// take fewer (SigLIP has no mask and was trained on full rows).
    pub(super) fn open(
        folder: &Path,
        fixed: Option<usize>,
        most: Option<usize>,
        always_full: bool,
        pad_id: Option<u32>,
    ) -> Result<Self, InferenceError> {
        let file = folder.join("tokenizer.json");
        if !file.is_file() {
            return Err(InferenceError::MissingFile { file });
        }
        let bad = |what: String| InferenceError::BadConfig {
            file: file.clone(),
            what,
        };
        let mut tokenizer = Tokenizer::from_file(&file).map_err(|error| bad(error.to_string()))?;
        let config_file = folder.join("tokenizer_config.json");
        let config =
            Config::read_if_there(&config_file)?.unwrap_or_else(|| Config::empty(&config_file));

        let named = |key: &str| -> Result<Option<u32>, InferenceError> {
            let Some(token) = config.token(key) else {
                return Ok(None);
            };
            match tokenizer.token_to_id(&token) {
                Some(id) => Ok(Some(id)),
                None => Err(config.bad(format!("`{key}` is not in the vocabulary"))),
            }
        };
        let pad = match (named("pad_token")?, tokenizer.get_padding()) {
            (Some(id), _) => Some(id),
            (None, Some(padding)) => Some(padding.pad_id),
            (None, None) => pad_id,
        };
        let eos_to_append = match config.get("add_eos_token")? {
            Some(true) => named("eos_token")?,
            _ => None,
        };
        // A number without meaning (1e30) stands there when nobody set a limit.
        let stated = config
            .get::<f64>("model_max_length")?
            .filter(|length| (1.0..1e6).contains(length))
            .map(|length| length as usize);
        let longest = [fixed, most, stated]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(LONGEST);
        let full = fixed.or(most.filter(|_| always_full));
        let padding = match (full, pad) {
            (Some(length), Some(id)) => Some((length, id)),
            (Some(_), None) => {
                return Err(config.bad("texts must be padded, but no padding token is named"));
            }
            (None, _) => None,
        };
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(Some(TruncationParams {
                max_length: longest,
                ..TruncationParams::default()
            }))
            .map_err(|error| bad(error.to_string()))?;
        Ok(Self {
            lower_case: config.get("do_lower_case")?.unwrap_or(false),
            tokenizer,
            eos_to_append,
            longest,
            padding,
        })
    }

    /// The ids of `text`, cut off and padded as the tower demands.
    pub(super) fn encode(&self, text: &str) -> Result<TokenRow, InferenceError> {
        let lowered;
        let text = if self.lower_case {
            lowered = text.to_lowercase();
            &lowered
        } else {
            text
        };
        let encoding = self
            .tokenizer
            .encode_fast(text, true)
            .map_err(|error| InferenceError::BadInput(format!("a text has no tokens: {error}")))?;
        let mut ids: Vec<i64> = encoding.get_ids().iter().map(|id| i64::from(*id)).collect();
        if let Some(eos) = self.eos_to_append.map(i64::from)
            && ids.last() != Some(&eos)
        {
            ids.truncate(self.longest - 1);
            ids.push(eos);
        }
        let mut mask = vec![1; ids.len()];
        if let Some((length, pad)) = self.padding {
            ids.resize(length, i64::from(pad));
            mask.resize(length, 0);
        }
        Ok(TokenRow { ids, mask })
    }
}
