//! Table `contents`: bytes with one hash, how far each is understood, and since when it has no path.

use std::path::PathBuf;

use rummage_core::{ContentHash, ContentId, MediaKind, VectorSpace};
use sqlx::SqliteConnection;

use crate::change_log;
use crate::database::{Store, now_ms};
use crate::error::StoreError;
use crate::path_text;

/// How far a content has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentState {
    /// Waiting to be understood.
    Pending,
    /// Understood.
    Done,
    /// Could not be understood; a failure says why.
    Failed,
    /// Ended the program three times; left alone until the user asks for another try.
    Quarantined,
}

impl ContentState {
    fn parse(name: &str) -> Result<Self, StoreError> {
        match name {
            "pending" => Ok(Self::Pending),
            "done" => Ok(Self::Done),
            "failed" => Ok(Self::Failed),
            "quarantined" => Ok(Self::Quarantined),
            _ => Err(StoreError::damaged(format!(
                "a content's state is {name:?}"
            ))),
        }
    }
}

/// What is known of a content besides what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its id.
    pub id: ContentId,
    /// Its identity.
    pub hash: ContentHash,
    /// Length in bytes.
    pub size: u64,
    /// The sniffed file format.
    pub format: String,
    /// How far it has come.
    pub state: ContentState,
    /// What it was taken for; `None` until it has been understood once.
    pub kind: Option<MediaKind>,
    /// How often work on it was begun.
    pub attempts: u64,
}

/// A content that waits to be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its id.
    pub content: ContentId,
    /// Its identity.
    pub hash: ContentHash,
    /// Length in bytes.
    pub size: u64,
    /// The sniffed file format.
    pub format: String,
    /// One of its files, on a drive that was present at the last scan.
    pub path: PathBuf,
    /// When that file was last modified, nanoseconds since 1970.
    pub mtime_ns: i64,
}

/// The contents that wait: not those in work, on absent drives or under suspicion.
macro_rules! waiting {
    () => {
        " FROM contents c JOIN files f ON f.content_id = c.id
          JOIN folders d ON d.id = f.folder_id AND NOT d.offline
          WHERE c.state = 'pending' AND NOT c.suspect
            AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.content_id = c.id) "
    };
}

type PendingRow = (i64, Vec<u8>, i64, String, String, String, i64);

impl Store {
    /// The id of the content with this hash, and whether it was not known before. A new content is
    /// pending and has no path until [`Store::record_file`] gives it one.
    pub async fn upsert_content(
        &self,
        hash: ContentHash,
        size: u64,
        format: &str,
    ) -> Result<(ContentId, bool), StoreError> {
        let mut tx = self.write().await?;
        let inserted: Option<i64> = sqlx::query_scalar(
            "INSERT INTO contents (hash, size, format, orphaned_at_ms) VALUES (?, ?, ?, ?)
             ON CONFLICT (hash) DO NOTHING RETURNING id",
        )
        .bind(hash.0.to_vec())
        .bind(size as i64)
        .bind(format)
        .bind(now_ms())
        .fetch_optional(&mut *tx)
        .await?;
        let (id, is_new) = match inserted {
            Some(id) => (id, true),
            None => {
                let id = sqlx::query_scalar("SELECT id FROM contents WHERE hash = ?")
                    .bind(hash.0.to_vec())
                    .fetch_one(&mut *tx)
                    .await?;
                (id, false)
            }
        };
        tx.commit().await?;
        Ok((ContentId(id), is_new))
    }

    /// The content with this hash.
    pub async fn content_by_hash(&self, hash: ContentHash) -> Result<Option<Content>, StoreError> {
        let id: Option<i64> = sqlx::query_scalar("SELECT id FROM contents WHERE hash = ?")
            .bind(hash.0.to_vec())
            .fetch_optional(self.reader())
            .await?;
        match id {
            Some(id) => self.content(ContentId(id)).await,
            None => Ok(None),
        }
    }

    /// The content with this id.
    pub async fn content(&self, content: ContentId) -> Result<Option<Content>, StoreError> {
        type Row = (i64, Vec<u8>, i64, String, String, Option<String>, i64);
        let row: Option<Row> = sqlx::query_as(
            "SELECT id, hash, size, format, state, kind, attempts FROM contents WHERE id = ?",
        )
        .bind(content.0)
        .fetch_optional(self.reader())
        .await?;
        row.map(|(id, hash, size, format, state, kind, attempts)| {
            Ok(Content {
                id: ContentId(id),
                hash: parse_hash(&hash)?,
                size: size as u64,
                format,
                state: ContentState::parse(&state)?,
                kind: kind.as_deref().map(parse_kind).transpose()?,
                attempts: attempts as u64,
            })
        })
        .transpose()
    }

