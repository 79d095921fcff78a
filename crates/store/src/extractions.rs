//! The commit: everything understood of a content, in one transaction over its tables.

use rummage_core::{ContentId, Extraction};
use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::StoreError;
use crate::model_runs::{self, ModelUse};
use crate::{
    attempts, change_log, contents, corrections, documents, embeddings, failures, fields,
    line_items, pages, photos, transcripts,
};

impl Store {
    /// Writes what was understood of a content in place of what was known before, closes its job
    /// and its failure, counts the model runs that it took, and tells the change log. Doing it twice
    /// leaves the same tables.
    pub async fn commit_extraction(
        &self,
        content: ContentId,
        extraction: &Extraction,
        uses: &[ModelUse],
    ) -> Result<(), StoreError> {
        let id = content.0;
        let mut tx = self.write().await?;
        let updated = sqlx::query(
            "UPDATE contents SET state = 'done', kind = ?, duration_ms = ? WHERE id = ?",
        )
        .bind(extraction.kind.as_str())
        .bind(extraction.duration_ms.map(|ms| ms as i64))
        .bind(id)
        .execute(&mut *tx)
        .await?;
        if updated.rows_affected() == 0 {
            return Err(StoreError::UnknownContent(content));
        }
        for clear in [
            "DELETE FROM photos WHERE content_id = ?",
            "DELETE FROM documents WHERE content_id = ?",
            "DELETE FROM pages WHERE content_id = ?",
            "DELETE FROM fields WHERE content_id = ?",
            "DELETE FROM line_items WHERE content_id = ?",
            "DELETE FROM transcripts WHERE content_id = ?",
            "DELETE FROM spoken_evidence WHERE content_id = ?",
            "DELETE FROM embeddings WHERE content_id = ?",
        ] {
            sqlx::query(clear).bind(id).execute(&mut *tx).await?;
        }
        if let Some(facts) = &extraction.photo {
            photos::put(&mut tx, id, facts).await?;
        }
        if let Some(guess) = extraction.document_kind {
            documents::put(&mut tx, id, guess).await?;
        }
        pages::put(&mut tx, id, &extraction.pages).await?;
        fields::put(&mut tx, id, &extraction.fields).await?;
        line_items::put(&mut tx, id, &extraction.line_items).await?;
        corrections::apply(&mut tx, id).await?;
        if let Some(transcript) = &extraction.transcript {
            transcripts::put(&mut tx, id, transcript).await?;
        }
        if let Some(embedding) = &extraction.embedding {
            embeddings::put(&mut tx, id, embedding).await?;
        }
        attempts::closed(&mut tx, id).await?;
        failures::clear(&mut tx, id).await?;
        model_runs::add(&mut tx, uses).await?;
        change_log::append(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Everything understood of a content; `None` when it is not known or not understood yet.
    pub async fn extraction(&self, content: ContentId) -> Result<Option<Extraction>, StoreError> {
        let id = content.0;
        // One read transaction, so that a commit in between does not give half of each.
        let mut snapshot = self.reader().begin().await?;
        let row: Option<(String, Option<i64>)> = sqlx::query_as(
            "SELECT kind, duration_ms FROM contents WHERE id = ? AND kind IS NOT NULL",
        )
        .bind(id)
        .fetch_optional(&mut *snapshot)
        .await?;
        let Some((kind, duration_ms)) = row else {
            return Ok(None);
        };
        Ok(Some(Extraction {
            kind: contents::parse_kind(&kind)?,
            photo: photos::get(&mut snapshot, id).await?,
            document_kind: documents::get(&mut snapshot, id).await?,
            pages: pages::get(&mut snapshot, id).await?,
            fields: fields::get(&mut snapshot, id).await?,
            line_items: line_items::get(&mut snapshot, id).await?,
            transcript: transcripts::get(&mut snapshot, id).await?,
            duration_ms: duration_ms.map(|ms| ms as u64),
            embedding: embeddings::get(&mut snapshot, id).await?,
        }))
    }
}

/// Fails for a content that is not there or was never understood.
pub(crate) async fn must_be_known(
    tx: &mut SqliteConnection,
    content: ContentId,
) -> Result<(), StoreError> {
    let known: Option<i64> =
        sqlx::query_scalar("SELECT id FROM contents WHERE id = ? AND kind IS NOT NULL")
            .bind(content.0)
            .fetch_optional(tx)
            .await?;
    known.map(|_| ()).ok_or(StoreError::UnknownContent(content))
}
