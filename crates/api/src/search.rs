//! Searching: the question, the answer and its cards.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::common::{ContentHash, Locator, MediaKind, Money};
use crate::voice::SpokenWord;

/// Which kinds are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Every kind.
    All,
    /// Photos alone.
    Photo,
    /// Papers alone.
    Paper,
    /// Voice notes alone.
    Voice,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// Best first.
    Relevance,
    /// The latest first, by when it was taken, written or recorded.
    Newest,
    /// The earliest first.
    Oldest,
    /// The largest total first; what has none comes last.
    Amount,
}

/// How well something must fit to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    /// Only what fits well.
    Strict,
    /// As measured.
    Usual,
    /// Also what fits a little.
    Loose,
    /// Everything, ranked.
    Everything,
}

/// By what hits can be narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FacetKind {
    /// The year in which it was taken, written or recorded.
    Year,
    /// The town near which a photo was taken.
    Place,
    /// Who sells.
    Vendor,
    /// The sort of document.
    DocumentKind,
    /// The folder in which it lies.
    Folder,
}

/// `instant` asks the text index alone; `full` asks every source of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchStage {
    /// Words that stand somewhere.
    Instant,
    /// Also what pictures show and what was heard.
    Full,
}

/// A value by which hits are narrowed. Several of one kind are alternatives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FacetChoice {
    /// Which facet.
    pub kind: FacetKind,
    /// Its value, as in [`FacetValue::value`].
    pub value: String,
}

/// What is searched for. Without a query everything is shown, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SearchRequest {
    /// What was typed.
    pub query: String,
    /// Which kinds are shown.
    pub tab: Tab,
    /// The order of hits.
    pub sort: SortOrder,
    /// How well something must fit.
    pub strictness: Strictness,
    /// What narrows the hits.
    pub facets: Vec<FacetChoice>,
    /// At most so many hits …
    pub limit: usize,
    /// … after so many.
    pub offset: usize,
    /// What is asked.
    pub stage: SearchStage,
}

/// What a clause of a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    /// A plain word.
    Word,
    /// Words in this order.
    Phrase,
    /// A condition on facts.
    Condition,
}

/// One clause of the query as it was taken, and where it stands in what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Understood {
    /// In the spelling of the query language.
    pub text: String,
    /// What it is.
    pub kind: ClauseKind,
    /// Start and end in the query.
    pub span: [usize; 2],
}

/// How many contents match, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct TabCounts {
    /// Of every kind.
    pub all: usize,
    /// Photos.
    pub photo: usize,
    /// Papers.
    pub paper: usize,
    /// Voice notes.
    pub voice: usize,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FacetValue {
    /// What is sent back to choose it.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// How many hits it would leave.
    pub count: usize,
    /// Whether it narrows this answer.
    pub chosen: bool,
}

/// A facet with the values that the hits have, the most frequent first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Facet {
    /// Which one.
    pub kind: FacetKind,
    /// At least one.
    pub values: Vec<FacetValue>,
}

/// How well a hit fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScoreBand {
    /// It would be found by a strict search too.
    Best,
    /// It may be what is meant.
    Possible,
}

/// A sort of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSource {
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

/// One reason why a content matches.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct Why {
    /// The sort of evidence.
    pub source: EvidenceSource,
    /// The words that match, or what was asked of the picture.
    pub text: String,
    /// The field's name, for `source: field`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locator: Option<Locator>,
}

/// What a list shows of a photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(optional_fields)]
pub struct PhotoCard {
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// The town near which it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// What a list shows of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(optional_fields)]
pub struct PaperCard {
    /// Who sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// The sort of document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_kind: Option<String>,
    /// YYYY-MM-DD.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What is to be paid, or was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// The amounts on the paper agree with one another.
    pub verified: bool,
    /// How many.
    pub pages: u32,
}

/// What a list shows of a recording.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct VoiceCard {
    /// Its length.
    pub seconds: f64,
    /// The words around the first match, or the first words.
    pub words: Vec<SpokenWord>,
    /// Loudness from 0 to 1, evenly spaced over the whole recording; empty while it is not known.
    pub peaks: Vec<f32>,
}

/// One content that matches.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct Hit {
    /// Its identity.
    pub content: ContentHash,
    /// What it is.
    pub kind: MediaKind,
    /// The name of the file; of several copies the first.
    pub file_name: String,
    /// Where it lies.
    pub path: String,
    /// The folder in which it lies.
    pub folder_path: String,
    /// Its drive is absent.
    pub offline: bool,
    /// When it was taken, written or recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// How well it fits.
    pub score_band: ScoreBand,
    /// Why it matches.
    pub why: Vec<Why>,
    /// For photos.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoCard>,
    /// For papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperCard>,
    /// For recordings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<VoiceCard>,
}

/// The answer to a [`SearchRequest`].
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SearchAnswer {
    /// How the query was taken.
    pub understood: Vec<Understood>,
    /// How many match, by kind, whatever the tab.
    pub counts: TabCounts,
    /// By what they can be narrowed.
    pub facets: Vec<Facet>,
    /// How many match on this tab.
    pub total: usize,
    /// Those that were asked for.
    pub hits: Vec<Hit>,
    /// What could not be taken into account, for a person.
    pub notes: Vec<String>,
    /// What was asked.
    pub stage: SearchStage,
}

/// A search that is kept under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SavedSearch {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What is searched for.
    pub query: String,
}

/// A query that really answers on this library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ExampleQuery {
    /// What to type.
    pub query: String,
    /// What it finds.
    pub kind: MediaKind,
}
