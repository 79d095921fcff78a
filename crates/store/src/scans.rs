//! Table `scans`: when the folders were walked, and what was found missing.

use std::collections::HashSet;
use std::path::PathBuf;

use rummage_core::FolderId;

use crate::contents;
use crate::database::{Store, now_ms};
use crate::error::StoreError;
use crate::path_text;

/// One walk over some folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanId(pub(crate) i64);

/// What came of scanning one folder to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanOutcome {
    /// Files that were known and are no longer there.
    pub removed: u64,
}

impl Store {
    /// Notes that a walk begins.
    pub async fn begin_scan(&self) -> Result<ScanId, StoreError> {
        let mut tx = self.write().await?;
        let id = sqlx::query_scalar("INSERT INTO scans (started_at_ms) VALUES (?) RETURNING id")
            .bind(now_ms())
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(ScanId(id))
    }

    /// Ends the walk of one folder: its files whose path within it is not in `seen` are gone, so
    /// `seen` must be complete. Call it only for a folder that was really there and was walked to
    /// its end. Contents stay: one whose path was removed here and recorded anew elsewhere in the
    /// same scan has moved, and was not lost for a moment.
    pub async fn finish_scan(
        &self,
        scan: ScanId,
        folder: FolderId,
        seen: &HashSet<PathBuf>,
    ) -> Result<ScanOutcome, StoreError> {
        let mut tx = self.write().await?;
        let known: Vec<(i64, String, Option<i64>)> =
            sqlx::query_as("SELECT id, rel_path, content_id FROM files WHERE folder_id = ?")
                .bind(folder.0)
                .fetch_all(&mut *tx)
                .await?;
        let mut outcome = ScanOutcome::default();
        for (file, rel_path, content) in known {
            if seen.contains(&path_text::rel_to_path(&rel_path)) {
                continue;
            }
            sqlx::query("DELETE FROM files WHERE id = ?")
                .bind(file)
                .execute(&mut *tx)
                .await?;
            if let Some(content) = content {
                contents::paths_changed(&mut tx, content).await?;
            }
            outcome.removed += 1;
        }
        sqlx::query("UPDATE scans SET finished_at_ms = ?, removed = removed + ? WHERE id = ?")
            .bind(now_ms())
            .bind(outcome.removed as i64)
            .bind(scan.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(outcome)
    }
}
