//! Table `line_items`: the rows of invoices and receipts.

use rummage_core::{BBox, Currency, LineItem, Money};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::error::StoreError;

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    items: &[LineItem],
) -> Result<(), StoreError> {
    for (position, item) in items.iter().enumerate() {
        let code = |money: Option<Money>| {
            let currency = money.and_then(|money| money.currency);
            currency.map(|currency| currency.as_str().to_owned())
        };
        sqlx::query(
            "INSERT INTO line_items
             (content_id, position, description, quantity, unit_price_minor, unit_price_currency,
              amount_minor, amount_currency, page, x0, y0, x1, y1, confidence)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(content)
        .bind(position as i64)
        .bind(item.description.as_deref())
        .bind(item.quantity)
        .bind(item.unit_price.map(|money| money.minor))
        .bind(code(item.unit_price))
        .bind(item.amount.map(|money| money.minor))
        .bind(code(item.amount))
        .bind(item.page)
        .bind(item.bbox.x0)
        .bind(item.bbox.y0)
        .bind(item.bbox.x1)
        .bind(item.bbox.y1)
        .bind(item.confidence)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

pub(crate) async fn get(
    connection: &mut SqliteConnection,
    content: i64,
) -> Result<Vec<LineItem>, StoreError> {
    let rows = sqlx::query("SELECT * FROM line_items WHERE content_id = ? ORDER BY position")
        .bind(content)
        .fetch_all(connection)
        .await?;
    rows.iter().map(parse).collect()
}

fn parse(row: &SqliteRow) -> Result<LineItem, StoreError> {
    let money = |minor: &str, currency: &str| -> Result<Option<Money>, StoreError> {
        let minor: Option<i64> = row.try_get(minor)?;
        let currency: Option<String> = row.try_get(currency)?;
        let currency = currency.as_deref().and_then(Currency::from_code);
        Ok(minor.map(|minor| Money { minor, currency }))
    };
    let edge = |name: &str| row.try_get::<f64, _>(name).map(|value| value as f32);
    Ok(LineItem {
        description: row.try_get("description")?,
        quantity: row.try_get("quantity")?,
        unit_price: money("unit_price_minor", "unit_price_currency")?,
        amount: money("amount_minor", "amount_currency")?,
        page: row.try_get("page")?,
        bbox: BBox::new(edge("x0")?, edge("y0")?, edge("x1")?, edge("y1")?),
        confidence: edge("confidence")?,
    })
}
