//! Table `photos`: what a picture's header says.

use jiff::civil::DateTime;
use rummage_core::{ContentId, PhotoFacts, text};
use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::StoreError;

impl Store {
    /// Up to `limit` photos taken from `first` to `last`, both included, that have a path, by the
    /// camera's clock, oldest first.
    pub async fn photos_taken(
        &self,
        first: DateTime,
        last: DateTime,
        limit: usize,
    ) -> Result<Vec<ContentId>, StoreError> {
        let ids: Vec<i64> = sqlx::query_scalar(
            "SELECT p.content_id FROM photos p JOIN contents c ON c.id = p.content_id
             WHERE p.taken_at BETWEEN ? AND ? AND c.orphaned_at_ms IS NULL AND c.kind = 'photo'
             ORDER BY p.taken_at, p.content_id LIMIT ?",
        )
        .bind(first.to_string())
        .bind(last.to_string())
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(self.reader())
        .await?;
        Ok(ids.into_iter().map(ContentId).collect())
    }
}

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    facts: &PhotoFacts,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO photos
         (content_id, width, height, taken_at, camera, camera_folded, latitude, longitude)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(content)
    .bind(facts.width)
    .bind(facts.height)
    .bind(facts.taken_at.map(|at| at.to_string()))
    .bind(facts.camera.as_deref())
    .bind(facts.camera.as_deref().map(text::fold))
    .bind(facts.latitude)
    .bind(facts.longitude)
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn get(
    connection: &mut SqliteConnection,
    content: i64,
) -> Result<Option<PhotoFacts>, StoreError> {
    type Row = (
        u32,
        u32,
        Option<String>,
        Option<String>,
        Option<f64>,
        Option<f64>,
    );
    let row: Option<Row> = sqlx::query_as(
        "SELECT width, height, taken_at, camera, latitude, longitude FROM photos
         WHERE content_id = ?",
    )
    .bind(content)
    .fetch_optional(connection)
    .await?;
    row.map(|(width, height, taken_at, camera, latitude, longitude)| {
        Ok(PhotoFacts {
            width,
            height,
            taken_at: taken_at.as_deref().map(parse_taken_at).transpose()?,
            camera,
            latitude,
            longitude,
        })
    })
    .transpose()
}

pub(crate) fn parse_taken_at(text: &str) -> Result<DateTime, StoreError> {
    text.parse()
        .map_err(|_| StoreError::damaged(format!("a photo was taken at {text:?}")))
}
