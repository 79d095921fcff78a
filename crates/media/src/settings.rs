//! What decoding may use and spend.

use std::path::PathBuf;
use std::time::Duration;

/// Budgets, programs and thresholds of decoding.
#[derive(Clone, Debug)]
pub struct MediaSettings {
    /// Pictures with more pixels are decoded at reduced scale (JPEG) or refused.
    pub pixel_budget: u64,
    /// Papers with more pages are refused.
    pub max_pages: usize,
    /// Tesseract's names of languages, joined by `+`; those that are not installed are left out.
    pub ocr_languages: String,
    /// The limit for reading one page, turned as often as it takes.
    pub ocr_timeout: Duration,
    /// The program, looked up in `PATH` unless it holds a separator.
    pub tesseract: PathBuf,
    /// The shared library of PDFium; PDFs cannot be read without it.
    pub pdfium_library: Option<PathBuf>,
    /// A picture with at least this [`crate::text_coverage`] is a paper.
    pub paper_coverage: f32,
    /// A picture with at least this, but less than `paper_coverage`, is understood both ways.
    pub both_coverage: f32,
}

impl Default for MediaSettings {
    /// The thresholds were measured: see docs/reports/text-coverage.md.
    fn default() -> Self {
        Self {
            pixel_budget: 40_000_000,
            max_pages: 500,
            ocr_languages: "eng+deu".to_owned(),
            ocr_timeout: Duration::from_secs(60),
            tesseract: PathBuf::from("tesseract"),
            pdfium_library: None,
            paper_coverage: 0.50,
            both_coverage: 0.10,
        }
    }
}
