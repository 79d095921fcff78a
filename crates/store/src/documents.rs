//! Table `documents`: what sort of document a paper is.

use rummage_core::{DocumentKind, KindGuess};
use sqlx::SqliteConnection;

use crate::error::StoreError;

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    guess: KindGuess,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO documents (content_id, kind, confidence) VALUES (?, ?, ?)")
        .bind(content)
        .bind(guess.label.as_str())
        .bind(guess.confidence)
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn get(
    connection: &mut SqliteConnection,
    content: i64,
) -> Result<Option<KindGuess>, StoreError> {
    let row: Option<(String, f64)> =
        sqlx::query_as("SELECT kind, confidence FROM documents WHERE content_id = ?")
            .bind(content)
            .fetch_optional(connection)
            .await?;
    row.map(|(kind, confidence)| {
        Ok(KindGuess {
            label: parse_kind(&kind)?,
            confidence: confidence as f32,
        })
    })
    .transpose()
}

pub(crate) fn parse_kind(name: &str) -> Result<DocumentKind, StoreError> {
    DocumentKind::parse(name)
        .ok_or_else(|| StoreError::damaged(format!("a document's kind is {name:?}")))
}
