//! Words and their places to what a layout model reads: tokens, boxes and windows of a page.
//!
//! The same convention as in training (models/training/layoutlm/README.md): boxes in thousandths of
//! the page, each word tokenised by itself, windows that overlap, and for each token one window that
//! decides about it. Words come in reading order; nothing here sorts them.

use std::ops::Range;

use rummage_core::{BBox, DecodedPage};
use tokenizers::Tokenizer;

use crate::config::Config;
use crate::error::InferenceError;
use crate::package::ModelPackage;

/// Tokens in a window, the two special ones included.
const WINDOW: usize = 384;

/// Tokens that consecutive windows share.
const OVERLAP: usize = 64;

/// The tokeniser of a layout model, its special tokens and their boxes.
pub(super) struct WordPieces {
    tokenizer: Tokenizer,
    pub(super) begin: SpecialToken,
    pub(super) end: SpecialToken,
    pub(super) pad: SpecialToken,
}

/// A token that stands for no word.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpecialToken {
    pub(super) id: i64,
    pub(super) bbox: [i64; 4],
}

/// The tokens of a page, without special ones.
#[derive(Debug, Default)]
pub(super) struct PageTokens {
    pub(super) ids: Vec<i64>,
    pub(super) boxes: Vec<[i64; 4]>,
    /// For each token, the word that it begins.
    pub(super) begins: Vec<Option<usize>>,
}

impl WordPieces {
    pub(super) fn open(package: &ModelPackage) -> Result<Self, InferenceError> {
        let file = package.dir().join("tokenizer.json");
        if !file.is_file() {
            return Err(InferenceError::MissingFile { file });
        }
        let bad = |what: String| InferenceError::BadConfig {
            file: file.clone(),
            what,
        };
        let mut tokenizer = Tokenizer::from_file(&file).map_err(|error| bad(error.to_string()))?;
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(None)
            .map_err(|error| bad(error.to_string()))?;
        let config_file = package.dir().join("tokenizer_config.json");
        let config =
            Config::read_if_there(&config_file)?.unwrap_or_else(|| Config::empty(&config_file));
        let special = |key: &str, usual: &str, bbox: [i64; 4]| {
            let token = config.token(&format!("{key}_token"));
            let token = token.as_deref().unwrap_or(usual);
            let id = tokenizer
                .token_to_id(token)
                .ok_or_else(|| config.bad(format!("the token {token} is not in the vocabulary")))?;
            let bbox = config.get(&format!("{key}_token_box"))?.unwrap_or(bbox);
            Ok(SpecialToken {
                id: i64::from(id),
                bbox,
            })
        };
        Ok(Self {
            begin: special("cls", "[CLS]", [0; 4])?,
            end: special("sep", "[SEP]", [1000; 4])?,
            pad: special("pad", "[PAD]", [0; 4])?,
            tokenizer,
        })
    }

    /// The tokens of `page`. A word of characters that the vocabulary drops has none.
    pub(super) fn encode(&self, page: &DecodedPage) -> Result<PageTokens, InferenceError> {
        let mut tokens = PageTokens::default();
        for (index, word) in page.words.iter().enumerate() {
            let encoding = self
                .tokenizer
                .encode_fast(word.text.as_str(), false)
                .map_err(|error| {
                    InferenceError::BadInput(format!("a word has no tokens: {error}"))
                })?;
            let bbox = thousandths(&word.bbox, page.width, page.height);
            for (position, id) in encoding.get_ids().iter().enumerate() {
                tokens.ids.push(i64::from(*id));
                tokens.boxes.push(bbox);
                tokens.begins.push((position == 0).then_some(index));
            }
        }
        Ok(tokens)
    }
}

/// A box in thousandths of the page, rounded down, sorted and within 0..1000: ONNX Gather would take
/// a negative index and silently read from the other end.
fn thousandths(bbox: &BBox, width: f32, height: f32) -> [i64; 4] {
    let scale = |value: f32, size: f32| {
        let share = (1000.0 * f64::from(value) / f64::from(size)).floor();
        // A cast takes NaN, from a page without size, to 0.
        share.clamp(0.0, 1000.0) as i64
    };
    let (left, right) = (scale(bbox.x0, width), scale(bbox.x1, width));
    let (top, bottom) = (scale(bbox.y0, height), scale(bbox.y1, height));
    [
        left.min(right),
        top.min(bottom),
        left.max(right),
        top.max(bottom),
    ]
}

/// How many tokens of a page fit into a window of a model that has `positions` for them.
pub(super) fn room(positions: Option<usize>) -> usize {
    positions
        .map_or(WINDOW, |positions| positions.min(WINDOW))
        .saturating_sub(2)
}

/// The windows of a page of `count` tokens: each begins [`OVERLAP`] tokens before the end of the one
/// before, and the last ends with the page.
pub(super) fn windows(count: usize, room: usize) -> Vec<Range<usize>> {
    let overlap = OVERLAP.min(room / 2);
    let mut windows = Vec::new();
    let mut start = 0;
    loop {
        let end = (start + room).min(count);
        windows.push(start..end);
        if end == count {
            return windows;
        }
        start = end - overlap;
    }
}

/// The window that decides about `token`: the one in which it is farthest from a border, of equals
/// the earlier. The page's own ends are no borders.
pub(super) fn owner(windows: &[Range<usize>], token: usize) -> usize {
    let mut best = (0, None);
    for (index, window) in windows.iter().enumerate() {
        if !window.contains(&token) {
            continue;
        }
        let before = if index == 0 {
            usize::MAX
        } else {
            token - window.start
        };
        let after = if index + 1 == windows.len() {
            usize::MAX
        } else {
            window.end - 1 - token
        };
        let distance = Some(before.min(after));
        if distance > best.1 {
            best = (index, distance);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn boxes_are_rounded_down_sorted_and_clamped() {
        let bbox = BBox {
            x0: 300.0,
            y0: -5.0,
            x1: 99.99,
            y1: 2000.0,
        };
        assert_eq!(thousandths(&bbox, 600.0, 800.0), [166, 0, 500, 1000]);
        assert_eq!(thousandths(&bbox, 0.0, 0.0), [1000, 0, 1000, 1000]);
    }

    #[test]
    fn a_short_page_is_one_window() {
        assert_eq!(windows(382, 382), vec![0..382; 1]);
        assert_eq!(windows(383, 382), [0..382, 318..383]);
    }

    proptest! {
        #[test]
        fn every_token_is_decided_by_exactly_one_window_that_holds_it(
            count in 1usize..3000,
            room in 4usize..400,
        ) {
            let windows = windows(count, room);
            prop_assert!(windows.iter().all(|window| window.len() <= room));
            for token in 0..count {
                prop_assert!(windows[owner(&windows, token)].contains(&token));
            }
        }
    }

    #[test]
    fn the_middle_of_an_overlap_parts_two_windows() {
        let windows = windows(700, 382);
        assert_eq!(windows, [0..382, 318..700]);
        let owners: Vec<usize> = (0..700).map(|token| owner(&windows, token)).collect();
        assert!(owners[..350].iter().all(|owner| *owner == 0));
        assert!(owners[350..].iter().all(|owner| *owner == 1));
    }
}
