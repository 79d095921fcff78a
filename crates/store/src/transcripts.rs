//! Table `transcripts`: what was said, and when each word of it.

use std::borrow::Cow;

use rummage_core::{SpokenWord, Transcript};
use sqlx::SqliteConnection;

use crate::error::StoreError;
use crate::spoken_evidence;

type WordRow<'a> = (Cow<'a, str>, u64, u64, f32);

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    transcript: &Transcript,
) -> Result<(), StoreError> {
    let words = rows(&transcript.words)?;
    sqlx::query("INSERT INTO transcripts (content_id, text, words) VALUES (?, ?, ?)")
        .bind(content)
        .bind(transcript.text.as_str())
        .bind(words)
        .execute(&mut *tx)
        .await?;
    if let Some(evidence) = &transcript.evidence {
        spoken_evidence::put(tx, content, evidence).await?;
    }
    Ok(())
}

/// Writes other words, and with them another text, for a content that has a transcript.
pub(crate) async fn set_words(
    tx: &mut SqliteConnection,
    content: i64,
    words: &[SpokenWord],
) -> Result<(), StoreError> {
    sqlx::query("UPDATE transcripts SET text = ?, words = ? WHERE content_id = ?")
        .bind(Transcript::text_of(words))
        .bind(rows(words)?)
        .bind(content)
        .execute(tx)
        .await?;
    Ok(())
}

/// Words as they are stored.
fn rows(words: &[SpokenWord]) -> Result<Vec<u8>, StoreError> {
    let rows: Vec<WordRow> = words
        .iter()
        .map(|word| {
            (
                word.text.as_str().into(),
                word.start_ms,
                word.end_ms,
                word.confidence,
            )
        })
        .collect();
    serde_json::to_vec(&rows)
        .map_err(|error| StoreError::damaged(format!("words cannot be written: {error}")))
}

pub(crate) async fn get(
    connection: &mut SqliteConnection,
    content: i64,
) -> Result<Option<Transcript>, StoreError> {
    let row: Option<(String, Vec<u8>)> =
        sqlx::query_as("SELECT text, words FROM transcripts WHERE content_id = ?")
            .bind(content)
            .fetch_optional(connection)
            .await?;
    row.map(|(text, words)| {
        let words: Vec<WordRow> = serde_json::from_slice(&words)
            .map_err(|error| StoreError::damaged(format!("the words of a transcript: {error}")))?;
        Ok(Transcript {
            text,
            words: words
                .into_iter()
                .map(|(text, start_ms, end_ms, confidence)| SpokenWord {
                    text: text.into_owned(),
                    start_ms,
                    end_ms,
                    confidence,
                })
                .collect(),
            // Large, and wanted by search alone, which reads it by itself.
            evidence: None,
        })
    })
    .transpose()
}
