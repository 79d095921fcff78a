//! Files to decoded media: what a file is, its pixels, its pages with words, its samples.
//!
//! Pure functions of a file's untrusted bytes: no database, no model, no state but loaded libraries.
//! The engine calls [`identify`], then [`decode`] from a pool of threads; everything that reads bytes
//! lives here, so that it can move into a child process.

pub mod audio;
mod coverage;
mod error;
mod exif;
mod ocr;
mod paper;
mod pdf;
mod pdf_text;
mod photo;
mod pixels;
mod settings;
pub mod sniff;
mod tiff;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rummage_core::{CancelToken, DecodedMedia, DecodedPhoto, RgbImage};

pub use coverage::text_coverage;
pub use error::MediaError;
pub use paper::turn_as_read;
pub use pixels::thumbnail;
pub use settings::MediaSettings;
pub use sniff::{
    FileFormat, HEAD_BYTES, MediaFamily, claimed_family, claims_to_be_media, identify, sniff,
};

/// Decodes a file of a format that [`sniff`] or [`identify`] named.
///
/// # Errors
/// A [`MediaError`] whose text a person understands; never a panic, whatever the bytes.
pub fn decode(
    path: &Path,
    format: FileFormat,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<DecodedMedia, MediaError> {
    contained(|| match format.media_family() {
        MediaFamily::Picture => paper::decode_picture(path, format, settings, cancel),
        MediaFamily::Document => {
            pdf::decode(path, settings, cancel).map(|paper| DecodedMedia::Paper {
                paper,
                picture: None,
            })
        }
        MediaFamily::Recording => {
            audio::decode_audio(path, format, cancel).map(DecodedMedia::Voice)
        }
    })
}

/// Decodes a picture file as a photo, whatever it shows, and reads its EXIF; of several pages or
/// frames the first.
///
/// # Errors
/// As [`decode`]; [`MediaError::Unsupported`] for what is no picture.
pub fn decode_photo(
    path: &Path,
    format: FileFormat,
    settings: &MediaSettings,
) -> Result<DecodedPhoto, MediaError> {
    contained(|| photo::decode_photo_bytes(photo::read_file(path)?, format, settings))
}

/// A page of a PDF or a picture file, counted from 0, as a viewer shows it, its longer side at most
/// `max_side_px`. Boxes of a page that was turned for reading fit after [`turn_as_read`].
///
/// # Errors
/// As [`decode`]; [`MediaError::Malformed`] for a page that is not there.
pub fn render_page(
    path: &Path,
    format: FileFormat,
    page: usize,
    max_side_px: u32,
    settings: &MediaSettings,
) -> Result<RgbImage, MediaError> {
    contained(|| match format {
        FileFormat::Pdf => pdf::render(path, page, max_side_px, settings),
        FileFormat::Tiff => {
            let mut pages = tiff::TiffPages::open(photo::read_file(path)?, settings)?;
            Ok(pixels::shrink(pages.decode(page)?.image, max_side_px))
        }
        _ => decode_photo(path, format, settings)
            .map(|photo| pixels::shrink(photo.image, max_side_px)),
    })
}

/// Decoders are other people's code over hostile bytes: a panic in one costs the file, not the run.
fn contained<T>(decode: impl FnOnce() -> Result<T, MediaError>) -> Result<T, MediaError> {
    catch_unwind(AssertUnwindSafe(decode))
        .unwrap_or_else(|_| Err(MediaError::Internal("a decoder panicked".to_owned())))
}
