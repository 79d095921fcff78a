//! Table `corrections`: what a person says a field is. It stands above all that is read, also when
//! the paper is understood anew, until it is undone.
//!
//! The table `fields` always holds what counts, so nobody else has to know of corrections; what was
//! read is kept here.

use rummage_core::{BBox, ContentId, Field, FieldName, FieldSource, FieldValue};
use sqlx::SqliteConnection;

use crate::database::{Store, now_ms};
use crate::error::StoreError;
use crate::fields::{self, FieldColumns};
use crate::{change_log, extractions};

/// A field that a person corrected.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// Which field.
    pub name: FieldName,
    /// What was read; `None` when nothing was.
    pub original: Option<Field>,
}

impl Store {
    /// Puts a person's value, typed as `raw`, above what was read of a paper's field. It is shown
    /// where the field was read, if it was.
    pub async fn correct_field(
        &self,
        content: ContentId,
        name: FieldName,
        value: FieldValue,
        raw: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        extractions::must_be_known(&mut tx, content).await?;
        let corrected = FieldColumns::of(&Field {
            name,
            value,
            raw: raw.to_owned(),
            page: 0,
            bbox: BBox::default(),
            confidence: 1.0,
            source: FieldSource::User,
        });
        let (position, shown) = fields::take(&mut tx, content.0, name.as_str()).await?;
        let original = match original(&mut tx, content.0, name).await? {
            Some(kept) => kept,
            None => shown,
        };
        keep(&mut tx, content.0, name.as_str(), &corrected, &original).await?;
        fields::put_at(&mut tx, content.0, position, above(corrected, &original)).await?;
        change_log::append(&mut tx, content.0).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a correction back; what was read counts again. Does nothing where there is none.
    pub async fn undo_correction(
        &self,
        content: ContentId,
        name: FieldName,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let Some(original) = original(&mut tx, content.0, name).await? else {
            return Ok(());
        };
        sqlx::query("DELETE FROM corrections WHERE content_id = ? AND name = ?")
            .bind(content.0)
            .bind(name.as_str())
            .execute(&mut *tx)
            .await?;
        let (position, _) = fields::take(&mut tx, content.0, name.as_str()).await?;
        if let Some(original) = original {
            fields::put_at(&mut tx, content.0, position, original).await?;
        }
        change_log::append(&mut tx, content.0).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The corrected fields of a content.
    pub async fn corrections(&self, content: ContentId) -> Result<Vec<Correction>, StoreError> {
        let rows: Vec<(String, Option<String>)> = sqlx::query_as(
            "SELECT name, original FROM corrections WHERE content_id = ? ORDER BY name",
        )
        .bind(content.0)
        .fetch_all(self.reader())
        .await?;
        rows.into_iter()
            .map(|(name, original)| {
                Ok(Correction {
                    name: fields::parse_name(&name)?,
                    original: original.map(|json| read(&json)?.parse()).transpose()?,
                })
            })
            .collect()
    }
}

/// Puts the corrections of a content above the fields that have just been written.
pub(crate) async fn apply(tx: &mut SqliteConnection, content: i64) -> Result<(), StoreError> {
    let kept: Vec<(String, String)> =
        sqlx::query_as("SELECT name, value FROM corrections WHERE content_id = ? ORDER BY name")
            .bind(content)
            .fetch_all(&mut *tx)
            .await?;
    for (name, value) in kept {
        let corrected = read(&value)?;
        let (position, original) = fields::take(tx, content, &name).await?;
        keep(tx, content, &name, &corrected, &original).await?;
        fields::put_at(tx, content, position, above(corrected, &original)).await?;
    }
    Ok(())
}

fn above(corrected: FieldColumns, original: &Option<FieldColumns>) -> FieldColumns {
    match original {
        Some(original) => corrected.placed_as(original),
        None => corrected,
    }
}

/// What was read where a correction stands: `None` without a correction, `Some(None)` when nothing
/// was read.
async fn original(
    tx: &mut SqliteConnection,
    content: i64,
    name: FieldName,
) -> Result<Option<Option<FieldColumns>>, StoreError> {
    let row: Option<Option<String>> =
        sqlx::query_scalar("SELECT original FROM corrections WHERE content_id = ? AND name = ?")
            .bind(content)
            .bind(name.as_str())
            .fetch_optional(tx)
            .await?;
    row.map(|original| original.map(|json| read(&json)).transpose())
        .transpose()
}

async fn keep(
    tx: &mut SqliteConnection,
    content: i64,
    name: &str,
    value: &FieldColumns,
    original: &Option<FieldColumns>,
) -> Result<(), StoreError> {
    let original = original.as_ref().map(write).transpose()?;
    sqlx::query(
        "INSERT INTO corrections (content_id, name, value, original, at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (content_id, name) DO UPDATE SET value = ?3, original = ?4, at_ms = ?5",
    )
    .bind(content)
    .bind(name)
    .bind(write(value)?)
    .bind(original)
    .bind(now_ms())
    .execute(tx)
    .await?;
    Ok(())
}

fn read(json: &str) -> Result<FieldColumns, StoreError> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::damaged(format!("a corrected field: {error}")))
}

fn write(field: &FieldColumns) -> Result<String, StoreError> {
    serde_json::to_string(field)
        .map_err(|error| StoreError::damaged(format!("a field cannot be written: {error}")))
}
