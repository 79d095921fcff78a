//! Table `fields`: the typed fields of papers, in columns that filters can compare.

use jiff::civil::Date;
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
        let (text, money, date) = match &field.value {
            FieldValue::Text(text) => (Some(text.as_str()), None, None),
            FieldValue::Money(money) => (None, Some(money), None),
            FieldValue::Date(date) => (None, None, Some(date)),
        };
        sqlx::query(
            "INSERT INTO fields
             (content_id, position, name, text, text_folded, minor, currency, date, raw, page,
              x0, y0, x1, y1, confidence, source)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(content)
        .bind(position as i64)
        .bind(field.name.as_str())
        .bind(text)
        .bind(text.map(text::fold))
        .bind(money.map(|money| money.minor))
        .bind(money.and_then(|money| money.currency.map(|code| code.as_str().to_owned())))
        .bind(date.map(Date::to_string))
        .bind(field.raw.as_str())
        .bind(field.page)
        .bind(field.bbox.x0)
        .bind(field.bbox.y0)
        .bind(field.bbox.x1)
        .bind(field.bbox.y1)
        .bind(field.confidence)
        .bind(field.source.as_str())
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// The columns of one field, as selected by [`get`] and gathered for hit lists.
#[derive(serde::Deserialize)]
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

fn parse_name(name: &str) -> Result<FieldName, StoreError> {
    FieldName::parse(name).ok_or_else(|| StoreError::damaged(format!("a field's name is {name:?}")))
}
