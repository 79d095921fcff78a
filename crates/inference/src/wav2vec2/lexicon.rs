//! A word list: lines of `WORD<TAB>log10`, a language model in which no word depends on those before.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::ngrams::NGrams;
use crate::error::InferenceError;

/// Reads the word list `file`; of a word that is listed twice the last line counts.
pub(super) fn read(file: &Path) -> Result<NGrams, InferenceError> {
    let text = fs::read_to_string(file).map_err(|_| InferenceError::MissingFile {
        file: file.to_owned(),
    })?;
    let mut words = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let entry = line
            .split_once('\t')
            .and_then(|(word, log)| Some((word, log.parse::<f32>().ok()?)))
            .filter(|(word, log)| !word.is_empty() && log.is_finite());
        let Some((word, log)) = entry else {
            return Err(InferenceError::BadConfig {
                file: file.to_owned(),
                what: format!("line {} is not a word, a tab and a number", number + 1),
            });
        };
        words.insert(Box::from(word), log);
    }
    let single = words.into_iter().map(|(word, log)| (word, log, 0.0));
    Ok(NGrams::of_words(single.collect()))
}
