//! PDF through PDFium: the text layer of each page where it holds text, otherwise a picture of the
//! page for recognition.
//!
//! PDFium is loaded once from a path that the caller names, and is not thread-safe: all calls happen
//! under one lock, which is never held while a page is being recognised.

use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use pdfium_render::prelude::{
    PdfDocument, PdfPage, PdfPageObjectCommon, PdfPageObjectsCommon, PdfPageRenderRotation,
    PdfRect, PdfRenderConfig, Pdfium, PdfiumError, PdfiumInternalError,
};
use rummage_core::{BBox, CancelToken, DecodedPage, DecodedPaper, RgbImage, Word};

use crate::MediaSettings;
use crate::error::MediaError;
use crate::ocr;
use crate::paper::{Source, page_of};
use crate::pdf_text::{Glyph, Readability, words_of};
use crate::photo::read_file;
use crate::pixels;

const WHAT: &str = "PDF";
const POINTS_PER_INCH: f32 = 72.0;
const OCR_DPI: f32 = 300.0;
const MAX_RENDERED_PIXELS: f32 = 24_000_000.0;
/// A page with this many characters is read from its text layer whatever else is on it; with fewer,
/// a picture that fills the page is what the page is about ("scanned with …").
const SUFFICIENT_CHARACTERS: usize = 100;
const FILLS_PAGE: f32 = 0.5;
/// US Letter, for pages that cannot even be measured.
const FALLBACK_SIZE: (f32, f32) = (612.0, 792.0);

