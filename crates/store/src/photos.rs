//! Table `photos`: what a picture's header says.

use rummage_core::{PhotoFacts, text};
use sqlx::SqliteConnection;

use crate::error::StoreError;

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

pub(crate) fn parse_taken_at(text: &str) -> Result<jiff::civil::DateTime, StoreError> {
    text.parse()
        .map_err(|_| StoreError::damaged(format!("a photo was taken at {text:?}")))
}
