//! A hit as a card: what a list shows of each kind.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rummage_api as api;
use rummage_core::{DocumentKind, Field, FieldName, FieldValue, MediaKind, Money, SpokenWord};
use rummage_store::HitFacts;

use super::matches::Wanted;
use super::{paper, places};
use crate::error::EngineError;
use crate::library::Library;
use crate::outline;
use crate::search::{Evidence, Why};

/// A word the speech model is less sure of is marked.
const DOUBTFUL: f32 = 0.5;
/// So many words of a recording are shown …
const WORDS: usize = 12;
/// … and so many of them before the first match.
const WORDS_BEFORE: usize = 3;
/// The waveform of a card has so many bars.
const BARS: usize = 96;

/// Why a content is shown in a list.
pub struct Reasons {
    /// How well it fits.
    pub band: api::ScoreBand,
    /// Why it matches.
    pub why: Vec<Why>,
    /// Which words of it are marked.
    pub wanted: Wanted,
    /// What was asked of pictures.
    pub asked: String,
}

impl Reasons {
    /// For a list that no query made.
    pub fn none() -> Self {
        Self {
            band: api::ScoreBand::Best,
            why: Vec::new(),
            wanted: Wanted::default(),
            asked: String::new(),
        }
    }
}

impl Library {
    /// The card of one content.
    pub(super) async fn card(
        &self,
        facts: &HitFacts,
        reasons: &Reasons,
    ) -> Result<api::Hit, EngineError> {
        let path = facts.paths.first().cloned().unwrap_or_default();
        let voice = match facts.kind {
            MediaKind::Voice => Some(self.voice_card(facts, reasons).await?),
            MediaKind::Photo | MediaKind::Paper => None,
        };
        Ok(api::Hit {
            content: facts.hash.into(),
            kind: facts.kind.into(),
            file_name: file_name(&path),
            folder_path: text_of(path.parent().unwrap_or(Path::new(""))),
            path: text_of(&path),
            offline: facts.offline,
            when: when(facts),
            score_band: reasons.band,
            why: reasons
                .why
                .iter()
                .map(|why| reason(why, &reasons.asked))
                .collect(),
            photo: (facts.kind == MediaKind::Photo).then(|| photo_card(facts)),
            paper: (facts.kind == MediaKind::Paper).then(|| paper_card(facts)),
            voice,
        })
    }

    async fn voice_card(
        &self,
        facts: &HitFacts,
        reasons: &Reasons,
    ) -> Result<api::VoiceCard, EngineError> {
        let extraction = self.store.extraction(facts.content).await?;
        let words = extraction
            .and_then(|extraction| extraction.transcript)
            .map(|transcript| transcript.words)
            .unwrap_or_default();
        let heard_ms = reasons.why.iter().find_map(|why| why.start_ms);
        let at = words
            .iter()
            .position(|word| heard_ms.is_some_and(|heard| word.end_ms > heard))
            .unwrap_or_default();
        let shown = words
            .iter()
            .skip(at.saturating_sub(WORDS_BEFORE))
            .take(WORDS);
        Ok(api::VoiceCard {
            seconds: seconds(facts.duration_ms.unwrap_or_default()),
            words: shown
                .map(|word| spoken_word(word, &reasons.wanted))
                .collect(),
            peaks: outline::read(&self.store.outline_path(facts.hash), BARS),
        })
    }
}

fn photo_card(facts: &HitFacts) -> api::PhotoCard {
    let picture = facts.picture;
    api::PhotoCard {
        width: picture.map_or(0, |picture| picture.width),
        height: picture.map_or(0, |picture| picture.height),
        place: picture
            .and_then(|picture| picture.position)
            .and_then(places::name_of),
    }
}

fn paper_card(facts: &HitFacts) -> api::PaperCard {
    let field = |name| field(&facts.fields, name);
    api::PaperCard {
        vendor: field(FieldName::Vendor).and_then(text_value),
        document_kind: document_kind(facts.document_kind),
        date: issued(facts),
        total: field(FieldName::Total).and_then(money).map(Into::into),
        verified: paper::sum_check(&facts.fields).is_some_and(|check| check.holds),
        pages: facts.pages,
    }
}

