//! Table `embeddings`: the vectors of pictures, each in its vector space. Spaces never mix.

use rummage_core::{ContentId, Embedding, VectorSpace};
use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::StoreError;

impl Store {
    /// The vector of a content; `None` when it has none, is gone or has no path any more: then no
    /// index must hold it.
    pub async fn embedding(&self, content: ContentId) -> Result<Option<Embedding>, StoreError> {
        let row: Option<(String, Vec<u8>)> = sqlx::query_as(
            "SELECT e.space, e.vector FROM embeddings e JOIN contents c ON c.id = e.content_id
             WHERE e.content_id = ? AND c.orphaned_at_ms IS NULL",
        )
        .bind(content.0)
        .fetch_optional(self.reader())
        .await?;
        row.map(|(space, vector)| parse(space, &vector)).transpose()
    }

    /// Up to `limit` vectors of a space whose contents have a path, by rising content id, after
    /// `after`: call it again with the last id until nothing comes, and memory stays flat.
    pub async fn embeddings(
        &self,
        space: &VectorSpace,
        after: Option<ContentId>,
        limit: usize,
    ) -> Result<Vec<(ContentId, Vec<f32>)>, StoreError> {
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT e.content_id, e.vector FROM embeddings e JOIN contents c ON c.id = e.content_id
             WHERE e.space = ? AND e.content_id > ? AND c.orphaned_at_ms IS NULL
             ORDER BY e.content_id LIMIT ?",
        )
        .bind(space.0.as_str())
        .bind(after.map_or(i64::MIN, |id| id.0))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(self.reader())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, bytes)| (ContentId(id), from_bytes(&bytes)))
            .collect())
    }

    /// All vector spaces in which contents with a path have vectors, and how many each.
    pub async fn spaces(&self) -> Result<Vec<(VectorSpace, u64)>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT e.space, count(*) FROM embeddings e JOIN contents c ON c.id = e.content_id
             WHERE c.orphaned_at_ms IS NULL GROUP BY e.space ORDER BY e.space",
        )
        .fetch_all(self.reader())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(space, count)| (VectorSpace(space), count as u64))
            .collect())
    }
}

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    embedding: &Embedding,
) -> Result<(), StoreError> {
    let bytes: Vec<u8> = embedding
        .vector()
        .iter()
        .flat_map(|x| x.to_le_bytes())
        .collect();
    sqlx::query("INSERT INTO embeddings (content_id, space, vector) VALUES (?, ?, ?)")
        .bind(content)
        .bind(embedding.space.0.as_str())
        .bind(bytes)
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn get(
    connection: &mut SqliteConnection,
    content: i64,
) -> Result<Option<Embedding>, StoreError> {
    let row: Option<(String, Vec<u8>)> =
        sqlx::query_as("SELECT space, vector FROM embeddings WHERE content_id = ?")
            .bind(content)
            .fetch_optional(connection)
            .await?;
    row.map(|(space, vector)| parse(space, &vector)).transpose()
}

fn parse(space: String, bytes: &[u8]) -> Result<Embedding, StoreError> {
    Embedding::normalised(VectorSpace(space), from_bytes(bytes))
        .ok_or_else(|| StoreError::damaged("a stored vector is empty, zero or not finite"))
}

fn from_bytes(bytes: &[u8]) -> Vec<f32> {
    bytes
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect()
}
