//! Pages for tests, drawn as lines of text: a character is a cell of 5 by 12 points, three
//! spaces or more are a wide gap.

use rummage_core::{BBox, DecodedPage, Word};

const CHARACTER: f32 = 5.0;
const LINE: f32 = 15.0;
const HEIGHT: f32 = 12.0;

/// A page with these lines of text.
pub fn page(lines: &[&str]) -> DecodedPage {
    let mut words = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let top = 40.0 + row as f32 * LINE;
        let mut column = 0;
        for part in line.split(' ') {
            let width = part.chars().count();
            if width > 0 {
                let left = 40.0 + column as f32 * CHARACTER;
                words.push(Word {
                    text: part.to_owned(),
                    bbox: BBox::new(left, top, left + width as f32 * CHARACTER, top + HEIGHT),
                    confidence: 1.0,
                });
            }
            column += width + 1;
        }
    }
    DecodedPage {
        width: 595.0,
        height: 842.0,
        words,
        recognised: false,
    }
}
