//! Reading a picture of a page: at which size, which way up, and what counts as read.
//!
//! What is read is never logged. Tesseract itself is [`tesseract`]'s affair, what it writes [`output`]'s.

mod output;
mod tesseract;

use image::GrayImage;
use image::imageops::{self, FilterType};
use rummage_core::{BBox, CancelToken, Word};

use crate::MediaSettings;
use crate::coverage::{self, TextEvidence};
use crate::error::MediaError;
use tesseract::Tesseract;

/// Receipts are read best (79 to 80 % of their words) when enlarged to this height of letters.
const LETTER_HEIGHT_PX: f32 = 30.0;
const MAX_OCR_PIXELS: f32 = 24_000_000.0;
/// Below this mean confidence a page is tried in other orientations.
const POOR_CONFIDENCE: f32 = 0.65;
/// One letter in so many of the marks that stand in lines must have been read.
const LEAST_SHARE_READ: usize = 3;
/// Fewer letters are a caption, not worth three more readings.
const MIN_LETTERS_TO_TURN: usize = 24;
/// Nothing can be read on a page that is smaller than a letter.
const MIN_SIDE_PX: u32 = 8;

/// What was read off a page.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// In Tesseract's order, boxes in pixels of the page after turning.
    pub(crate) words: Vec<Word>,
    /// How often the page was turned clockwise to stand upright, 0..=3.
    pub(crate) quarter_turns: u8,
    /// How far lines fall to the right, in heights by widths: a sheet that lay askew.
    pub(crate) skew: f32,
}

impl Reading {
    /// Words of two letters or digits and more that Tesseract is fairly sure of.
    pub(crate) fn sure_words(&self) -> usize {
        self.words
            .iter()
            .filter(|word| word.confidence >= 0.6 && letters_and_digits(&word.text) >= 2)
            .count()
    }

    fn letters(&self) -> usize {
        self.words
            .iter()
            .map(|word| letters_and_digits(&word.text))
            .sum()
    }

    /// Whether what the page shows was read, and surely: pages that lie on their side give garbage,
    /// or next to nothing.
    fn is_good(&self, evidence: &TextEvidence) -> bool {
        self.quality().0 >= POOR_CONFIDENCE
            && self.letters() * LEAST_SHARE_READ >= evidence.marks_in_lines
    }

    /// Mean confidence by letter, and the sum: how much was read, and how surely.
    fn quality(&self) -> (f32, f32) {
        let (sum, letters) = self.words.iter().fold((0.0, 0.0), |(sum, letters), word| {
            let count = letters_and_digits(&word.text) as f32;
            (sum + count * word.confidence, letters + count)
        });
        let mean = if letters > 0.0 { sum / letters } else { 0.0 };
        // Squared, because a page on its head gives as many letters, only worse ones.
        (mean, sum * mean)
    }
}

fn letters_and_digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Reads a page, turned upright if need be.
pub(crate) fn read_page(
    page: &GrayImage,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<Reading, MediaError> {
    let tesseract = Tesseract::find(settings)?;
    if page.width().min(page.height()) < MIN_SIDE_PX {
        return Ok(Reading::default());
    }
    let evidence = coverage::measure(page);
    let scale = ocr_scale(page, evidence.letter_height_px);
    let page = resized(page, scale);
    let mut best = tesseract.read(&page, cancel)?;
    if !best.is_good(&evidence) {
        for quarter_turns in turns_to_try(&tesseract, &page, &best, &evidence, cancel)? {
            let mut reading = match tesseract.read(&turned(&page, quarter_turns), cancel) {
                Ok(reading) => reading,
                // The page's time is up: what was read so far stands.
                Err(MediaError::TimedOut { .. }) => break,
                Err(error) => return Err(error),
            };
            reading.quarter_turns = quarter_turns;
            if reading.quality().1 > best.quality().1 {
                best = reading;
            }
            if best.is_good(&evidence) {
                break;
            }
        }
    }
    for word in &mut best.words {
        let [x0, y0, x1, y1] = <[f32; 4]>::from(word.bbox).map(|v| v / scale);
        word.bbox = BBox::new(x0, y0, x1, y1);
    }
    Ok(best)
}

/// The turn that Tesseract's own orientation detection names, or all three where it cannot say
/// although there is something to read, those first that the lines on the page suggest.
fn turns_to_try(
    tesseract: &Tesseract,
    page: &GrayImage,
    as_it_lies: &Reading,
    evidence: &TextEvidence,
    cancel: &CancelToken,
) -> Result<Vec<u8>, MediaError> {
    if let Some(turns) = tesseract.orientation(page, cancel)? {
        return Ok(if turns == 0 { Vec::new() } else { vec![turns] });
    }
    Ok(
        if as_it_lies.letters().max(evidence.marks_in_lines) < MIN_LETTERS_TO_TURN {
            Vec::new()
        } else if evidence.sideways {
            vec![1, 3, 2]
        } else {
            vec![2, 1, 3]
        },
    )
}

fn ocr_scale(page: &GrayImage, letter_height_px: Option<f32>) -> f32 {
    let wanted = letter_height_px.map_or(1.0, |height| {
        (LETTER_HEIGHT_PX / height.max(1.0)).clamp(0.5, 3.0)
    });
    // Small steps cost sharpness and time, and gain nothing: scans at 300 dpi are good as they are.
    let wanted = if (0.8..1.5).contains(&wanted) {
        1.0
    } else {
        wanted
    };
    let pixels = page.width() as f32 * page.height() as f32;
    wanted.min((MAX_OCR_PIXELS / pixels.max(1.0)).sqrt())
}

fn resized(page: &GrayImage, scale: f32) -> GrayImage {
    if scale == 1.0 {
        return page.clone();
    }
    let side = |px: u32| ((px as f32 * scale).round() as u32).max(1);
    let filter = if scale > 1.0 {
        FilterType::CatmullRom
    } else {
        FilterType::Triangle
    };
    imageops::resize(page, side(page.width()), side(page.height()), filter)
}

fn turned(page: &GrayImage, quarter_turns: u8) -> GrayImage {
    match quarter_turns % 4 {
        0 => page.clone(),
        1 => imageops::rotate90(page),
        2 => imageops::rotate180(page),
        _ => imageops::rotate270(page),
    }
}
