//! Pictures of paper: is it a paper or a photo, and what does it say.
//!
//! The pixels decide first (see [`crate::coverage`]), then the reading: a picture in which hardly a
//! word is found is a photo, however much its texture looked like text.

use std::path::Path;

use rummage_core::reading_order::sort_into_lines;
use rummage_core::{BBox, CancelToken, DecodedMedia, DecodedPage, DecodedPaper, RgbImage, Word};

use crate::MediaSettings;
use crate::coverage;
use crate::error::MediaError;
use crate::exif::ExifFacts;
use crate::ocr;
use crate::photo::{decode_photo_bytes, photo_of, read_file};
use crate::pixels;
use crate::sniff::FileFormat;
use crate::tiff::TiffPages;

/// Fewer words than this are a shop sign or chance, not a paper.
const MIN_SURE_WORDS: usize = 5;

/// Decodes a picture file as a photo, a paper, or both.
pub(crate) fn decode_picture(
    path: &Path,
    format: FileFormat,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<DecodedMedia, MediaError> {
    let bytes = read_file(path)?;
    let (photo, is_bilevel) = if format == FileFormat::Tiff {
        let exif = ExifFacts::of_file(&bytes);
        let mut pages = TiffPages::open(bytes, settings)?;
        if pages.count() > 1 {
            return decode_pages(&mut pages, settings, cancel);
        }
        let page = pages.decode(0)?;
        (photo_of(page.image, page.full_size, &exif), page.bilevel)
    } else {
        (decode_photo_bytes(bytes, format, settings)?, false)
    };
    if cancel.is_cancelled() {
        return Err(MediaError::Cancelled);
    }
    let grey = pixels::to_grey(&photo.image);
    let text_coverage = coverage::measure(&grey).coverage;
    let is_paper = is_bilevel || text_coverage >= settings.paper_coverage;
    if !is_paper && text_coverage < settings.both_coverage {
        return Ok(DecodedMedia::Photo(photo));
    }
    let reading = match ocr::read_page(&grey, settings, cancel) {
        Ok(reading) => reading,
        Err(MediaError::Cancelled) => return Err(MediaError::Cancelled),
        Err(error) if is_paper => return Err(error),
        Err(error) => {
            // The photo is good without its text.
            tracing::warn!(kind = error.kind().as_str(), "text in a photo not read");
            return Ok(DecodedMedia::Photo(photo));
        }
    };
    if reading.sure_words() < MIN_SURE_WORDS {
        return Ok(DecodedMedia::Photo(photo));
    }
    Ok(DecodedMedia::Paper {
        paper: DecodedPaper {
            pages: vec![recognised_page(&photo.image, reading)],
        },
        picture: (!is_paper).then_some(photo),
    })
}

/// Several pages are a paper whatever they show. One that cannot be read stays empty, unless that
/// leaves nothing at all.
fn decode_pages(
    tiff: &mut TiffPages,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<DecodedMedia, MediaError> {
    let mut pages = Vec::with_capacity(tiff.count());
    let mut first_failure = None;
    for index in 0..tiff.count() {
        if cancel.is_cancelled() {
            return Err(MediaError::Cancelled);
        }
        let image = tiff.decode(index)?.image;
        let reading = match ocr::read_page(&pixels::to_grey(&image), settings, cancel) {
            Ok(reading) => reading,
            Err(MediaError::Cancelled) => return Err(MediaError::Cancelled),
            Err(error) => {
                tracing::warn!(page = index, kind = error.kind().as_str(), "page not read");
                first_failure.get_or_insert(error);
                ocr::Reading::default()
            }
        };
        pages.push(recognised_page(&image, reading));
    }
    match first_failure {
        Some(error) if pages.iter().all(|page| page.words.is_empty()) => Err(error),
        _ => Ok(DecodedMedia::Paper {
            paper: DecodedPaper { pages },
            picture: None,
        }),
    }
}

fn recognised_page(image: &RgbImage, reading: ocr::Reading) -> DecodedPage {
    let size = (image.width as f32, image.height as f32);
    let size = match reading.quarter_turns % 2 {
        0 => size,
        _ => (size.1, size.0),
    };
    page_of(
        size,
        reading.words,
        Source::Recognised { skew: reading.skew },
    )
}

/// Where a page's words come from.
pub(crate) enum Source {
    TextLayer,
    /// From a picture, whose lines fall by `skew` to the right.
    Recognised {
        skew: f32,
    },
}

/// A page with its words in reading order, boxes within the page.
pub(crate) fn page_of(
    (width, height): (f32, f32),
    mut words: Vec<Word>,
    source: Source,
) -> DecodedPage {
    let (recognised, skew) = match source {
        Source::TextLayer => (false, 0.0),
        Source::Recognised { skew } => (true, skew),
    };
    // Across a page that lies askew a line falls by more than its height: it is put straight to be
    // sorted, while the boxes stay where the words are seen.
    shear(&mut words, -skew);
    sort_into_lines(&mut words);
    shear(&mut words, skew);
    for word in &mut words {
        let BBox { x0, y0, x1, y1 } = word.bbox;
        word.bbox = BBox::new(
            x0.clamp(0.0, width),
            y0.clamp(0.0, height),
            x1.clamp(0.0, width),
            y1.clamp(0.0, height),
        );
    }
    DecodedPage {
        width,
        height,
        words,
        recognised,
    }
}

/// Lowers every word by `slope` times its distance from the left.
fn shear(words: &mut [Word], slope: f32) {
    for Word { bbox, .. } in words {
        let fall = slope * (bbox.x0 + bbox.x1) / 2.0;
        bbox.y0 += fall;
        bbox.y1 += fall;
    }
}

/// Turns a picture of a page, as [`crate::render_page`] gives it, to how the page was read: a page
/// that lay on its side or head was turned upright before reading, and its boxes refer to that.
///
/// `width` and `height` are the page's as decoded; the turn is the one whose shape fits and that has
/// most ink under the words.
pub fn turn_as_read(image: RgbImage, width: f32, height: f32, words: &[Word]) -> RgbImage {
    let is_wide = |width: f32, height: f32| width > height;
    let (image_width, image_height) = (image.width as f32, image.height as f32);
    let same_shape = is_wide(image_width, image_height) == is_wide(width, height);
    let is_square = (image_width / image_height - 1.0).abs() < 0.02;
    let candidates: &[u8] = match (is_square, same_shape) {
        (true, _) => &[0, 1, 2, 3],
        (false, true) => &[0, 2],
        (false, false) => &[1, 3],
    };
    const COMPARED_SIDE_PX: u32 = 800;
    let small = pixels::shrink(image.clone(), COMPARED_SIDE_PX);
    let mut best = (candidates[0], f32::MIN);
    for &quarter_turns in candidates {
        let grey = pixels::to_grey(&pixels::turn(small.clone(), quarter_turns));
        let ink = ink_under(&grey, width, height, words);
        if ink > best.1 * 1.02 || best.1 == f32::MIN {
            best = (quarter_turns, ink);
        }
    }
    pixels::turn(image, best.0)
}

/// Mean darkness under the words, 0..255.
fn ink_under(page: &image::GrayImage, width: f32, height: f32, words: &[Word]) -> f32 {
    let scale = (page.width() as f32 / width, page.height() as f32 / height);
    let (mut sum, mut count) = (0.0f64, 0u64);
    for word in words {
        let x = (word.bbox.x0 * scale.0) as u32
            ..((word.bbox.x1 * scale.0).ceil() as u32).min(page.width());
        for row in (word.bbox.y0 * scale.1) as u32
            ..((word.bbox.y1 * scale.1).ceil() as u32).min(page.height())
        {
            for column in x.clone() {
                sum += f64::from(255 - page.get_pixel(column, row)[0]);
                count += 1;
            }
        }
    }
    (sum / count.max(1) as f64) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x: f32, y: f32) -> Word {
        Word {
            text: text.to_owned(),
            bbox: BBox::new(x, y, x + 60.0, y + 12.0),
            confidence: 1.0,
        }
    }

    #[test]
    fn lines_of_a_sheet_that_lay_askew_are_not_mixed() {
        // Two lines 20 apart that fall by 25 over the width of the page.
        let words = vec![
            word("Total", 0.0, 100.0),
            word("9,99", 500.0, 125.0),
            word("Tax", 0.0, 120.0),
            word("1,59", 500.0, 145.0),
        ];
        let page = page_of((600.0, 800.0), words, Source::Recognised { skew: 0.05 });
        let texts: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["Total", "9,99", "Tax", "1,59"]);
        let bbox = page.words[1].bbox;
        assert!(
            (bbox.y0 - 125.0).abs() < 1e-3,
            "boxes stay where they are seen: {bbox:?}"
        );
    }

    #[test]
    fn a_page_is_turned_to_where_its_words_have_ink() {
        let words = [word("Total", 10.0, 10.0), word("9,99", 10.0, 30.0)];
        let mut page = RgbImage {
            width: 100,
            height: 200,
            pixels: vec![255; 100 * 200 * 3],
        };
        for y in 10..42 {
            for x in 10..70 {
                page.pixels[(y * 100 + x) * 3..][..3].fill(0);
            }
        }
        for quarter_turns in 0..4 {
            let lying = pixels::turn(page.clone(), quarter_turns);
            let upright = turn_as_read(lying, 100.0, 200.0, &words);
            assert_eq!(upright, page, "after {quarter_turns} quarter turns");
        }
    }
}
