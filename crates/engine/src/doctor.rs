//! Checks that everything the engine needs is there; each check says what mends it.

use std::path::Path;
use std::process::Command;

use serde::Serialize;

use crate::error::EngineError;
use crate::lanes::{Lane, Urgency};
use crate::models::{Loaded, Models};
use crate::settings::EngineSettings;

/// The outcome of one check.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What was checked.
    pub name: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was found or, if it is not in order, why it is needed and what mends it.
    pub detail: String,
}

/// Runs all checks.
pub async fn diagnose(settings: &EngineSettings) -> Result<Vec<Check>, EngineError> {
    let mut checks = vec![tesseract(settings), pdfium(settings), onnxruntime(settings)];
    let models = Models::from_packages(&settings.places)?;
    checks.push(model("model for photos", &models.pictures).await);
    checks.push(model("model for papers", &models.papers).await);
    checks.push(model("model for voice notes", &models.speech).await);
    Ok(checks)
}

/// Loads a model.
async fn model<M: ?Sized + 'static>(name: &'static str, lane: &Lane<Loaded<M>>) -> Check {
    let loaded = lane
        .run(Urgency::Interactive, |model| {
            Ok((model.package.clone(), model.load_ms))
        })
        .await;
    match loaded {
        Ok((package, load_ms)) => Check {
            name,
            ok: true,
            detail: format!("{package}, loaded in {load_ms} ms"),
        },
        Err(error) => Check {
            name,
            ok: false,
            detail: error.message,
        },
    }
}

fn onnxruntime(settings: &EngineSettings) -> Check {
    let advice = "runs the models; run `cargo xtask setup`, or name it in ORT_DYLIB_PATH";
    library(
        "ONNX Runtime",
        settings.places.onnxruntime.as_deref(),
        advice,
    )
}

fn pdfium(settings: &EngineSettings) -> Check {
    let advice = "reads PDFs; run `cargo xtask setup`, or name it in PDFIUM_LIB_PATH";
    library("PDFium", settings.places.pdfium.as_deref(), advice)
}

fn library(name: &'static str, path: Option<&Path>, advice: &str) -> Check {
    match path {
        Some(path) if path.is_file() => Check {
            name,
            ok: true,
            detail: path.display().to_string(),
        },
        Some(path) => Check {
            name,
            ok: false,
            detail: format!("not at {}: {advice}", path.display()),
        },
        None => Check {
            name,
            ok: false,
            detail: format!("not found: {advice}"),
        },
    }
}

fn tesseract(settings: &EngineSettings) -> Check {
    let name = "Tesseract";
    let advice = "reads scanned papers; `sudo apt-get install tesseract-ocr tesseract-ocr-eng \
                  tesseract-ocr-deu`";
    let output = Command::new(&settings.media.tesseract)
        .arg("--list-langs")
        .output();
    let Ok(output) = output else {
        return Check {
            name,
            ok: false,
            detail: format!("not found: {advice}"),
        };
    };
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let missing: Vec<&str> = settings
        .media
        .ocr_languages
        .split('+')
        .filter(|wanted| !listed.lines().any(|line| line.trim() == *wanted))
        .collect();
    if missing.is_empty() {
        Check {
            name,
            ok: true,
            detail: settings.media.ocr_languages.clone(),
        }
    } else {
        let detail = format!("language data missing ({}): {advice}", missing.join(", "));
        Check {
            name,
            ok: false,
            detail,
        }
    }
}