/// Reads all pages.
pub(crate) fn decode(
    path: &Path,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<DecodedPaper, MediaError> {
    let bytes = read_file(path)?;
    let layers = with_document(&bytes, settings, |document| {
        let count = page_count(document, settings)?;
        (0..count)
            .map(|index| {
                if cancel.is_cancelled() {
                    return Err(MediaError::Cancelled);
                }
                Ok(text_layer(document, index))
            })
            .collect::<Result<Vec<_>, _>>()
    })?;
    let mut pages = Vec::with_capacity(layers.len());
    let mut first_failure = None;
    for (index, layer) in layers.into_iter().enumerate() {
        if cancel.is_cancelled() {
            return Err(MediaError::Cancelled);
        }
        let page = match &layer.is_sufficient {
            true => layer.into_page(),
            false => match recognise(&bytes, index, &layer, settings, cancel) {
                Ok(page) => page,
                Err(MediaError::Cancelled) => return Err(MediaError::Cancelled),
                Err(error) => {
                    tracing::warn!(page = index, kind = error.kind().as_str(), "page not read");
                    first_failure.get_or_insert(error);
                    layer.into_page()
                }
            },
        };
        pages.push(page);
    }
    let is_blank = pages.iter().all(|page: &DecodedPage| page.words.is_empty());
    match first_failure {
        Some(error) if is_blank => Err(error),
        _ if is_blank && !has_end(&bytes) => Err(MediaError::Truncated { what: WHAT }),
        _ => Ok(DecodedPaper { pages }),
    }
}

/// A picture of a page as a viewer shows it.
pub(crate) fn render(
    path: &Path,
    page: usize,
    max_side_px: u32,
    settings: &MediaSettings,
) -> Result<RgbImage, MediaError> {
    let bytes = read_file(path)?;
    with_document(&bytes, settings, |document| {
        let page = load_page(document, page)?;
        let longer = page.width().value.max(page.height().value);
        render_page(&page, max_side_px as f32 / longer)
    })
}

/// What a page's text layer holds.
struct TextLayer {
    size: (f32, f32),
    words: Vec<Word>,
    /// Whether it says what the page says.
    is_sufficient: bool,
}

impl TextLayer {
    fn into_page(self) -> DecodedPage {
        page_of(self.size, self.words, Source::TextLayer)
    }
}

/// A page that cannot be loaded counts as an empty one, to be tried as a picture.
fn text_layer(document: &PdfDocument, index: usize) -> TextLayer {
    let read = || -> Result<TextLayer, PdfiumError> {
        let mut page = document.pages().get(index as i32)?;
        if document.form().is_some() && !page.annotations().is_empty() {
            // What was filled into a form is no text of the page until the two are made one, in
            // memory. Where that fails the page is as it was.
            let _ = page.flatten();
        }
        let frame = Frame::of(&page)?;
        let glyphs = glyphs_of(&page, &frame)?;
        let readability = Readability::of(&glyphs);
        let is_sufficient = if readability.visible == 0 {
            page.objects().is_empty()
        } else {
            readability.is_text()
                && (readability.visible >= SUFFICIENT_CHARACTERS || !shows_a_picture(&page, &frame))
        };
        Ok(TextLayer {
            size: frame.displayed_size(),
            words: if readability.is_text() {
                words_of(&glyphs)
            } else {
                Vec::new()
            },
            is_sufficient,
        })
    };
    read().unwrap_or(TextLayer {
        size: FALLBACK_SIZE,
        words: Vec::new(),
        is_sufficient: false,
    })
}

fn glyphs_of(page: &PdfPage, frame: &Frame) -> Result<Vec<Glyph>, PdfiumError> {
    let text = page.text()?;
    let glyphs = text
        .chars()
        .iter()
        .map(|character| {
            // Type 3 fonts have no tight bounds.
            let bounds = [character.tight_bounds(), character.loose_bounds()]
                .into_iter()
                .flatten()
                .find(|bounds| bounds.width().value > 0.0 && bounds.height().value > 0.0);
            Glyph {
                character: character.unicode_char().unwrap_or('\u{FFFD}'),
                ink: bounds.map(|bounds| frame.display(&bounds)),
            }
        })
        .filter(|glyph| glyph.ink.is_none_or(|ink| frame.shows(&ink)))
        .collect();
    Ok(glyphs)
}

/// Whether something other than text and lines fills a good part of the page.
fn shows_a_picture(page: &PdfPage, frame: &Frame) -> bool {
    let (width, height) = frame.displayed_size();
    page.objects().iter().any(|object| {
        let is_pictorial =
            object.as_image_object().is_some() || object.as_x_object_form_object().is_some();
        is_pictorial
            && object.bounds().is_ok_and(|quad| {
                let bounds = quad.to_rect();
                bounds.width().value * bounds.height().value >= FILLS_PAGE * width * height
            })
    })
}

fn recognise(
    bytes: &[u8],
    index: usize,
    layer: &TextLayer,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<DecodedPage, MediaError> {
    let (picture, size) = with_document(bytes, settings, |document| {
        let page = load_page(document, index)?;
        let size = (page.width().value, page.height().value);
        let scale =
            (OCR_DPI / POINTS_PER_INCH).min((MAX_RENDERED_PIXELS / (size.0 * size.1)).sqrt());
        Ok((pixels::to_grey(&render_page(&page, scale)?), size))
    })?;
    let is_blank = picture.iter().all(|luma| *luma >= 250);
    if is_blank {
        return Ok(page_of(size, layer.words.clone(), Source::TextLayer));
    }
    let reading = ocr::read_page(&picture, settings, cancel)?;
    let letters = |words: &[Word]| words.iter().map(|word| word.text.len()).sum::<usize>();
    if letters(&reading.words) <= letters(&layer.words) {
        return Ok(page_of(size, layer.words.clone(), Source::TextLayer));
    }
    let scale = picture.width() as f32 / size.0;
    let words = reading
        .words
        .into_iter()
        .map(|word| Word {
            bbox: <[f32; 4]>::from(word.bbox).map(|px| px / scale).into(),
            ..word
        })
        .collect();
    let size = match reading.quarter_turns % 2 {
        0 => size,
        _ => (size.1, size.0),
    };
    Ok(page_of(
        size,
        words,
        Source::Recognised { skew: reading.skew },
    ))
}

fn load_page<'a>(document: &PdfDocument<'a>, index: usize) -> Result<PdfPage<'a>, MediaError> {
    let page = document
        .pages()
        .get(index as i32)
        .map_err(|error| malformed(format!("page {} cannot be shown ({error})", index + 1)))?;
    let side = |points: f32| points.is_finite() && points > 0.0;
    if side(page.width().value) && side(page.height().value) {
        Ok(page)
    } else {
        Err(malformed(format!("page {} has no size", index + 1)))
    }
}

/// `scale` is in pixels a point.
fn render_page(page: &PdfPage, scale: f32) -> Result<RgbImage, MediaError> {
    let side = |points: f32| ((points * scale).round() as i32).max(1);
    let config =
        PdfRenderConfig::new().set_fixed_size(side(page.width().value), side(page.height().value));
    let failed = |error| malformed(format!("a page cannot be shown ({error})"));
    let bitmap = page.render_with_config(&config).map_err(failed)?;
    let image = bitmap.as_image().map_err(failed)?;
    Ok(pixels::flatten(image, None))
}

/// Where the page's own coordinates (from the bottom left, before rotation) lie on the displayed
/// page (from the top left).
struct Frame {
    left: f32,
    bottom: f32,
    right: f32,
    top: f32,
    rotation: PdfPageRenderRotation,
}

