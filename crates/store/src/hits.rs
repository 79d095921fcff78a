//! What a list of results shows of each hit, for all of them in one query.

use std::path::PathBuf;

use jiff::civil::DateTime;
use rummage_core::{ContentHash, ContentId, DocumentKind, Field, MediaKind};

use crate::database::Store;
use crate::error::StoreError;
use crate::fields::FieldColumns;
use crate::{contents, documents, path_text, photos};

/// What a list of results shows of a content.
#[derive(Clone, Debug, PartialEq)]
pub struct HitFacts {
    /// The content.
    pub content: ContentId,
    /// Its identity, which also names its thumbnail.
    pub hash: ContentHash,
    /// What it was taken for.
    pub kind: MediaKind,
    /// Where it lies, present drives first; never empty.
    pub paths: Vec<PathBuf>,
    /// Whether all of these are on absent drives.
    pub offline: bool,
    /// What sort of document it is.
    pub document_kind: Option<DocumentKind>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// When it was taken, by the camera's clock.
    pub taken_at: Option<DateTime>,
    /// The latest modification of its files, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// The length of a recording in milliseconds.
    pub duration_ms: Option<u64>,
    /// Size and place, for anything that is a picture.
    pub picture: Option<PictureFacts>,
    /// How many pages it has.
    pub pages: u32,
}

/// Size and place of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureFacts {
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Degrees, north positive, and degrees, east positive.
    pub position: Option<(f64, f64)>,
}

type Row = (
    i64,
    Vec<u8>,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    i64,
    String,
    String,
    String,
    u32,
);

impl Store {
    /// The facts of all `contents` that are understood and have a path, in the order asked for;
    /// others are left out.
    pub async fn facts_for_hits(
        &self,
        contents: &[ContentId],
    ) -> Result<Vec<HitFacts>, StoreError> {
        let ids: Vec<i64> = contents.iter().map(|id| id.0).collect();
        let ids = serde_json::to_string(&ids)
            .map_err(|error| StoreError::damaged(format!("ids cannot be written: {error}")))?;
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT c.id, c.hash, c.kind, c.duration_ms, o.kind AS document_kind, p.taken_at,
                (SELECT max(mtime_ns) FROM files WHERE content_id = c.id) AS mtime_ns,
                (SELECT json_group_array(json_array(offline, path, rel_path)) FROM
                    (SELECT d.offline, d.path, f.rel_path
                     FROM files f JOIN folders d ON d.id = f.folder_id
                     WHERE f.content_id = c.id ORDER BY d.offline, d.path, f.rel_path)) AS paths,
                (SELECT json_group_array(json_object('name', name, 'text', text, 'minor', minor,
                    'currency', currency, 'date', date, 'raw', raw, 'page', page,
                    'x0', x0, 'y0', y0, 'x1', x1, 'y1', y1,
                    'confidence', confidence, 'source', source)) FROM
                    (SELECT * FROM fields WHERE content_id = c.id ORDER BY position)) AS fields,
                json_array(p.width, p.height, p.latitude, p.longitude) AS picture,
                (SELECT count(*) FROM pages WHERE content_id = c.id) AS pages
             FROM json_each(?) asked
             JOIN contents c ON c.id = asked.value
             LEFT JOIN documents o ON o.content_id = c.id
             LEFT JOIN photos p ON p.content_id = c.id
             WHERE c.kind IS NOT NULL AND c.orphaned_at_ms IS NULL
             ORDER BY asked.key",
        )
        .bind(ids)
        .fetch_all(self.reader())
        .await?;
        rows.into_iter().map(parse).collect()
    }
}

fn parse(row: Row) -> Result<HitFacts, StoreError> {
    let (
        id,
        hash,
        kind,
        duration_ms,
        document_kind,
        taken_at,
        mtime_ns,
        paths,
        fields,
        picture,
        pages,
    ) = row;
    let unreadable = |error: serde_json::Error| StoreError::damaged(format!("a hit: {error}"));
    let paths: Vec<(i64, String, String)> = serde_json::from_str(&paths).map_err(unreadable)?;
    let fields: Vec<FieldColumns> = serde_json::from_str(&fields).map_err(unreadable)?;
    let (width, height, latitude, longitude): (Option<u32>, Option<u32>, Option<f64>, Option<f64>) =
        serde_json::from_str(&picture).map_err(unreadable)?;
    Ok(HitFacts {
        content: ContentId(id),
        hash: contents::parse_hash(&hash)?,
        kind: contents::parse_kind(&kind)?,
        offline: paths.iter().all(|(offline, ..)| *offline != 0),
        paths: paths
            .iter()
            .map(|(_, folder, rel_path)| path_text::join(folder, rel_path))
            .collect(),
        document_kind: document_kind
            .as_deref()
            .map(documents::parse_kind)
            .transpose()?,
        fields: fields
            .into_iter()
            .map(FieldColumns::parse)
            .collect::<Result<_, _>>()?,
        taken_at: taken_at
            .as_deref()
            .map(photos::parse_taken_at)
            .transpose()?,
        mtime_ns,
        duration_ms: duration_ms.map(|ms| ms as u64),
        picture: width.zip(height).map(|(width, height)| PictureFacts {
            width,
            height,
            position: latitude.zip(longitude),
        }),
        pages,
    })
}
