//! Picture files to upright pixels and facts, within a budget of pixels.
//!
//! JPEG, PNG, WebP, GIF (its first frame) and BMP; TIFF has its own file. The bytes are untrusted:
//! sizes are checked before anything is allocated.

use std::io::Cursor;
use std::path::Path;

use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use rummage_core::{DecodedPhoto, RgbImage};

use crate::MediaSettings;
use crate::error::MediaError;
use crate::exif::ExifFacts;
use crate::pixels;
use crate::sniff::FileFormat;
use crate::tiff::TiffPages;

/// A JPEG of up to this many times the budget is decoded at reduced scale.
const REDUCIBLE_BUDGETS: u64 = 6;

/// The whole file.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, MediaError> {
    let bytes = std::fs::read(path)?;
    if bytes.is_empty() {
        return Err(MediaError::Empty);
    }
    Ok(bytes)
}

/// Pixels and facts; of several pages or frames the first.
pub(crate) fn decode_photo_bytes(
    bytes: Vec<u8>,
    format: FileFormat,
    settings: &MediaSettings,
) -> Result<DecodedPhoto, MediaError> {
    let exif = ExifFacts::of_file(&bytes);
    if format == FileFormat::Tiff {
        let mut pages = TiffPages::open(bytes, settings)?;
        let page = pages.decode(0)?;
        return Ok(photo_of(page.image, page.full_size, &exif));
    }
    let decoded = match format {
        FileFormat::Jpeg => decode_jpeg(&bytes, settings)?,
        FileFormat::Png => decode_whole(&bytes, format, ImageFormat::Png, settings)?,
        FileFormat::WebP => decode_whole(&bytes, format, ImageFormat::WebP, settings)?,
        FileFormat::Gif => decode_whole(&bytes, format, ImageFormat::Gif, settings)?,
        FileFormat::Bmp => decode_whole(&bytes, format, ImageFormat::Bmp, settings)?,
        _ => return Err(unsupported(format)),
    };
    let (width, height) = decoded.full_size;
    let sideways = exif.orientation.is_some_and(|value| value >= 5);
    let full_size = if sideways {
        (height, width)
    } else {
        (width, height)
    };
    let image = pixels::flatten(decoded.image, exif.orientation);
    Ok(photo_of(image, full_size, &exif))
}

pub(crate) fn photo_of(
    image: RgbImage,
    (width, height): (u32, u32),
    exif: &ExifFacts,
) -> DecodedPhoto {
    DecodedPhoto {
        image,
        facts: exif.with_size(width, height),
    }
}

/// Pixels as stored, before the orientation is applied.
struct Stored {
    image: DynamicImage,
    /// Before any reduction.
    full_size: (u32, u32),
}

fn decode_whole(
    bytes: &[u8],
    format: FileFormat,
    image_format: ImageFormat,
    settings: &MediaSettings,
) -> Result<Stored, MediaError> {
    let fail = |error| image_error(format, error);
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), image_format)
        .into_decoder()
        .map_err(fail)?;
    let full_size = decoder.dimensions();
    check_budget(format, full_size, settings.pixel_budget)?;
    decoder
        .set_limits(limits(settings.pixel_budget))
        .map_err(fail)?;
    match DynamicImage::from_decoder(decoder) {
        Ok(image) => Ok(Stored { image, full_size }),
        // The decoder takes the end of the bytes for damage.
        Err(_) if format == FileFormat::WebP && riff_is_cut(bytes) => Err(MediaError::Truncated {
            what: format.describe(),
        }),
        Err(error) => Err(fail(error)),
    }
}

/// Whether a RIFF container announces more bytes than there are.
fn riff_is_cut(bytes: &[u8]) -> bool {
    bytes
        .get(4..8)
        .is_some_and(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize + 8 > bytes.len())
}

/// Decoders may hold a picture twice, at 16 bits in four channels.
fn limits(pixel_budget: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(pixel_budget.saturating_mul(16));
    limits
}

pub(crate) fn check_budget(
    format: FileFormat,
    (width, height): (u32, u32),
    pixel_budget: u64,
) -> Result<(), MediaError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels > pixel_budget {
        return Err(MediaError::TooLarge {
            what: format.describe(),
            detail: format!(
                "it has {width} x {height} pixels, and the limit is {} megapixels",
                pixel_budget / 1_000_000
            ),
        });
    }
    if pixels == 0 {
        return Err(MediaError::Malformed {
            what: format.describe(),
            detail: "it has no pixels".to_owned(),
        });
    }
    Ok(())
}

fn decode_jpeg(bytes: &[u8], settings: &MediaSettings) -> Result<Stored, MediaError> {
    // The decoder fills what is missing with grey and calls it a success.
    if !jpeg_is_complete(bytes) {
        return Err(MediaError::Truncated {
            what: FileFormat::Jpeg.describe(),
        });
    }
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg)
        .into_dimensions()
        .map_err(|error| image_error(FileFormat::Jpeg, error))?;
    if u64::from(width) * u64::from(height) <= settings.pixel_budget {
        return decode_whole(bytes, FileFormat::Jpeg, ImageFormat::Jpeg, settings);
    }
    let reducible = settings.pixel_budget.saturating_mul(REDUCIBLE_BUDGETS);
    check_budget(FileFormat::Jpeg, (width, height), reducible)?;
    decode_reduced_jpeg(bytes, (width, height), settings.pixel_budget)
}

