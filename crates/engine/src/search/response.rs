//! The answer to a query, in the shape of docs/json.md.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rummage_core::{BBox, DocumentKind, Field, FieldName, FieldValue, MediaKind};
use rummage_store::HitFacts;
use serde::Serialize;

/// The answer to a query.
#[derive(Clone, Debug, Serialize)]
pub struct SearchResponse {
    /// What was typed.
    pub query: String,
    /// How it was understood: words, phrases and conditions in their canonical spelling.
    pub understood: Vec<String>,
    /// How long it took.
    pub took_ms: f64,
    /// How many contents match, shown or not.
    pub total: usize,
    /// What could not be taken into account, for a person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Best first.
    pub hits: Vec<Hit>,
}

impl SearchResponse {
    pub(super) fn new(query: &str, understood: Vec<String>) -> Self {
        Self {
            query: query.to_owned(),
            understood,
            took_ms: 0.0,
            total: 0,
            notes: Vec::new(),
            hits: Vec::new(),
        }
    }
}

/// One content that matches.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Where it lies; of several copies the first.
    pub path: PathBuf,
    /// All places where it lies, when there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<PathBuf>,
    /// The hash of its bytes.
    pub content: String,
    /// What it is.
    pub kind: MediaKind,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// Why it matches, and where.
    pub why: Vec<Why>,
    /// Whether its drive is absent.
    pub offline: bool,
    /// The sort of document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_kind: Option<DocumentKind>,
    /// The fields of a paper.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// When a photo was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<DateTime>,
    /// The length of a recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// A small picture of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<PathBuf>,
}

impl Hit {
    pub(super) fn new(facts: &HitFacts, score: f32, why: Vec<Why>, thumbnail: PathBuf) -> Self {
        let path = facts.paths.first().cloned().unwrap_or_default();
        let copies = if facts.paths.len() > 1 {
            facts.paths.clone()
        } else {
            Vec::new()
        };
        Self {
            path,
            copies,
            content: facts.hash.to_string(),
            kind: facts.kind,
            score,
            why,
            offline: facts.offline,
            document_kind: facts.document_kind,
            fields: facts.fields.clone(),
            taken_at: facts.taken_at,
            duration_ms: facts.duration_ms,
            thumbnail: thumbnail.is_file().then_some(thumbnail),
        }
    }
}

/// A sort of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// Words on a page.
    Text,
    /// A field of a paper.
    Field,
    /// What a picture shows.
    Concept,
    /// Words that were said.
    Spoken,
    /// The name of the file or of a folder.
    Name,
}

/// Why a content matches, and where in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// The sort of evidence.
    pub by: Evidence,
    /// The page, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The place on the page, in its own units.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    pub bbox: Option<BBox>,
    /// Where in a recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_ms: Option<u64>,
    /// What stands there, with a little around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// Which field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldName>,
    /// How near the picture is to the words: a cosine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cosine: Option<f32>,
}

impl Why {
    pub(super) fn new(by: Evidence) -> Self {
        Self {
            by,
            page: None,
            bbox: None,
            start_ms: None,
            snippet: None,
            field: None,
            cosine: None,
        }
    }

    /// Whether this names a place in a recording so near to `start_ms` that both mean the same word.
    pub(super) fn is_spoken_near(&self, start_ms: u64) -> bool {
        const SAME_WORD_MS: u64 = 700;
        let apart = self.start_ms.map(|at| at.abs_diff(start_ms));
        self.by == Evidence::Spoken && apart.is_some_and(|apart| apart <= SAME_WORD_MS)
    }

    pub(super) fn concept(cosine: f32) -> Self {
        Self {
            cosine: Some(cosine),
            ..Self::new(Evidence::Concept)
        }
    }

    pub(super) fn field(field: &Field) -> Self {
        Self {
            page: Some(field.page),
            bbox: Some(field.bbox),
            snippet: Some(field.raw.clone()),
            field: Some(field.name),
            ..Self::new(Evidence::Field)
        }
    }

    pub(super) fn name(name: String) -> Self {
        Self {
            snippet: Some(name),
            ..Self::new(Evidence::Name)
        }
    }
}

/// The day of a content: when a photo was taken or a paper issued, else when the file was changed.
pub(super) fn day_of(facts: &HitFacts) -> Date {
    let issued = facts
        .fields
        .iter()
        .find(|field| field.name == FieldName::InvoiceDate);
    let issued = issued.and_then(|field| match field.value {
        FieldValue::Date(date) => Some(date),
        _ => None,
    });
    facts
        .taken_at
        .map(DateTime::date)
        .or(issued)
        .unwrap_or_else(|| {
            let modified =
                Timestamp::from_nanosecond(i128::from(facts.mtime_ns)).unwrap_or_default();
            TimeZone::system().to_datetime(modified).date()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_read_and_heard_at_one_place_is_one_reason() {
        let at = |start_ms| Why {
            start_ms: Some(start_ms),
            ..Why::new(Evidence::Spoken)
        };
        assert!(at(4_000).is_spoken_near(4_300));
        assert!(!at(4_000).is_spoken_near(9_000));
        assert!(
            !Why::concept(0.5).is_spoken_near(0),
            "a picture says nothing"
        );
    }
}
