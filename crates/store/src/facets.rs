//! What hits can be narrowed, counted and sorted by, for all of them in one query.

use std::path::PathBuf;

use jiff::civil::{Date, DateTime};
use rummage_core::{ContentId, DocumentKind, MediaKind};

use crate::database::Store;
use crate::error::StoreError;
use crate::{contents, documents, path_text, photos};

/// What a content can be narrowed, counted and sorted by.
#[derive(Clone, Debug, PartialEq)]
pub struct FacetFacts {
    /// The content.
    pub content: ContentId,
    /// What it was taken for.
    pub kind: MediaKind,
    /// When it was taken, by the camera's clock.
    pub taken_at: Option<DateTime>,
    /// When it was issued.
    pub issued: Option<Date>,
    /// The latest modification of its files, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Degrees, north positive, and degrees, east positive.
    pub position: Option<(f64, f64)>,
    /// Who sells.
    pub vendor: Option<String>,
    /// The total in minor units.
    pub total_minor: Option<i64>,
    /// What sort of document it is.
    pub document_kind: Option<DocumentKind>,
    /// The folder in which its first file lies: the added folder and the first folder within it.
    pub folder: PathBuf,
}

type Row = (
    i64,
    String,
    Option<String>,
    Option<f64>,
    Option<f64>,
    Option<String>,
    i64,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<i64>,
);

impl Store {
    /// The facts of all `contents` that are understood and have a path, in the order asked for;
    /// others are left out.
    pub async fn facts_for_facets(
        &self,
        contents: &[ContentId],
    ) -> Result<Vec<FacetFacts>, StoreError> {
        let ids: Vec<i64> = contents.iter().map(|id| id.0).collect();
        let ids = serde_json::to_string(&ids)
            .map_err(|error| StoreError::damaged(format!("ids cannot be written: {error}")))?;
        // Of several files the first by path: what SQLite gives beside a lone min() or max().
        let rows: Vec<Row> = sqlx::query_as(
            "WITH asked AS (SELECT key, value AS id FROM json_each(?)),
             placed AS (
                 SELECT f.content_id AS id, max(f.mtime_ns) AS mtime_ns
                 FROM files f JOIN asked ON asked.id = f.content_id GROUP BY f.content_id),
             located AS (
                 SELECT f.content_id AS id, d.path AS root, f.rel_path,
                        min(d.path || '/' || f.rel_path)
                 FROM files f JOIN asked ON asked.id = f.content_id
                 JOIN folders d ON d.id = f.folder_id GROUP BY f.content_id)
             SELECT c.id, c.kind, p.taken_at, p.latitude, p.longitude, o.kind AS document_kind,
                 placed.mtime_ns, located.root, located.rel_path,
                 (SELECT date FROM fields WHERE content_id = c.id AND name = 'invoice_date')
                     AS issued,
                 (SELECT text FROM fields WHERE content_id = c.id AND name = 'vendor') AS vendor,
                 (SELECT minor FROM fields WHERE content_id = c.id AND name = 'total')
                     AS total_minor
             FROM asked
             JOIN contents c ON c.id = asked.id
             JOIN placed ON placed.id = c.id
             JOIN located ON located.id = c.id
             LEFT JOIN photos p ON p.content_id = c.id
             LEFT JOIN documents o ON o.content_id = c.id
             WHERE c.kind IS NOT NULL AND c.orphaned_at_ms IS NULL
             ORDER BY asked.key",
        )
        .bind(ids)
        .fetch_all(self.reader())
        .await?;
        rows.into_iter().map(parse).collect()
    }
}

fn parse(row: Row) -> Result<FacetFacts, StoreError> {
    let (
        id,
        kind,
        taken_at,
        latitude,
        longitude,
        document_kind,
        mtime_ns,
        root,
        rel_path,
        issued,
        vendor,
        total,
    ) = row;
    let issued = issued.map(|date| {
        date.parse()
            .map_err(|_| StoreError::damaged(format!("a field's date is {date:?}")))
    });
    let within = path_text::rel_to_path(&rel_path);
    let mut folder = path_text::to_path(&root);
    let mut parts = within.iter();
    if let (Some(first), Some(_)) = (parts.next(), parts.next()) {
        folder.push(first);
    }
    Ok(FacetFacts {
        content: ContentId(id),
        kind: contents::parse_kind(&kind)?,
        taken_at: taken_at
            .as_deref()
            .map(photos::parse_taken_at)
            .transpose()?,
        issued: issued.transpose()?,
        mtime_ns,
        position: latitude.zip(longitude),
        vendor,
        total_minor: total,
        document_kind: document_kind
            .as_deref()
            .map(documents::parse_kind)
            .transpose()?,
        folder,
    })
}