/// Decodes at a half, a quarter or an eighth, which the cosine transform gives almost for nothing.
fn decode_reduced_jpeg(
    bytes: &[u8],
    full_size: (u32, u32),
    pixel_budget: u64,
) -> Result<Stored, MediaError> {
    let malformed = |error: jpeg_decoder::Error| MediaError::Malformed {
        what: FileFormat::Jpeg.describe(),
        detail: error.to_string(),
    };
    let pixels = f64::from(full_size.0) * f64::from(full_size.1);
    let scale = (pixel_budget as f64 / pixels).sqrt();
    // The decoder takes the smallest scale that is at least what is asked for: ask for an eighth
    // below the budget, so that the result lies within it.
    let eighths = [4, 2, 1]
        .into_iter()
        .find(|eighths| f64::from(*eighths) / 8.0 <= scale)
        .unwrap_or(1);
    let side = |px: u32| (px * eighths / 8).clamp(1, u32::from(u16::MAX)) as u16;
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    let (width, height) = decoder
        .scale(side(full_size.0), side(full_size.1))
        .map_err(malformed)?;
    let data = decoder.decode().map_err(malformed)?;
    let (width, height) = (u32::from(width), u32::from(height));
    let image = match decoder.info().map(|info| info.pixel_format) {
        Some(jpeg_decoder::PixelFormat::L8) => {
            image::GrayImage::from_raw(width, height, data).map(DynamicImage::ImageLuma8)
        }
        Some(jpeg_decoder::PixelFormat::RGB24) => {
            image::RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8)
        }
        _ => None,
    };
    let image = image.ok_or_else(|| MediaError::TooLarge {
        what: FileFormat::Jpeg.describe(),
        detail: "a picture of this size is read only in RGB or grey".to_owned(),
    })?;
    Ok(Stored { image, full_size })
}

/// Whether an end-of-image marker follows the start of the scan (ITU-T T.81, annex B).
fn jpeg_is_complete(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[first, marker]) = bytes.get(at..at + 2) {
        if first != 0xFF {
            // Not a segment where one should be: let the decoder name the damage.
            return true;
        }
        match marker {
            0xFF => at += 1,
            0x01 | 0xD0..=0xD8 => at += 2,
            0xD9 => return true,
            0xDA => {
                let after = bytes.get(at + 2..).unwrap_or_default();
                return after.windows(2).any(|pair| pair == [0xFF, 0xD9]);
            }
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
            }
        }
    }
    false
}

pub(crate) fn unsupported(format: FileFormat) -> MediaError {
    MediaError::Unsupported {
        what: format.describe(),
        detail: "this format is not read yet; export it as JPEG, PNG, PDF, WAV or MP3".to_owned(),
    }
}

fn image_error(format: FileFormat, error: ImageError) -> MediaError {
    let what = format.describe();
    match error {
        ImageError::Limits(limit) => match limit.kind() {
            LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory => {
                MediaError::TooLarge {
                    what,
                    detail: limit.to_string(),
                }
            }
            _ => MediaError::Unsupported {
                what,
                detail: limit.to_string(),
            },
        },
        ImageError::Unsupported(error) => MediaError::Unsupported {
            what,
            detail: error.to_string(),
        },
        error if ends_early(&error) => MediaError::Truncated { what },
        error => MediaError::Malformed {
            what,
            detail: error.to_string(),
        },
    }
}

/// Whether running out of bytes is at the root of an error. Some decoders only say so in words.
pub(crate) fn ends_early(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            if io.kind() == std::io::ErrorKind::UnexpectedEof {
                return true;
            }
            // An error inside an I/O error is not reached through `source`.
            if let Some(inner) = io.get_ref()
                && ends_early(inner)
            {
                return true;
            }
        }
        let words = error.to_string().to_lowercase();
        if [
            "unexpected eof",
            "unexpected end",
            "end of file",
            "premature",
            "no more bytes",
            "fill whole buffer",
        ]
        .iter()
        .any(|sign| words.contains(sign))
        {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let image = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([x as u8, y as u8, (x / 8 + y / 8) as u8])
        });
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new(&mut bytes)
            .encode_image(&image)
            .expect("memory takes everything");
        bytes
    }

    #[test]
    fn a_jpeg_above_the_budget_is_reduced_and_keeps_its_true_size_in_the_facts() {
        let settings = MediaSettings {
            pixel_budget: 10_000,
            ..MediaSettings::default()
        };
        let photo = decode_photo_bytes(jpeg(200, 100), FileFormat::Jpeg, &settings)
            .expect("twice the budget is reducible");
        assert_eq!((photo.image.width, photo.image.height), (100, 50));
        assert_eq!((photo.facts.width, photo.facts.height), (200, 100));
    }

    #[test]
    fn far_above_the_budget_is_refused() {
        let settings = MediaSettings {
            pixel_budget: 100,
            ..MediaSettings::default()
        };
        let error = decode_photo_bytes(jpeg(200, 100), FileFormat::Jpeg, &settings)
            .expect_err("200 times the budget");
        assert_eq!(error.kind(), rummage_core::ErrorKind::TooLarge);
    }

    #[test]
    fn a_cut_jpeg_is_not_filled_with_grey() {
        let whole = jpeg(64, 64);
        assert!(jpeg_is_complete(&whole));
        for end in [whole.len() - 2, whole.len() / 2, 30, 2] {
            let error = decode_photo_bytes(
                whole[..end].to_vec(),
                FileFormat::Jpeg,
                &MediaSettings::default(),
            )
            .expect_err("its end is missing");
            assert_eq!(error.kind(), rummage_core::ErrorKind::Truncated);
        }
    }
}
