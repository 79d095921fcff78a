//! From the characters of a PDF's text layer to words with boxes.
//!
//! Pure: knows characters and rectangles, not PDFium. The text layer is only as good as the program
//! that wrote it, so this is also where it is judged whether it is text at all.

use rummage_core::{BBox, Word};

/// One character where it stands on the page as displayed, in points from the top left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    pub(crate) character: char,
    /// Around the ink; `None` for white space and for glyphs without shape.
    pub(crate) ink: Option<BBox>,
}

/// A gap of this many letter heights parts words even where the file has no space.
const WORD_GAP: f32 = 1.0;
/// Above this share of characters that stand for nothing, the layer is no text.
const MAX_UNREADABLE: f32 = 0.2;

/// How readable the layer is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Readability {
    /// Characters that are not white space.
    pub(crate) visible: usize,
    /// Of those, the ones without a meaning outside of their font.
    pub(crate) unreadable: usize,
}

impl Readability {
    pub(crate) fn of(glyphs: &[Glyph]) -> Self {
        let visible = || {
            glyphs
                .iter()
                .map(|glyph| glyph.character)
                .filter(|c| !is_separator(*c))
        };
        Self {
            visible: visible().count(),
            unreadable: visible().filter(|c| is_unreadable(*c)).count(),
        }
    }

    /// Whether there is text at all and most of it means something.
    pub(crate) fn is_text(self) -> bool {
        self.visible > 0 && self.unreadable as f32 <= MAX_UNREADABLE * self.visible as f32
    }
}

/// Characters that fonts without a Unicode table leave behind.
fn is_unreadable(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{80}'..='\u{9F}')
        || (c.is_control() && !is_separator(c) && !is_line_end_hyphen(c))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\0' | '\u{200B}' | '\u{FEFF}')
}

/// What PDFium gives for a hyphen at which it believes a word to be parted at a line's end.
fn is_line_end_hyphen(c: char) -> bool {
    matches!(c, '\u{2}' | '\u{FFFE}' | '\u{AD}')
}

/// Joins characters, in the order of the text layer, to words.
pub(crate) fn words_of(glyphs: &[Glyph]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut current: Option<(String, Option<BBox>)> = None;
    let mut last_ink: Option<BBox> = None;
    // The largest letter of the word so far: a full stop does not tell how large its word is set.
    let mut letter_size = 0.0f32;
    for glyph in glyphs {
        if let Some(ink) = glyph.ink {
            letter_size = letter_size.max(ink.width().max(ink.height()));
        }
        let parted = match (last_ink, glyph.ink) {
            (Some(last), Some(ink)) => gap(&last, &ink) > WORD_GAP * letter_size,
            _ => false,
        };
        if is_separator(glyph.character) || parted {
            words.extend(current.take().and_then(to_word));
            last_ink = None;
            letter_size = glyph.ink.map_or(0.0, |ink| ink.width().max(ink.height()));
        }
        if is_separator(glyph.character) {
            continue;
        }
        let (text, bbox) = current.get_or_insert_with(Default::default);
        push_readable(text, glyph.character);
        if let Some(ink) = glyph.ink {
            *bbox = Some(bbox.map_or(ink, |b| b.union(&ink)));
            last_ink = Some(ink);
        }
    }
    words.extend(current.take().and_then(to_word));
    words
}

fn to_word((text, bbox): (String, Option<BBox>)) -> Option<Word> {
    let bbox = bbox?;
    (!text.is_empty()).then_some(Word {
        text,
        bbox,
        confidence: 1.0,
    })
}

/// Ligatures are typography, not spelling: no one searches for them, and no tokenizer knows them.
fn push_readable(text: &mut String, c: char) {
    match c {
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        'ﬅ' | 'ﬆ' => text.push_str("st"),
        c if is_line_end_hyphen(c) => text.push('-'),
        c if c.is_control() => {}
        c => text.push(c),
    }
}

/// How far apart two neighbours in the text layer stand, in either direction, so that upright and
/// turned text count alike; below zero where they overlap.
fn gap(last: &BBox, next: &BBox) -> f32 {
    let across = (next.x0 - last.x1).max(last.x0 - next.x1);
    let down = (next.y0 - last.y1).max(last.y0 - next.y1);
    across.max(down)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of 5 x 10 points side by side from `x`, blanks without ink.
    fn line(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(i, character)| {
                let left = x + 6.0 * i as f32;
                let ink = BBox::new(left, y, left + 5.0, y + 10.0);
                Glyph {
                    character,
                    ink: (!character.is_whitespace()).then_some(ink),
                }
            })
            .collect()
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        words_of(glyphs).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_part_at_spaces_and_their_boxes_are_the_ink() {
        let words = words_of(&line("ab c", 10.0, 20.0));
        assert_eq!(words.len(), 2);
        assert_eq!(words[0].text, "ab");
        assert_eq!(<[f32; 4]>::from(words[0].bbox), [10.0, 20.0, 21.0, 30.0]);
    }

    #[test]
    fn columns_without_a_space_between_them_part() {
        let mut glyphs = line("left", 0.0, 0.0);
        glyphs.extend(line("right", 200.0, 0.0));
        glyphs.extend(line("below", 200.0, 40.0));
        assert_eq!(texts(&glyphs), ["left", "right", "below"]);
    }

    #[test]
    fn small_marks_stay_with_their_word() {
        let dot = |x: f32| Glyph {
            character: '.',
            ink: Some(BBox::new(x, 9.0, x + 1.0, 10.0)),
        };
        let mut glyphs = line("Nr", 0.0, 0.0);
        glyphs.extend([dot(13.0), dot(17.0)]);
        assert_eq!(texts(&glyphs), ["Nr.."]);
    }

    #[test]
    fn ligatures_and_parted_words_are_spelled_out() {
        assert_eq!(
            texts(&line("o\u{FB03}ce Rech\u{2}", 0.0, 0.0)),
            ["office", "Rech-"]
        );
    }

    #[test]
    fn a_layer_of_private_characters_is_no_text() {
        assert!(Readability::of(&line("Rechnung 12", 0.0, 0.0)).is_text());
        assert!(!Readability::of(&line("\u{F041}\u{F042}a \u{FFFD}", 0.0, 0.0)).is_text());
        assert!(!Readability::of(&line("  \n", 0.0, 0.0)).is_text());
    }
}