impl Frame {
    fn of(page: &PdfPage) -> Result<Self, PdfiumError> {
        let bounds = page.boundaries().bounding()?.bounds;
        Ok(Self {
            left: bounds.left().value,
            bottom: bounds.bottom().value,
            right: bounds.right().value,
            top: bounds.top().value,
            rotation: page.rotation()?,
        })
    }

    fn displayed_size(&self) -> (f32, f32) {
        let (width, height) = (self.right - self.left, self.top - self.bottom);
        match self.rotation {
            PdfPageRenderRotation::None | PdfPageRenderRotation::Degrees180 => (width, height),
            PdfPageRenderRotation::Degrees90 | PdfPageRenderRotation::Degrees270 => (height, width),
        }
    }

    fn display(&self, rect: &PdfRect) -> BBox {
        let corner = |x: f32, y: f32| match self.rotation {
            PdfPageRenderRotation::None => (x - self.left, self.top - y),
            PdfPageRenderRotation::Degrees90 => (y - self.bottom, x - self.left),
            PdfPageRenderRotation::Degrees180 => (self.right - x, y - self.bottom),
            PdfPageRenderRotation::Degrees270 => (self.top - y, self.right - x),
        };
        let (x0, y0) = corner(rect.left().value, rect.bottom().value);
        let (x1, y1) = corner(rect.right().value, rect.top().value);
        BBox::new(x0, y0, x1, y1)
    }

    /// Whether any of the box is on the displayed page.
    fn shows(&self, bbox: &BBox) -> bool {
        let (width, height) = self.displayed_size();
        bbox.x1 > 0.0 && bbox.y1 > 0.0 && bbox.x0 < width && bbox.y0 < height
    }
}

fn page_count(document: &PdfDocument, settings: &MediaSettings) -> Result<usize, MediaError> {
    let count = document.pages().len().max(0) as usize;
    if count == 0 {
        return Err(malformed("it has no pages".to_owned()));
    }
    if count > settings.max_pages {
        return Err(MediaError::TooLarge {
            what: WHAT,
            detail: format!(
                "it has {count} pages, and the limit is {}",
                settings.max_pages
            ),
        });
    }
    Ok(count)
}

fn with_document<T>(
    bytes: &[u8],
    settings: &MediaSettings,
    use_document: impl FnOnce(&PdfDocument) -> Result<T, MediaError>,
) -> Result<T, MediaError> {
    let library = library(settings)?;
    let Some(pdfium) = library.as_ref() else {
        return Err(MediaError::Internal("PDFium was unloaded".to_owned()));
    };
    let document = pdfium
        .load_pdf_from_byte_slice(bytes, None)
        .map_err(|error| load_error(&error, bytes))?;
    use_document(&document)
}

/// PDFium, bound at the first use; a failure to load is not remembered, so that it can be mended.
fn library(settings: &MediaSettings) -> Result<MutexGuard<'static, Option<Pdfium>>, MediaError> {
    static LIBRARY: Mutex<Option<Pdfium>> = Mutex::new(None);
    const REMEDY: &str = "run `cargo xtask setup`, or set PDFIUM_LIB_PATH to the file libpdfium.so (pdfium.dll, libpdfium.dylib)";
    let mut library = LIBRARY
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    if library.is_none() {
        let path = settings.pdfium_library.as_deref().ok_or_else(|| {
            MediaError::MissingDependency(format!(
                "PDFium, which reads PDF files, was not found; {REMEDY}"
            ))
        })?;
        let bindings = Pdfium::bind_to_library(path).map_err(|error| {
            MediaError::MissingDependency(format!(
                "PDFium, which reads PDF files, could not be loaded from {} ({error:?}); {REMEDY}",
                path.display()
            ))
        })?;
        *library = Some(Pdfium::new(bindings));
    }
    Ok(library)
}

fn load_error(error: &PdfiumError, bytes: &[u8]) -> MediaError {
    match error {
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::PasswordError) => {
            MediaError::Encrypted
        }
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::SecurityError) => {
            MediaError::Unsupported {
                what: WHAT,
                detail:
                    "it is protected in a way that is not known; save a copy without protection"
                        .to_owned(),
            }
        }
        _ if !has_end(bytes) => MediaError::Truncated { what: WHAT },
        _ => malformed("its structure cannot be followed".to_owned()),
    }
}

/// Whether an end-of-file marker stands near the end (ISO 32000-1, annex H).
fn has_end(bytes: &[u8]) -> bool {
    bytes[bytes.len().saturating_sub(2048)..]
        .windows(5)
        .any(|window| window == b"%%EOF")
}

fn malformed(detail: String) -> MediaError {
    MediaError::Malformed { what: WHAT, detail }
}
