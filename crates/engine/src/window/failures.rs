//! The ledger of what could not be read, with what to do about each.

use rummage_api as api;
use rummage_core::ErrorKind;

use super::cards::text_of;
use crate::error::EngineError;
use crate::library::Library;

impl Library {
    /// What could not be read, newest first.
    pub async fn failures_page(&self) -> Result<Vec<api::FailedFile>, EngineError> {
        let rows = self.failures().await?;
        Ok(rows
            .into_iter()
            .map(|row| api::FailedFile {
                id: row.id,
                path: row
                    .paths
                    .first()
                    .map(|path| text_of(path))
                    .unwrap_or_default(),
                stage: row.failure.stage.as_str().to_owned(),
                kind: row.failure.kind.as_str().to_owned(),
                message: row.failure.message,
                advice: advice(row.failure.kind).to_owned(),
                attempts: row.attempts,
                retryable: row.failure.kind.is_transient()
                    || row.failure.kind == ErrorKind::Quarantined,
            })
            .collect())
    }
}

fn advice(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Empty => {
            "The file holds nothing. If it should, copy it again from where it came."
        }
        // What is told of these says it already.
        ErrorKind::Truncated | ErrorKind::Encrypted => "",
        ErrorKind::Malformed => {
            "Open it in another program; if that fails too, the file is damaged."
        }
        ErrorKind::Unsupported => "Save it in a common format, and it will be read.",
        ErrorKind::TooLarge => "Save a smaller copy, and it will be read.",
        ErrorKind::NotFound => "Connect its drive, then retry.",
        ErrorKind::PermissionDenied => "Allow yourself to read the file, then retry.",
        ErrorKind::TimedOut => "Retry when the computer has less to do.",
        ErrorKind::MissingDependency => "Install what is missing, then retry.",
        ErrorKind::Model => "Put the model package back, then retry.",
        ErrorKind::Quarantined => "Retry after an update of Rummage.",
        ErrorKind::Cancelled => "Retry.",
        ErrorKind::Io => "Check that the disk works and has room, then retry.",
        ErrorKind::Internal => "Retry after an update of Rummage.",
    }
}
