//! Table `spoken_evidence`: what the speech model heard, frame by frame.

use rummage_core::{ContentId, SpokenEvidence};
use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::StoreError;

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    evidence: &SpokenEvidence,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO spoken_evidence (content_id, frame_us, tokens, blank, doubts)
         VALUES (?, ?, ?, ?, ?)",
    )
    .bind(content)
    .bind(i64::from(evidence.frame_us))
    .bind(evidence.tokens.iter().collect::<String>())
    .bind(evidence.blank as i64)
    .bind(evidence.doubts.as_slice())
    .execute(tx)
    .await?;
    Ok(())
}

impl Store {
    /// The recordings with a path that have evidence, by rising content id.
    pub async fn recordings_with_evidence(&self) -> Result<Vec<ContentId>, StoreError> {
        let rows: Vec<i64> = sqlx::query_scalar(
            "SELECT e.content_id FROM spoken_evidence e JOIN contents c ON c.id = e.content_id
             WHERE c.orphaned_at_ms IS NULL ORDER BY e.content_id",
        )
        .fetch_all(self.reader())
        .await?;
        Ok(rows.into_iter().map(ContentId).collect())
    }

    /// Up to `limit` recordings with a path and their evidence, by rising content id, after `after`:
    /// call it again with the last id until nothing comes, and memory stays flat.
    pub async fn spoken_evidence(
        &self,
        after: Option<ContentId>,
        limit: usize,
    ) -> Result<Vec<(ContentId, SpokenEvidence)>, StoreError> {
        let rows: Vec<(i64, i64, String, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT e.content_id, e.frame_us, e.tokens, e.blank, e.doubts
             FROM spoken_evidence e JOIN contents c ON c.id = e.content_id
             WHERE e.content_id > ? AND c.orphaned_at_ms IS NULL ORDER BY e.content_id LIMIT ?",
        )
        .bind(after.map_or(i64::MIN, |content| content.0))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(self.reader())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(content, frame_us, tokens, blank, doubts)| {
                let evidence = SpokenEvidence {
                    frame_us: frame_us as u32,
                    tokens: tokens.chars().collect(),
                    blank: blank as usize,
                    doubts,
                };
                (ContentId(content), evidence)
            })
            .collect())
    }
}