    /// Up to `limit` contents that wait, those with the newest files first. Left out are those in
    /// work, those on absent drives and those under suspicion ([`Store::suspects`]).
    pub async fn pending(&self, limit: usize) -> Result<Vec<Pending>, StoreError> {
        let rows: Vec<PendingRow> = sqlx::query_as(concat!(
            "SELECT c.id, c.hash, c.size, c.format, d.path, f.rel_path, max(f.mtime_ns)",
            waiting!(),
            "GROUP BY c.id ORDER BY 7 DESC, c.id DESC LIMIT ?",
        ))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(self.reader())
        .await?;
        rows.into_iter().map(parse_pending).collect()
    }

    /// How many contents [`Store::pending`] would give without a limit.
    pub async fn pending_count(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar(concat!("SELECT count(DISTINCT c.id)", waiting!()))
            .fetch_one(self.reader())
            .await?;
        Ok(count as u64)
    }

    /// The pending contents that were in work when the program ended uncleanly, and are to be
    /// retried alone, one at a time, before all others.
    pub async fn suspects(&self) -> Result<Vec<Pending>, StoreError> {
        let rows: Vec<PendingRow> = sqlx::query_as(
            "SELECT c.id, c.hash, c.size, c.format, d.path, f.rel_path, max(f.mtime_ns)
             FROM contents c JOIN files f ON f.content_id = c.id
             JOIN folders d ON d.id = f.folder_id AND NOT d.offline
             WHERE c.state = 'pending' AND c.suspect
             GROUP BY c.id ORDER BY c.id",
        )
        .fetch_all(self.reader())
        .await?;
        rows.into_iter().map(parse_pending).collect()
    }

    /// Sends the pictures whose vectors are of another space than `space` back to be understood
    /// again; what is known of them stays until then. Returns how many.
    pub async fn mark_other_spaces_pending(&self, space: &VectorSpace) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let marked = sqlx::query(
            "UPDATE contents SET state = 'pending' WHERE state = 'done'
             AND id IN (SELECT content_id FROM embeddings WHERE space <> ?)",
        )
        .bind(space.0.as_str())
        .execute(&mut *tx)
        .await?
        .rows_affected();
        tx.commit().await?;
        Ok(marked)
    }

    /// Forgets contents that have had no path since before `orphaned_before_ms` (milliseconds since
    /// 1970; by the invariants 30 days ago). Returns their hashes, whose thumbnails may go.
    pub async fn forget_orphans(
        &self,
        orphaned_before_ms: i64,
    ) -> Result<Vec<ContentHash>, StoreError> {
        let mut tx = self.write().await?;
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "DELETE FROM contents WHERE orphaned_at_ms < ?
             AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.content_id = contents.id)
             RETURNING id, hash",
        )
        .bind(orphaned_before_ms)
        .fetch_all(&mut *tx)
        .await?;
        for (id, _) in &rows {
            change_log::append(&mut tx, *id).await?;
        }
        tx.commit().await?;
        rows.iter().map(|(_, hash)| parse_hash(hash)).collect()
    }
}

/// Notes that the paths of a content are others than before: it may be an orphan now or no longer,
/// and its names are indexed.
pub(crate) async fn paths_changed(
    tx: &mut SqliteConnection,
    content: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE contents SET orphaned_at_ms =
             CASE WHEN EXISTS (SELECT 1 FROM files WHERE content_id = ?1) THEN NULL
                  ELSE coalesce(orphaned_at_ms, ?2) END
         WHERE id = ?1",
    )
    .bind(content)
    .bind(now_ms())
    .execute(&mut *tx)
    .await?;
    change_log::append(tx, content).await
}

/// Marks every content that has no path any more.
pub(crate) async fn mark_orphans(tx: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE contents SET orphaned_at_ms = ? WHERE orphaned_at_ms IS NULL
         AND NOT EXISTS (SELECT 1 FROM files WHERE content_id = contents.id)",
    )
    .bind(now_ms())
    .execute(tx)
    .await?;
    Ok(())
}

fn parse_pending(row: PendingRow) -> Result<Pending, StoreError> {
    let (content, hash, size, format, folder, rel_path, mtime_ns) = row;
    Ok(Pending {
        content: ContentId(content),
        hash: parse_hash(&hash)?,
        size: size as u64,
        format,
        path: path_text::join(&folder, &rel_path),
        mtime_ns,
    })
}

pub(crate) fn parse_hash(bytes: &[u8]) -> Result<ContentHash, StoreError> {
    bytes
        .try_into()
        .map(ContentHash)
        .map_err(|_| StoreError::damaged(format!("a hash has {} bytes", bytes.len())))
}

pub(crate) fn parse_kind(name: &str) -> Result<MediaKind, StoreError> {
    MediaKind::parse(name)
        .ok_or_else(|| StoreError::damaged(format!("a content's kind is {name:?}")))
}
