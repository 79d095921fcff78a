//! Table `failures`: what could not be understood and why, for the user to see and to retry.

use std::path::PathBuf;

use rummage_core::{ContentId, ErrorKind, Failure, FileId, Stage};
use sqlx::SqliteConnection;

use crate::attempts;
use crate::database::{Store, now_ms};
use crate::error::StoreError;
use crate::path_text;

/// What failed: bytes, wherever they lie, or a path whose bytes could not even be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A content.
    Content(ContentId),
    /// A path (recorded without a content).
    File(FileId),
}

/// One row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureRow {
    /// The number of the entry.
    pub id: i64,
    /// What failed.
    pub subject: Subject,
    /// Where it lies; never empty.
    pub paths: Vec<PathBuf>,
    /// Why it failed.
    pub failure: Failure,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// How often work on it was begun; 1 for a path whose bytes could not be read.
    pub attempts: u64,
}

impl Store {
    /// Records why something failed; a content leaves work by it. A later success takes the row
    /// away. [`ErrorKind::Cancelled`] is no failure: it only ends the attempt.
    pub async fn record_failure(
        &self,
        subject: Subject,
        failure: &Failure,
    ) -> Result<(), StoreError> {
        if failure.kind == ErrorKind::Cancelled {
            return match subject {
                Subject::Content(content) => self.end_attempt(&[content]).await,
                Subject::File(_) => Ok(()),
            };
        }
        let mut tx = self.write().await?;
        match subject {
            Subject::Content(content) => {
                let state = if failure.kind == ErrorKind::Quarantined {
                    "quarantined"
                } else {
                    "failed"
                };
                let updated = sqlx::query("UPDATE contents SET state = ? WHERE id = ?")
                    .bind(state)
                    .bind(content.0)
                    .execute(&mut *tx)
                    .await?;
                if updated.rows_affected() == 0 {
                    return Err(StoreError::UnknownContent(content));
                }
                attempts::closed(&mut tx, content.0).await?;
                put(&mut tx, Some(content.0), None, failure).await?;
            }
            Subject::File(file) => {
                let known: Option<i64> = sqlx::query_scalar("SELECT id FROM files WHERE id = ?")
                    .bind(file.0)
                    .fetch_optional(&mut *tx)
                    .await?;
                if known.is_none() {
                    return Err(StoreError::UnknownFile(file));
                }
                put(&mut tx, None, Some(file.0), failure).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// All failures of what still has a path, newest first.
    pub async fn failures(&self) -> Result<Vec<FailureRow>, StoreError> {
        type Row = (
            i64,
            i64,
            Option<i64>,
            Option<i64>,
            String,
            String,
            String,
            i64,
            String,
            String,
        );
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT x.id, coalesce(c.attempts, 1), x.content_id, x.file_id, x.stage, x.kind, x.message,
                    x.at_ms, d.path, f.rel_path
             FROM failures x
             LEFT JOIN contents c ON c.id = x.content_id
             JOIN files f ON f.id = x.file_id OR f.content_id = x.content_id
             JOIN folders d ON d.id = f.folder_id
             ORDER BY x.at_ms DESC, x.id DESC, d.path, f.rel_path",
        )
        .fetch_all(self.reader())
        .await?;
        let mut failures: Vec<FailureRow> = Vec::new();
        for (id, attempts, content, file, stage, kind, message, at_ms, folder, rel_path) in rows {
            let subject = match (content, file) {
                (Some(content), _) => Subject::Content(ContentId(content)),
                (None, Some(file)) => Subject::File(FileId(file)),
                (None, None) => return Err(StoreError::damaged("a failure of nothing")),
            };
            let path = path_text::join(&folder, &rel_path);
            match failures.last_mut() {
                Some(last) if last.subject == subject => last.paths.push(path),
                _ => failures.push(FailureRow {
                    id,
                    attempts: attempts as u64,
                    subject,
                    paths: vec![path],
                    failure: Failure {
                        stage: Stage::parse(&stage).ok_or_else(|| {
                            StoreError::damaged(format!("a failure's stage is {stage:?}"))
                        })?,
                        kind: ErrorKind::parse(&kind).ok_or_else(|| {
                            StoreError::damaged(format!("a failure's kind is {kind:?}"))
                        })?,
                        message,
                    },
                    at_ms,
                }),
            }
        }
        Ok(failures)
    }

    /// Gives everything that failed another try: contents become pending again, quarantined ones as
    /// suspects; paths that could not be read lose their row, so that the next scan reads them
    /// again (see [`KnownFile::failed`](crate::KnownFile::failed)). Returns how many.
    pub async fn retry_failures(&self) -> Result<u64, StoreError> {
        let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM failures")
            .fetch_all(self.reader())
            .await?;
        self.retry_these(&ids).await
    }

    /// The same for these entries alone.
    pub async fn retry_these(&self, failures: &[i64]) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let mut retried = 0;
        for id in failures {
            sqlx::query(
                "UPDATE contents SET suspect = (state = 'quarantined'), lone_crashes = 0,
                                     state = 'pending'
                 WHERE state IN ('failed', 'quarantined')
                   AND id = (SELECT content_id FROM failures WHERE id = ?)",
            )
            .bind(id)
            .execute(&mut *tx)
            .await?;
            retried += sqlx::query("DELETE FROM failures WHERE id = ?")
                .bind(id)
                .execute(&mut *tx)
                .await?
                .rows_affected();
        }
        tx.commit().await?;
        Ok(retried)
    }
}

/// Writes the row of a content or a file; there is at most one for each.
pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: Option<i64>,
    file: Option<i64>,
    failure: &Failure,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM failures WHERE content_id = ? OR file_id = ?")
        .bind(content)
        .bind(file)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "INSERT INTO failures (content_id, file_id, stage, kind, message, at_ms)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(content)
    .bind(file)
    .bind(failure.stage.as_str())
    .bind(failure.kind.as_str())
    .bind(failure.message.as_str())
    .bind(now_ms())
    .execute(tx)
    .await?;
    Ok(())
}

/// Removes the row of a content, if there is one.
pub(crate) async fn clear(tx: &mut SqliteConnection, content: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM failures WHERE content_id = ?")
        .bind(content)
        .execute(tx)
        .await?;
    Ok(())
}
