//! Table `folders`: the roots that the user added.

use std::path::{Path, PathBuf};

use rummage_core::{FolderId, text};

use crate::contents;
use crate::database::{Store, now_ms};
use crate::error::StoreError;
use crate::path_text;

/// A root that the user added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its id.
    pub id: FolderId,
    /// Absolute and canonical.
    pub path: PathBuf,
    /// Whether its drive was absent when it was last looked for. Its files stay findable.
    pub offline: bool,
    /// How many files are known in it.
    pub files: u64,
}

impl Store {
    /// Adds the folder at `path` and returns its id, or the id it has if it was added before. A
    /// folder within another one that was added, or around one, is refused.
    pub async fn add_folder(&self, path: &Path) -> Result<FolderId, StoreError> {
        let path = std::fs::canonicalize(path).map_err(StoreError::io("opening", path))?;
        if !path.is_dir() {
            return Err(StoreError::NotAFolder { path });
        }
        let text = path_text::to_text(&path)?;
        let mut tx = self.write().await?;
        let known: Vec<(i64, String)> = sqlx::query_as("SELECT id, path FROM folders")
            .fetch_all(&mut *tx)
            .await?;
        for (id, existing) in known {
            let existing = path_text::to_path(&existing);
            if existing == path {
                return Ok(FolderId(id));
            }
            if existing.starts_with(&path) || path.starts_with(&existing) {
                return Err(StoreError::FolderOverlap { path, existing });
            }
        }
        let name = path
            .file_name()
            .map(|name| text::fold(&name.to_string_lossy()))
            .unwrap_or_default();
        let id = sqlx::query_scalar(
            "INSERT INTO folders (path, name_folded, added_at_ms) VALUES (?, ?, ?) RETURNING id",
        )
        .bind(text)
        .bind(name)
        .bind(now_ms())
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(FolderId(id))
    }

    /// Takes a folder out of the library with all its files. What was understood of them is kept
    /// for a while, in case it is added again.
    pub async fn remove_folder(&self, folder: FolderId) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO change_log (content_id)
             SELECT DISTINCT content_id FROM files WHERE folder_id = ? AND content_id IS NOT NULL",
        )
        .bind(folder.0)
        .execute(&mut *tx)
        .await?;
        let gone = sqlx::query("DELETE FROM folders WHERE id = ?")
            .bind(folder.0)
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(StoreError::UnknownFolder(folder));
        }
        contents::mark_orphans(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All folders, in the order in which they were added.
    pub async fn folders(&self) -> Result<Vec<Folder>, StoreError> {
        let rows: Vec<(i64, String, bool, i64)> = sqlx::query_as(
            "SELECT id, path, offline, (SELECT count(*) FROM files WHERE folder_id = folders.id)
             FROM folders ORDER BY id",
        )
        .fetch_all(self.reader())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, path, offline, files)| Folder {
                id: FolderId(id),
                path: path_text::to_path(&path),
                offline,
                files: files as u64,
            })
            .collect())
    }

    /// Notes that a folder's drive is absent, or there again. Nothing is deleted either way.
    pub async fn set_offline(&self, folder: FolderId, offline: bool) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let updated = sqlx::query("UPDATE folders SET offline = ? WHERE id = ?")
            .bind(offline)
            .bind(folder.0)
            .execute(&mut *tx)
            .await?;
        if updated.rows_affected() == 0 {
            return Err(StoreError::UnknownFolder(folder));
        }
        tx.commit().await?;
        Ok(())
    }
}
