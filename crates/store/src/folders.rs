//! Table `folders`: the roots that the user added.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rummage_core::{FolderId, MediaKind, text};

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
    /// Patterns of paths within it: only files that match one are wanted; all when there is none.
    pub include: Vec<String>,
    /// Patterns of paths within it: files and folders that match one are not wanted.
    pub exclude: Vec<String>,
}

/// What a folder holds. Contents are counted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderCounts {
    /// Contents that are understood, by kind.
    pub by_kind: BTreeMap<MediaKind, u64>,
    /// Contents that wait.
    pub pending: u64,
    /// Contents and paths that could not be read.
    pub failed: u64,
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
        let rows: Vec<(i64, String, bool, i64, String, String)> = sqlx::query_as(
            "SELECT id, path, offline, (SELECT count(*) FROM files WHERE folder_id = folders.id),
                    include, exclude
             FROM folders ORDER BY id",
        )
        .fetch_all(self.reader())
        .await?;
        rows.into_iter()
            .map(|(id, path, offline, files, include, exclude)| {
                Ok(Folder {
                    id: FolderId(id),
                    path: path_text::to_path(&path),
                    offline,
                    files: files as u64,
                    include: parse_patterns(&include)?,
                    exclude: parse_patterns(&exclude)?,
                })
            })
            .collect()
    }

    /// Sets which paths within a folder are wanted. What is no longer wanted goes with the next
    /// scan.
    pub async fn set_patterns(
        &self,
        folder: FolderId,
        include: &[String],
        exclude: &[String],
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let updated = sqlx::query("UPDATE folders SET include = ?, exclude = ? WHERE id = ?")
            .bind(write_patterns(include)?)
            .bind(write_patterns(exclude)?)
            .bind(folder.0)
            .execute(&mut *tx)
            .await?;
        if updated.rows_affected() == 0 {
            return Err(StoreError::UnknownFolder(folder));
        }
        tx.commit().await?;
        Ok(())
    }

    /// What each folder holds; a folder without contents or failures is left out.
    pub async fn folder_counts(&self) -> Result<BTreeMap<FolderId, FolderCounts>, StoreError> {
        let contents: Vec<(i64, Option<String>, String, i64)> = sqlx::query_as(
            "SELECT folder_id, kind, state, count(*) FROM
                 (SELECT DISTINCT f.folder_id, c.id, c.kind, c.state
                  FROM files f JOIN contents c ON c.id = f.content_id)
             GROUP BY folder_id, kind, state",
        )
        .fetch_all(self.reader())
        .await?;
        let mut counts: BTreeMap<FolderId, FolderCounts> = BTreeMap::new();
        for (folder, kind, state, number) in contents {
            let folder = counts.entry(FolderId(folder)).or_default();
            let number = number as u64;
            if let Some(kind) = kind {
                *folder
                    .by_kind
                    .entry(contents::parse_kind(&kind)?)
                    .or_default() += number;
            }
            match state.as_str() {
                "pending" => folder.pending += number,
                "failed" | "quarantined" => folder.failed += number,
                _ => {}
            }
        }
        let paths: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT f.folder_id, count(*) FROM failures x JOIN files f ON f.id = x.file_id
             GROUP BY f.folder_id",
        )
        .fetch_all(self.reader())
        .await?;
        for (folder, number) in paths {
            counts.entry(FolderId(folder)).or_default().failed += number as u64;
        }
        Ok(counts)
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

fn parse_patterns(json: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::damaged(format!("a folder's patterns: {error}")))
}

fn write_patterns(patterns: &[String]) -> Result<String, StoreError> {
    serde_json::to_string(patterns)
        .map_err(|error| StoreError::damaged(format!("patterns cannot be written: {error}")))
}
