//! What the text index is to know of a content, gathered from the tables.

use rummage_core::{ContentId, DocumentKind, FieldName, FieldValue, MediaKind};

use crate::database::Store;
use crate::error::StoreError;
use crate::{contents, documents, fields, pages, path_text, photos, transcripts};

/// The searchable text of a content.
#[derive(Clone, Debug, PartialEq)]
pub struct Indexable {
    /// The content.
    pub content: ContentId,
    /// What it was taken for.
    pub kind: MediaKind,
    /// The names by which it may be known: of its files and of the folders that they lie in, from
    /// the added folder's own name on, each once.
    pub names: Vec<String>,
    /// The words of all pages, in reading order, pages apart by a form feed.
    pub text: String,
    /// What was said.
    pub spoken: String,
    /// The fields as text: what stands on the page and, for amounts and days, the plain form too
    /// (`1471.60 EUR`, `2026-03-01`).
    pub fields: Vec<(FieldName, String)>,
    /// What sort of document it is.
    pub document_kind: Option<DocumentKind>,
    /// Maker and model of the camera.
    pub camera: Option<String>,
}

impl Store {
    /// What an index should hold of a content; `None` when it should hold nothing, because the
    /// content is gone, has no path left or was never understood. What lies on an absent drive
    /// stays findable.
    pub async fn indexable(&self, content: ContentId) -> Result<Option<Indexable>, StoreError> {
        let id = content.0;
        let mut snapshot = self.reader().begin().await?;
        let kind: Option<String> = sqlx::query_scalar(
            "SELECT kind FROM contents
             WHERE id = ? AND kind IS NOT NULL AND orphaned_at_ms IS NULL",
        )
        .bind(id)
        .fetch_optional(&mut *snapshot)
        .await?;
        let Some(kind) = kind else {
            return Ok(None);
        };
        let paths: Vec<(String, String)> = sqlx::query_as(
            "SELECT d.path, f.rel_path FROM files f JOIN folders d ON d.id = f.folder_id
             WHERE f.content_id = ? ORDER BY d.path, f.rel_path",
        )
        .bind(id)
        .fetch_all(&mut *snapshot)
        .await?;
        let pages = pages::get(&mut snapshot, id).await?;
        let fields = fields::get(&mut snapshot, id).await?;
        let transcript = transcripts::get(&mut snapshot, id).await?;
        let document = documents::get(&mut snapshot, id).await?;
        let photo = photos::get(&mut snapshot, id).await?;
        Ok(Some(Indexable {
            content,
            kind: contents::parse_kind(&kind)?,
            names: names(&paths),
            text: pages
                .iter()
                .map(|page| {
                    let words: Vec<&str> = page.words.iter().map(|w| w.text.as_str()).collect();
                    words.join(" ")
                })
                .collect::<Vec<_>>()
                .join("\u{c}"),
            spoken: transcript.map(|t| t.text).unwrap_or_default(),
            fields: fields
                .into_iter()
                .map(|field| (field.name, field_text(&field.value, field.raw)))
                .collect(),
            document_kind: document.map(|guess| guess.label),
            camera: photo.and_then(|facts| facts.camera),
        }))
    }
}

/// File names first, then folder names; each once.
fn names(paths: &[(String, String)]) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for (folder, rel_path) in paths {
        let root = path_text::to_path(folder);
        folders.extend(
            root.file_name()
                .map(|name| name.to_string_lossy().into_owned()),
        );
        for part in path_text::rel_to_path(rel_path).iter() {
            folders.push(part.to_string_lossy().into_owned());
        }
        files.extend(folders.pop());
    }
    let mut seen = std::collections::HashSet::new();
    files.append(&mut folders);
    files.retain(|name| seen.insert(name.clone()));
    files
}

fn field_text(value: &FieldValue, raw: String) -> String {
    let plain = match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Date(date) => date.to_string(),
        FieldValue::Money(money) => {
            let sign = if money.minor < 0 { "-" } else { "" };
            let (whole, cents) = (
                money.minor.unsigned_abs() / 100,
                money.minor.unsigned_abs() % 100,
            );
            let code = money.currency.map(|code| format!(" {}", code.as_str()));
            format!("{sign}{whole}.{cents:02}{}", code.unwrap_or_default())
        }
    };
    if raw == plain || raw.is_empty() {
        plain
    } else {
        format!("{raw} {plain}")
    }
}
