//! The order in which the words of a page are read, by models and by people.
//!
//! One rule for text layers and recognised pages, and the same rule as in training
//! (models/training/layoutlm): lines from the top, words from the left, columns not separated.

use crate::extraction::Word;
use crate::geometry::BBox;

/// Sorts `words` into reading order and returns the lines as index ranges into the sorted words.
///
/// Words are taken by their vertical centre; a word joins the current line when it overlaps the
/// line's running box vertically by at least half of the smaller height, otherwise it starts a new
/// one. Lines are ordered by their top, words in a line by their left edge.
pub fn sort_into_lines(words: &mut Vec<Word>) -> Vec<std::ops::Range<usize>> {
    let mut by_centre: Vec<Word> = std::mem::take(words);
    by_centre.sort_by(|a, b| a.bbox.center_y().total_cmp(&b.bbox.center_y()));

    let mut lines: Vec<(BBox, Vec<Word>)> = Vec::new();
    for word in by_centre {
        match lines.last_mut() {
            Some((line, members)) if overlaps(line, &word.bbox) => {
                *line = line.union(&word.bbox);
                members.push(word);
            }
            _ => lines.push((word.bbox, vec![word])),
        }
    }
    lines.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0));

    let mut ranges = Vec::with_capacity(lines.len());
    for (_, mut members) in lines {
        members.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        let start = words.len();
        words.append(&mut members);
        ranges.push(start..words.len());
    }
    ranges
}

fn overlaps(line: &BBox, word: &BBox) -> bool {
    let shared = line.y1.min(word.y1) - line.y0.max(word.y0);
    let smaller = line.height().min(word.height());
    shared > 0.0 && shared >= 0.5 * smaller
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, bbox: [f32; 4]) -> Word {
        Word {
            text: text.into(),
            bbox: bbox.into(),
            confidence: 1.0,
        }
    }

    #[test]
    fn words_of_a_slightly_skewed_line_stay_together() {
        let mut words = vec![
            word("right", [50.0, 12.0, 70.0, 22.0]),
            word("below", [0.0, 30.0, 20.0, 40.0]),
            word("left", [0.0, 10.0, 20.0, 20.0]),
        ];
        let lines = sort_into_lines(&mut words);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["left", "right", "below"]);
        assert_eq!(lines, [0..2, 2..3]);
    }
}
