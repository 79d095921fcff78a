//! Understanding one file without a library: what `rummage inspect` prints.

use std::path::{Path, PathBuf};

use rummage_core::{CancelToken, Extraction, Failure, Field, Stage};
use serde::Serialize;

use crate::error::EngineError;
use crate::indexing::decode;
use crate::lanes::Urgency;
use crate::models::Models;
use crate::pool::on_pool;
use crate::settings::EngineSettings;
use crate::understand::understand;

/// What is understood of a file, in the shape of docs/json.md.
#[derive(Debug, Serialize)]
pub struct Inspection {
    /// The file.
    pub path: PathBuf,
    /// All that was understood.
    #[serde(flatten)]
    pub extraction: Extraction,
    /// The image vector, if it was asked for and there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embedding: Option<Vec<f32>>,
    /// The fields that each source alone would give, if they were asked for and it is a paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields_by_source: Option<FieldsBySource>,
}

/// The fields that each source alone would give.
#[derive(Debug, Serialize)]
pub struct FieldsBySource {
    /// The layout model.
    pub model: Vec<Field>,
    /// The rules over words and places.
    pub rule: Vec<Field>,
}

/// What is wanted of a file beyond its extraction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// The image vector.
    pub embedding: bool,
    /// The fields by each source alone.
    pub fields_by_source: bool,
}

/// Decodes and understands the file at `path`.
///
/// # Errors
/// [`EngineError::File`] with the reason why it cannot be read.
pub async fn inspect(
    path: &Path,
    wanted: Wanted,
    settings: &EngineSettings,
    cancel: &CancelToken,
) -> Result<Inspection, EngineError> {
    let failed = |failure: Failure| EngineError::File {
        path: path.to_owned(),
        failure,
    };
    let models = Models::from_packages(&settings.places)?;
    let (file, media, stop) = (path.to_owned(), settings.media.clone(), cancel.clone());
    let decoded = on_pool(move || decode(&file, &media, &stop))
        .await
        .map_err(failed)?;
    let understood = understand(
        decoded,
        &models,
        settings.day_order,
        Urgency::Interactive,
        cancel,
    )
    .await
    .map_err(|error| failed(Failure::new(Stage::Understand, error.kind, error.message)))?;
    let mut extraction = understood.extraction;
    let embedding = extraction.embedding.take().filter(|_| wanted.embedding);
    let candidates = understood.candidates.filter(|_| wanted.fields_by_source);
    Ok(Inspection {
        path: path.to_owned(),
        extraction,
        embedding: embedding.map(|embedding| embedding.vector().to_vec()),
        fields_by_source: candidates.map(|candidates| FieldsBySource {
            model: candidates.by_model(),
            rule: candidates.by_rules(),
        }),
    })
}