/// A word of a transcript as the pages show it.
pub fn spoken_word(word: &SpokenWord, wanted: &Wanted) -> api::SpokenWord {
    api::SpokenWord {
        text: word.text.clone(),
        start_s: seconds(word.start_ms),
        end_s: seconds(word.end_ms),
        matched: wanted.holds(&word.text) || wanted.hears(word.start_ms, word.end_ms),
        doubtful: word.confidence < DOUBTFUL,
    }
}

fn reason(why: &Why, asked: &str) -> api::Why {
    let page = why.page.map(|page| api::Locator::Page {
        page,
        bbox: why.bbox.map(Into::into),
    });
    let time = why.start_ms.map(|start_ms| api::Locator::Time {
        start_s: seconds(start_ms),
        end_s: seconds(start_ms),
    });
    let (source, text) = match why.by {
        Evidence::Text => (api::EvidenceSource::Text, why.snippet.clone()),
        Evidence::Field => (api::EvidenceSource::Field, why.snippet.clone()),
        Evidence::Concept => (api::EvidenceSource::Concept, Some(asked.to_owned())),
        Evidence::Spoken => (api::EvidenceSource::Spoken, why.snippet.clone()),
        Evidence::Name => (api::EvidenceSource::Name, why.snippet.clone()),
    };
    api::Why {
        source,
        text: text.unwrap_or_default(),
        field: why.field.map(|name| name.as_str().to_owned()),
        locator: page.or(time),
    }
}

/// When a content was taken, issued or, as far as its file tells, recorded.
pub fn when(facts: &HitFacts) -> Option<String> {
    let issued = issued(facts);
    let taken = facts.taken_at.map(|at| at.to_string());
    match facts.kind {
        MediaKind::Paper => issued.or(taken),
        MediaKind::Photo | MediaKind::Voice => taken.or(issued),
    }
    .or_else(|| modified(facts))
}

/// The day on which a paper says that it was issued.
fn issued(facts: &HitFacts) -> Option<String> {
    match field(&facts.fields, FieldName::InvoiceDate)?.value {
        FieldValue::Date(date) => Some(date.to_string()),
        FieldValue::Money(_) | FieldValue::Text(_) => None,
    }
}

/// When the file of a content was last changed, by the local clock, to the second.
pub fn modified(facts: &HitFacts) -> Option<String> {
    let at = Timestamp::from_nanosecond(i128::from(facts.mtime_ns)).ok()?;
    let local = TimeZone::system().to_datetime(at);
    Some(local.with().subsec_nanosecond(0).build().ok()?.to_string())
}

/// The sort of document, where it says something.
pub fn document_kind(kind: Option<DocumentKind>) -> Option<String> {
    kind.map(|kind| kind.as_str().to_owned())
}

/// All places where a content lies.
pub fn places_of(facts: &HitFacts) -> Vec<api::Place> {
    facts
        .paths
        .iter()
        .map(|path| api::Place {
            path: text_of(path),
            offline: facts.offline || !path.is_file(),
        })
        .collect()
}

/// The name of a content's first file.
pub fn file_name_of(facts: &HitFacts) -> String {
    facts
        .paths
        .first()
        .map(|path| file_name(path))
        .unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// A path as text, for showing.
pub fn text_of(path: &Path) -> String {
    path.display().to_string()
}

/// The field of this name.
pub fn field(fields: &[Field], name: FieldName) -> Option<&Field> {
    fields.iter().find(|field| field.name == name)
}

/// The amount of a field.
pub fn money(field: &Field) -> Option<Money> {
    match field.value {
        FieldValue::Money(money) => Some(money),
        FieldValue::Date(_) | FieldValue::Text(_) => None,
    }
}

fn text_value(field: &Field) -> Option<String> {
    match &field.value {
        FieldValue::Text(text) => Some(text.clone()),
        FieldValue::Money(_) | FieldValue::Date(_) => None,
    }
}

/// Milliseconds as seconds.
pub fn seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}
