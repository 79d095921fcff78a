//! A page as rules see it: lines of words, each cut into cells at the wide gaps, with folded tokens
//! for looking words up and the labels found among them. Decides nothing about fields.

use std::ops::Range;

use rummage_core::reading_order::sort_into_lines;
use rummage_core::text;
use rummage_core::{BBox, DecodedPage, Word};

use super::labels::{Label, labels_of};

/// A gap wider than this many line heights starts a new cell.
const CELL_GAP: f32 = 1.2;

/// The lines of one page, from the top.
pub struct PageLayout {
    /// Counted from 0.
    pub page: u32,
    /// The page's height in its own units.
    pub height: f32,
    /// The lines.
    pub lines: Vec<Line>,
}

/// Words beside one another.
pub struct Line {
    /// The words, from the left.
    pub words: Vec<Word>,
    /// Around all words.
    pub bbox: BBox,
    /// Stretches of words without a wide gap.
    pub cells: Vec<Range<usize>>,
    /// The folded tokens, each with the index of its word.
    pub tokens: Vec<Token>,
    /// The labels, from the left.
    pub labels: Vec<Label>,
}

/// A folded run of letters and digits.
pub struct Token {
    /// The folded text.
    pub text: String,
    /// Index into the line's words.
    pub word: usize,
}

impl PageLayout {
    /// The layout of page number `page`.
    pub fn of(page: u32, decoded: &DecodedPage) -> Self {
        let mut words: Vec<Word> = decoded.words.iter().flat_map(split_label).collect();
        let ranges = sort_into_lines(&mut words);
        let lines = ranges
            .into_iter()
            .map(|range| Line::of(&words[range]))
            .collect();
        Self {
            page,
            height: decoded.height,
            lines,
        }
    }

    /// The middle one of the line heights, 0 on an empty page.
    pub fn usual_height(&self) -> f32 {
        let mut heights: Vec<f32> = self.lines.iter().map(Line::word_height).collect();
        heights.sort_by(f32::total_cmp);
        heights.get(heights.len() / 2).copied().unwrap_or_default()
    }
}

impl Line {
    fn of(words: &[Word]) -> Self {
        let words = words.to_vec();
        let bbox = BBox::around(words.iter().map(|word| &word.bbox)).unwrap_or_default();
        let mut cells = Vec::new();
        let mut start = 0;
        for (at, pair) in words.windows(2).enumerate() {
            let height = pair[0].bbox.height().max(pair[1].bbox.height());
            if pair[1].bbox.x0 - pair[0].bbox.x1 > CELL_GAP * height {
                cells.push(start..at + 1);
                start = at + 1;
            }
        }
        cells.push(start..words.len());
        let tokens = words
            .iter()
            .enumerate()
            .flat_map(|(word, written)| {
                text::words(&written.text)
                    .into_iter()
                    .map(move |text| Token { text, word })
            })
            .collect();
        let mut line = Self {
            words,
            bbox,
            cells,
            tokens,
            labels: Vec::new(),
        };
        line.labels = labels_of(&line);
        line
    }

    /// The cell that word number `word` stands in.
    pub fn cell_of(&self, word: usize) -> Range<usize> {
        self.cells
            .iter()
            .find(|cell| cell.contains(&word))
            .cloned()
            .unwrap_or(word..word + 1)
    }

    /// The words of `range`, joined by single spaces.
    pub fn text(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = self.words[range]
            .iter()
            .map(|word| word.text.as_str())
            .collect();
        words.join(" ")
    }

    /// The box around the words of `range`.
    pub fn bbox_of(&self, range: Range<usize>) -> BBox {
        BBox::around(self.words[range].iter().map(|word| &word.bbox)).unwrap_or_default()
    }

    /// The middle one of the word heights.
    pub fn word_height(&self) -> f32 {
        let mut heights: Vec<f32> = self.words.iter().map(|word| word.bbox.height()).collect();
        heights.sort_by(f32::total_cmp);
        heights.get(heights.len() / 2).copied().unwrap_or_default()
    }
}

/// A label and its value written as one word ("No.:471102") as two; anything else as it is.
fn split_label(word: &Word) -> Vec<Word> {
    let Some((label, value)) = word.text.split_once(':') else {
        return vec![word.clone()];
    };
    if value.is_empty() || value.starts_with('/') || !label.contains(char::is_alphabetic) {
        return vec![word.clone()];
    }
    let share = (label.chars().count() + 1) as f32 / word.text.chars().count() as f32;
    let middle = word.bbox.x0 + share * word.bbox.width();
    let (mut left, mut right) = (word.clone(), word.clone());
    left.text = format!("{label}:");
    left.bbox.x1 = middle;
    right.text = value.to_owned();
    right.bbox.x0 = middle;
    vec![left, right]
}

/// Whether two boxes stand in one column: their horizontal stretches overlap.
pub fn same_column(a: &BBox, b: &BBox) -> bool {
    a.x0.max(b.x0) < a.x1.min(b.x1)
}
