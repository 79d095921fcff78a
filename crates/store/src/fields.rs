//! Table `fields`: the typed fields of papers, in columns that filters can compare.

use rummage_core::{BBox, Currency, Field, FieldName, FieldSource, FieldValue, Money, text};
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, SqliteConnection};

use crate::error::StoreError;

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    fields: &[Field],
) -> Result<(), StoreError> {
    for (position, field) in fields.iter().enumerate() {
        put_at(tx, content, position as i64, FieldColumns::of(field)).await?;
    }
    Ok(())
}

/// Writes one field at its place in the order of a content's fields.
pub(crate) async fn put_at(
    tx: &mut SqliteConnection,
    content: i64,
    position: i64,
    field: FieldColumns,
) -> Result<(), StoreError> {
    let folded = field.text.as_deref().map(text::fold);
    sqlx::query(
        "INSERT INTO fields
         (content_id, position, name, text, text_folded, minor, currency, date, raw, page,
          x0, y0, x1, y1, confidence, source)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(content)
    .bind(position)
    .bind(field.name)
    .bind(field.text)
    .bind(folded)
    .bind(field.minor)
    .bind(field.currency)
    .bind(field.date)
    .bind(field.raw)
    .bind(field.page)
    .bind(field.x0)
    .bind(field.y0)
    .bind(field.x1)
    .bind(field.y1)
    .bind(field.confidence)
    .bind(field.source)
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes the field of this name out; gives its place in the order and what it was, or the place
/// behind all others where there is none.
pub(crate) async fn take(
    tx: &mut SqliteConnection,
    content: i64,
    name: &str,
) -> Result<(i64, Option<FieldColumns>), StoreError> {
    let behind: i64 = sqlx::query_scalar(
        "SELECT coalesce(max(position), -1) + 1 FROM fields WHERE content_id = ?",
    )
    .bind(content)
    .fetch_one(&mut *tx)
    .await?;
    let taken: Option<(i64, FieldColumns)> = sqlx::query(
        "DELETE FROM fields WHERE content_id = ? AND name = ?
         RETURNING position, name, text, minor, currency, date, raw, page, x0, y0, x1, y1,
                   confidence, source",
    )
    .bind(content)
    .bind(name)
    .fetch_optional(tx)
    .await?
    .map(|row| Ok::<_, sqlx::Error>((row.try_get("position")?, FieldColumns::from_row(&row)?)))
    .transpose()?;
    Ok(match taken {
        Some((position, field)) => (position, Some(field)),
        None => (behind, None),
    })
}

/// The columns of one field, as selected by [`get`], gathered for hit lists and kept beside a
/// correction.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct FieldColumns {
    name: String,
    text: Option<String>,
    minor: Option<i64>,
    currency: Option<String>,
    date: Option<String>,
    raw: String,
    page: u32,
    x0: f64,
    y0: f64,
    x1: f64,
    y1: f64,
    confidence: f64,
    source: String,
}

impl FromRow<'_, SqliteRow> for FieldColumns {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            name: row.try_get("name")?,
            text: row.try_get("text")?,
            minor: row.try_get("minor")?,
            currency: row.try_get("currency")?,
            date: row.try_get("date")?,
            raw: row.try_get("raw")?,
            page: row.try_get("page")?,
            x0: row.try_get("x0")?,
            y0: row.try_get("y0")?,
            x1: row.try_get("x1")?,
            y1: row.try_get("y1")?,
            confidence: row.try_get("confidence")?,
            source: row.try_get("source")?,
        })
    }
}

impl FieldColumns {
    pub(crate) fn of(field: &Field) -> Self {
        let (text, money, date) = match &field.value {
            FieldValue::Text(text) => (Some(text.clone()), None, None),
            FieldValue::Money(money) => (None, Some(*money), None),
            FieldValue::Date(date) => (None, None, Some(date.to_string())),
        };
        Self {
            name: field.name.as_str().to_owned(),
            text,
            minor: money.map(|money| money.minor),
            currency: money.and_then(|money| money.currency.map(String::from)),
            date,
            raw: field.raw.clone(),
            page: field.page,
            x0: field.bbox.x0.into(),
            y0: field.bbox.y0.into(),
            x1: field.bbox.x1.into(),
            y1: field.bbox.y1.into(),
            confidence: field.confidence.into(),
            source: field.source.as_str().to_owned(),
        }
    }

    /// The same value where `other` stands on the page.
    pub(crate) fn placed_as(mut self, other: &Self) -> Self {
        self.page = other.page;
        (self.x0, self.y0, self.x1, self.y1) = (other.x0, other.y0, other.x1, other.y1);
        self
    }

    pub(crate) fn parse(self) -> Result<Field, StoreError> {
        let value = match (self.text, self.minor, self.date) {
            (Some(text), _, _) => FieldValue::Text(text),
            (_, Some(minor), _) => FieldValue::Money(Money {
                minor,
                currency: self.currency.as_deref().and_then(Currency::from_code),
            }),
            (_, _, Some(date)) => FieldValue::Date(
                date.parse()
                    .map_err(|_| StoreError::damaged(format!("a field's date is {date:?}")))?,
            ),
            _ => return Err(StoreError::damaged("a field without a value")),
        };
        Ok(Field {
            name: parse_name(&self.name)?,
            value,
            raw: self.raw,
            page: self.page,
            bbox: BBox::new(
                self.x0 as f32,
                self.y0 as f32,
                self.x1 as f32,
                self.y1 as f32,
            ),
            confidence: self.confidence as f32,
            source: FieldSource::parse(&self.source).ok_or_else(|| {
                StoreError::damaged(format!("a field's source is {:?}", self.source))
            })?,
        })
    }
}

pub(crate) async fn get(
    connection: &mut SqliteConnection,
    content: i64,
) -> Result<Vec<Field>, StoreError> {
    let rows: Vec<FieldColumns> = sqlx::query_as(
        "SELECT name, text, minor, currency, date, raw, page, x0, y0, x1, y1, confidence, source
         FROM fields WHERE content_id = ? ORDER BY position",
    )
    .bind(content)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(FieldColumns::parse).collect()
}

pub(crate) fn parse_name(name: &str) -> Result<FieldName, StoreError> {
    FieldName::parse(name).ok_or_else(|| StoreError::damaged(format!("a field's name is {name:?}")))
}
