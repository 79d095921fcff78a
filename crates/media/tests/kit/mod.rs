//! Where tests find their fixtures, PDFium and the real material.

use std::path::{Path, PathBuf};

use rummage_media::MediaSettings;

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// Settings with PDFium; fails with a clear message where it is not set up.
pub fn pdf_settings() -> MediaSettings {
    let library = std::env::var_os("PDFIUM_LIB_PATH").expect(
        "PDFIUM_LIB_PATH must name libpdfium.so: run the tests by `cargo xtask test`, which sets it",
    );
    MediaSettings {
        pdfium_library: Some(library.into()),
        ..MediaSettings::default()
    }
}
