//! Table `files`: the paths within the folders, and which content each has.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rummage_core::{ContentId, FileId, FolderId, text};

use crate::contents;
use crate::database::Store;
use crate::error::StoreError;
use crate::path_text;

/// What is known of a path since the last scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// Its id.
    pub id: FileId,
    /// Length in bytes.
    pub size: u64,
    /// Last modification, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// The content; `None` while it could not be read.
    pub content_id: Option<ContentId>,
    /// Whether a failure is on record for the path itself (not for its content).
    pub failed: bool,
}

impl Store {
    /// All files known in a folder, by their path within it.
    pub async fn known_files(
        &self,
        folder: FolderId,
    ) -> Result<HashMap<PathBuf, KnownFile>, StoreError> {
        let rows: Vec<(i64, String, i64, i64, Option<i64>, bool)> = sqlx::query_as(
            "SELECT f.id, f.rel_path, f.size, f.mtime_ns, f.content_id, x.id IS NOT NULL
             FROM files f LEFT JOIN failures x ON x.file_id = f.id WHERE f.folder_id = ?",
        )
        .bind(folder.0)
        .fetch_all(self.reader())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, rel_path, size, mtime_ns, content, failed)| {
                let file = KnownFile {
                    id: FileId(id),
                    size: size as u64,
                    mtime_ns,
                    content_id: content.map(ContentId),
                    failed,
                };
                (path_text::rel_to_path(&rel_path), file)
            })
            .collect())
    }

    /// Records what a path holds now; `None` for what could not be read. A path that is known is
    /// brought up to date: the content it had before keeps its other paths, or is orphaned.
    pub async fn record_file(
        &self,
        folder: FolderId,
        rel_path: &Path,
        size: u64,
        mtime_ns: i64,
        content: Option<ContentId>,
    ) -> Result<FileId, StoreError> {
        let rel_text = path_text::rel_to_text(rel_path)?;
        let mut tx = self.write().await?;
        let before: Option<(i64, i64, i64, Option<i64>)> = sqlx::query_as(
            "SELECT id, size, mtime_ns, content_id FROM files WHERE folder_id = ? AND rel_path = ?",
        )
        .bind(folder.0)
        .bind(rel_text.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO files (folder_id, rel_path, dir_folded, extension, size, mtime_ns, content_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (folder_id, rel_path)
             DO UPDATE SET size = ?5, mtime_ns = ?6, content_id = ?7
             RETURNING id",
        )
        .bind(folder.0)
        .bind(rel_text.as_str())
        .bind(dir_folded(rel_path))
        .bind(extension(rel_path))
        .bind(size as i64)
        .bind(mtime_ns)
        .bind(content.map(|id| id.0))
        .fetch_one(&mut *tx)
        .await
        .map_err(|error| missing_parent(error, folder, content))?;

        let unchanged = before == Some((id, size as i64, mtime_ns, None));
        if content.is_some() || !unchanged {
            sqlx::query("DELETE FROM failures WHERE file_id = ?")
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        let previous = before.and_then(|(_, _, _, content)| content);
        if previous != content.map(|id| id.0) || before.is_none() {
            for content in previous.into_iter().chain(content.map(|id| id.0)) {
                contents::paths_changed(&mut tx, content).await?;
            }
        }
        tx.commit().await?;
        Ok(FileId(id))
    }

    /// All paths of a content, those of present drives first, then by name.
    pub async fn paths_of(&self, content: ContentId) -> Result<Vec<PathBuf>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT d.path, f.rel_path FROM files f JOIN folders d ON d.id = f.folder_id
             WHERE f.content_id = ? ORDER BY d.offline, d.path, f.rel_path",
        )
        .bind(content.0)
        .fetch_all(self.reader())
        .await?;
        Ok(rows
            .iter()
            .map(|(folder, rel)| path_text::join(folder, rel))
            .collect())
    }

    /// The content of the file at an absolute path, if the path is known and could be read.
    pub async fn content_at(&self, path: &Path) -> Result<Option<ContentId>, StoreError> {
        for folder in self.folders().await? {
            let Ok(rel) = path.strip_prefix(&folder.path) else {
                continue;
            };
            let Ok(rel) = path_text::rel_to_text(rel) else {
                continue;
            };
            let content: Option<Option<i64>> = sqlx::query_scalar(
                "SELECT content_id FROM files WHERE folder_id = ? AND rel_path = ?",
            )
            .bind(folder.id.0)
            .bind(rel)
            .fetch_optional(self.reader())
            .await?;
            return Ok(content.flatten().map(ContentId));
        }
        Ok(None)
    }
}

/// A foreign key that does not hold means that the folder or the content is not there.
fn missing_parent(error: sqlx::Error, folder: FolderId, content: Option<ContentId>) -> StoreError {
    let foreign = error
        .as_database_error()
        .is_some_and(|e| e.is_foreign_key_violation());
    match content {
        Some(content) if foreign => StoreError::UnknownContent(content),
        None if foreign => StoreError::UnknownFolder(folder),
        _ => error.into(),
    }
}

fn dir_folded(rel_path: &Path) -> String {
    rel_path
        .parent()
        .map(|dir| text::fold(&dir.to_string_lossy().replace('\\', "/")))
        .unwrap_or_default()
}

fn extension(rel_path: &Path) -> String {
    rel_path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}
