//! Table `attempts`: what is in work, written down before the work begins, so that after an unclean
//! end it is known which files may have caused it.
//!
//! Only a file that was alone from beginning to end is blamed; the others are merely suspects and are
//! retried alone. A file that is blamed three times is quarantined.

use rummage_core::{ContentId, ErrorKind, Failure, Stage};
use sqlx::SqliteConnection;

use crate::database::{Store, now_ms};
use crate::error::StoreError;
use crate::failures;

/// After so many unclean ends while it was the only one in work, a file is left alone.
const LONE_CRASHES_TO_QUARANTINE: i64 = 3;

impl Store {
    /// Counts an attempt at each of `contents` and marks them in work. Call it before the work, and
    /// with a single content while nothing else is in work for one of [`Store::suspects`].
    pub async fn begin_attempt(&self, contents: &[ContentId]) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for content in contents {
            let counted = sqlx::query("UPDATE contents SET attempts = attempts + 1 WHERE id = ?")
                .bind(content.0)
                .execute(&mut *tx)
                .await?;
            if counted.rows_affected() == 0 {
                return Err(StoreError::UnknownContent(*content));
            }
            sqlx::query(
                "INSERT INTO attempts (content_id, started_at_ms, alone) VALUES (?1, ?2, 1)
                 ON CONFLICT (content_id) DO UPDATE SET started_at_ms = ?2",
            )
            .bind(content.0)
            .bind(now_ms())
            .execute(&mut *tx)
            .await?;
        }
        // Company at any moment takes the blame off all that share it.
        sqlx::query("UPDATE attempts SET alone = 0 WHERE (SELECT count(*) FROM attempts) > 1")
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes `contents` out of work without a result, as when the user cancels. Committing an
    /// extraction or recording a failure does it by itself.
    pub async fn end_attempt(&self, contents: &[ContentId]) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for content in contents {
            sqlx::query("DELETE FROM attempts WHERE content_id = ?")
                .bind(content.0)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// To be called once after opening for writing, before any work: finds what was in work when
    /// the program last ended uncleanly, blames and quarantines. Returns those that must be retried
    /// alone, one at a time ([`Store::suspects`] has them with their paths); also those left over
    /// from an earlier time.
    pub async fn recover(&self) -> Result<Vec<ContentId>, StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE contents SET suspect = 1 WHERE id IN (SELECT content_id FROM attempts)",
        )
        .execute(&mut *tx)
        .await?;
        let blamed: Vec<(i64, i64)> = sqlx::query_as(
            "UPDATE contents SET lone_crashes = lone_crashes + 1
             WHERE id IN (SELECT content_id FROM attempts WHERE alone)
             RETURNING id, lone_crashes",
        )
        .fetch_all(&mut *tx)
        .await?;
        for (content, crashes) in blamed {
            if crashes >= LONE_CRASHES_TO_QUARANTINE {
                quarantine(&mut tx, content, crashes).await?;
            }
        }
        sqlx::query("DELETE FROM attempts")
            .execute(&mut *tx)
            .await?;
        let suspects: Vec<i64> = sqlx::query_scalar(
            "SELECT id FROM contents WHERE suspect AND state = 'pending' ORDER BY id",
        )
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(suspects.into_iter().map(ContentId).collect())
    }
}

async fn quarantine(
    tx: &mut SqliteConnection,
    content: i64,
    crashes: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE contents SET state = 'quarantined', suspect = 0 WHERE id = ?")
        .bind(content)
        .execute(&mut *tx)
        .await?;
    let failure = Failure::new(
        Stage::Decode,
        ErrorKind::Quarantined,
        format!(
            "Rummage ended unexpectedly {crashes} times while it worked on this file alone, so it \
             is left aside now. Retry it after an update, or if the computer was at fault."
        ),
    );
    failures::put(tx, Some(content), None, &failure).await
}

/// A content came through: it is out of work and above suspicion.
pub(crate) async fn closed(tx: &mut SqliteConnection, content: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM attempts WHERE content_id = ?")
        .bind(content)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE contents SET suspect = 0, lone_crashes = 0 WHERE id = ?")
        .bind(content)
        .execute(tx)
        .await?;
    Ok(())
}
