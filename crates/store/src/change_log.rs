//! Table `change_log`: which contents an index has to look at again, in order.
//!
//! An entry says only *that* something about a content changed (its extraction, its paths, its being
//! there at all); what it is now, the index reads from the tables. So entries may be replayed twice
//! and in bulk, and a long history may be pruned.

use rummage_core::ContentId;
use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::StoreError;

/// One entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its position: rising, from 1, never used again.
    pub seq: u64,
    /// The content to look at again.
    pub content: ContentId,
}

/// What an index is built from when the log no longer tells, or is not trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexBase {
    /// All contents that are understood and have a path.
    pub contents: Vec<ContentId>,
    /// The position in the log to go on from afterwards.
    pub watermark: u64,
}

impl Store {
    /// Up to `limit` entries after position `seq`, in order.
    pub async fn changes_after(&self, seq: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT seq, content_id FROM change_log WHERE seq > ? ORDER BY seq LIMIT ?",
        )
        .bind(i64::try_from(seq).unwrap_or(i64::MAX))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(self.reader())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(seq, content)| Change {
                seq: seq as u64,
                content: ContentId(content),
            })
            .collect())
    }

    /// The position of the last entry ever written, pruned or not; 0 when there was none.
    pub async fn last_change(&self) -> Result<u64, StoreError> {
        let mut connection = self.reader().acquire().await?;
        last_change(&mut connection).await
    }

    /// Whether an index at `watermark` can catch up by replaying the log. If not, because what it
    /// misses was pruned or because it is ahead of this library, it must start from
    /// [`Store::index_base`].
    pub async fn log_reaches(&self, watermark: u64) -> Result<bool, StoreError> {
        let (first, last): (Option<i64>, Option<i64>) = sqlx::query_as(
            "SELECT (SELECT min(seq) FROM change_log),
                    (SELECT seq FROM sqlite_sequence WHERE name = 'change_log')",
        )
        .fetch_one(self.reader())
        .await?;
        let last = last.unwrap_or(0);
        let first = first.unwrap_or(last + 1);
        Ok(i64::try_from(watermark).is_ok_and(|at| at + 1 >= first && at <= last))
    }

    /// All that an index has to hold, and the position in the log that this corresponds to.
    pub async fn index_base(&self) -> Result<IndexBase, StoreError> {
        let mut snapshot = self.reader().begin().await?;
        let watermark = last_change(&mut snapshot).await?;
        let ids: Vec<i64> = sqlx::query_scalar(
            "SELECT id FROM contents WHERE kind IS NOT NULL AND orphaned_at_ms IS NULL ORDER BY id",
        )
        .fetch_all(&mut *snapshot)
        .await?;
        Ok(IndexBase {
            contents: ids.into_iter().map(ContentId).collect(),
            watermark,
        })
    }

    /// Removes all entries up to and including position `seq`: the lowest watermark of all indexes.
    pub async fn prune_changes(&self, seq: u64) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM change_log WHERE seq <= ?")
            .bind(i64::try_from(seq).unwrap_or(i64::MAX))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(crate) async fn append(tx: &mut SqliteConnection, content: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO change_log (content_id) VALUES (?)")
        .bind(content)
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn last_change(connection: &mut SqliteConnection) -> Result<u64, StoreError> {
    let last: Option<i64> =
        sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'change_log'")
            .fetch_optional(connection)
            .await?;
    Ok(last.unwrap_or(0) as u64)
}
