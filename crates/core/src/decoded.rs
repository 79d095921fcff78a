//! Decoded media: what the media room makes of a file's bytes, before any model has seen it.
//!
//! Plain values without paths, handles or models, so that decoding can move into a child process.

use crate::extraction::{PhotoFacts, Word};

/// An image of interleaved 8-bit sRGB, upright (EXIF orientation applied), rows from the top.
#[derive(Clone, PartialEq, Eq)]
pub struct RgbImage {
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// `width * height * 3` bytes: R, G, B.
    pub pixels: Vec<u8>,
}

impl std::fmt::Debug for RgbImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RgbImage({}x{})", self.width, self.height)
    }
}

/// A photo: its pixels within the pixel budget and what its metadata says.
#[derive(Clone, Debug)]
pub struct DecodedPhoto {
    /// The upright picture, possibly decoded at reduced scale.
    pub image: RgbImage,
    /// Size (of the full picture, upright), date, camera and place.
    pub facts: PhotoFacts,
}

/// One page with its words in reading order.
#[derive(Clone, Debug)]
pub struct DecodedPage {
    /// Width in the page's own units: points for PDF, pixels for images.
    pub width: f32,
    /// Height in the page's own units.
    pub height: f32,
    /// Words in reading order (see [`crate::reading_order`]).
    pub words: Vec<Word>,
    /// Whether the words come from recognising a picture of the page rather than from a text layer.
    pub recognised: bool,
}

/// A paper: its pages, from a text layer or from recognition.
#[derive(Clone, Debug, Default)]
pub struct DecodedPaper {
    /// The pages, in order.
    pub pages: Vec<DecodedPage>,
}

/// Mono samples.
#[derive(Clone, Debug, PartialEq)]
pub struct AudioSamples {
    /// Samples per second; 16,000 for everything that goes to a speech model.
    pub sample_rate: u32,
    /// Mono samples in −1..1.
    pub samples: Vec<f32>,
}

impl AudioSamples {
    /// The length in milliseconds.
    pub fn duration_ms(&self) -> u64 {
        self.samples.len() as u64 * 1000 / u64::from(self.sample_rate.max(1))
    }
}

/// What a file turned out to hold.
#[derive(Clone, Debug)]
pub enum DecodedMedia {
    /// A picture without noteworthy text.
    Photo(DecodedPhoto),
    /// Pages; `picture` is present when the page is an image that could also be a photo
    /// (its text coverage lies between the two thresholds).
    Paper {
        /// The pages.
        paper: DecodedPaper,
        /// The picture to be understood both ways.
        picture: Option<DecodedPhoto>,
    },
    /// A recording.
    Voice(AudioSamples),
}
