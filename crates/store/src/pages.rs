//! Table `pages`: the words of each page with their boxes, as one compact JSON value a page. They are
//! read whole or not at all, so a row a word would only cost.

use rummage_core::{BBox, Page, Word};
use sqlx::SqliteConnection;

use crate::error::StoreError;

type WordRow<'a> = (std::borrow::Cow<'a, str>, [f32; 4], f32);

pub(crate) async fn put(
    tx: &mut SqliteConnection,
    content: i64,
    pages: &[Page],
) -> Result<(), StoreError> {
    for (number, page) in pages.iter().enumerate() {
        let words: Vec<WordRow> = page
            .words
            .iter()
            .map(|word| (word.text.as_str().into(), word.bbox.into(), word.confidence))
            .collect();
        let words = serde_json::to_vec(&words)
            .map_err(|error| StoreError::damaged(format!("words cannot be written: {error}")))?;
        sqlx::query(
            "INSERT INTO pages (content_id, page, width, height, words) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(content)
        .bind(number as i64)
        .bind(page.width)
        .bind(page.height)
        .bind(words)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

pub(crate) async fn get(
    connection: &mut SqliteConnection,
    content: i64,
) -> Result<Vec<Page>, StoreError> {
    let rows: Vec<(f64, f64, Vec<u8>)> =
        sqlx::query_as("SELECT width, height, words FROM pages WHERE content_id = ? ORDER BY page")
            .bind(content)
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|(width, height, words)| {
            let words: Vec<WordRow> = serde_json::from_slice(&words)
                .map_err(|error| StoreError::damaged(format!("the words of a page: {error}")))?;
            Ok(Page {
                width: width as f32,
                height: height as f32,
                words: words
                    .into_iter()
                    .map(|(text, bbox, confidence)| Word {
                        text: text.into_owned(),
                        bbox: BBox::from(bbox),
                        confidence,
                    })
                    .collect(),
            })
        })
        .collect()
}
