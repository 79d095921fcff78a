//! Where the native libraries and the model packages are found.
//!
//! An environment variable wins; then the places in which an installed program keeps them, beside
//! and below the executable; then `.setup` of the checkout that `cargo xtask setup` fills.

use std::path::{Path, PathBuf};

/// ONNX Runtime and PDFium as files, and the folders of model packages and of the samples.
#[derive(Clone, Debug)]
pub struct Places {
    /// The shared library of ONNX Runtime.
    pub onnxruntime: Option<PathBuf>,
    /// The shared library of PDFium.
    pub pdfium: Option<PathBuf>,
    /// The folder with `clip`, `layoutlm` and `wav2vec2`.
    pub models: Option<PathBuf>,
    /// The sample library.
    pub samples: Option<PathBuf>,
}

/// Names the folder of model packages.
pub const MODELS_VARIABLE: &str = "RUMMAGE_MODELS";
/// Names the shared library of ONNX Runtime.
pub const ONNXRUNTIME_VARIABLE: &str = "ORT_DYLIB_PATH";
/// Names the shared library of PDFium.
pub const PDFIUM_VARIABLE: &str = "PDFIUM_LIB_PATH";

/// Keeps ONNX Runtime, from 1.32 on, from recording events in the user's home and sending them.
///
/// Its own function for that comes too late: the record is opened, and the first event written,
/// when the library is loaded. To be called first in `main`.
///
/// # Safety
/// No other thread may run yet, because environment variables are not guarded.
#[allow(unsafe_code)]
pub unsafe fn forbid_telemetry() {
    // SAFETY: the caller promises that no other thread runs.
    unsafe { std::env::set_var("ORT_DISABLE_TELEMETRY", "1") };
}

impl Places {
    /// Looks in the usual places. What is not there is `None`; an environment variable is believed
    /// even when it names nothing, so that the error names what the user said.
    pub fn find() -> Self {
        let roots = roots();
        Self {
            onnxruntime: library(ONNXRUNTIME_VARIABLE, &roots, onnxruntime_name()),
            pdfium: library(PDFIUM_VARIABLE, &roots, pdfium_name()),
            models: from_variable(MODELS_VARIABLE).or_else(|| {
                roots
                    .iter()
                    .flat_map(|root| [root.join("models/starter"), root.join("models")])
                    .find(|folder| folder.join("clip").is_dir())
            }),
            samples: roots
                .iter()
                .map(|root| root.join("samples/library"))
                .find(|folder| folder.is_dir()),
        }
    }
}

/// Folders below which `lib/…` and `models/…` may lie.
fn roots() -> Vec<PathBuf> {
    let mut roots = Vec::new();
    if let Some(folder) = std::env::current_exe()
        .ok()
        .as_deref()
        .and_then(Path::parent)
    {
        roots.push(folder.to_owned());
        roots.push(folder.join("../lib/rummage"));
        roots.push(folder.join("../share/rummage"));
        // Where Tauri's bundles for Linux and macOS keep what is inside them.
        roots.push(folder.join("../lib/Rummage"));
        roots.push(folder.join("../Resources"));
    }
    // A build from a checkout finds what `cargo xtask setup` put there. For an installed program
    // the path names nothing, and is passed over.
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    roots.push(checkout.join(".setup"));
    roots.push(checkout);
    roots
}

fn library(variable: &str, roots: &[PathBuf], name: &str) -> Option<PathBuf> {
    from_variable(variable).or_else(|| {
        roots
            .iter()
            .flat_map(|root| [root.join(name), root.join("lib").join(name)])
            .find(|file| file.is_file())
    })
}

fn from_variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

fn onnxruntime_name() -> &'static str {
    if cfg!(windows) {
        "onnxruntime.dll"
    } else if cfg!(target_os = "macos") {
        "libonnxruntime.dylib"
    } else {
        "libonnxruntime.so"
    }
}

fn pdfium_name() -> &'static str {
    if cfg!(windows) {
        "pdfium.dll"
    } else if cfg!(target_os = "macos") {
        "libpdfium.dylib"
    } else {
        "libpdfium.so"
    }
}
