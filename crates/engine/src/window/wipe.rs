//! Deleting everything that Rummage knows. The user's own files are not touched.

use crate::error::EngineError;
use crate::library::Library;

/// What a person types to confirm.
pub const CONFIRMATION: &str = "wipe";

impl Library {
    /// Deletes what was understood, the indexes, the thumbnails, searches and settings; the library
    /// is then as if new. Indexing must have been stopped.
    ///
    /// # Errors
    /// [`EngineError::NotConfirmed`] unless `confirmation` is [`CONFIRMATION`].
    pub async fn wipe(&self, confirmation: &str) -> Result<(), EngineError> {
        if confirmation.trim().to_lowercase() != CONFIRMATION {
            return Err(EngineError::NotConfirmed);
        }
        self.store.wipe().await?;
        self.rebuild_text().await?;
        self.rebuild_vectors().await?;
        let thumbnails = self.store.thumbnail_dir();
        match std::fs::remove_dir_all(&thumbnails) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(EngineError::io(
                "the thumbnails could not be deleted",
            )(error)),
            _ => Ok(()),
        }
    }
}
