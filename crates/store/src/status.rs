//! How a library stands, in numbers.

use std::collections::BTreeMap;

use rummage_core::{MediaKind, VectorSpace};

use crate::database::Store;
use crate::error::StoreError;
use crate::{change_log, contents, model_runs};

/// How a library stands. Contents are counted while they have a path.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    /// Folders.
    pub folders: u64,
    /// Folders whose drive is absent.
    pub offline_folders: u64,
    /// Paths, readable or not.
    pub files: u64,
    /// Paths on absent drives.
    pub offline_files: u64,
    /// Contents that are understood, by kind.
    pub by_kind: BTreeMap<MediaKind, u64>,
    /// Contents that wait.
    pub pending: u64,
    /// Contents and paths with a failure, without the quarantined.
    pub failed: u64,
    /// Contents that were left aside after they ended the program.
    pub quarantined: u64,
    /// Contents that are kept although their last path is gone.
    pub orphaned: u64,
    /// Model runs by task, ever.
    pub model_runs: BTreeMap<String, u64>,
    /// The position of the last entry of the change log.
    pub last_change: u64,
    /// Vectors by space.
    pub vectors: Vec<(VectorSpace, u64)>,
    /// Bytes of all contents that have a path, each counted once.
    pub content_bytes: u64,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// When folders were last walked to the end, milliseconds since 1970.
    pub last_scan_at_ms: Option<i64>,
}

impl Store {
    /// How the library stands.
    pub async fn status(&self) -> Result<Status, StoreError> {
        let vectors = self.spaces().await?;
        let mut snapshot = self.reader().begin().await?;
        let (folders, offline_folders, files, offline_files): (i64, i64, i64, i64) =
            sqlx::query_as(
                "SELECT (SELECT count(*) FROM folders),
                        (SELECT count(*) FROM folders WHERE offline),
                        (SELECT count(*) FROM files),
                        (SELECT count(*) FROM files f JOIN folders d ON d.id = f.folder_id
                         WHERE d.offline)",
            )
            .fetch_one(&mut *snapshot)
            .await?;
        let (pending, failed, quarantined, orphaned, content_bytes): (i64, i64, i64, i64, i64) =
            sqlx::query_as(
                "SELECT (SELECT count(*) FROM contents
                         WHERE orphaned_at_ms IS NULL AND state = 'pending'),
                        (SELECT count(*) FROM contents
                         WHERE orphaned_at_ms IS NULL AND state = 'failed')
                        + (SELECT count(*) FROM failures WHERE file_id IS NOT NULL),
                        (SELECT count(*) FROM contents
                         WHERE orphaned_at_ms IS NULL AND state = 'quarantined'),
                        (SELECT count(*) FROM contents WHERE orphaned_at_ms IS NOT NULL),
                        (SELECT coalesce(sum(size), 0) FROM contents WHERE orphaned_at_ms IS NULL)",
            )
            .fetch_one(&mut *snapshot)
            .await?;
        let kinds: Vec<(String, i64)> = sqlx::query_as(
            "SELECT kind, count(*) FROM contents
             WHERE orphaned_at_ms IS NULL AND kind IS NOT NULL GROUP BY kind",
        )
        .fetch_all(&mut *snapshot)
        .await?;
        let database_bytes: i64 = sqlx::query_scalar(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        )
        .fetch_one(&mut *snapshot)
        .await?;
        let last_scan_at_ms: Option<i64> =
            sqlx::query_scalar("SELECT max(finished_at_ms) FROM scans")
                .fetch_one(&mut *snapshot)
                .await?;
        Ok(Status {
            folders: folders as u64,
            offline_folders: offline_folders as u64,
            files: files as u64,
            offline_files: offline_files as u64,
            by_kind: kinds
                .into_iter()
                .map(|(kind, count)| Ok((contents::parse_kind(&kind)?, count as u64)))
                .collect::<Result<_, StoreError>>()?,
            pending: pending as u64,
            failed: failed as u64,
            quarantined: quarantined as u64,
            orphaned: orphaned as u64,
            model_runs: model_runs::by_task(&mut snapshot).await?,
            last_change: change_log::last_change(&mut snapshot).await?,
            vectors,
            content_bytes: content_bytes as u64,
            database_bytes: database_bytes as u64,
            last_scan_at_ms,
        })
    }
}
